package io.waymark.protocol.token;

import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a token, which its holder alone knows: {@code waymark_ID_SECRET}.
 *
 * <p>The prefix lets scanners for leaked secrets recognise it. The id is public: whoever checks a
 * token finds by it the one hash to compare with, however many tokens there are. The secret is 256
 * random bits. All of it may stand in an Authorization header (RFC 6750 section 2.1).
 */
public final class TokenText {
  private static final String PREFIX = "waymark_";
  private static final int ID_BYTES = 9;
  private static final int SECRET_BYTES = 32;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{12}");
  private static final Pattern TEXT =
      Pattern.compile(PREFIX + "(" + ID.pattern() + ")_[A-Za-z0-9_-]{43}");

  private final String id;
  private final String text;

  private TokenText(String id, String text) {
    this.id = id;
    this.text = text;
  }

  /**
   * A new one.
   *
   * @param random of which nobody can predict what it draws
   */
  public static TokenText mint(RandomGenerator random) {
    String id = draw(ID_BYTES, random);
    return new TokenText(id, PREFIX + id + "_" + draw(SECRET_BYTES, random));
  }

  /** The id in a text; null when the text has not the form of a token. */
  public static @Nullable String idOf(String text) {
    var parts = TEXT.matcher(text);
    return parts.matches() ? parts.group(1) : null;
  }

  /** Whether this has the form of an id. */
  static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /** 12 characters of base64url. */
  public String id() {
    return id;
  }

  /** The whole text, to be shown once and kept nowhere. */
  public String reveal() {
    return text;
  }

  /** Nothing that a log should not have. */
  @Override
  public String toString() {
    return PREFIX + id + "_...";
  }

  private static String draw(int bytes, RandomGenerator random) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }
}
