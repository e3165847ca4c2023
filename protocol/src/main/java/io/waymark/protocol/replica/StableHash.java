package io.waymark.protocol.replica;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes that are the same on every node and in every version. */
final class StableHash {
  private StableHash() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** The first 8 bytes of the SHA-256 of these bytes, big-endian. */
  static long of(byte[] bytes) {
    return ByteBuffer.wrap(sha256().digest(bytes)).getLong();
  }
}
