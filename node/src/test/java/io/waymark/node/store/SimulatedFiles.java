package io.waymark.node.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A directory in memory that knows, like a disk with a cache, which bytes and which names have been
 * forced, and can be asked what a crash would leave of it.
 */
final class SimulatedFiles implements StoreFiles {
  static final String PLACE = "simulated";

  /** Everything that changes files or makes changes last. */
  enum Operation {
    OPEN,
    RENAME,
    DELETE,
    FORCE_DIRECTORY,
    APPEND,
    TRUNCATE,
    FORCE
  }

  /** Sees every operation, and may hold it up or make it fail. */
  interface Disturbance {
    void before(Operation operation, String name) throws IOException;

    default void after(Operation operation, String name) throws IOException {}
  }

  /** What a crash does to whatever has not been forced. */
  enum Survival {
    /** The process died, the machine did not. */
    EVERYTHING,
    /** The machine lost all of it. */
    FORCED_ONLY,
    /** Of each write and each renaming any part may have reached the disk. */
    TORN,
    /** As torn, and what did reach it has wrong bits. */
    FLIPPED
  }

  private record Append(int offset, byte[] bytes) {}

  /** A file, whatever it is called. */
  private static final class Inode {
    byte[] forced = new byte[0];
    byte[] now = new byte[0];
    final List<Append> appended = new ArrayList<>();
    int truncatedTo = Integer.MAX_VALUE;

    void append(byte[] bytes) {
      appended.add(new Append(now.length, bytes));
      now = Arrays.copyOf(now, now.length + bytes.length);
      System.arraycopy(bytes, 0, now, now.length - bytes.length, bytes.length);
    }

    void force() {
      forced = now;
      appended.clear();
      truncatedTo = Integer.MAX_VALUE;
    }
  }

  /** A change of names that is not forced yet. */
  private interface Renaming {
    void applyTo(Map<String, Inode> names);
  }

  private final Map<String, Inode> forcedNames = new TreeMap<>();
  private final Map<String, Inode> names = new TreeMap<>();
  private final List<Renaming> renamings = new ArrayList<>();
  private volatile Disturbance disturbance = (_, _) -> {};

  /** A directory that holds these files, all of them forced. */
  static SimulatedFiles holding(Map<String, byte[]> files) {
    SimulatedFiles directory = new SimulatedFiles();
    files.forEach((name, bytes) -> {
      Inode inode = new Inode();
      inode.now = bytes.clone();
      inode.force();
      directory.names.put(name, inode);
      directory.forcedNames.put(name, inode);
    });
    return directory;
  }

  void disturb(Disturbance by) {
    disturbance = by;
  }

  /** What is in the file as a living process sees it. */
  synchronized byte[] content(String name) {
    Inode inode = names.get(name);
    if (inode == null) {
      throw new AssertionError(name + " is not among " + names.keySet());
    }
    return inode.now.clone();
  }

  /**
   * The directory as it is found after a crash at this moment. Where everything survives it is this
   * one, undisturbed: nothing more has been forced than before.
   */
  synchronized SimulatedFiles afterCrash(Survival survival, Random random) {
    if (survival == Survival.EVERYTHING) {
      disturb((_, _) -> {});
      return this;
    }
    Map<String, Inode> left = new LinkedHashMap<>(forcedNames);
    for (Renaming renaming : renamings) {
      if (survival != Survival.FORCED_ONLY && random.nextBoolean()) {
        renaming.applyTo(left);
      }
    }
    Map<String, byte[]> contents = new TreeMap<>();
    left.forEach((name, inode) ->
        contents.put(
            name,
            survival == Survival.FORCED_ONLY
                ? inode.forced
                : torn(inode, survival == Survival.FLIPPED, random)));
    return holding(contents);
  }

  private static byte[] torn(Inode inode, boolean flipped, Random random) {
    byte[] bytes = inode.forced.clone();
    if (inode.truncatedTo < bytes.length && random.nextBoolean()) {
      bytes = Arrays.copyOf(bytes, inode.truncatedTo);
    }
    int keptOfTen = 1 + random.nextInt(9);
    for (Append append : inode.appended) {
      for (int from = 0; from < append.bytes().length; ) {
        int to = Math.min(append.bytes().length, from + 1 + random.nextInt(64));
        if (random.nextInt(10) < keptOfTen) {
          int offset = append.offset() + from;
          // A hole between what was kept holds zeros.
          bytes = Arrays.copyOf(bytes, Math.max(bytes.length, append.offset() + to));
          System.arraycopy(append.bytes(), from, bytes, offset, to - from);
          if (flipped && random.nextInt(3) == 0) {
            bytes[offset + random.nextInt(to - from)] ^= (byte) (1 << random.nextInt(8));
          }
        }
        from = to;
      }
    }
    return bytes;
  }

  @Override
  public String locate(String name) {
    return name.isEmpty() ? PLACE : PLACE + "/" + name;
  }

  @Override
  public synchronized List<String> list() {
    return List.copyOf(names.keySet());
  }

  @Override
  public StoreFile open(String name) throws IOException {
    disturbance.before(Operation.OPEN, name);
    Inode inode;
    synchronized (this) {
      inode = names.get(name);
      if (inode == null) {
        Inode created = new Inode();
        change(changing -> changing.put(name, created));
        inode = created;
      }
    }
    disturbance.after(Operation.OPEN, name);
    return new SimulatedFile(inode);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disturbance.before(Operation.RENAME, to);
    synchronized (this) {
      Inode inode = names.get(from);
      if (inode == null) {
        throw new FileNotFoundException(from);
      }
      change(changing -> {
        changing.remove(from);
        changing.put(to, inode);
      });
    }
    disturbance.after(Operation.RENAME, to);
  }

  @Override
  public void delete(String name) throws IOException {
    disturbance.before(Operation.DELETE, name);
    synchronized (this) {
      if (names.containsKey(name)) {
        change(changing -> changing.remove(name));
      }
    }
    disturbance.after(Operation.DELETE, name);
  }

  private void change(Renaming renaming) {
    renaming.applyTo(names);
    renamings.add(renaming);
  }

  @Override
  public void forceDirectory() throws IOException {
    disturbance.before(Operation.FORCE_DIRECTORY, "");
    synchronized (this) {
      forcedNames.clear();
      forcedNames.putAll(names);
      renamings.clear();
    }
    disturbance.after(Operation.FORCE_DIRECTORY, "");
  }

  @Override
  public void close() {}

  private final class SimulatedFile implements StoreFile {
    private final Inode inode;

    SimulatedFile(Inode inode) {
      this.inode = inode;
    }

    /** The name it has by now; empty once another file took it. */
    private String name() {
      synchronized (SimulatedFiles.this) {
        return names.entrySet().stream()
            .filter(entry -> entry.getValue() == inode)
            .map(Map.Entry::getKey)
            .findAny()
            .orElse("");
      }
    }

    @Override
    public long size() {
      synchronized (SimulatedFiles.this) {
        return inode.now.length;
      }
    }

    @Override
    public void read(ByteBuffer into, long position) {
      synchronized (SimulatedFiles.this) {
        int length = Math.min(into.remaining(), inode.now.length - (int) position);
        into.put(inode.now, (int) position, length);
      }
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      disturbance.before(Operation.APPEND, name());
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      synchronized (SimulatedFiles.this) {
        inode.append(copy);
      }
      disturbance.after(Operation.APPEND, name());
    }

    @Override
    public void truncate(long size) throws IOException {
      disturbance.before(Operation.TRUNCATE, name());
      synchronized (SimulatedFiles.this) {
        inode.now = Arrays.copyOf(inode.now, Math.min(inode.now.length, (int) size));
        inode.truncatedTo = Math.min(inode.truncatedTo, inode.now.length);
      }
      disturbance.after(Operation.TRUNCATE, name());
    }

    @Override
    public void force() throws IOException {
      disturbance.before(Operation.FORCE, name());
      synchronized (SimulatedFiles.this) {
        inode.force();
      }
      disturbance.after(Operation.FORCE, name());
    }

    @Override
    public void close() {}
  }
}
