package io.waymark.node.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.node.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoDirectoryTest {
  @TempDir Path scratch = Path.of("");

  @Test
  void leavesNothingBehindWhenItIsTemporary() throws Exception {
    Path path;
    try (DemoDirectory directory = DemoDirectory.open(null)) {
      path = directory.path();
      Files.writeString(Files.createDirectories(path.resolve("eu-1/deep")).resolve("state"), "x");
      assertThat(directory.temporary()).isTrue();
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void keepsTheUsersDirectory() throws Exception {
    Path wanted = scratch.resolve("a/b");
    try (DemoDirectory directory = DemoDirectory.open(wanted)) {
      Files.writeString(directory.path().resolve("state"), "x");
    }
    assertThat(wanted.resolve("state")).exists();
  }

  @Test
  void putsTheTokenWhereUsersFindItForTheirEyesOnly() throws Exception {
    Path node = Files.createDirectories(scratch.resolve("eu-1"));
    Files.writeString(node.resolve("admin.token"), "secret\n");
    Files.setPosixFilePermissions(
        node.resolve("admin.token"), PosixFilePermissions.fromString("rw-------"));

    try (DemoDirectory directory = DemoDirectory.open(scratch)) {
      directory.publishToken(node);
      directory.publishToken(node);
    }

    assertThat(scratch.resolve("admin.token")).hasContent("secret");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(scratch.resolve("admin.token"))))
        .isEqualTo("rw-------");
  }

  @Test
  void saysWhatIsInTheWay() throws Exception {
    Path file = Files.writeString(scratch.resolve("file"), "");

    assertThatThrownBy(() -> DemoDirectory.open(file.resolve("below")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--data");
  }
}
