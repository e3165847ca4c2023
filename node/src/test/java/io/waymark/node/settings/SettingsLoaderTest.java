package io.waymark.node.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.waymark.node.settings.NodeSettings.Listen;
import io.waymark.node.settings.NodeSettings.Location;
import io.waymark.node.settings.NodeSettings.UdpLoop;
import io.waymark.protocol.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsLoaderTest {
  private static final String ZONE =
      "waymark.dns.zones = [{ name = tm.example, ns = [ns.example] }]\n";

  @TempDir Path directory = Path.of("");

  @Test
  void takesEverythingElseFromTheDefaults() throws Exception {
    Loaded loaded = load(ZONE);

    NodeSettings settings = loaded.settings();
    assertThat(settings.node().name()).isEqualTo("waymark");
    assertThat(settings.node().region()).isEqualTo("default");
    assertThat(settings.node().latitude()).isNull();
    assertThat(settings.node().data()).isEqualTo(Path.of("/var/lib/waymark"));
    assertThat(settings.dns().listen()).containsExactly(listen("127.0.0.1", 53));
    assertThat(settings.dns().udpThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(settings.dns().udpLoop()).isEqualTo(UdpLoop.AUTO);
    assertThat(settings.dns().nsid()).isEqualTo("waymark");
    assertThat(settings.dns().publishVersions()).isFalse();
    assertThat(settings.dns().drainTime()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.fleet().advertise()).isEqualTo(listen("127.0.0.1", 7355));
    assertThat(settings.fleet().peers()).isEmpty();
    assertThat(settings.fleet().tls()).isNull();
    assertThat(settings.admin().listen()).isEqualTo(listen("127.0.0.1", 8053));
    assertThat(settings.prober().enabled()).isTrue();
    assertThat(settings.prober().deniedTargets()).contains("169.254.0.0/16", "fd00:ec2::254");
    assertThat(settings.location()).isEqualTo(new Location(null, null, null));
    assertThat(settings.log().level()).isEqualTo("info");
    assertThat(settings.log().json()).isFalse();
  }

  @Test
  void readsEverySetting() throws Exception {
    for (String name : List.of("country.mmdb", "rows.csv", "places.conf", "a.crt", "a.key", "ca")) {
      write(name, "");
    }

    NodeSettings settings =
        load("""
        waymark {
          node { name = eu-1, region = europe, location { latitude = 52.37, longitude = -4.9 }, data = state }
          dns {
            listen = ["192.0.2.53:53", "[2001:db8::53]:0"]
            udp-threads = 3, udp-loop = nio, nsid = "", publish-versions = on, drain-time = 0
            zones = [{
              name = TM.example., ns = [NS1.tm.example, ns2.other.example.]
              ns-addresses { ns1.tm.example = ["192.0.2.53", "2001:db8::53"] }
              hostmaster = admin.other.example, negative-ttl = 2 minutes
            }]
          }
          fleet {
            bind = "0.0.0.0:7355", advertise = "192.0.2.53:7355", peers = ["192.0.2.54:7355"]
            tls { certificate = a.crt, key = a.key, ca = ca }
          }
          admin { listen = "192.0.2.53:443", tls { certificate = a.crt, key = a.key }, metrics-open = yes }
          prober {
            enabled = off, allow-loopback = true, denied-targets = [10.0.0.0/8, 192.0.2.7]
            canaries = ["a.example:443", "192.0.2.1:80", "[2001:db8::1]:80"]
            resolver = ["192.0.2.9", "192.0.2.9:5353", "2001:db8::9"]
          }
          location { database = country.mmdb, latency = rows.csv, regions = places.conf }
          log { level = WARN, format = json }
        }
        """)
            .settings();

    assertThat(settings.node().name()).isEqualTo("eu-1");
    assertThat(settings.node().region()).isEqualTo("europe");
    assertThat(settings.node().latitude()).isEqualTo(52.37);
    assertThat(settings.node().longitude()).isEqualTo(-4.9);
    assertThat(settings.node().data()).isEqualTo(directory.resolve("state"));
    assertThat(settings.dns().listen())
        .containsExactly(listen("192.0.2.53", 53), listen("2001:db8::53", 0));
    assertThat(settings.dns().udpThreads()).isEqualTo(3);
    assertThat(settings.dns().udpLoop()).isEqualTo(UdpLoop.NIO);
    assertThat(settings.dns().nsid()).isEmpty();
    assertThat(settings.dns().publishVersions()).isTrue();
    assertThat(settings.dns().drainTime()).isEqualTo(Duration.ZERO);
    NodeSettings.Zone zone = settings.dns().zones().getFirst();
    assertThat(zone.name()).isEqualTo("tm.example");
    assertThat(zone.ns()).containsExactly("ns1.tm.example", "ns2.other.example");
    assertThat(zone.nsAddresses())
        .containsOnlyKeys("ns1.tm.example")
        .containsValue(List.of(IpAddress.parse("192.0.2.53"), IpAddress.parse("2001:db8::53")));
    assertThat(zone.hostmaster()).isEqualTo("admin.other.example");
    assertThat(zone.negativeTtl()).isEqualTo(120);
    assertThat(settings.fleet().bind()).isEqualTo(listen("0.0.0.0", 7355));
    assertThat(settings.fleet().advertise()).isEqualTo(listen("192.0.2.53", 7355));
    assertThat(settings.fleet().peers()).containsExactly(listen("192.0.2.54", 7355));
    assertThat(settings.fleet().tls())
        .isEqualTo(new NodeSettings.Tls(in("a.crt"), in("a.key"), in("ca")));
    assertThat(settings.admin().tls())
        .isEqualTo(new NodeSettings.Tls(in("a.crt"), in("a.key"), null));
    assertThat(settings.admin().metricsOpen()).isTrue();
    assertThat(settings.prober().enabled()).isFalse();
    assertThat(settings.prober().allowLoopback()).isTrue();
    assertThat(settings.prober().deniedTargets()).containsExactly("10.0.0.0/8", "192.0.2.7");
    assertThat(settings.prober().canaries())
        .containsExactly("a.example:443", "192.0.2.1:80", "[2001:db8::1]:80");
    assertThat(settings.prober().resolver())
        .containsExactly(
            listen("192.0.2.9", 53), listen("192.0.2.9", 5353), listen("2001:db8::9", 53));
    assertThat(settings.location())
        .isEqualTo(new Location(in("country.mmdb"), in("rows.csv"), in("places.conf")));
    assertThat(settings.log()).isEqualTo(new NodeSettings.Log("warn", true));
  }

  @Test
  void namesEveryFaultAtOnce() {
    assertThat(
            faults(
                """
                waymark {
                  node { name = "-", region = " ", location { latitude = 91 } }
                  dns { listen = ["192.0.2.53"], udp-threads = many, drain-time = 30
                        zones = [{ ns = [] }] }
                  admin = none
                  prober { denied-targets = ["10.1.0.0/8"], canaries = ["a.example"], enabled = 1 }
                  location.database = absent.mmdb
                  log { level = loud, format = xml }
                }
                """))
        .containsExactly(
            "waymark.node.name (-) must be 1 to 63 letters, digits, '-', '_' and '.', with a letter"
                + " or digit at both ends [node.conf:2]",
            "waymark.node.region ( ) must be 1 to 63 printable characters [node.conf:2]",
            "waymark.node.location.latitude (91) must be degrees from -90 to 90, such as 52.37"
                + " [node.conf:2]",
            "waymark.node.location.longitude (missing) must be given where the other coordinate is",
            "waymark.dns.listen[0] (192.0.2.53) must be a.b.c.d:port or \"[v6]:port\", port 0 to"
                + " 65535 [node.conf:3]",
            "waymark.dns.udp-threads (many) must be a whole number from 0 to 256 [node.conf:3]",
            "waymark.dns.drain-time (30) must be a duration with its unit, such as 10 s, from 0 to"
                + " 3600 s [node.conf:3]",
            "waymark.dns.zones[0].name (missing) must be a domain name such as tm.example (labels"
                + " of 1 to 63 letters, digits, '-' and '_'; write other scripts as xn--...)"
                + " [node.conf:4]",
            "waymark.dns.zones[0].ns (none) must name at least one name server, such as"
                + " ns1.tm.example [node.conf:4]",
            "waymark.admin (none) must be a block in braces [node.conf:5]",
            "waymark.prober.enabled (1) must be on or off (true or false) [node.conf:6]",
            "waymark.prober.denied-targets[0] (10.1.0.0/8) must be an address or a prefix such as"
                + " 10.0.0.0/8 with nothing set after the prefix length [node.conf:6]",
            "waymark.prober.canaries[0] (a.example) must be name:port, a.b.c.d:port or"
                + " \"[v6]:port\", port 1 to 65535 [node.conf:6]",
            "waymark.location.database (absent.mmdb) must be a readable file, absolute or relative"
                + " to "
                + directory
                + " [node.conf:7]",
            "waymark.log.level (loud) must be error, warn, info, debug or trace [node.conf:8]",
            "waymark.log.format (xml) must be text or json [node.conf:8]");
  }

  @Test
  void refusesAnUnknownKeyAndSaysWhichWasMeant() {
    assertThat(faults("waymark.dns.udp-thread = 4\nwaymark.fleet.secrets = [a]\n"))
        .containsExactly(
            "waymark.dns.udp-thread (4) is not a setting; did you mean udp-threads? [node.conf:1]",
            "waymark.fleet.secrets ([\"a\"]) is not a setting; there are bind, advertise, peers,"
                + " insecure, tls [node.conf:2]");
    assertThat(faults("waymrk.log.level = debug"))
        .containsExactly("waymrk (block) is not read; did you mean waymark? [node.conf:1]");
  }

  @Test
  void readsValuesThatLieOutsideOfItsBlock() throws Exception {
    assertThat(load("city = ams\nwaymark.node.name = ${city}\"-1\"").settings().node().name())
        .isEqualTo("ams-1");
    assertThat(faults("waymark.node.name = ${city}"))
        .singleElement()
        .asString()
        .contains("node.conf, line 1, cannot be read", "${city}");
  }

  @Test
  void saysWhereAFileCannotBeParsed() {
    assertThat(faults("waymark {\n  dns { listen = [\"127.0.0.1:53\" }\n}\n"))
        .singleElement()
        .asString()
        .startsWith(in("node.conf") + ", line 2, cannot be read: ");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    InvalidSettingsException thrown =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () -> SettingsLoader.load(in("absent.conf"), List.of(), null));
    assertThat(thrown.faults())
        .containsExactly("--config (" + in("absent.conf") + ") must be a readable file");
  }

  @Test
  void prefersWhatTheCommandLineSets() throws Exception {
    NodeSettings settings =
        load(
                "waymark { node.name = eu-1, dns.udp-threads = 4 }",
                "waymark.dns.udp-threads=1",
                "waymark.node.name=eu-2",
                "waymark.dns.listen=[\"127.0.0.1:0\", \"[::1]:0\"]",
                "waymark.admin.listen = 127.0.0.1:0",
                "waymark.dns.drain-time=2 s")
            .settings();

    assertThat(settings.dns().udpThreads()).isEqualTo(1);
    assertThat(settings.dns().nsid()).as("follows the name").isEqualTo("eu-2");
    assertThat(settings.dns().listen()).containsExactly(listen("127.0.0.1", 0), listen("::1", 0));
    assertThat(settings.admin().listen()).isEqualTo(listen("127.0.0.1", 0));
    assertThat(settings.dns().drainTime()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void namesFaultsOfTheCommandLineTogetherWithThoseOfTheFile() {
    assertThat(
            faults(
                "waymark.log.level = loud",
                "udp-threads=1",
                "waymark.dns.nsid",
                "waymark.dns.listen=[127.0.0.1:53]",
                "waymark..dns=1",
                "waymark.dns.udp-threads=-1"))
        .satisfiesExactly(
            fault ->
                assertThat(fault)
                    .isEqualTo(
                        "--set udp-threads=1 must be key=value with a whole path, such as"
                            + " waymark.dns.udp-threads=1"),
            fault -> assertThat(fault).startsWith("--set waymark.dns.nsid must be key=value"),
            fault ->
                assertThat(fault).startsWith("--set waymark.dns.listen=[127.0.0.1:53] cannot be"),
            fault -> assertThat(fault).startsWith("--set waymark..dns=1 cannot be read: "),
            fault ->
                assertThat(fault)
                    .isEqualTo(
                        "waymark.dns.udp-threads (-1) must be a whole number from 0 to 256"
                            + " [--set]"),
            fault -> assertThat(fault).startsWith("waymark.log.level (loud) must be "));
  }

  @Test
  void refusesWildcardsAndRepetitionsAmongTheAddressesThatAreAsked() {
    assertThat(
            faults(
                "waymark.dns.listen = [\"0.0.0.0:53\", \"[::]:53\", \"127.0.0.1:53\","
                    + " \"127.0.0.1:53\", \"127.0.0.1:0\", \"127.0.0.1:0\"]"))
        .satisfiesExactly(
            fault ->
                assertThat(fault)
                    .startsWith("waymark.dns.listen (0.0.0.0:53) must name each address")
                    .contains("leave from the address that was asked"),
            fault -> assertThat(fault).startsWith("waymark.dns.listen ([::]:53) must name each"),
            fault ->
                assertThat(fault)
                    .startsWith("waymark.dns.listen (127.0.0.1:53) must not be listed twice"));
    assertThat(faults("waymark.dns.listen = []"))
        .singleElement()
        .asString()
        .startsWith("waymark.dns.listen (none) must name at least one address");
  }

  @Test
  void refusesPortsBeyondLoopbackWithoutTls() throws Exception {
    assertThat(
            faults(
                "waymark { admin.listen = \"192.0.2.53:8053\", fleet.bind = \"192.0.2.53:7355\" }"))
        .satisfiesExactly(
            fault ->
                assertThat(fault)
                    .startsWith("waymark.fleet.bind (192.0.2.53:7355) must be a loopback address"),
            fault ->
                assertThat(fault)
                    .startsWith("waymark.admin.listen (192.0.2.53:8053) must be a loopback address")
                    .contains("tls { certificate, key, ca }", "insecure = true"));

    Loaded loaded =
        load(
            ZONE
                + "waymark { admin { listen = \"192.0.2.53:8053\", insecure = true }, fleet { bind"
                + " = \"192.0.2.53:7355\", insecure = true }, location.database = null }");
    assertThat(loaded.settings().admin().insecure()).isTrue();
    assertThat(loaded.warnings())
        .contains(
            "waymark.admin.listen (192.0.2.53:8053) has no TLS: tokens cross the network in clear"
                + " text [node.conf:2]");
    assertThat(load(ZONE + "waymark.admin.listen = \"[::1]:8053\"").settings().admin().listen())
        .isEqualTo(listen("::1", 8053));
  }

  @Test
  void refusesHalfAPairOfTlsFiles() throws Exception {
    write("a.crt", "");

    assertThat(
            faults(
                "waymark { admin.tls.certificate = a.crt, fleet.tls { certificate = a.crt, key ="
                    + " gone.key } }"))
        .containsExactly(
            "waymark.fleet.tls.key (gone.key) must be a readable file, absolute or relative to "
                + directory
                + " [node.conf:1]",
            "waymark.fleet.tls.ca (missing) must be given too: TLS here needs certificate, key, ca",
            "waymark.admin.tls.key (missing) must be given too: TLS here needs certificate, key");
  }

  @Test
  void findsShippedDataInTheDistribution() throws Exception {
    Path home = Files.createDirectories(in("home/config"));
    Files.writeString(home.resolve("country.mmdb"), "");

    assertThat(load(ZONE, in("home")).settings().location())
        .isEqualTo(new Location(home.resolve("country.mmdb"), null, null));
    assertThat(
            load(ZONE + "waymark.location.database = config/country.mmdb", in("home"))
                .settings()
                .location()
                .database())
        .isEqualTo(home.resolve("country.mmdb"));

    Files.createDirectories(in("config"));
    Path own = write("config/country.mmdb", "");
    assertThat(
            load(ZONE + "waymark.location.database = config/country.mmdb", in("home"))
                .settings()
                .location()
                .database())
        .as("the operator's goes first")
        .isEqualTo(own);
  }

  @Test
  void warnsOfWhatWillWorkButIsProbablyNotMeant() throws Exception {
    assertThat(load("").warnings())
        .containsExactly(
            "waymark.dns.zones (none) should name a zone: without one every query is refused",
            "waymark.location.database (none) should name a country database: without one no client"
                + " has a country");
  }

  @Test
  void wantsANameOfItsOwnForANodeWithPeers() {
    assertThat(faults("waymark.fleet.peers = [\"192.0.2.54:7355\"]"))
        .singleElement()
        .asString()
        .contains("must not be set without node.name, unique in the fleet");
  }

  @Test
  void parsesATextAsItParsesAFile() throws Exception {
    Loaded loaded =
        SettingsLoader.parse(
            ZONE + "waymark.node.data = data", directory, List.of("waymark.node.name=eu-1"), null);

    assertThat(loaded.settings().node().data()).isEqualTo(in("data"));
    assertThat(loaded.settings().node().name()).isEqualTo("eu-1");
  }

  private Loaded load(String text, String... overrides)
      throws InvalidSettingsException, IOException {
    return SettingsLoader.load(write("node.conf", text), List.of(overrides), null);
  }

  private Loaded load(String text, Path home) throws InvalidSettingsException, IOException {
    return SettingsLoader.load(write("node.conf", text), List.of(), home);
  }

  private List<String> faults(String text, String... overrides) {
    InvalidSettingsException thrown =
        catchThrowableOfType(InvalidSettingsException.class, () -> load(text, overrides));
    return Objects.requireNonNull(thrown, "nothing was refused").faults();
  }

  private Path in(String name) {
    return directory.resolve(name);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(in(name), text);
  }

  private static Listen listen(String address, int port) {
    return new Listen(IpAddress.parse(address), port);
  }
}
