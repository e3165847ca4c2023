package io.waymark.node;

import io.waymark.node.settings.NodeSettings;
import io.waymark.node.settings.NodeSettings.Listen;
import io.waymark.protocol.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A whole node on free loopback ports, and what a user does with it. */
final class RunningNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Node node;
  private final Path data;
  private final HttpClient client = HttpClient.newHttpClient();

  RunningNode(Path data) throws StartException {
    this(data, settings(data));
  }

  RunningNode(Path data, NodeSettings settings) throws StartException {
    this.data = data;
    this.node = Node.start(settings);
  }

  static NodeSettings settings(Path data) {
    return settings(data, new NodeSettings.Location(null, null, null));
  }

  static NodeSettings settings(Path data, NodeSettings.Location location) {
    Listen any = new Listen(IpAddress.parse("127.0.0.1"), 0);
    return new NodeSettings(
        new NodeSettings.Identity("eu-1", "europe", null, null, data),
        new NodeSettings.Dns(
            List.of(any),
            2,
            NodeSettings.UdpLoop.AUTO,
            "eu-1",
            false,
            Duration.ZERO,
            List.of(
                new NodeSettings.Zone(
                    "tm.example",
                    List.of("ns1.tm.example"),
                    Map.of("ns1.tm.example", List.of(IpAddress.parse("192.0.2.53"))),
                    "hostmaster.tm.example",
                    30,
                    null))),
        new NodeSettings.Fleet(any, any, List.of(), false, null),
        new NodeSettings.Admin(any, false, false, null),
        new NodeSettings.Prober(true, true, List.of(), List.of(), List.of()),
        location,
        new NodeSettings.Log("info", false));
  }

  /** A request with the bootstrap token. */
  HttpResponse<String> http(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return httpAs(adminToken(), method, path, body, headers);
  }

  /** The bootstrap token. */
  String adminToken() {
    try {
      return Files.readString(data.resolve("admin.token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The status of a request with that token. */
  int statusAs(String token, String method, String path) {
    try {
      return httpAs(token, method, path, "").statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A request with that token. */
  HttpResponse<String> httpAs(
      String token, String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    InetSocketAddress address = node.adminAddress();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(
                URI.create("http://" + address.getHostString() + ":" + address.getPort() + path))
            .header("Authorization", "Bearer " + token)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      builder.headers(headers);
    }
    HttpRequest request = builder.build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      if (!method.equals("PUT")) {
        throw e;
      }
      // An idle connection may be given up just as a request sets out on it (RFC 9112 section
      // 9.5). What is idempotent is then repeated (RFC 9110 section 9.2.2), by this client GET
      // alone.
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  /** The body of the reply to a GET. */
  String get(String path) {
    try {
      return http("GET", path, "").body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The first answer's data, or NODATA, or the rcode. */
  String dig(String name, int type) throws IOException {
    SimpleResolver resolver = new SimpleResolver(node.dnsAddresses().getFirst());
    resolver.setTimeout(Duration.ofSeconds(5));
    Message answer =
        resolver.send(
            Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN)));
    if (answer.getRcode() != Rcode.NOERROR) {
      return Rcode.string(answer.getRcode());
    }
    List<Record> records = answer.getSection(Section.ANSWER);
    return records.isEmpty() ? "NODATA" : records.getFirst().rdataToString();
  }

  /** The extended error (RFC 8914) that an answer carries; -1 for none. */
  int extendedError(String name) throws IOException {
    Message query =
        Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN));
    query.addRecord(new OPTRecord(1232, 0, 0, 0), Section.ADDITIONAL);
    SimpleResolver resolver = new SimpleResolver(node.dnsAddresses().getFirst());
    List<EDNSOption> errors =
        resolver.send(query).getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR);
    return errors.isEmpty() ? -1 : ((ExtendedErrorCodeOption) errors.getFirst()).getErrorCode();
  }

  /** Waits until the name answers so. */
  void awaitAnswer(String name, String expected) {
    await(name + " answers " + expected, () -> answers(name, expected));
  }

  private boolean answers(String name, String expected) {
    try {
      return dig(name, Type.A).equals(expected);
    } catch (IOException e) {
      return false;
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  @Override
  public void close() {
    node.close();
    client.close();
  }
}
