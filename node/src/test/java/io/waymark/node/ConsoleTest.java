package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import io.waymark.node.location.DatabaseWriter;
import io.waymark.node.settings.NodeSettings;
import io.waymark.node.settings.NodeSettings.Listen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code waymark console} and a node. */
final class ConsoleTest {
  @TempDir static Path data;

  private static RunningNode node;
  private static String url;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    Path database = data.resolve("country.mmdb");
    Files.write(
        database,
        new DatabaseWriter().country("192.0.2.0/24", "NO").country("2001:db8::/32", "JP").bytes());
    Path latencies =
        Files.writeString(
            data.resolve("latency.csv"), "prefix,region,milliseconds\n192.0.2.0/25,osaka,23.5\n");
    Path regions =
        Files.writeString(
            data.resolve("regions.conf"),
            """
            regions = [ { name = oslo, latitude = 59.9, longitude = 10.7 }
                        { name = osaka, latitude = 34.7, longitude = 135.5 } ]
            """);
    node =
        new RunningNode(
            data,
            RunningNode.settings(data, new NodeSettings.Location(database, latencies, regions)));
    url = "http://" + Listen.of(node.node.adminAddress());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void tellsWhereAnAddressIs() {
    assertThat(console("location", "192.0.2.1")).as(err.toString()).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll("  +", "|")))
        .startsWith(
            "address|192.0.2.1", "country|NO", "subdivision|unknown", "codes|NO GEO-EU WORLD")
        .contains(
            "country prefix|192.0.2.0/24",
            "latency prefix|192.0.2.0/25",
            "scope|Geographic /24, Performance /25")
        .anyMatch(line -> line.matches("nearest regions\\|osaka\\|23\\.5 ms\\|\\d+ km"))
        .anyMatch(line -> line.matches("\\|oslo\\|\\d+ km"))
        .last()
        .asString()
        .matches("data hash\\|[0-9a-f]+");
    List<Integer> columns =
        out.toString()
            .lines()
            .map(line -> line.replaceFirst("^( {3,}|\\S+( \\S+)? +).*$", "$1").length())
            .distinct()
            .toList();
    assertThat(columns).as("where second columns begin").hasSize(1);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void saysWhatIsNotKnown() {
    assertThat(console("location", "203.0.113.9")).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll("  +", "|")))
        .contains(
            "country|unknown",
            "codes|WORLD",
            "coordinates|unknown",
            "country prefix|none",
            "latency prefix|none",
            "nearest regions|none");
  }

  @Test
  void printsTheReplyItselfWhereverTheOptionStands() throws Exception {
    JsonNode reply = new ObjectMapper().readTree(node.get("/v1/location?address=2001:db8::1"));
    assertThat(console("-o", "json", "location", "2001:db8::1")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString())).isEqualTo(reply);

    out.getBuffer().setLength(0);
    assertThat(console("location", "2001:db8::1", "-o=yaml")).isZero();
    assertThat(out.toString()).doesNotContain("{", "---");
    assertThat(new YAMLMapper().readTree(out.toString())).isEqualTo(reply);
  }

  @Test
  void asksTheFirstNodeThatReplies() throws Exception {
    assertThat(
            run(
                "console",
                "--url=" + unused(),
                "--url=" + url,
                "--token-file=" + token(),
                "location",
                "192.0.2.1"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).startsWith("address ");
  }

  @Test
  void takesItsOptionsAfterTheCommandToo() throws Exception {
    assertThat(
            run(
                "console",
                "location",
                "192.0.2.1",
                "--url=" + unused(),
                "--url=" + url,
                "--token-file=" + token()))
        .as(err.toString())
        .isZero();
  }

  @Test
  void saysOfEachNodeWhyItIsNotReached() throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    other.start();
    try {
      String nobody = unused();
      String noNode = "http://" + Listen.of(other.getAddress());
      assertThat(
              run(
                  "console",
                  "--url=" + nobody,
                  "--url=" + noNode,
                  "--url=http://node.invalid:8053/",
                  "--token-file=" + token(),
                  "location",
                  "192.0.2.1"))
          .isEqualTo(3);
      assertThat(err.toString().lines())
          .containsExactly(
              nobody + ": nothing accepts connections there",
              noNode + ": what replies there is no node: status 200, text/html",
              "http://node.invalid:8053: no address is known of that host");
      assertThat(out.toString()).isEmpty();
    } finally {
      other.stop(0);
    }
  }

  @Test
  void whatANodeRefusesIsNotAskedOfTheNext() throws Exception {
    Path wrong = Files.writeString(data.resolve("wrong"), "of-somebody-else\n");
    assertThat(
            run(
                "console",
                "--url=" + url,
                "--url=" + unused(),
                "--token-file=" + wrong,
                "location",
                "192.0.2.1"))
        .isEqualTo(1);
    assertThat(err.toString()).startsWith("401 Unauthorized: ").hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void wrongUsageIsToldFromTheRest() {
    assertThat(run("console")).isEqualTo(2);
    assertThat(err.toString()).startsWith("Usage: waymark console ").contains("location");
    assertThat(console("loction")).isEqualTo(2);
    assertThat(console("location")).isEqualTo(2);
    assertThat(console("location", "192.0.2")).isEqualTo(2);
    assertThat(err.toString()).contains("'192.0.2' must be an IPv4 or IPv6 address");
    assertThat(console("-o", "xml", "location", "192.0.2.1")).isEqualTo(2);
    for (String wrong :
        List.of("127.0.0.1:8053", "ftp://127.0.0.1", "http://127.0.0.1/v1", "http://a b")) {
      err.getBuffer().setLength(0);
      assertThat(run("console", "--url", wrong, "location", "192.0.2.1")).isEqualTo(2);
      assertThat(err.toString())
          .contains("'" + wrong + "' must be http or https, a host and perhaps a port");
    }
    assertThat(run("console", "--token-file=" + data.resolve("none"), "location", "192.0.2.1"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("the token file " + data.resolve("none") + " is not there (--token-file)");
    assertThat(out.toString()).isEmpty();
  }

  private int console(String... arguments) {
    List<String> all = new ArrayList<>(List.of("console", "--url", url, "--token-file", token()));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private static String token() {
    return data.resolve("admin.token").toString();
  }

  /** An address of this machine where nobody listens. */
  private static String unused() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }
}
