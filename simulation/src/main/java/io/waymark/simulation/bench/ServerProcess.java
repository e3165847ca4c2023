package io.waymark.simulation.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** One server under test, a process of its own that listens on loopback. */
final class ServerProcess {
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final int TRY_MILLIS = 100;
  private static final int RESPONSE_MAX = 2048;

  /** Not the servers' own address, so that the port asked from cannot be the one asked. */
  private static final String ASKING_ADDRESS = "127.0.0.2";

  private static final int FREE_PORT_TRIES = 20;

  private final String name;
  private final Process process;
  private final int port;
  private final Path log;
  private final String udpThread;

  /**
   * @param udpThread how the name of the threads that serve UDP begins
   */
  ServerProcess(String name, Process process, int port, Path log, String udpThread) {
    this.name = name;
    this.process = process;
    this.port = port;
    this.log = log;
    this.udpThread = udpThread;
  }

  /** A port on loopback that nobody has, for UDP and TCP. */
  static int freePort() throws IOException {
    InetAddress loopback = loopback();
    for (int attempt = 1; ; attempt++) {
      try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
          DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback)) {
        return udp.getLocalPort();
      } catch (IOException e) {
        if (attempt == FREE_PORT_TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Waits until it responds to a query for the last of the names.
   *
   * @return the response
   */
  Message awaitResponse(Workload workload) throws IOException {
    Message query = query(workload.profiles() - 1);
    byte[] octets = query.toWire();
    var packet = new DatagramPacket(octets, octets.length, loopback(), port);
    var response = new DatagramPacket(new byte[RESPONSE_MAX], RESPONSE_MAX);
    long deadline = System.nanoTime() + START_MAX.toNanos();
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral(ASKING_ADDRESS))) {
      socket.setSoTimeout(TRY_MILLIS);
      while (true) {
        socket.send(packet);
        try {
          socket.receive(response);
          return new Message(Arrays.copyOf(response.getData(), response.getLength()));
        } catch (SocketTimeoutException e) {
          checkStarting(deadline, e);
        }
      }
    }
  }

  private void checkStarting(long deadline, SocketTimeoutException timeout) {
    if (!process.isAlive()) {
      throw new BenchException(
          name + " ended with status " + process.exitValue() + ": " + Workbench.tail(log), timeout);
    }
    if (System.nanoTime() > deadline) {
      throw new BenchException(
          name + " does not respond on port " + port + ": " + Workbench.tail(log), timeout);
    }
  }

  private static Message query(int profile) throws IOException {
    Name name = Name.fromString(Workload.name(profile) + "." + Workload.ZONE + ".");
    Message query = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN));
    query.getHeader().unsetFlag(Flags.RD);
    return query;
  }

  private static InetAddress loopback() {
    return InetAddress.ofLiteral("127.0.0.1");
  }

  /** Waits until it answers the last of the names with one of its targets. */
  ServerProcess awaitAnswer(Workload workload) throws IOException {
    Message response = awaitResponse(workload);
    String target = Workload.name(workload.profiles() - 1) + ".app.example.";
    if (response.getSection(Section.ANSWER).stream()
        .noneMatch(record -> record.rdataToString().endsWith(target))) {
      throw new BenchException(name + " does not answer as it should: " + response);
    }
    return this;
  }

  /** Asks one of the {@link Gauges}. */
  long gauge(String gauge) throws IOException {
    return Long.parseLong(ask(gauge));
  }

  /** Asks on its standard input, and returns the line it answers. */
  String ask(String question) throws IOException {
    var questions = process.outputWriter(StandardCharsets.US_ASCII);
    questions.write(question + "\n");
    questions.flush();
    String answer = process.inputReader(StandardCharsets.US_ASCII).readLine();
    if (answer == null) {
      throw new BenchException(name + " has ended: " + Workbench.tail(log));
    }
    return answer;
  }

  /** Microseconds of processor time used so far. */
  long processorMicros() {
    return ProcessorTime.processMicros(process.pid());
  }

  /** The same, of the threads that serve UDP alone. */
  long udpThreadMicros() {
    return ProcessorTime.threadMicros(process.pid(), udpThread);
  }

  String name() {
    return name;
  }

  /** What it wrote on standard error. */
  Path log() {
    return log;
  }

  Process process() {
    return process;
  }

  int port() {
    return port;
  }
}
