package io.waymark.protocol.token;

import java.time.Instant;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * One token, without its text. A value: it is made once and never changed, only revoked.
 *
 * @param name spelled as a profile's; unique without case; what the audit calls its holder
 * @param id the public part of the text, by which the token is found
 * @param secret recognises the text
 * @param createdBy the name of the token with which it was made
 */
public record Token(
    String name, Role role, String id, SaltedHash secret, Instant createdAt, String createdBy) {

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

  /** A token's name as names are compared. */
  public static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
