package io.waymark.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MetricTest {

  @ParameterizedTest
  @EnumSource
  void hasANameInThisNamespaceAMeaningAndAUnit(Metric metric) {
    assertThat(metric.title()).matches("waymark(_[a-z0-9]+)+");
    assertThat(metric.meaning()).isNotBlank().doesNotEndWith(".");
    assertThat(metric.unit()).isNotBlank();
    assertThat(metric.labels()).allMatch(label -> label.matches("[a-z]+"));
    assertThat(metric.help()).startsWith(metric.meaning()).contains(metric.unit());
  }

  @ParameterizedTest
  @EnumSource
  void namesTheBaseUnitWherePrometheusKnowsOne(Metric metric) {
    if (Set.of("seconds", "bytes").contains(metric.unit())) {
      assertThat(metric.title()).matches(".*_" + metric.unit() + "(_total)?");
    }
  }

  @Test
  void namesAreTakenOnce() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::title)).doesNotHaveDuplicates();
  }

  @Test
  void theReadmeListsThemAll() throws Exception {
    List<String> expected =
        Arrays.stream(Metric.values())
            .map(metric ->
                "| `%s` | %s | %s | %s |"
                    .formatted(
                        metric.title(),
                        metric.labels().stream()
                            .map(label -> "`" + label + "`")
                            .collect(Collectors.joining(", ")),
                        metric.unit(),
                        metric.meaning()))
            .toList();
    List<String> listed =
        Files.readAllLines(readme()).stream()
            .filter(line -> line.startsWith("| `waymark_"))
            .toList();
    assertThat(listed).containsExactlyElementsOf(expected);
  }

  @Test
  void aSeriesHasAValueForEachLabel() {
    assertThat(Series.of(Metric.DNS_QUERIES, "udp").values()).containsExactly("udp");
    assertThatThrownBy(() -> Series.of(Metric.DNS_QUERIES))
        .hasMessageContaining("waymark_dns_queries_total")
        .hasMessageContaining("transport");
    assertThatThrownBy(() -> Series.of(Metric.UPTIME, "udp"))
        .hasMessageContaining("waymark_process_uptime_seconds");
  }

  private static Path readme() {
    Path inModule = Path.of("README.md").toAbsolutePath();
    return Files.exists(inModule.resolveSibling("src"))
        ? inModule
        : Path.of("node", "README.md").toAbsolutePath();
  }
}
