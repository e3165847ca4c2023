package io.waymark.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second store out of a directory, whether it is in this process or in another.
 *
 * <p>The operating system gives the lock back however the process ends. It may also give it back
 * when this process closes any other descriptor of the same file, so the directories held by this
 * process are listed here, and for one of those the file is not even opened.
 */
final class DirectoryLock implements Closeable {
  static final String FILE = "state.lock";
  private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

  private final Object identity;
  private final FileChannel channel;

  private DirectoryLock(Object identity, FileChannel channel) {
    this.identity = identity;
    this.channel = channel;
  }

  /**
   * Takes the lock of an existing directory.
   *
   * @throws StoreException when it is held already
   */
  static DirectoryLock take(Path directory) throws IOException {
    Object identity = identity(directory);
    if (!HELD.add(identity)) {
      throw held(directory, "this process, " + ProcessHandle.current().pid());
    }
    try {
      return new DirectoryLock(identity, lock(directory));
    } catch (IOException | RuntimeException e) {
      HELD.remove(identity);
      throw e;
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw held(directory, "process " + holder(channel));
      }
      channel.truncate(0);
      channel.write(
          StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + System.lineSeparator()));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The same for every path that leads to the directory, where the file system can tell. */
  private static Object identity(Path directory) throws IOException {
    Object key = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
    return key == null ? directory.toRealPath() : key;
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String pid = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
    return pid.isEmpty() ? "that is just starting" : pid;
  }

  private static StoreException held(Path directory, String holder) {
    return new StoreException(
        directory
            + " is in use by "
            + holder
            + "; stop it first, or give this node a directory of its own (waymark.node.data)");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(identity);
    }
  }
}
