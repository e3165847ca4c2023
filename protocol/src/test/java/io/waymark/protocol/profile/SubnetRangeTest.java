package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SubnetRangeTest {
  private static SubnetRange range(String first, String last) {
    return new SubnetRange(IpAddress.parse(first), IpAddress.parse(last), null);
  }

  private static List<String> prefixes(SubnetRange range) {
    return range.prefixes().stream().map(Prefix::toString).toList();
  }

  @Test
  void isTheFewestPrefixesThatHoldIt() {
    assertThat(prefixes(range("192.0.2.0", "192.0.2.255"))).containsExactly("192.0.2.0/24");
    assertThat(prefixes(range("192.0.2.7", "192.0.2.7"))).containsExactly("192.0.2.7/32");
    assertThat(prefixes(range("192.0.2.3", "192.0.2.9")))
        .containsExactly("192.0.2.3/32", "192.0.2.4/30", "192.0.2.8/31");
    assertThat(prefixes(new SubnetRange(IpAddress.parse("192.0.2.0"), null, 25)))
        .containsExactly("192.0.2.0/25");
    assertThat(prefixes(new SubnetRange(IpAddress.parse("192.0.2.1"), null, null)))
        .containsExactly("192.0.2.1/32");
  }

  @Test
  void reachesToBothEndsOfTheAddressSpace() {
    assertThat(prefixes(range("0.0.0.0", "255.255.255.255"))).containsExactly("0.0.0.0/0");
    assertThat(prefixes(range("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")))
        .containsExactly("::/0");
    assertThat(prefixes(range("2001:db8::ffff:ffff:ffff:ffff", "2001:db8:0:1::")))
        .containsExactly("2001:db8::ffff:ffff:ffff:ffff/128", "2001:db8:0:1::/128");
  }

  @Test
  void holdsExactlyTheAddressesOfTheRange() {
    Seeds.forEach(
        300,
        random -> {
          int start = random.nextInt(1 << 16);
          int length = random.nextInt(1 << 10);
          SubnetRange range =
              new SubnetRange(
                  IpAddress.v4(0x0a00_0000 + start),
                  IpAddress.v4(0x0a00_0000 + start + length),
                  null);
          List<Prefix> prefixes = range.prefixes();
          for (int i = start - 3; i <= start + length + 3; i++) {
            IpAddress address = IpAddress.v4(0x0a00_0000 + i);
            assertThat(prefixes.stream().filter(one -> one.contains(address)).count())
                .as("%s in %s", address, range)
                .isEqualTo(range.contains(address) ? 1 : 0);
          }
        });
  }
}
