package io.waymark.node.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.node.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
  void givesAllNodesOneTokenForTheirUsersEyesOnly() throws Exception {
    List<DemoNode> nodes = DemoNode.ALL.subList(0, 2);
    String token;
    try (DemoDirectory directory = DemoDirectory.open(scratch)) {
      token = directory.shareToken(nodes);
      assertThat(directory.shareToken(nodes)).isEqualTo(token);
    }

    for (String file : List.of("admin.token", "eu-1/admin.token", "us-1/admin.token")) {
      assertThat(scratch.resolve(file)).hasContent(token);
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(scratch.resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void isNewUntilANodeHasStoredSomething() throws Exception {
    try (DemoDirectory directory = DemoDirectory.open(scratch)) {
      directory.shareToken(DemoNode.ALL);
      assertThat(directory.isNew()).isTrue();

      Files.createFile(scratch.resolve("ap-1/state.log"));

      assertThat(directory.isNew()).isFalse();
    }
  }

  @Test
  void saysWhatIsWrongWithATokenFile() throws Exception {
    Files.writeString(scratch.resolve("admin.token"), "short\n");

    try (DemoDirectory directory = DemoDirectory.open(scratch)) {
      assertThatThrownBy(() -> directory.shareToken(DemoNode.ALL))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("admin.token holds no token");
    }
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
