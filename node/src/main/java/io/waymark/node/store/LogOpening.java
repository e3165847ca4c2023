package io.waymark.node.store;

import io.waymark.node.store.LogReader.Content;
import io.waymark.node.store.LogReader.Damage;
import io.waymark.node.store.StoreFiles.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of whatever lies in a directory a log that can be appended to, by the rules of {@link
 * LogStore}.
 */
final class LogOpening {
  static final String LOG = "state.log";

  /** A log that is being written to take the place of the one before; worthless after a crash. */
  static final String NEW_LOG = "state.log.new";

  /** Followed by a number from 1 on. */
  static final String DAMAGED = "state.log.damaged-";

  private static final Logger LOGGER = LoggerFactory.getLogger(LogStore.class);
  private static final int DAMAGES_LOGGED_MAX = 10;
  private static final int COPY_BYTES = 1 << 20;

  /**
   * @param log everything in it is forced
   * @param entries what it says
   */
  record Opened(LogWriter log, NavigableMap<String, byte[]> entries) {}

  private final StoreFiles files;
  private final LongSupplier newStoreId;

  private LogOpening(StoreFiles files, LongSupplier newStoreId) {
    this.files = files;
    this.newStoreId = newStoreId;
  }

  static Opened open(StoreFiles files) throws IOException {
    return open(files, new SecureRandom()::nextLong);
  }

  /**
   * @param newStoreId asked once where the directory has none yet
   */
  static Opened open(StoreFiles files, LongSupplier newStoreId) throws IOException {
    return new LogOpening(files, newStoreId).open();
  }

  private Opened open() throws IOException {
    if (!files.list().contains(LOG)) {
      return renew(null, 0, new TreeMap<>());
    }
    StoreFile file = files.open(LOG);
    try {
      LogHeader header = header(file);
      Content content = LogReader.read(file, header);
      if (header != null && content.damages().isEmpty()) {
        return continueWith(file, header, content);
      }
      setAside(file, content.damages());
      file.close();
      return renew(content.storeId(), content.sequence(), content.entries());
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Null when it is damaged. */
  private @Nullable LogHeader header(StoreFile file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LogHeader.BYTES);
    file.read(bytes, 0);
    LogHeader header = LogHeader.decode(bytes.flip());
    if (header != null && header.version() > LogHeader.VERSION) {
      throw new StoreException(
          files.locate(LOG)
              + " has format version "
              + header.version()
              + "; this program reads up to "
              + LogHeader.VERSION
              + ": run the newer program that wrote it, or give this node another directory"
              + " (waymark.node.data). Nothing was changed");
    }
    return header;
  }

  private Opened continueWith(StoreFile file, LogHeader header, Content content)
      throws IOException {
    files.delete(NEW_LOG);
    if (content.end() < content.size()) {
      LOGGER.warn(
          "Cut {} bytes off the end of {}: a write that was under way when the process or the"
              + " machine stopped, and was never acknowledged",
          content.size() - content.end(),
          files.locate(LOG));
      file.truncate(content.end());
    }
    // After a crash of the process alone, what was read may not have reached the disk yet.
    file.force();
    files.forceDirectory();
    LogWriter log = new LogWriter(file, header.storeId(), content.sequence(), content.marked());
    return new Opened(log, content.entries());
  }

  /** Writes a whole new log. */
  private Opened renew(@Nullable Long storeId, long sequence, NavigableMap<String, byte[]> entries)
      throws IOException {
    long id = storeId == null ? newStoreId.getAsLong() : storeId;
    return new Opened(Compaction.run(files, id, sequence, entries), entries);
  }

  private void setAside(StoreFile file, List<Damage> damages) throws IOException {
    String name = DAMAGED + nextNumber();
    try (StoreFile copy = files.open(name)) {
      for (Damage damage : damages) {
        copy(file, damage, copy);
      }
      copy.force();
    }
    files.forceDirectory();
    report(damages, name);
  }

  private int nextNumber() throws IOException {
    int highest = 0;
    for (String name : files.list()) {
      if (name.matches("\\Q" + DAMAGED + "\\E\\d{1,9}")) {
        highest = Math.max(highest, Integer.parseInt(name.substring(DAMAGED.length())));
      }
    }
    return highest + 1;
  }

  private static void copy(StoreFile from, Damage damage, StoreFile to) throws IOException {
    long end = damage.offset() + damage.length();
    for (long at = damage.offset(); at < end; at += COPY_BYTES) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(COPY_BYTES, end - at));
      from.read(bytes, at);
      to.append(bytes.flip());
    }
  }

  private void report(List<Damage> damages, String copy) {
    for (Damage damage : damages.subList(0, Math.min(damages.size(), DAMAGES_LOGGED_MAX))) {
      LOGGER.error(
          "DAMAGED: {} bytes at offset {} of {} are no intact record: {}. What they changed is lost"
              + " on this node, all else was kept; the bytes are set aside in {}",
          damage.length(),
          damage.offset(),
          files.locate(LOG),
          damage.reason(),
          files.locate(copy));
    }
    if (damages.size() > DAMAGES_LOGGED_MAX) {
      LOGGER.error(
          "DAMAGED: {} more places in {}, set aside likewise",
          damages.size() - DAMAGES_LOGGED_MAX,
          files.locate(LOG));
    }
  }
}
