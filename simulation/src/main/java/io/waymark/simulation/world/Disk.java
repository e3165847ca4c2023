package io.waymark.simulation.world;

import io.waymark.node.store.StoreFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A directory that knows, like a disk with a cache, which bytes and which names have been forced,
 * and can be asked what a crash would leave of it.
 */
public final class Disk implements StoreFiles {
  /** What a crash does to whatever has not been forced. */
  public enum Survival {
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

    void force() {
      forced = now;
      appended.clear();
      truncatedTo = Integer.MAX_VALUE;
    }
  }

  private interface Renaming {
    void applyTo(Map<String, Inode> names);
  }

  private final Map<String, Inode> forcedNames = new TreeMap<>();
  private final Map<String, Inode> names = new TreeMap<>();
  private final List<Renaming> renamings = new ArrayList<>();
  private final boolean lying;
  private boolean failing;

  /**
   * @param lying whether it forces nothing, except the first bytes of a file
   */
  Disk(boolean lying) {
    this.lying = lying;
  }

  /** From now on nothing more gets forced: the machine is stopping. */
  void fail() {
    failing = true;
  }

  /** The directory as it is found after a crash at this moment. */
  Disk afterCrash(Survival survival, SplittableRandom random) {
    Disk left = new Disk(lying);
    if (survival == Survival.EVERYTHING) {
      left.names.putAll(names);
      left.forcedNames.putAll(forcedNames);
      left.renamings.addAll(renamings);
      return left;
    }
    Map<String, Inode> kept = new TreeMap<>(forcedNames);
    for (Renaming renaming : renamings) {
      if (survival != Survival.FORCED_ONLY && random.nextBoolean()) {
        renaming.applyTo(kept);
      }
    }
    kept.forEach((name, inode) -> {
      Inode copy = new Inode();
      copy.now =
          survival == Survival.FORCED_ONLY
              ? inode.forced
              : torn(inode, survival == Survival.FLIPPED, random);
      copy.force();
      left.names.put(name, copy);
      left.forcedNames.put(name, copy);
    });
    return left;
  }

  private static byte[] torn(Inode inode, boolean flipped, SplittableRandom random) {
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
    return name.isEmpty() ? "disk" : "disk/" + name;
  }

  @Override
  public List<String> list() {
    return List.copyOf(names.keySet());
  }

  @Override
  public StoreFile open(String name) {
    Inode inode = names.get(name);
    if (inode == null) {
      Inode created = new Inode();
      change(changing -> changing.put(name, created));
      inode = created;
    }
    return new OpenFile(inode);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Inode inode = names.get(from);
    if (inode == null) {
      throw new FileNotFoundException(from);
    }
    change(changing -> {
      changing.remove(from);
      changing.put(to, inode);
    });
  }

  @Override
  public void delete(String name) {
    if (names.containsKey(name)) {
      change(changing -> changing.remove(name));
    }
  }

  private void change(Renaming renaming) {
    renaming.applyTo(names);
    renamings.add(renaming);
  }

  @Override
  public void forceDirectory() {
    forcedNames.clear();
    forcedNames.putAll(names);
    renamings.clear();
  }

  @Override
  public void close() {}

  private final class OpenFile implements StoreFile {
    private final Inode inode;

    OpenFile(Inode inode) {
      this.inode = inode;
    }

    @Override
    public long size() {
      return inode.now.length;
    }

    @Override
    public void read(ByteBuffer into, long position) {
      int length = Math.min(into.remaining(), inode.now.length - (int) position);
      into.put(inode.now, (int) position, length);
    }

    @Override
    public void append(ByteBuffer bytes) {
      byte[] added = new byte[bytes.remaining()];
      bytes.get(added);
      inode.appended.add(new Append(inode.now.length, added));
      byte[] longer = Arrays.copyOf(inode.now, inode.now.length + added.length);
      System.arraycopy(added, 0, longer, inode.now.length, added.length);
      inode.now = longer;
    }

    @Override
    public void truncate(long size) {
      inode.now = Arrays.copyOf(inode.now, Math.min(inode.now.length, (int) size));
      inode.truncatedTo = Math.min(inode.truncatedTo, inode.now.length);
    }

    @Override
    public void force() throws IOException {
      if (failing) {
        throw new IOException("the machine is stopping");
      }
      if (!lying || inode.forced.length == 0) {
        inode.force();
      }
    }

    @Override
    public void close() {}
  }
}
