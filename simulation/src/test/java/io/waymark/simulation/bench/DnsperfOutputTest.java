package io.waymark.simulation.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What dnsperf 2.10 printed, word for word. */
final class DnsperfOutputTest {
  private static final String EACH_QUERY =
      """
      DNS Performance Testing Tool
      Version 2.10.0

      [Status] Command line: dnsperf -s 127.0.0.1 -p 5399 -d q -n 5 -t 1 -c 1 -T 1 -v -Q 50
      [Status] Sending queries (to 127.0.0.1:5399)
      [Status] Started at: Sun Nov 22 13:42:19 2026
      [Status] Stopping after 5 runs through file
      > NOERROR a.example A 0.000155
      > NOERROR b.example A 0.000116
      > NXDOMAIN a.example A 0.000129
      > NOERROR b.example A 0.000115
      > NXDOMAIN b.example A 0.000113
      > NOERROR a.example A 0.000125
      > NOERROR b.example A 0.000131
      > NXDOMAIN a.example A 0.000142
      > T a.example A
      > T b.example A
      [Status] Testing complete (end of file)

      Statistics:

        Queries sent:         10
        Queries completed:    8 (80.00%)
        Queries lost:         2 (20.00%)

        Response codes:       NOERROR 5 (62.50%), NXDOMAIN 3 (37.50%)
        Average packet size:  request 27, response 27
        Run time (s):         0.200200
        Queries per second:   39.960040

        Average Latency (s):  0.000128 (min 0.000113, max 0.000155)
        Latency StdDev (s):   0.000015

      """;

  private static final String NO_ANSWER =
      """
      [Timeout] Query timed out: msg id 5
      [Status] Testing complete (time limit)

      Statistics:

        Queries sent:         6
        Queries completed:    0 (0.00%)
        Queries lost:         6 (100.00%)

        Response codes:      \s
        Average packet size:  request 27, response 0
        Run time (s):         0.303853
        Queries per second:   0.000000

        Average Latency (s):  0.000000 (min 0.000000, max 0.000000)

      """;

  private static DnsperfOutput parse(String text) {
    return DnsperfOutput.parse(text.lines().toList());
  }

  @Test
  void readsTheStatistics() {
    DnsperfOutput output = parse(EACH_QUERY);
    assertThat(output.completed()).isEqualTo(8);
    assertThat(output.lost()).isEqualTo(2);
    assertThat(output.perSecond()).isEqualTo(39.960040);
  }

  @Test
  void readsTheLatencyOfEachAnsweredQueryInMicrosecondsAndInOrder() {
    assertThat(parse(EACH_QUERY).latencies())
        .usingComparatorForType(
            (a, b) -> Math.abs(a - b) < 0.001 ? 0 : Double.compare(a, b), Double.class)
        .containsExactly(113.0, 115.0, 116.0, 125.0, 129.0, 131.0, 142.0, 155.0);
  }

  @Test
  void aPercentileIsALatencyThatWasMeasured() {
    DnsperfOutput output = parse(EACH_QUERY);
    assertThat(output.percentile(0.5)).isCloseTo(125, within(0.001));
    assertThat(output.percentile(0.99)).isCloseTo(155, within(0.001));
    assertThat(output.percentile(0)).isCloseTo(113, within(0.001));
    assertThat(output.percentile(1)).isCloseTo(155, within(0.001));
  }

  @Test
  void readsARunInWhichNothingWasAnswered() {
    DnsperfOutput output = parse(NO_ANSWER);
    assertThat(output.completed()).isZero();
    assertThat(output.lost()).isEqualTo(6);
    assertThatThrownBy(() -> output.percentile(0.5))
        .isInstanceOf(BenchException.class)
        .hasMessage("dnsperf reported no latencies");
  }

  @Test
  void saysWhichLineIsMissing() {
    assertThatThrownBy(() -> DnsperfOutput.parse(List.of("Error: no such file")))
        .isInstanceOf(BenchException.class)
        .hasMessage("dnsperf printed no line 'Queries completed:'");
  }
}
