package io.waymark.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The files of a real directory, held for this process alone until closed. */
final class DirectoryFiles implements StoreFiles {
  /** The JDK keeps an off-heap copy as large as the largest transfer, for each thread. */
  private static final int TRANSFER_BYTES_MAX = 1 << 20;

  private final Path directory;
  private final DirectoryLock lock;

  private DirectoryFiles(Path directory, DirectoryLock lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Takes the directory; it is created if its parent exists.
   *
   * @throws StoreException when it cannot be used, with what to do about it
   */
  static DirectoryFiles open(Path path) {
    Path directory = path.toAbsolutePath().normalize();
    try {
      create(directory);
      return new DirectoryFiles(directory, DirectoryLock.take(directory));
    } catch (IOException e) {
      throw new StoreException(
          "cannot use "
              + directory
              + ": "
              + StoreException.reason(e)
              + "; let the user this process runs as read and write it, or set waymark.node.data"
              + " to a directory that it can",
          e);
    }
  }

  private static void create(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    if (Files.exists(directory)) {
      throw new StoreException(
          directory + " is a file; remove it, or set waymark.node.data to a directory");
    }
    Path parent = directory.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new StoreException(
          "cannot create "
              + directory
              + ": "
              + parent
              + " is not a directory; create it, or set waymark.node.data to another directory");
    }
    Files.createDirectory(directory);
    force(parent);
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public String locate(String name) {
    return directory.resolve(name).toString();
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Override
  public StoreFile open(String name) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(name),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    return new ChannelFile(channel);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void forceDirectory() throws IOException {
    force(directory);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private record ChannelFile(FileChannel channel) implements StoreFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
      int end = into.limit();
      long at = position;
      boolean more = true;
      while (more && into.position() < end) {
        into.limit(Math.min(end, into.position() + TRANSFER_BYTES_MAX));
        int count = channel.read(into, at);
        at += count;
        more = count >= 0;
      }
      into.limit(end);
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      int end = bytes.limit();
      long at = channel.size();
      while (bytes.position() < end) {
        bytes.limit(Math.min(end, bytes.position() + TRANSFER_BYTES_MAX));
        at += channel.write(bytes, at);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
      // Sizes too: a tail that was cut off must not come back behind newer records.
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
