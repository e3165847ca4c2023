package io.waymark.simulation.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MetricsTest {
  private static final Metrics METRICS =
      Metrics.parse(
          """
          # HELP waymark_build_info Which build runs; always 1 (unit: none)
          # TYPE waymark_build_info gauge
          waymark_build_info{commit="not known",version="0.1.0-SNAPSHOT"} 1
          # HELP waymark_probes_started_total Probes begun (unit: probes)
          # TYPE waymark_probes_started_total counter
          waymark_probes_started_total 20480
          # HELP waymark_probes_failed_total Probes that failed (unit: probes)
          # TYPE waymark_probes_failed_total counter
          waymark_probes_failed_total{kind="connect"} 3
          waymark_probes_failed_total{kind="timeout"} 4
          waymark_process_cpu_seconds_total 1.25
          """);

  @Test
  void addsUpTheSeriesOfAMetric() {
    assertThat(METRICS.of(Metrics.PROBES_FAILED)).isEqualTo(7);
    assertThat(METRICS.of("waymark_probes_started_total")).isEqualTo(20_480);
    assertThat(METRICS.of("waymark_process_cpu_seconds_total")).isEqualTo(1.25);
    assertThat(METRICS.of("waymark_build_info")).isEqualTo(1);
  }

  @Test
  void saysWhichMetricIsMissing() {
    assertThatThrownBy(() -> METRICS.of(Metrics.PROBES_STRETCHED))
        .isInstanceOf(BenchException.class)
        .hasMessage("the node tells no metric waymark_probes_stretched_total");
  }
}
