package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which targets a probe may connect to. */
final class TargetRulesTest {
  private static final List<Prefix> NOTHING_MORE = List.of();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.0.0",
        "169.254.169.254",
        "169.254.255.255",
        "fe80::1",
        "febf:ffff::",
        "fd00:ec2::254",
        "fd20:ce::254",
        "100.100.100.200",
        "168.63.129.16",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "224.0.0.1",
        "239.255.255.255",
        "ff02::1",
        "255.255.255.255",
        "::ffff:169.254.169.254",
        "::ffff:0.0.0.0",
        "64:ff9b::169.254.169.254",
      })
  void refusesAddressesNoEndpointHas(String address) {
    assertThat(TargetRules.check(address, true, NOTHING_MORE)).startsWith("must not be");
    assertThat(TargetRules.check(IpAddress.parse(address), true, NOTHING_MORE))
        .startsWith("must not be");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.253.255.255",
        "169.255.0.0",
        "fe7f:ffff::",
        "fec0::1",
        "1.0.0.0",
        "223.255.255.255",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "fd12:3456::1",
        "::ffff:10.0.0.1",
        "192.0.2.1",
        "2001:db8::1",
      })
  void acceptsTheAddressesBesideThemAndPrivateOnes(String address) {
    assertThat(TargetRules.check(address, false, NOTHING_MORE)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.255",
        "::1",
        "::ffff:127.0.0.1",
        "localhost",
        "a.LOCALHOST"
      })
  void acceptsLoopbackOnlyWhereItIsAllowed(String target) {
    assertThat(TargetRules.check(target, false, NOTHING_MORE)).contains("loopback");
    assertThat(TargetRules.check(target, true, NOTHING_MORE)).isNull();
  }

  @Test
  void refusesWhatTheConfigurationDenies() {
    List<Prefix> denied = List.of(Prefix.parse("10.9.0.0/16"), Prefix.parse("2001:db8:9::/48"));
    assertThat(TargetRules.check("10.9.255.255", false, denied)).contains("10.9.0.0/16");
    assertThat(TargetRules.check("::ffff:10.9.0.1", false, denied)).contains("10.9.0.0/16");
    assertThat(TargetRules.check("2001:db8:9::1", false, denied)).contains("2001:db8:9::/48");
    assertThat(TargetRules.check("10.10.0.0", false, denied)).isNull();
    assertThat(TargetRules.check("2001:db8:a::", false, denied)).isNull();
  }

  @Test
  void acceptsDomainNames() {
    assertThat(TargetRules.check("_eu.app.example", false, NOTHING_MORE)).isNull();
    assertThat(TargetRules.check("localhost.example", false, NOTHING_MORE)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "app.example:80", "http://app.example", "127.1", "0x7f.1", "a b"})
  void refusesWhatIsNeitherNameNorAddress(String target) {
    assertThat(TargetRules.check(target, true, NOTHING_MORE)).isNotNull();
  }
}
