package io.waymark.node.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.ChildJvm;
import io.waymark.node.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class DemoCommandTest {
  @TempDir Path temporary = Path.of("");

  @Test
  void refusesANumberOfNodesItDoesNotHave() {
    for (String nodes : List.of("0", "10")) {
      StringWriter err = new StringWriter();

      int status =
          new CommandLine(new DemoCommand())
              .setErr(new PrintWriter(err, true))
              .execute("--nodes", nodes);

      assertThat(status).isEqualTo(2);
      assertThat(err.toString()).startsWith("--nodes (" + nodes + ") must be a number from 1 to 9");
    }
  }

  @Test
  void refusesPortsThatAreNone() {
    for (String option : List.of("--dns-port", "--http-port", "--fleet-port", "--endpoint-port")) {
      StringWriter err = new StringWriter();
      assertThat(
              new CommandLine(new DemoCommand())
                  .setErr(new PrintWriter(err, true))
                  .execute(option, "65536"))
          .isEqualTo(2);
      assertThat(err.toString()).startsWith(option + " (65536) must be a port from 0 to 65535");
    }
  }

  @Test
  void namesATakenPortAndTheOptionThatChangesIt() throws Exception {
    InetAddress node = InetAddress.getLoopbackAddress();
    InetAddress us = InetAddress.getByName("127.0.0.12");
    InetAddress third = InetAddress.getByName("127.0.0.3");
    try (DatagramSocket dns = new DatagramSocket(new InetSocketAddress(third, 0));
        ServerSocket http = new ServerSocket(0, 1, node);
        ServerSocket fleet = new ServerSocket(0, 1, node);
        ServerSocket endpoint = new ServerSocket(0, 1, us)) {
      refused("--dns-port", dns.getLocalPort(), "127.0.0.3:" + dns.getLocalPort(), "UDP");
      refused("--http-port", http.getLocalPort(), "127.0.0.1:" + http.getLocalPort(), "TCP");
      refused("--fleet-port", fleet.getLocalPort(), "127.0.0.1:" + fleet.getLocalPort(), "TCP");
      refused(
          "--endpoint-port",
          endpoint.getLocalPort(),
          "127.0.0.12:" + endpoint.getLocalPort(),
          "TCP");
    }
  }

  /** Runs the demo with free ports but one, and looks for what it left behind. */
  private void refused(String option, int port, String address, String transport) throws Exception {
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "demo",
                    "--set=waymark.location.database=null",
                    "--set=waymark.log.level=error"),
                Stream.of("--dns-port", "--http-port", "--fleet-port", "--endpoint-port")
                    .map(each -> each + "=" + (each.equals(option) ? port : 0)))
            .toArray(String[]::new);
    try (ChildJvm demo =
        ChildJvm.start(List.of("-Djava.io.tmpdir=" + temporary), Main.class, arguments)) {
      assertThat(demo.exitCode()).isEqualTo(2);
      assertThat(demo.rest()).isEmpty();
      assertThat(demo.errors())
          .singleElement()
          .asString()
          .startsWith(address + " cannot be used for " + transport + " (")
          .endsWith("stop what listens there, or choose another port with " + option);
      assertThat(temporary.toFile().list()).isEmpty();
    }
  }
}
