package io.waymark.node.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a log; laid out alike in every version, so that an older program knows what it
 * must leave alone.
 *
 * <pre>
 * offset  bytes
 *      0      8  "WAYMARK" and a line feed
 *      8      4  version
 *     12      8  store id
 *     20      4  CRC32C of the 20 bytes before
 * </pre>
 *
 * <p>Big-endian, as everything in the log.
 */
record LogHeader(int version, long storeId) {
  static final int BYTES = 24;

  /** The version this program writes, and the newest it reads. */
  static final int VERSION = 1;

  private static final byte[] MAGIC = "WAYMARK\n".getBytes(StandardCharsets.US_ASCII);

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.put(MAGIC).putInt(version).putLong(storeId);
    return bytes.putInt(checksum(bytes)).flip();
  }

  /** Null when this is no intact header. */
  static @Nullable LogHeader decode(ByteBuffer bytes) {
    if (bytes.remaining() < BYTES
        || !bytes.slice(bytes.position(), MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      return null;
    }
    ByteBuffer header = bytes.slice();
    header.position(MAGIC.length);
    int version = header.getInt();
    long storeId = header.getLong();
    return header.getInt() == checksum(header) && version >= 1
        ? new LogHeader(version, storeId)
        : null;
  }

  private static int checksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, BYTES - Integer.BYTES));
    return (int) crc.getValue();
  }
}
