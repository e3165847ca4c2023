package io.waymark.node.console;

import io.waymark.node.token.BootstrapToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the token that a console shows. */
final class AdminToken {
  /** The environment's variable that names a file with a token. */
  static final String VARIABLE = "WAYMARK_TOKEN_FILE";

  /** What an Authorization header can carry: RFC 6750 section 2.1. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private AdminToken() {}

  /** There is no token, or none that can be read. */
  static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingException(String message) {
      super(message);
    }
  }

  /**
   * The token's text.
   *
   * @param given the file that the user names, which goes first; null for none
   * @param environment may name one, which goes second
   * @param data the data directory of a node on this machine
   * @throws MissingException naming the file that was read, and what else can be done
   */
  static String find(@Nullable Path given, Map<String, String> environment, Path data)
      throws MissingException {
    if (given != null) {
      return read(given, "--token-file");
    }
    String named = environment.getOrDefault(VARIABLE, "");
    return named.isEmpty()
        ? read(
            data.resolve(BootstrapToken.FILE), "no --token-file, and " + VARIABLE + " is not set")
        : read(Path.of(named), VARIABLE);
  }

  private static String read(Path file, String why) throws MissingException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    } catch (NoSuchFileException e) {
      throw new MissingException(fault(file, "is not there", why));
    } catch (AccessDeniedException e) {
      throw new MissingException(fault(file, "may not be read by this user", why));
    } catch (IOException e) {
      throw new MissingException(fault(file, "cannot be read, " + e, why));
    }
    if (!TOKEN.matcher(text).matches()) {
      throw new MissingException(fault(file, "must hold one token and nothing else", why));
    }
    return text;
  }

  private static String fault(Path file, String fault, String why) {
    return "the token file " + file + " " + fault + " (" + why + ")";
  }
}
