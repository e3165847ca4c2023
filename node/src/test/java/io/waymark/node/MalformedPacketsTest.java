package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.dns.DnsCounter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A live node under a million packets that are nearly queries. */
final class MalformedPacketsTest {
  private static final int PACKETS = 1_000_000;

  @TempDir Path data;

  @Test
  void aMillionMutatedPacketsNeitherThrowNorStopTheAnswers() throws Exception {
    try (RunningNode running = new RunningNode(data)) {
      assertThat(
              running
                  .http(
                      "PUT",
                      "/v1/profiles/shop",
                      """
                      {"trafficRoutingMethod": "Weighted",
                       "endpoints": [{"name": "a", "type": "External", "target": "192.0.2.1",
                                      "alwaysServe": "Enabled"}]}
                      """)
                  .statusCode())
          .isEqualTo(201);
      InetSocketAddress server = running.node.dnsAddresses().getFirst();
      AtomicBoolean done = new AtomicBoolean();
      AtomicReference<String> wrong = new AtomicReference<>();
      Thread user = Thread.ofPlatform().start(() -> askUntil(done, running, wrong));
      send(server);
      // Packets that found the socket's buffer full were dropped by the kernel: what is asked is
      // that the loop got through
      // all that reached it.
      RunningNode.await("normal queries are answered", () -> answers(running, wrong));
      done.set(true);
      user.join();
      assertThat(wrong.get()).isNull();
      assertThat(running.node.dataPlane().count(DnsCounter.LOOP_RESTARTS)).isZero();
      assertThat(running.node.dataPlane().count(DnsCounter.QUERIES_UDP)).isGreaterThan(PACKETS / 2);
      assertThat(running.node.dataPlane().count(DnsCounter.FORMERR)).isPositive();
      assertThat(running.node.dataPlane().count(DnsCounter.IGNORED)).isPositive();
    }
  }

  private static boolean answers(RunningNode running, AtomicReference<String> wrong) {
    try {
      return running.dig("shop.tm.example", Type.A).equals("192.0.2.1");
    } catch (IOException e) {
      wrong.set(e.toString());
      return false;
    }
  }

  /** A resolver asks again when a packet is lost under load; an answer must be right, and come. */
  private static void askUntil(
      AtomicBoolean done, RunningNode running, AtomicReference<String> wrong) {
    int failures = 0;
    while (!done.get() && wrong.get() == null) {
      try {
        String answer = running.dig("shop.tm.example", Type.A);
        if (!answer.equals("192.0.2.1")) {
          wrong.set(answer);
        }
        failures = 0;
      } catch (IOException e) {
        if (++failures == 3) {
          wrong.set(e.toString());
        }
      }
    }
  }

  private static void send(InetSocketAddress server) throws IOException {
    List<byte[]> seeds = seeds();
    Random random = new Random(5);
    ByteBuffer packet = ByteBuffer.allocateDirect(600);
    ByteBuffer drain = ByteBuffer.allocateDirect(2_048);
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(server);
      channel.configureBlocking(false);
      for (int i = 0; i < PACKETS; i++) {
        mutate(seeds.get(random.nextInt(seeds.size())), random, packet.clear());
        packet.flip();
        while (channel.write(packet) == 0) {
          Thread.onSpinWait();
        }
        // Half a window behind, so that the server's buffer is not simply overrun.
        while (channel.read(drain.clear()) > 0) {
          Thread.onSpinWait();
        }
        if (i % 32 == 0) {
          java.util.concurrent.locks.LockSupport.parkNanos(50_000);
        }
      }
    }
  }

  private static void mutate(byte[] seed, Random random, ByteBuffer packet) {
    byte[] octets = Arrays.copyOf(seed, Math.min(600, 1 + random.nextInt(seed.length + 12)));
    for (int i = random.nextInt(5); i > 0 && octets.length > 0; i--) {
      octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
    }
    packet.put(octets);
  }

  private static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (int type : new int[] {Type.A, Type.ANY, Type.AXFR, Type.OPT, 65_535}) {
      Message plain = message("shop.tm.example.", type);
      seeds.add(plain.toWire());
      Message rich = message("a.b.shop.tm.example.", type);
      rich.addRecord(
          new OPTRecord(
              1232,
              0,
              0,
              0,
              new NSIDOption(new byte[0]),
              new ClientSubnetOption(24, java.net.InetAddress.ofLiteral("198.51.100.0"))),
          Section.ADDITIONAL);
      seeds.add(rich.toWire());
    }
    return seeds;
  }

  private static Message message(String name, int type) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
  }
}
