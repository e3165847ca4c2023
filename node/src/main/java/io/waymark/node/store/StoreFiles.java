package io.waymark.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The files of one directory, with exactly those operations whose durability matters here. Names
 * are plain file names.
 *
 * <p>What a crash of the machine leaves behind: bytes appended or cut off since {@link
 * StoreFile#force} may be there, be there in part, or be garbage; a file created, renamed or
 * deleted since {@link #forceDirectory} may still be as before.
 */
public interface StoreFiles extends Closeable {

  /** Where the file lies, for messages; the directory itself for an empty name. */
  String locate(String name);

  /** The names of all files. */
  List<String> list() throws IOException;

  /** Opens for reading and appending; a missing file is created empty. */
  StoreFile open(String name) throws IOException;

  /** Gives a file a new name in one step; what had that name before is gone. */
  void rename(String from, String to) throws IOException;

  /** Deletes the file if it is there. */
  void delete(String name) throws IOException;

  /** Returns once every creation, renaming and deletion so far would survive a crash. */
  void forceDirectory() throws IOException;

  /** An open file. */
  interface StoreFile extends Closeable {

    /** In bytes. */
    long size() throws IOException;

    /** Fills the buffer from this position on; stops short only at the end of the file. */
    void read(ByteBuffer into, long position) throws IOException;

    /** Writes all that remains in the buffer to the end of the file. */
    void append(ByteBuffer bytes) throws IOException;

    /** Cuts off everything from this size on. */
    void truncate(long size) throws IOException;

    /** Returns once content and size would survive a crash. */
    void force() throws IOException;
  }
}
