package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a newcomer without the right JDK is told. */
final class MissingJdkTest {

  @Test
  void theBuildSaysWhatToInstall() throws Exception {
    Path root = Path.of("").toAbsolutePath();
    while (root != null && !Files.exists(root.resolve("node/pom.xml"))) {
      root = root.getParent();
    }
    assertThat(root).isNotNull();
    // No machine has a JDK of that version, so it is missing as a real one would be.
    Process maven =
        new ProcessBuilder("mvn", "-q", "-B", "-N", "-o", "-Djdk.release=999", "validate")
            .directory(root.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(maven.waitFor()).isNotZero();
    assertThat(output).contains("Waymark needs a JDK 999: install one").contains("JAVA_HOME");
  }
}
