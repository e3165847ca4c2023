package io.waymark.node.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ZoneReaderTest {
  @TempDir Path directory = Path.of("");

  @Test
  void fillsInTheHostmasterAndTheNegativeTtl() throws Exception {
    NodeSettings.Zone zone = zone("name = tm.example, ns = [ns.example]");

    assertThat(zone.hostmaster()).isEqualTo("hostmaster.tm.example");
    assertThat(zone.negativeTtl()).isEqualTo(30);
    assertThat(zone.file()).isNull();
  }

  @Test
  void takesANegativeTtlFromZeroToTheGreatestOfRfc2181() throws Exception {
    assertThat(zone("name = tm.example, ns = [ns.example], negative-ttl = 0").negativeTtl())
        .isEqualTo(0);
    assertThat(
            zone("name = tm.example, ns = [ns.example], negative-ttl = 2147483647 s").negativeTtl())
        .isEqualTo(2_147_483_647);
    for (String ttl : List.of("2147483648 s", "-1 s", "1500 ms", "30", "100000000000000 d", "s")) {
      assertThat(faults("{ name = tm.example, ns = [ns.example], negative-ttl = " + ttl + " }"))
          .containsExactly(
              "waymark.dns.zones[0].negative-ttl ("
                  + ttl
                  + ") must be a duration of whole seconds with its unit, such as 30 s, from 0 to"
                  + " 2147483647 s");
    }
  }

  @Test
  void refusesNamesThatAreNone() {
    for (String name :
        List.of(
            "",
            ".",
            "a..example",
            "-a.example",
            "*.example",
            "192.0.2.1",
            "müller.example",
            "a".repeat(64) + ".example",
            "a.".repeat(126) + "ab")) {
      assertThat(faults("{ name = \"" + name + "\", ns = [ns.example] }"))
          .as(name)
          .singleElement()
          .asString()
          .contains(".name (", "must be a domain name such as tm.example");
    }
    assertThat(faults("{ name = tm.example, ns = [ns.example], hostmaster = \"me@tm.example\" }"))
        .singleElement()
        .asString()
        .startsWith("waymark.dns.zones[0].hostmaster (me@tm.example) must be a mailbox written as");
  }

  @Test
  void refusesAZoneTwiceWhateverTheCase() {
    assertThat(
            faults(
                "{ name = tm.example, ns = [a.example] }, { name = TM.example., ns = [a.example]"
                    + " }"))
        .containsExactly(
            "waymark.dns.zones[1].name (tm.example) must not be the name of two zones");
  }

  @Test
  void takesAddressesOnlyOfItsOwnNameServersInTheZone() {
    assertThat(
            faults(
                """
                { name = tm.example, ns = [ns1.tm.example, ns.example, ns1.tm.example]
                  ns-addresses { "ns1.tm.example" = ["192.0.2.1"], "ns9.tm.example" = ["192.0.2.9"]
                                 ns.example = ["192.0.2.2"], "ns1.TM.example." = [nowhere] } }
                """))
        .containsExactlyInAnyOrder(
            "waymark.dns.zones[0].ns (ns1.tm.example, ns.example, ns1.tm.example) must not name a"
                + " name server twice",
            "waymark.dns.zones[0].ns-addresses.ns1.TM.example.[0] (nowhere) must be an IPv4 or IPv6"
                + " address",
            "waymark.dns.zones[0].ns-addresses (ns9.tm.example) must name name servers that stand"
                + " in ns and lie in the zone tm.example",
            "waymark.dns.zones[0].ns-addresses (ns.example) must name name servers that stand in ns"
                + " and lie in the zone tm.example",
            "waymark.dns.zones[0].ns-addresses (ns1.tm.example) must not name a name server"
                + " twice");
  }

  @Test
  void warnsOfANameServerInTheZoneThatNobodyCanFind() throws Exception {
    Loaded loaded =
        load("{ name = tm.example, ns = [ns1.tm.example, tm.example, ns.nottm.example] }");

    assertThat(loaded.warnings())
        .contains(
            "waymark.dns.zones[0].ns-addresses (ns1.tm.example) should give its addresses: it lies"
                + " in the zone, so nobody else can",
            "waymark.dns.zones[0].ns-addresses (tm.example) should give its addresses: it lies in"
                + " the zone, so nobody else can")
        .noneMatch(warning -> warning.contains("nottm"));
  }

  @Test
  void refusesAZoneFileThatIsNotThereAndAnUnknownKey() {
    assertThat(faults("{ name = tm.example, ns = [ns.example], file = a.zone, hostmastr = a }"))
        .containsExactly(
            "waymark.dns.zones[0].file (a.zone) must be a readable file, absolute or relative to "
                + directory,
            "waymark.dns.zones[0].hostmastr (a) is not a setting; did you mean hostmaster?");
    assertThat(faults("tm.example"))
        .containsExactly("waymark.dns.zones[0] (tm.example) must be a block in braces");
  }

  private NodeSettings.Zone zone(String text) throws InvalidSettingsException {
    return load("{" + text + "}").settings().dns().zones().getFirst();
  }

  private Loaded load(String zones) throws InvalidSettingsException {
    return SettingsLoader.parse("waymark.dns.zones = [" + zones + "]", directory, List.of(), null);
  }

  private List<String> faults(String zones) {
    InvalidSettingsException thrown =
        catchThrowableOfType(InvalidSettingsException.class, () -> load(zones));
    return Objects.requireNonNull(thrown, "nothing was refused").faults();
  }
}
