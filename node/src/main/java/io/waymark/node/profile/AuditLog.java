package io.waymark.node.profile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of every edit in {@code DATA/audit.jsonl}: one JSON document a line, readable by the
 * node's user alone.
 *
 * <p>A thread of its own writes it, and never holds up an edit: an edit that is durable is not
 * undone because its record cannot be written. What could not be written is counted and logged. The
 * file is opened anew for each write, so whatever rotates it may simply move it away.
 */
public final class AuditLog implements AutoCloseable {
  public static final String FILE = "audit.jsonl";

  /** Edits that may wait to be written; one more is lost, and counted. */
  static final int WAITING_MAX = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What became of one thing.
   *
   * @param method such as {@code PUT}
   */
  public record Entry(Instant at, Author author, String method, Audited change) {}

  private final Path file;
  private final BlockingQueue<List<Entry>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicLong lost = new AtomicLong();
  private final Thread writer;

  // The writer's own.
  private boolean failing;
  private long lostSaid;

  /**
   * @param data the node's data directory, which exists
   */
  public AuditLog(Path data) {
    file = data.resolve(FILE);
    writer = Thread.ofPlatform().daemon().name("audit").start(this::run);
  }

  /** Records one edit, soon. Never waits. */
  public void append(List<Entry> edit) {
    if (!edit.isEmpty() && !waiting.offer(edit)) {
      lost.addAndGet(edit.size());
    }
  }

  /** Entries that could not be written since the start. */
  public long lost() {
    return lost.get();
  }

  /** Waits until what was appended before is written. */
  @Override
  public void close() {
    try {
      waiting.put(List.of());
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (List<Entry> edit = waiting.take(); !edit.isEmpty(); edit = waiting.take()) {
        write(edit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<Entry> edit) {
    try {
      write(lines(edit));
      failing = false;
      if (lost.get() > lostSaid) {
        lostSaid = lost.get();
        LOG.error("{} is written, but lacks {} entries since the start", file, lostSaid);
      }
    } catch (IOException | RuntimeException e) {
      lost.addAndGet(edit.size());
      // Once, not for each edit: a full disk fails them all.
      if (!failing) {
        failing = true;
        LOG.error("cannot write {}; edits go on, without a record", file, e);
      }
    }
  }

  private void write(byte[] lines) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.position(channel.size());
      if (endsTorn(channel)) {
        channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
      ByteBuffer buffer = ByteBuffer.wrap(lines);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(false);
    }
  }

  /** Whether a crash cut the last line short, so that the next must not continue it. */
  private static boolean endsTorn(FileChannel channel) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.size() > 0
        && channel.read(last, channel.size() - 1) == 1
        && last.get(0) != (byte) '\n';
  }

  private static byte[] lines(List<Entry> edit) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Entry entry : edit) {
      ObjectNode line = JSON.createObjectNode();
      line.put("time", entry.at().toString());
      line.put("who", entry.author().who());
      line.put("from", entry.author().from());
      line.put("method", entry.method());
      line.put("kind", entry.change().kind());
      line.put("name", entry.change().name());
      entry.change().describe(line);
      lines.write(JSON.writeValueAsBytes(line));
      lines.write('\n');
    }
    return lines.toByteArray();
  }
}
