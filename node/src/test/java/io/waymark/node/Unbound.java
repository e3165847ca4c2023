package io.waymark.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A real recursive resolver with an empty cache, on loopback alone. It tells name servers the
 * network of a client that names one, and of no other.
 */
final class Unbound implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int PORT_TRIES = 5;

  private final Process process;
  private final InetSocketAddress address;

  private Unbound(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param directory where its configuration and log go
   * @param zones zones and the servers it asks about them; it asks nobody else anything
   */
  static Unbound start(Path directory, Map<String, InetSocketAddress> zones) throws IOException {
    Path program = program();
    Path log = directory.resolve("unbound.log");
    for (int attempt = 1; attempt <= PORT_TRIES; attempt++) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), freePort());
      Path file = directory.resolve("unbound-" + attempt + ".conf");
      Files.writeString(file, configuration(directory, address.getPort(), zones));
      Process process =
          new ProcessBuilder(program.toString(), "-d", "-c", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      Unbound unbound = new Unbound(process, address);
      if (unbound.answers()) {
        return unbound;
      }
      unbound.close();
    }
    throw new IOException("unbound did not start: " + Files.readString(log));
  }

  private static Path program() {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";
    return Stream.of(path.split(":", -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "unbound"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("unbound is not installed; the Debian package is unbound"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** It asks nobody a second time within five seconds, so that a busy machine repeats nothing. */
  private static String configuration(
      Path directory, int port, Map<String, InetSocketAddress> zones) {
    String server =
        """
        server:
          directory: "%1$s"
          pidfile: "%1$s/unbound.pid"
          username: ""
          chroot: ""
          use-syslog: no
          num-threads: 1
          interface: 127.0.0.1
          port: %2$d
          so-reuseport: no
          identity: "%1$s"
          do-ip6: no
          do-not-query-localhost: no
          module-config: "subnetcache iterator"
          client-subnet-always-forward: yes
          max-client-subnet-ipv4: 24
          qname-minimisation: no
          infra-cache-min-rtt: 5000
        remote-control:
          control-enable: no
        """
            .formatted(directory, port);
    return server
        + zones.entrySet().stream()
            .map(zone ->
                """
                stub-zone:
                  name: "%s"
                  stub-addr: %s@%d
                """
                    .formatted(
                        zone.getKey(),
                        zone.getValue().getAddress().getHostAddress(),
                        zone.getValue().getPort()))
            .collect(Collectors.joining());
  }

  /** Whether it comes up; not when it ends first, as it does where the port is taken. */
  private boolean answers() throws IOException {
    Message whoAreYou =
        Message.newQuery(Record.newRecord(Name.fromString("id.server."), Type.TXT, DClass.CH));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try {
        if (!DnsClient.exchange(address, whoAreYou).getSection(Section.ANSWER).isEmpty()) {
          return process.isAlive();
        }
      } catch (IOException e) {
        // Nobody listens there yet.
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
    return false;
  }

  InetSocketAddress address() {
    return address;
  }

  /** What a client gets that asks it. */
  Message ask(String name, int type) {
    try {
      return DnsClient.exchange(address, DnsClient.query(name, type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data of the records that answer a question for addresses, aliases first. */
  List<String> addresses(String name) {
    return ask(name, Type.A).getSection(Section.ANSWER).stream()
        .map(Record::rdataToString)
        .toList();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
