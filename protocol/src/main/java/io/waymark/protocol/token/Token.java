package io.waymark.protocol.token;

import io.waymark.protocol.profile.Profile;
import java.time.Instant;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One token, without its text. A value: it is made once and never changed, only revoked.
 *
 * @param name spelled as a profile's, or that of a node's {@linkplain #bootstrapOf bootstrap
 *     token}; unique without case; what the audit calls its holder
 * @param id the public part of the text, by which the token is found
 * @param secret recognises the text
 * @param createdBy the name of the token with which it was made
 */
public record Token(
    String name, Role role, String id, SaltedHash secret, Instant createdAt, String createdBy) {
  private static final String BOOTSTRAP = "bootstrap@";

  /**
   * What is kept of a token that is minted now.
   *
   * @param random of which nobody can predict what it draws
   */
  public static Token of(
      NewToken wanted,
      TokenText text,
      Instant createdAt,
      String createdBy,
      RandomGenerator random) {
    return new Token(
        wanted.name(),
        wanted.role(),
        text.id(),
        SaltedHash.of(text.reveal(), random),
        createdAt,
        createdBy);
  }

  /**
   * The name by which all nodes know the token of one node's first start. Nobody can make a token
   * of such a name.
   */
  public static String bootstrapOf(String node) {
    return BOOTSTRAP + node;
  }

  /** Whether it is that of a node's first start, whose text has any form. */
  public boolean isBootstrap() {
    return name.startsWith(BOOTSTRAP);
  }

  /** What is wrong with a name; null when nothing is. */
  static @Nullable String nameFault(String name) {
    return Profile.nameFault(
        name.startsWith(BOOTSTRAP) ? name.substring(BOOTSTRAP.length()) : name);
  }

  /** A token's name as names are compared. */
  public static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
