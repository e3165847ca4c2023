package io.waymark.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The formatter decides layout. {@code mvn -q -pl protocol test -Dtest=FormatTest -Dformat=write}
 * applies it.
 */
final class FormatTest {

  @Test
  void everySourceFileIsAsTheFormatterWritesIt() throws Exception {
    boolean write = "write".equals(System.getProperty("format"));
    Formatter formatter = new Formatter();
    List<Path> wrong = new ArrayList<>();
    for (Path file : Repository.javaFiles()) {
      String source = Files.readString(file);
      String formatted = formatter.formatSourceAndFixImports(source);
      if (!formatted.equals(source)) {
        if (write) {
          Files.writeString(file, formatted);
        } else {
          wrong.add(file);
        }
      }
    }
    assertThat(wrong)
        .as("files to format with: mvn -q -pl protocol test -Dtest=FormatTest -Dformat=write")
        .isEmpty();
  }
}
