package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How endpoints may be probed. */
final class MonitorConfigTest {
  private static List<String> paths(String monitor) {
    return Documents.paths("{monitorConfig: {" + monitor + "}}");
  }

  private static MonitorConfig monitor(String monitor) {
    return Documents.profile("{monitorConfig: {" + monitor + "}}").monitorConfig();
  }

  @Test
  void isHttpOnPort80Every30SecondsByDefault() {
    assertThat(monitor(""))
        .isEqualTo(
            new MonitorConfig(
                ProbeProtocol.HTTP, 80, "/", 30, 10, 3, 1, false, List.of(), List.of()));
  }

  @Test
  void asksHttpsOnPort443ByDefault() {
    assertThat(monitor("protocol: 'HTTPS'").port()).isEqualTo(443);
    assertThat(monitor("protocol: 'HTTPS', port: 8443").port()).isEqualTo(8443);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "2, 1, 2, 1",
    "5, 1, 5, 4",
    "9, 1, 9, 8",
    "10, 5, 9, 9",
    "11, 5, 10, 10",
    "29, 5, 10, 10",
    "30, 5, 10, 10",
    "31, 5, 10, 10",
    "300, 5, 10, 10",
  })
  void theTimeoutFitsTheInterval(int interval, int min, int max, int otherwise) {
    assertThat(monitor("intervalInSeconds: " + interval).timeoutInSeconds()).isEqualTo(otherwise);
    String both = "intervalInSeconds: %d, timeoutInSeconds: %d";
    assertThat(paths(both.formatted(interval, min))).isEmpty();
    assertThat(paths(both.formatted(interval, max))).isEmpty();
    assertThat(paths(both.formatted(interval, min - 1)))
        .containsExactly("monitorConfig.timeoutInSeconds");
    assertThat(paths(both.formatted(interval, max + 1)))
        .containsExactly("monitorConfig.timeoutInSeconds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "301", "10.5", "'10'"})
  void theIntervalIsAWholeNumberOfSecondsUpTo300(String interval) {
    assertThat(paths("intervalInSeconds: " + interval))
        .containsExactly("monitorConfig.intervalInSeconds");
  }

  @Test
  void aTimeoutIsNotJudgedByAnIntervalThatIsWrong() {
    assertThat(paths("intervalInSeconds: 0, timeoutInSeconds: 1"))
        .containsExactly("monitorConfig.intervalInSeconds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health?deep=true", "/a%20b"})
  void acceptsPaths(String path) {
    assertThat(paths("path: '" + path + "'")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "health", "http://x/", "/a b", "/ä", "/a#b", "/a\\r\\nHost: b"})
  void refusesOtherPaths(String path) {
    assertThat(paths("path: '" + path + "'")).containsExactly("monitorConfig.path");
  }

  @Test
  void aPathHasAtMost2048Characters() {
    assertThat(paths("path: '/" + "a".repeat(2047) + "'")).isEmpty();
    assertThat(paths("path: '/" + "a".repeat(2048) + "'")).containsExactly("monitorConfig.path");
  }

  @Test
  void tcpHasNoPath() {
    assertThat(monitor("protocol: 'TCP'").path()).isNull();
    assertThat(paths("protocol: 'TCP', path: '/'")).containsExactly("monitorConfig.path");
  }

  @Test
  void httpWithoutPathIsFoundInMergedProfiles() {
    Profile tcp = Documents.profile("{monitorConfig: {protocol: 'TCP'}}");
    MonitorConfig monitor = tcp.monitorConfig();
    MonitorConfig http =
        new MonitorConfig(
            ProbeProtocol.HTTP,
            80,
            monitor.path(),
            30,
            10,
            3,
            1,
            false,
            monitor.customHeaders(),
            monitor.expectedStatusCodeRanges());
    Profile merged =
        new Profile(
            tcp.name(),
            tcp.dnsConfig(),
            true,
            tcp.trafficRoutingMethod(),
            2,
            tcp.affinity(),
            tcp.onAllDown(),
            tcp.quorum(),
            3,
            http,
            tcp.endpoints());
    assertThat(ProfileRules.within(merged))
        .extracting(Violation::toString)
        .containsExactly("monitorConfig.path is required for HTTP");
  }

  @Test
  void tcpExpectsNoStatusCodes() {
    assertThat(paths("protocol: 'TCP', expectedStatusCodeRanges: [{min: 200, max: 200}]"))
        .containsExactly("monitorConfig.expectedStatusCodeRanges");
  }

  @Test
  void statusCodesLieBetween100And999() {
    assertThat(paths("expectedStatusCodeRanges: [{min: 100, max: 999}, {min: 204, max: 204}]"))
        .isEmpty();
    assertThat(paths("expectedStatusCodeRanges: [{min: 99, max: 1000}]"))
        .containsExactly(
            "monitorConfig.expectedStatusCodeRanges[0].min",
            "monitorConfig.expectedStatusCodeRanges[0].max");
    assertThat(paths("expectedStatusCodeRanges: [{min: 205, max: 204}]"))
        .containsExactly("monitorConfig.expectedStatusCodeRanges[0].max");
    assertThat(paths("expectedStatusCodeRanges: [{min: 205}]"))
        .containsExactly("monitorConfig.expectedStatusCodeRanges[0].max");
  }

  @Test
  void thereAreAtMost8RangesOfStatusCodes() {
    String range = "{min: 200, max: 299},";
    assertThat(paths("expectedStatusCodeRanges: [" + range.repeat(7) + "{min: 1, max: 2}]"))
        .containsExactly(
            "monitorConfig.expectedStatusCodeRanges[7].min",
            "monitorConfig.expectedStatusCodeRanges[7].max");
    assertThat(paths("expectedStatusCodeRanges: [" + range.repeat(8) + "{min: 200, max: 299}]"))
        .containsExactly("monitorConfig.expectedStatusCodeRanges");
  }

  @Test
  void expects200WhereNothingElseIsSaid() {
    assertThat(monitor("").expects(200)).isTrue();
    assertThat(monitor("").expects(204)).isFalse();
    MonitorConfig ranges = monitor("expectedStatusCodeRanges: [{min: 201, max: 204}]");
    assertThat(ranges.expects(200)).isFalse();
    assertThat(ranges.expects(204)).isTrue();
    assertThat(ranges.expects(205)).isFalse();
  }
}
