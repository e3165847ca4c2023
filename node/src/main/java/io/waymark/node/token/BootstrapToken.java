package io.waymark.node.token;

import io.waymark.protocol.token.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The admin token in {@code DATA/admin.token}: minted at a node's first start, kept from then on,
 * readable by the node's user alone.
 *
 * @param text what the file says
 * @param createdAt when the file was written
 */
public record BootstrapToken(String text, Instant createdAt) {
  /** Its name among the tokens, and in the audit. */
  public static final String NAME = "bootstrap";

  public static final String FILE = "admin.token";

  private static final int RANDOM_BYTES = 32;

  // What an Authorization header can carry (RFC 6750 section 2.1), and not short enough to guess.
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._~+/-]{32,256}=*");

  /**
   * Reads the token, or mints it where there is no file yet.
   *
   * @param data the node's data directory, which exists
   * @throws UncheckedIOException when the file can be neither read nor written
   * @throws IllegalStateException when the file holds no token
   */
  public static BootstrapToken readOrCreate(Path data, SecureRandom random) {
    Path file = data.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        create(data, file, random);
      }
      String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      if (!ACCEPTED.matcher(text).matches()) {
        throw new IllegalStateException(
            file
                + " holds no token: expected one line of 32 to 256 letters, digits or ._~+/-;"
                + " remove the file to have a new token minted");
      }
      return new BootstrapToken(
          text, Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read or create the admin token " + file + ": " + e, e);
    }
  }

  /**
   * Whether no other token may have this name: its own, and the one that whoever reads {@code
   * admin.token} takes for its own.
   */
  static boolean reserves(String name) {
    return NAME.equals(Token.key(name)) || "admin".equals(Token.key(name));
  }

  /** Nothing that a log should not have. */
  @Override
  public String toString() {
    return "the token in " + FILE;
  }

  /** Under another name first: a crash half-way must not leave an empty token behind. */
  private static void create(Path data, Path file, SecureRandom random) throws IOException {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n";
    Path fresh = data.resolve(FILE + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer buffer = StandardCharsets.US_ASCII.encode(text);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
