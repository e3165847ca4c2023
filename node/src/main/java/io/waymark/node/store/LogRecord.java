package io.waymark.node.store;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One change of one key as it lies in the log.
 *
 * <pre>
 * offset  bytes
 *      0      4  magic: F8 57 4D 01; F8 never occurs in UTF-8
 *      4      4  CRC32C of all that follows
 *      8      4  length of key and value together
 *     12      8  store id
 *     20      8  sequence
 *     28      8  forced
 *     36      4  remaining
 *     40      1  kind: 1 put, 2 remove, 3 mark
 *     41      2  length of the key
 *     43      -  key, then value
 * </pre>
 *
 * @param storeId tells a record from a leftover of another directory's log
 * @param sequence grows by one from record to record
 * @param forced all records up to this sequence were on the disk before this one was written
 * @param remaining how many records of the same batch follow; 0 in its last
 * @param key null in a mark, which changes nothing and is there for {@code forced} alone
 * @param value null removes the key
 */
record LogRecord(
    long storeId,
    long sequence,
    long forced,
    int remaining,
    @Nullable String key,
    byte @Nullable [] value) {

  static final int HEADER_BYTES = 43;
  static final int KEY_BYTES_MAX = 1024;

  /** A length beyond this was never written, so it is damage. */
  static final int BODY_BYTES_MAX = 64 << 20;

  private static final int MAGIC = 0xF8574D01;
  private static final byte PUT = 1;
  private static final byte REMOVE = 2;
  private static final byte MARK = 3;

  /** What lies at some place in a log. */
  sealed interface Reading {}

  /** An intact record. */
  record Intact(LogRecord record, int bytes) implements Reading {}

  /** Anything else. */
  record Damaged(String reason) implements Reading {}

  /** How many bytes of a log hold this key and value. */
  static int bytes(String key, byte @Nullable [] value) {
    return HEADER_BYTES + utf8(key).length + (value == null ? 0 : value.length);
  }

  /** How many bytes of a log hold this record. */
  int bytes() {
    return key == null ? HEADER_BYTES : bytes(key, value);
  }

  boolean isMark() {
    return key == null;
  }

  /** Puts the record at the buffer's position; it must have room. */
  void encode(ByteBuffer into) {
    byte[] keyBytes = key == null ? new byte[0] : utf8(key);
    byte[] valueBytes = value == null ? new byte[0] : value;
    int start = into.position();
    into.putInt(MAGIC).putInt(0).putInt(keyBytes.length + valueBytes.length);
    into.putLong(storeId).putLong(sequence).putLong(forced).putInt(remaining);
    into.put(key == null ? MARK : value == null ? REMOVE : PUT).putShort((short) keyBytes.length);
    into.put(keyBytes).put(valueBytes);
    into.putInt(start + 4, checksum(into.slice(start, into.position() - start)));
  }

  /**
   * How long a record that starts like this is.
   *
   * @param start at least {@link #HEADER_BYTES}
   * @return -1 when no record starts like this
   */
  static int bytes(ByteBuffer start) {
    int body = start.getInt(start.position() + 8);
    boolean plausible =
        start.getInt(start.position()) == MAGIC && body >= 0 && body <= BODY_BYTES_MAX;
    return plausible ? HEADER_BYTES + body : -1;
  }

  /** Reads a record from as many bytes as {@link #bytes(ByteBuffer)} told. */
  static Reading decode(ByteBuffer bytes) {
    ByteBuffer record = bytes.slice();
    if (record.getInt(4) != checksum(record)) {
      return new Damaged("its checksum does not match");
    }
    record.position(12);
    long storeId = record.getLong();
    long sequence = record.getLong();
    long forced = record.getLong();
    int remaining = record.getInt();
    byte kind = record.get();
    int keyLength = Short.toUnsignedInt(record.getShort());
    if (remaining < 0 || keyLength > record.remaining()) {
      return new Damaged("its lengths contradict each other");
    }
    String key;
    try {
      key =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(record.slice(HEADER_BYTES, keyLength))
              .toString();
    } catch (CharacterCodingException e) {
      return new Damaged("its key is not UTF-8");
    }
    byte[] value = new byte[record.remaining() - keyLength];
    record.get(HEADER_BYTES + keyLength, value);
    return switch (kind) {
      case PUT ->
          new Intact(
              new LogRecord(storeId, sequence, forced, remaining, key, value), bytes.remaining());
      case REMOVE ->
          new Intact(
              new LogRecord(storeId, sequence, forced, remaining, key, null), bytes.remaining());
      case MARK ->
          new Intact(
              new LogRecord(storeId, sequence, forced, remaining, null, null), bytes.remaining());
      default -> new Damaged("its kind " + kind + " is unknown");
    };
  }

  private static byte[] utf8(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  private static int checksum(ByteBuffer record) {
    CRC32C crc = new CRC32C();
    crc.update(record.slice(8, record.limit() - 8));
    return (int) crc.getValue();
  }
}
