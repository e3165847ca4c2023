package io.waymark.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.protocol.Seeds;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of addresses. */
final class PrefixTest {

  private static Prefix random(Random random) {
    IpAddress address = IpAddressTest.random(random);
    return Prefix.of(address, random.nextInt(address.bits() + 1));
  }

  /** Near the other: of its family and sharing some of its first bits. */
  private static IpAddress near(IpAddress other, Random random) {
    byte[] bytes = other.bytes();
    int bit = random.nextInt(other.bits());
    bytes[bit / 8] ^= (byte) (0x80 >> bit % 8);
    return IpAddress.of(bytes);
  }

  private static BigInteger number(IpAddress address) {
    return new BigInteger(1, address.bytes());
  }

  @Test
  void parsingWhatWasPrintedGivesTheSamePrefix() {
    Seeds.forEach(
        1_000,
        seed -> {
          Prefix prefix = random(seed);
          assertThat(Prefix.parse(prefix.toString())).isEqualTo(prefix);
        });
  }

  @Test
  void containsExactlyTheAddressesFromFirstToLast() {
    Seeds.forEach(
        2_000,
        seed -> {
          Prefix prefix = random(seed);
          IpAddress address = near(prefix.address(), seed);
          boolean between =
              number(prefix.first()).compareTo(number(address)) <= 0
                  && number(address).compareTo(number(prefix.last())) <= 0;
          assertThat(prefix.contains(address)).as(prefix + " " + address).isEqualTo(between);
          assertThat(number(prefix.last()).subtract(number(prefix.first())).add(BigInteger.ONE))
              .isEqualTo(BigInteger.ONE.shiftLeft(prefix.address().bits() - prefix.length()));
        });
  }

  @Test
  void overlapsExactlyThePrefixesItSharesAnAddressWith() {
    Seeds.forEach(
        2_000,
        seed -> {
          Prefix one = random(seed);
          IpAddress address = near(one.address(), seed);
          Prefix two = Prefix.of(address, seed.nextInt(address.bits() + 1));
          boolean shared =
              one.first().compareTo(two.last()) <= 0 && two.first().compareTo(one.last()) <= 0;
          assertThat(one.overlaps(two)).as(one + " " + two).isEqualTo(shared);
          assertThat(two.overlaps(one)).isEqualTo(shared);
          assertThat(one.contains(two)).isEqualTo(shared && two.length() >= one.length());
        });
  }

  @Test
  void neverContainsTheOtherFamily() {
    assertThat(Prefix.parse("0.0.0.0/0").contains(IpAddress.parse("::"))).isFalse();
    assertThat(Prefix.parse("::/0").overlaps(Prefix.parse("0.0.0.0/0"))).isFalse();
  }

  @Test
  void anAddressAloneIsAPrefixOfFullLength() {
    assertThat(Prefix.parse("192.0.2.1")).hasToString("192.0.2.1/32");
    assertThat(Prefix.parse("2001:db8::1")).hasToString("2001:db8::1/128");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.0/33",
        "2001:db8::/129",
        "192.0.2.0/-1",
        "192.0.2.0/",
        "192.0.2.0/024",
        "192.0.2.0/24/8",
        "192.0.2.0/99999999999",
        "192.0.2.1/24",
        "2001:db8::1/32",
        "/24",
        "example/24",
      })
  void refusesWhatIsNoPrefix(String text) {
    assertThat(Prefix.parseOrNull(text)).isNull();
  }

  @Test
  void namesTheNetworkWhenBitsPastTheLengthAreSet() {
    assertThatThrownBy(() -> Prefix.parse("192.0.2.77/24"))
        .hasMessageContaining("the network is 192.0.2.0/24");
  }
}
