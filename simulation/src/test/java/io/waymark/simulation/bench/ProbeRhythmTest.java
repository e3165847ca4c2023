package io.waymark.simulation.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ProbeRhythmTest {
  private static final int INTERVAL_SECONDS = 10;

  private final ProbeRhythm rhythm = new ProbeRhythm(INTERVAL_SECONDS);

  private void probed(int endpoint, long millis) {
    rhythm.probed(endpoint, TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void measuresHowFarIntervalsAreFromWhatTheyShouldBeEarlyOrLate() {
    probed(1, 0);
    probed(2, 500);
    probed(1, 10_003);
    probed(2, 10_499);
    probed(1, 20_003);
    assertThat(rhythm.take()).isEqualTo(new ProbesSeen(5, 1_000, 3_000));
  }

  @Test
  void anIntervalBelongsToTheStretchInWhichItEnds() {
    probed(1, 0);
    assertThat(rhythm.take()).isEqualTo(new ProbesSeen(1, 0, 0));
    probed(1, 10_007);
    assertThat(rhythm.take()).isEqualTo(new ProbesSeen(1, 7_000, 7_000));
    assertThat(rhythm.take()).isEqualTo(new ProbesSeen(0, 0, 0));
  }

  @Test
  void whatWasSeenCrossesAPipeAsOneLine() {
    ProbesSeen seen = new ProbesSeen(20_001, 55_800, 117_900);
    assertThat(seen).hasToString("20001 55800 117900");
    assertThat(ProbesSeen.parse("20001 55800 117900")).isEqualTo(seen);
    assertThatThrownBy(() -> ProbesSeen.parse("20001"))
        .isInstanceOf(BenchException.class)
        .hasMessage("not what probed endpoints tell: 20001");
  }

  @Test
  void theHostHeaderTellsTheEndpoint() {
    assertThat(
            ProbedSites.endpoint(
                "GET /health HTTP/1.1\r\nAccept: */*\r\nhost: e1234.app.example\r\n\r\n"))
        .isEqualTo(1234);
    assertThatThrownBy(() -> ProbedSites.endpoint("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void asManyProfilesAsTheRateNeeds() {
    ProbedWorkload slow = new ProbedWorkload(8080, INTERVAL_SECONDS);
    assertThat(slow.profiles(2_000)).isEqualTo(6_667);
    assertThat(slow.due(6_667)).isEqualTo(2_000.1);
    assertThat(new ProbedWorkload(8080, 1).profiles(30)).isEqualTo(10);
    assertThat(slow.document(3).at("/endpoints/2/customHeaders/0/value").asText())
        .isEqualTo("e11.app.example");
    assertThat(slow.document(3).at("/endpoints/2/target").asText())
        .isEqualTo(ProbedSites.address(11))
        .startsWith("127.0.1.");
  }
}
