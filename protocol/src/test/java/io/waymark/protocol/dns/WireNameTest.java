package io.waymark.protocol.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.protocol.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class WireNameTest {

  @Test
  void readsTextInAnyCaseWithOrWithoutTheFinalDot() {
    byte[] name = {4, 's', 'h', 'o', 'p', 2, 't', 'm', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0};
    assertThat(WireName.of("shop.tm.example")).isEqualTo(name);
    assertThat(WireName.of("ShOp.TM.example.")).isEqualTo(name);
    assertThat(WireName.text(name)).isEqualTo("shop.tm.example");
    assertThat(WireName.of(".")).isEqualTo(new byte[] {0});
    assertThat(WireName.text(new byte[] {0})).isEqualTo(".");
  }

  @Test
  void refusesEmptyAndOverlongLabelsAndNames() {
    assertThatThrownBy(() -> WireName.of("a..example")).hasMessageContaining("a..example");
    assertThatThrownBy(() -> WireName.of("x".repeat(64) + ".example"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(WireName.of("x".repeat(63) + ".example")).hasSize(63 + 1 + 8 + 1);
    String longest = ("a".repeat(49) + ".").repeat(5) + "bcd";
    assertThat(WireName.of(longest)).hasSize(WireName.LENGTH_MAX);
    assertThatThrownBy(() -> WireName.of(longest + "e")).hasMessageContaining("253");
  }

  @Test
  void knowsItsAncestors() {
    byte[] name = WireName.of("a.b.tm.example");
    assertThat(WireName.text(WireName.parent(name))).isEqualTo("b.tm.example");
    assertThat(WireName.labels(name)).isEqualTo(4);
    assertThat(WireName.within(name, WireName.of("tm.example"))).isTrue();
    assertThat(WireName.within(name, name)).isTrue();
    assertThat(WireName.within(WireName.of("atm.example"), WireName.of("tm.example"))).isFalse();
    assertThat(WireName.within(WireName.of("example"), WireName.of("tm.example"))).isFalse();
  }

  @Test
  void lowersEightOctetsAsTheTableOfAsciiDoes() {
    Seeds.forEach(
        2_000,
        random -> {
          byte[] octets = new byte[16];
          random.nextBytes(octets);
          int remaining = 1 + random.nextInt(8);
          byte[] lowered = new byte[16];
          LowerCase.put(lowered, 0, LowerCase.word(octets, 3, remaining));
          byte[] naive = new byte[16];
          for (int i = 0; i < remaining; i++) {
            byte octet = octets[3 + i];
            naive[i] = octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
          }
          assertThat(Arrays.toString(lowered)).isEqualTo(Arrays.toString(naive));
        });
  }
}
