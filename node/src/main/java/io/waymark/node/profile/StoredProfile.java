package io.waymark.node.profile;

import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A profile and which version of it this is.
 *
 * @param revision 1 when created, one more with each change
 * @param etag the strong entity tag (RFC 9110 section 8.8.3) of name, revision and content, with
 *     its quotes
 */
public record StoredProfile(Profile profile, long revision, String etag) {
  private static final String KEY_PREFIX = "profile/";
  private static final byte FORMAT = 1;
  private static final int HEADER_BYTES = 1 + Long.BYTES;
  private static final int ETAG_LENGTH = 16;

  /** A profile that is new at that revision. */
  public static StoredProfile of(Profile profile, long revision) {
    return new StoredProfile(
        profile, revision, etag(profile.name(), revision, ProfileDocument.encode(profile)));
  }

  /** Whether a key of the store is a profile's. */
  static boolean isKey(String key) {
    return key.startsWith(KEY_PREFIX);
  }

  /** The store's key of the profile with this name. */
  static String key(String name) {
    return KEY_PREFIX + Profile.key(name);
  }

  /** The store's value: the format's version, the revision (big-endian), the encoded document. */
  byte[] encode() {
    byte[] document = ProfileDocument.encode(profile);
    return ByteBuffer.allocate(HEADER_BYTES + document.length)
        .put(FORMAT)
        .putLong(revision)
        .put(document)
        .array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static StoredProfile decode(String key, byte[] value) {
    if (value.length <= HEADER_BYTES) {
      throw new IllegalArgumentException(value.length + " bytes are too few");
    }
    if (value[0] != FORMAT) {
      throw new IllegalArgumentException(
          "written in format " + value[0] + "; this version reads format " + FORMAT);
    }
    byte[] document = Arrays.copyOfRange(value, HEADER_BYTES, value.length);
    Profile profile = ProfileDocument.decode(document);
    if (!key.equals(key(profile.name()))) {
      throw new IllegalArgumentException("holds the profile " + profile.name());
    }
    long revision = ByteBuffer.wrap(value).getLong(1);
    return new StoredProfile(profile, revision, etag(profile.name(), revision, document));
  }

  private static String etag(String name, long revision, byte[] document) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Profile.key(name).getBytes(StandardCharsets.UTF_8));
      digest.update(ByteBuffer.allocate(1 + Long.BYTES).put((byte) 0).putLong(revision).flip());
      byte[] hash = digest.digest(document);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
      return '"' + text.substring(0, ETAG_LENGTH) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
