package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers a probe sends besides its own. */
final class CustomHeadersTest {

  private static List<String> paths(String headers) {
    return Documents.paths("{monitorConfig: {customHeaders: [" + headers + "]}}");
  }

  private static String header(String name, String value) {
    return "{name: '%s', value: '%s'}".formatted(name, value);
  }

  private static String headers(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> header("X-" + i, "v"))
        .collect(Collectors.joining(","));
  }

  @Test
  void areAtMost8InEachPlace() {
    assertThat(paths(headers(8))).isEmpty();
    assertThat(paths(headers(9))).containsExactly("monitorConfig.customHeaders");
    String endpoint = "{endpoints: [{name: 'a', target: 'a.example', customHeaders: [%s]}]}";
    assertThat(Documents.paths(endpoint.formatted(headers(8)))).isEmpty();
    assertThat(Documents.paths(endpoint.formatted(headers(9))))
        .containsExactly("endpoints[0].customHeaders");
  }

  @ParameterizedTest
  @CsvSource({"x!#$%&*+.^_`|~-9, ''", "User-Agent, a b", "X, 'tab\\t between'"})
  void haveATokenAndVisibleText(String name, String value) {
    assertThat(paths(header(name, value))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a:b",
        "ä",
        "a\\r\\nb",
        "Connection",
        "content-length",
        "Transfer-Encoding"
      })
  void haveNoOtherName(String name) {
    assertThat(paths(header(name, "v"))).containsExactly("monitorConfig.customHeaders[0].name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\r\\nX: b", "a\\nb", "a\\u0000", "ä", " a", "a "})
  void haveNoOtherValue(String value) {
    assertThat(paths(header("X", value))).containsExactly("monitorConfig.customHeaders[0].value");
  }

  @Test
  void haveNamesOfUpTo128AndValuesOfUpTo4096Characters() {
    assertThat(paths(header("n".repeat(128), "v".repeat(4096)))).isEmpty();
    assertThat(paths(header("n".repeat(129), "v".repeat(4097))))
        .containsExactly(
            "monitorConfig.customHeaders[0].name", "monitorConfig.customHeaders[0].value");
  }

  @Test
  void areNamedOnceWithoutCase() {
    assertThat(paths(header("X-A", "1") + "," + header("x-a", "2")))
        .containsExactly("monitorConfig.customHeaders[1].name");
  }

  @Test
  void needNameAndValue() {
    assertThat(paths("{}, 7, {name: 'X', value: 'v', extra: 1}"))
        .containsExactly(
            "monitorConfig.customHeaders[0].name",
            "monitorConfig.customHeaders[0].value",
            "monitorConfig.customHeaders[1]",
            "monitorConfig.customHeaders[2].extra");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.example",
        "app.example:8080",
        "192.0.2.1",
        "192.0.2.1:80",
        "[2001:db8::1]:80"
      })
  void acceptAHost(String host) {
    assertThat(paths(header("Host", host))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.app.example",
        "app.example:",
        "http://a",
        "2001:db8::1",
        "[192.0.2.1]"
      })
  void refuseOtherHosts(String host) {
    assertThat(paths(header("host", host))).containsExactly("monitorConfig.customHeaders[0].value");
  }
}
