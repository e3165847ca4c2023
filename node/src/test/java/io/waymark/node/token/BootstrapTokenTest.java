package io.waymark.node.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BootstrapTokenTest {
  private final SecureRandom random = new SecureRandom();

  @TempDir Path data;

  @Test
  void isMintedOnceForItsOwnerAlone() throws Exception {
    String token = BootstrapToken.readOrCreate(data, random).text();
    assertThat(token).matches("[A-Za-z0-9_-]{43}");
    Path file = data.resolve("admin.token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).isEqualTo(token + "\n");
    assertThat(BootstrapToken.readOrCreate(data, random).text()).isEqualTo(token);
    try (var files = Files.list(data)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void isKeptWhereTheOperatorWroteOne() throws Exception {
    String own = "a-token-that-an-operator-has-chosen-0123456789";
    Files.writeString(data.resolve("admin.token"), "  " + own + "\r\n");
    assertThat(BootstrapToken.readOrCreate(data, random).text()).isEqualTo(own);
  }

  @Test
  void isRefusedWhereTheFileHoldsNone() throws Exception {
    for (String text : new String[] {"", "\n", "short", "two words ".repeat(9)}) {
      Files.writeString(data.resolve("admin.token"), text);
      assertThatThrownBy(() -> BootstrapToken.readOrCreate(data, random))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("admin.token")
          .hasMessageContaining("32 to 256");
    }
  }

  @Test
  void saysWhichFileItCannotReadOrWrite() throws Exception {
    Files.createDirectory(data.resolve("admin.token"));
    assertThatThrownBy(() -> BootstrapToken.readOrCreate(data, random))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(data.resolve("admin.token").toString());
    assertThatThrownBy(() -> BootstrapToken.readOrCreate(data.resolve("missing"), random))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void aLeftoverOfACrashIsReplaced() throws Exception {
    Files.writeString(data.resolve("admin.token.new"), "half");
    assertThat(BootstrapToken.readOrCreate(data, random).text()).hasSize(43);
    assertThat(data.resolve("admin.token.new")).doesNotExist();
  }
}
