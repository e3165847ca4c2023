package io.waymark.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules of this repository that a machine can check. */
final class HouseRulesTest {

  @Test
  void everyPackageSaysWhatItIs() throws Exception {
    List<Path> silent =
        Repository.javaFiles().stream()
            .filter(file -> file.toString().contains("/src/main/java/"))
            .map(Path::getParent)
            .distinct()
            .filter(directory -> !Files.exists(directory.resolve("package-info.java")))
            .toList();
    assertThat(silent).isEmpty();
  }

  @Test
  void noTestSleeps() throws Exception {
    for (Path file : Repository.javaFiles()) {
      if (file.toString().contains("/src/test/") && !file.endsWith("HouseRulesTest.java")) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain("Thread.sleep(");
      }
    }
  }
}
