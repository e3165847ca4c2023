package io.waymark.node.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens a node accepts. It keeps a salted hash of each, never its text.
 *
 * <p>One round of SHA-256 is enough because a token is 256 random bits, not a password: there is
 * nothing to guess.
 */
public final class Tokens {
  private static final int SALT_BYTES = 16;

  private final List<Token> accepted;

  public Tokens(List<Token> accepted) {
    this.accepted = List.copyOf(accepted);
  }

  /**
   * One token, by its salted hash.
   *
   * @param name what the audit calls its holder
   */
  public record Token(String name, Role role, byte[] salt, byte[] hash) {
    /** Hashes a token's text under a fresh salt. */
    public static Token of(String name, Role role, String text, SecureRandom random) {
      byte[] salt = new byte[SALT_BYTES];
      random.nextBytes(salt);
      return new Token(name, role, salt, digest(salt, text));
    }
  }

  /**
   * The token with this text; null when none has it. Takes as long for a token that begins right as
   * for one that does not, so that its text cannot be found byte by byte.
   */
  public @Nullable Token find(String text) {
    Token found = null;
    for (Token token : accepted) {
      if (MessageDigest.isEqual(token.hash(), digest(token.salt(), text))) {
        found = token;
      }
    }
    return found;
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
