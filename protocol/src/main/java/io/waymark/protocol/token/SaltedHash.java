package io.waymark.protocol.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a token's text: enough to recognise it, not enough to know it.
 *
 * <p>One round of SHA-256 is enough because a token is 256 random bits, not a password: there is
 * nothing to guess.
 */
public final class SaltedHash {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private final byte[] salt;
  private final byte[] hash;

  private SaltedHash(byte[] salt, byte[] hash) {
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * Hashes a text under a fresh salt.
   *
   * @param random of which nobody can predict what it draws
   */
  public static SaltedHash of(String text, RandomGenerator random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new SaltedHash(salt, digest(salt, text));
  }

  /**
   * The hash whose parts were printed so.
   *
   * @throws IllegalArgumentException when they are something else
   */
  static SaltedHash parse(String salt, String hash) {
    return new SaltedHash(bytes("salt", salt, SALT_BYTES), bytes("hash", hash, HASH_BYTES));
  }

  /**
   * Whether this is the text that was hashed. Takes as long for a text that begins right as for one
   * that does not, so that a token cannot be found byte by byte.
   */
  public boolean matches(String text) {
    return MessageDigest.isEqual(hash, digest(salt, text));
  }

  /** 16 bytes in base64url (RFC 4648 section 5) without padding. */
  String salt() {
    return print(salt);
  }

  /** 32 bytes in base64url without padding. */
  String hash() {
    return print(hash);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SaltedHash that
        && Arrays.equals(salt, that.salt)
        && MessageDigest.isEqual(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  /** Nothing that a log should not have. */
  @Override
  public String toString() {
    return "SaltedHash";
  }

  private static String print(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] bytes(String what, String text, int expected) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the " + what + " is not base64url", e);
    }
    if (bytes.length != expected) {
      throw new IllegalArgumentException(
          "the " + what + " has " + bytes.length + " bytes, not " + expected);
    }
    return bytes;
  }

  private static byte[] digest(byte[] salt, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      return digest.digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
