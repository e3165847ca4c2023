package io.waymark.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.protocol.Seeds;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as text, as bytes and as numbers. */
final class IpAddressTest {

  /** Any address, many of them with runs of zero bits or one bits. */
  static IpAddress random(Random random) {
    if (random.nextInt(3) == 0) {
      return IpAddress.v4(random.nextInt() & mask(random));
    }
    long high = (long) mask(random) << 32 | mask(random) & 0xffff_ffffL;
    long low = (long) mask(random) << 32 | mask(random) & 0xffff_ffffL;
    return new IpAddress(true, random.nextLong() & high, random.nextLong() & low);
  }

  private static int mask(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> 0xffff;
      case 2 -> 0xffff_0000;
      default -> -1;
    };
  }

  @Test
  void parsingWhatWasPrintedGivesTheSameAddress() {
    Seeds.forEach(
        2_000,
        seed -> {
          IpAddress address = random(seed);
          assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
          assertThat(IpAddress.of(address.bytes())).isEqualTo(address);
        });
  }

  @Test
  void agreesWithThePlatform() {
    Seeds.forEach(
        2_000,
        seed -> {
          IpAddress address = random(seed);
          InetAddress platform = InetAddress.getByAddress(address.bytes());
          // The platform turns IPv4-mapped addresses into IPv4 ones.
          if (platform.getAddress().length == address.bytes().length) {
            assertThat(IpAddress.parse(platform.getHostAddress())).isEqualTo(address);
            assertThat(InetAddress.getByName(address.toString())).isEqualTo(platform);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    // RFC 5952 section 4.1: no leading zeros.
    "2001:0db8::0001, 2001:db8::1",
    "2001:db8::0, 2001:db8::",
    // Section 4.2.1: as short as possible.
    "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
    // Section 4.2.2: not for one group alone.
    "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    // Section 4.2.3: the longest run, the first of equals.
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    // Section 4.3: lower case.
    "2001:DB8::ABCD:EF, 2001:db8::abcd:ef",
    // Section 5: IPv4-mapped.
    "::ffff:c000:201, ::ffff:192.0.2.1",
    "::FFFF:192.0.2.1, ::ffff:192.0.2.1",
    "0:0:0:0:0:0:0:0, ::",
    "::1, ::1",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "192.0.2.1, 192.0.2.1",
    "255.255.255.255, 255.255.255.255",
  })
  void printsAsRfc5952Recommends(String text, String printed) {
    assertThat(IpAddress.parse(text)).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 192.0.2.1",
        "192.0.2",
        "192.0.2.1.",
        "192.0.2.256",
        "192.0.2.01",
        "192.0.2.0x1",
        "192.0..1",
        "1234567890",
        "-1.0.0.0",
        "１92.0.2.1",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        "2001:db8::12345",
        "2001:db8::g",
        "fe80::1%eth0",
        "[2001:db8::1]",
        "192.0.2.1::",
        "::192.0.2.1:1",
        "::192.0.2",
        "1:2:3:4:5:6:7:192.0.2.1",
        "2001:db8::１",
      })
  void refusesWhatIsNoLiteral(String text) {
    assertThat(IpAddress.parseOrNull(text)).isNull();
    assertThatThrownBy(() -> IpAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @Test
  void networksKeepTheFirstBitsOnly() {
    Seeds.forEach(
        1_000,
        seed -> {
          IpAddress address = random(seed);
          int length = seed.nextInt(address.bits() + 1);
          BigInteger number = new BigInteger(1, address.bytes());
          int rest = address.bits() - length;
          assertThat(new BigInteger(1, address.network(length).bytes()))
              .isEqualTo(number.shiftRight(rest).shiftLeft(rest));
        });
  }

  @Test
  void areOrderedByFamilyThenNumerically() {
    Seeds.forEach(
        1_000,
        seed -> {
          IpAddress one = random(seed);
          IpAddress two = random(seed);
          int expected =
              one.v6() != two.v6()
                  ? Boolean.compare(one.v6(), two.v6())
                  : new BigInteger(1, one.bytes()).compareTo(new BigInteger(1, two.bytes()));
          assertThat(Integer.signum(one.compareTo(two))).isEqualTo(expected);
        });
  }

  @Test
  void aLengthPastTheFamilysBitsIsRefused() {
    assertThatThrownBy(() -> IpAddress.v4(0).network(33))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(IpAddress.v4(-1).network(32)).isEqualTo(IpAddress.v4(-1));
  }
}
