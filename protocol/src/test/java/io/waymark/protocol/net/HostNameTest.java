package io.waymark.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which text may be the name of a host. */
final class HostNameTest {
  private static final String LABEL_63 = "a".repeat(63);
  private static final String NAME_253 =
      String.join(".", LABEL_63, LABEL_63, LABEL_63, "b".repeat(61));

  @ParameterizedTest
  @ValueSource(
      strings = {"app.example", "a", "A-1.b_c._tcp.example", "1.2.3.4a", "xn--mnchen-3ya.example"})
  void acceptsLettersDigitsHyphensAndUnderscores(String name) {
    assertThat(HostName.fault(name)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "app.example.",
        ".app.example",
        "app..example",
        "-app.example",
        "app-.example",
        "app example",
        "app.example:80",
        "münchen.example",
        "*.app.example",
        "app.example\n",
      })
  void refusesEverythingElse(String name) {
    assertThat(HostName.fault(name)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2", "192.0.2.256", "app.123", "1"})
  void refusesWhatAReaderMightTakeForAnAddress(String name) {
    assertThat(HostName.fault(name)).contains("last label is a number");
    assertThat(HostName.labelsFault(name)).isNull();
  }

  @Test
  void aLabelHasAtMost63Characters() {
    assertThat(HostName.fault(LABEL_63 + ".example")).isNull();
    assertThat(HostName.fault(LABEL_63 + "a.example")).contains("63");
  }

  @Test
  void aNameHasAtMost253Characters() {
    assertThat(NAME_253).hasSize(253);
    assertThat(HostName.fault(NAME_253)).isNull();
    assertThat(HostName.fault(NAME_253 + "b")).contains("253");
  }
}
