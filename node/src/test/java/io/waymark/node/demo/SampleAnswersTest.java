package io.waymark.node.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.net.Prefix;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Whom the sample profiles send where, by the shipped location data. */
final class SampleAnswersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String EU = "127.0.0.11";
  private static final String US = "127.0.0.12";
  private static final String AP = "127.0.0.13";
  private static final Pattern TRY =
      Pattern.compile("^ *dig \\+short \\+subnet=(\\S+) @\\S+ -p \\d+ (\\S+)", Pattern.MULTILINE);

  @TempDir static Path data = Path.of("");

  private static SampleEndpoints endpoints;
  private static DemoFleet fleet;
  private static String welcome = "";

  @BeforeAll
  static void start() throws Exception {
    List<DemoNode> nodes = DemoNode.ALL.subList(0, 1);
    DemoPorts ports = new DemoPorts(0, 0, 0).available(nodes);
    List<NodeSettings> settings =
        List.of(nodes.getFirst().load(nodes, ports, data, List.of(), repository()).settings());
    endpoints = SampleEndpoints.start(0);
    try (DemoDirectory directory = DemoDirectory.open(data)) {
      fleet = DemoFleet.start(settings, directory.shareToken(nodes));
      List<SampleProfiles.Sample> samples = SampleProfiles.all(endpoints.port());
      fleet
          .all()
          .getFirst()
          .admin()
          .apply(samples.stream().map(SampleProfiles.Sample::document).toList());
      welcome = Welcome.text(settings, endpoints, samples, directory);
    }
  }

  @AfterAll
  static void stop() {
    if (fleet != null) {
      fleet.close();
    }
    if (endpoints != null) {
      endpoints.close();
    }
  }

  // The Netherlands, the United States and Japan: the networks of three root name servers.
  @ParameterizedTest
  @CsvSource({
    "near, 193.0.14.0/24, " + EU,
    "near, 198.41.0.0/24, " + US,
    "near, 202.12.27.0/24, " + AP,
    "near, 2001:7fd::/48, " + EU,
    "near, 2001:503:ba3e::/48, " + US,
    "near, 2001:dc3::/48, " + AP,
    "place, 193.0.14.0/24, " + EU,
    "place, 198.41.0.0/24, " + US,
    "place, 202.12.27.0/24, " + AP,
    "office, 198.51.100.0/24, " + US,
    "office, 2001:db8:1::/48, " + US,
    "office, 203.0.113.0/24, " + EU
  })
  void sendClientsWhereTheySay(String profile, String network, String expected) throws Exception {
    awaitAnswer(profile + "." + DemoNode.ZONE, network, expected);
  }

  @Test
  void theWelcomeHasOneQuestionForEachOfThem() {
    assertThat(TRY.matcher(welcome).results().map(SampleAnswersTest::asked))
        .containsExactly(
            "near.tm.example 202.12.27.0/24",
            "place.tm.example 193.0.14.0/24",
            "office.tm.example 198.51.100.0/24");
  }

  private static String asked(MatchResult dig) {
    return dig.group(2) + " " + dig.group(1);
  }

  private static void awaitAnswer(String name, String network, String expected) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String answer = answer(name, network);
    // A machine that is busy may be late for a probe.
    while (!answer.equals(expected) && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      answer = answer(name, network);
    }
    assertThat(answer).isEqualTo(expected);
  }

  private static String answer(String name, String network) throws IOException {
    Prefix client = Prefix.parse(network);
    Message query =
        Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN));
    query.addRecord(
        new OPTRecord(
            1232,
            0,
            0,
            0,
            new ClientSubnetOption(
                client.length(), InetAddress.ofLiteral(client.address().toString()))),
        Section.ADDITIONAL);
    SimpleResolver resolver =
        new SimpleResolver(
            fleet.all().getFirst().settings().dns().listen().getFirst().socketAddress());
    resolver.setTimeout(Duration.ofSeconds(20));
    return resolver.send(query).getSection(Section.ANSWER).stream()
        .map(Record::rdataToString)
        .findFirst()
        .orElse("nothing");
  }

  /** It has {@code config/}, as the distribution does. */
  private static Path repository() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("config/country.mmdb"))) {
      directory = Objects.requireNonNull(directory.getParent(), "not in the source tree");
    }
    return directory;
  }
}
