package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** {@code node/RULES.md} says what is tested, and names tests that exist. */
final class RulesTest {
  /** Decisions follow the rules, each with what it is about. */
  private static final int RULES = 30;

  private static final List<String> DECISIONS =
      List.of(
          "Tolerated failures",
          "Stopped endpoints",
          "Client subnet scope",
          "Several endpoints in one region",
          "Unknown places",
          "Ranges of one endpoint",
          "One endpoint for all others",
          "An unhealthy endpoint with ranges",
          "maxReturn");

  private static final Pattern RULE = Pattern.compile("(?m)^(\\d+)\\. ");
  private static final Pattern DECISION = Pattern.compile("\\A\\*\\*([^*]+)\\*\\*: ");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.exists(directory.resolve("node/RULES.md"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new IllegalStateException(
          "not inside the source tree: " + Path.of("").toAbsolutePath());
    }
    return directory;
  }

  /** The text of each rule by its number, in the order of the document. */
  private static List<Map.Entry<Integer, String>> rules() throws IOException {
    String document = Files.readString(root().resolve("node/RULES.md"));
    List<MatchResult> starts = RULE.matcher(document).results().toList();
    List<Map.Entry<Integer, String>> rules = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int end = i + 1 < starts.size() ? starts.get(i + 1).start() : document.length();
      rules.add(
          Map.entry(
              Integer.valueOf(starts.get(i).group(1)),
              document.substring(starts.get(i).end(), end)));
    }
    return rules;
  }

  /** Every test class of the repository by its simple name. */
  private static Map<String, String> testClasses() throws IOException {
    Map<String, String> classes = new TreeMap<>();
    for (String module : List.of("protocol", "node")) {
      Path sources = root().resolve(module + "/src/test/java");
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .map(file -> sources.relativize(file).toString())
            .filter(file -> file.endsWith("Test.java"))
            .map(file -> file.replace(".java", "").replace('/', '.'))
            .forEach(name -> classes.put(name.substring(name.lastIndexOf('.') + 1), name));
      }
    }
    return classes;
  }

  @Test
  void areNumberedFrom1To30AndDecisionsFromThere() throws Exception {
    assertThat(rules().stream().map(Map.Entry::getKey))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, RULES + DECISIONS.size()).boxed().toList());
  }

  @Test
  void everyDecisionIsThere() throws Exception {
    assertThat(
            rules().stream()
                .filter(rule -> rule.getKey() > RULES)
                .map(rule -> DECISION.matcher(rule.getValue()))
                .map(title -> title.find() ? title.group(1) : "a decision without a title"))
        .isEqualTo(DECISIONS);
  }

  @Test
  void haveATest() throws Exception {
    assertThat(
            rules().stream()
                .filter(rule -> !TEST.matcher(rule.getValue()).find())
                .map(Map.Entry::getKey))
        .isEmpty();
  }

  @Test
  void nameTestsThatExist() throws Exception {
    Map<String, String> classes = testClasses();
    String missing =
        rules().stream()
            .flatMap(rule -> TEST.matcher(rule.getValue()).results())
            .filter(test -> !isTest(classes.get(test.group(1)), test.group(2)))
            .map(MatchResult::group)
            .collect(Collectors.joining("\n"));
    assertThat(missing).isEmpty();
  }

  private static boolean isTest(@Nullable String className, String method) {
    if (className == null) {
      return false;
    }
    try {
      Method[] methods = Class.forName(className).getDeclaredMethods();
      return Arrays.stream(methods)
          .filter(one -> one.getName().equals(method))
          .anyMatch(one -> AnnotationSupport.isAnnotated(one, Testable.class));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
