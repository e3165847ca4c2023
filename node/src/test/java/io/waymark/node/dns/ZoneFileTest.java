package io.waymark.node.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.dns.WireName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ZoneFileTest {
  @TempDir Path directory;

  @Test
  void readsEveryTypeThatMayStandBesideProfiles() throws Exception {
    ZoneFile.Loaded loaded =
        load(
            """
            $TTL 300
            @      IN MX 10 mail
            www    IN A 192.0.2.1
                   IN A 192.0.2.2
            www    IN AAAA 2001:db8::1
            ftp    IN CNAME www
            txt    IN TXT "a b" c
            @      IN CAA 0 issue "ca.example"
            _sip._tcp IN SRV 0 5 5060 www.tm.example.
            """);
    assertThat(loaded.faults()).isEmpty();
    assertThat(loaded.entries())
        .extracting(StaticEntry::toString)
        .containsExactlyInAnyOrder(
            "tm.example",
            "www.tm.example",
            "ftp.tm.example",
            "txt.tm.example",
            "_sip._tcp.tm.example");
    StaticEntry www =
        loaded.entries().stream()
            .filter(entry -> entry.toString().startsWith("www"))
            .findFirst()
            .orElseThrow();
    assertThat(www.counts[www.find(RecordType.A)]).isEqualTo(2);
    assertThat(www.find(RecordType.MX)).isNegative();
  }

  @Test
  void refusesTheWholeFileAndNamesEveryLine() throws Exception {
    ZoneFile.Loaded loaded =
        load(
            """
            $TTL 300
            ok     IN A 192.0.2.1
            sub    IN NS ns.elsewhere.example.
            *      IN A 192.0.2.1
            d      IN DNAME elsewhere.example.
            out.other.example. IN A 192.0.2.1
            @      IN NS ns9
            @      IN CNAME ok
            shop   IN A 192.0.2.1
            both   IN CNAME ok
            both   IN TXT "x"
            """);
    assertThat(loaded.entries()).isEmpty();
    assertThat(loaded.faults())
        .anyMatch(fault -> fault.contains(":3: sub.tm.example NS is a delegation"))
        .anyMatch(fault -> fault.contains(":4: *.tm.example A is a wildcard"))
        .anyMatch(fault -> fault.contains(":5: d.tm.example DNAME is not one of the types"))
        .anyMatch(fault -> fault.contains(":6: out.other.example A lies outside of the zone"))
        .anyMatch(fault -> fault.contains(":7: tm.example NS belongs in the configuration"))
        .anyMatch(fault -> fault.contains(":8: tm.example CNAME cannot stand beside"))
        .anyMatch(fault -> fault.contains(":9: shop.tm.example A is answered by a profile"))
        .anyMatch(fault -> fault.contains("both.tm.example has a CNAME and other records"))
        .hasSize(8);
  }

  @Test
  void namesTheLineOfABrokenRecord() throws Exception {
    assertThat(load("$TTL 300\nwww IN A 192.0.2.1\nbad IN A nonsense\n").faults())
        .singleElement()
        .asString()
        .contains("zone")
        .contains(":3:");
    assertThat(ZoneFile.load(directory.resolve("gone"), SampleTable.ZONE, Set.of()).faults())
        .singleElement()
        .asString()
        .contains("gone")
        .contains("cannot be read");
  }

  private ZoneFile.Loaded load(String text) throws Exception {
    Path file = Files.writeString(directory.resolve("zone"), text);
    return ZoneFile.load(
        file, SampleTable.ZONE, Set.of(WireName.text(WireName.of("shop.tm.example"))));
  }
}
