package io.waymark.node.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.settings.NodeSettings.UdpLoop;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.location.LocationIndexBuilder;
import io.waymark.protocol.location.Place;
import io.waymark.protocol.location.Region;
import io.waymark.protocol.location.Regions;
import io.waymark.protocol.net.Coordinates;
import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.profile.RoutingMethod;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Queries over real sockets, read by an independent library. */
final class DataPlaneTest {

  @ParameterizedTest
  @EnumSource(UdpLoop.class)
  void answersOverUdpAndTcpOnEveryAddress(UdpLoop loop) throws Exception {
    SampleTable sample = new SampleTable();
    sample.profile("shop", RoutingMethod.PRIORITY, "eu.app.example", "us.app.example");
    sample.profile("v4", RoutingMethod.PRIORITY, "192.0.2.1");
    try (DataPlane plane =
        DataPlane.start(
            sample.table, sample.zones, SampleTable.settings(loop, "127.0.0.1", "::1"))) {
      for (InetSocketAddress address : plane.addresses()) {
        for (boolean tcp : new boolean[] {false, true}) {
          assertThat(section(ask(address, tcp, "ShOp.tm.example.", Type.A), Section.ANSWER))
              .containsExactly("ShOp.tm.example. 30 IN CNAME eu.app.example.");
          assertThat(section(ask(address, tcp, "v4.tm.example.", Type.A), Section.ANSWER))
              .containsExactly("v4.tm.example. 30 IN A 192.0.2.1");
          Message none = ask(address, tcp, "v4.tm.example.", Type.AAAA);
          assertThat(none.getRcode()).isEqualTo(Rcode.NOERROR);
          assertThat(section(none, Section.ANSWER)).isEmpty();
          assertThat(section(none, Section.AUTHORITY))
              .singleElement()
              .asString()
              .startsWith("tm.example. 30 IN SOA ns1.tm.example.");
          Message unknown = ask(address, tcp, "nope.tm.example.", Type.A);
          assertThat(unknown.getRcode()).isEqualTo(Rcode.NXDOMAIN);
          assertThat(unknown.getHeader().getFlag(Flags.AA)).isTrue();
          assertThat(ask(address, tcp, "www.elsewhere.example.", Type.A).getRcode())
              .isEqualTo(Rcode.REFUSED);
          assertThat(section(ask(address, tcp, "tm.example.", Type.NS), Section.ANSWER))
              .containsExactly("tm.example. 3600 IN NS ns1.tm.example.");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(UdpLoop.class)
  void refusesAPortThatIsTaken(UdpLoop loop) throws Exception {
    SampleTable sample = new SampleTable();
    var settings = SampleTable.settings(loop, "127.0.0.1");
    try (DataPlane first = DataPlane.start(sample.table, sample.zones, settings)) {
      int port = first.addresses().getFirst().getPort();
      var taken =
          new io.waymark.node.settings.NodeSettings.Dns(
              List.of(
                  new io.waymark.node.settings.NodeSettings.Listen(
                      settings.listen().getFirst().address(), port)),
              1,
              loop,
              "",
              false,
              Duration.ZERO,
              List.of());
      Assertions.assertThatThrownBy(() -> DataPlane.start(sample.table, sample.zones, taken))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("Is another server running there");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = UdpLoop.class,
      names = {"AUTO", "NATIVE"})
  void allocatesNothingForAQueryInSteadyState(UdpLoop loop) throws Exception {
    SampleTable sample = new SampleTable();
    List<byte[]> queries = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sample.profile("w" + i, RoutingMethod.WEIGHTED, "192.0.2.1", "192.0.2.2", "192.0.2.3");
      queries.add(query("w" + i + ".tm.example.", Type.A));
      queries.add(query("nope" + i + ".tm.example.", Type.A));
    }
    LocationIndex places = places();
    for (RoutingMethod method :
        List.of(RoutingMethod.GEOGRAPHIC, RoutingMethod.PERFORMANCE, RoutingMethod.SUBNET)) {
      sample.byClient(method.name(), method, places);
      for (int i = 0; i < 30; i++) {
        queries.add(query(method.name() + ".tm.example.", Type.A));
        queries.add(query(method.name() + ".tm.example.", "10." + i % 3 + "." + i + ".0"));
        queries.add(query(method.name() + ".tm.example.", "2001:db8:" + i + "::"));
      }
    }
    try (DataPlane plane =
            DataPlane.start(sample.table, sample.zones, SampleTable.settings(loop, "127.0.0.1"));
        DatagramSocket socket = new DatagramSocket()) {
      socket.connect(plane.addresses().getFirst());
      socket.setSoTimeout(5_000);
      // The compilers need time: what counts is that some stretch of queries allocates nothing at
      // all.
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 60 && least > 0; round++) {
        long before = plane.allocatedBytes();
        exchange(socket, queries, 5_000);
        least = Math.min(least, plane.allocatedBytes() - before);
      }
      assertThat(least).as("octets allocated by 5,000 queries").isZero();
    }
  }

  private static void exchange(DatagramSocket socket, List<byte[]> queries, int count)
      throws Exception {
    DatagramPacket response = new DatagramPacket(new byte[2048], 2048);
    for (int i = 0; i < count; i++) {
      byte[] query = queries.get(i % queries.size());
      socket.send(new DatagramPacket(query, query.length));
      socket.receive(response);
    }
  }

  private static byte[] query(String name, int type) throws Exception {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN)).toWire();
  }

  /** With a client subnet. */
  private static byte[] query(String name, String network) throws Exception {
    Message query = Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN));
    InetAddress address = InetAddress.ofLiteral(network);
    int bits = address instanceof java.net.Inet4Address ? 24 : 56;
    query.addRecord(
        new OPTRecord(1232, 0, 0, 0, new ClientSubnetOption(bits, address)), Section.ADDITIONAL);
    return query.toWire();
  }

  private static LocationIndex places() {
    Regions regions =
        new Regions(
            List.of(
                new Region("us", new Coordinates(38, -78)),
                new Region("eu", new Coordinates(52, 5))));
    LocationIndexBuilder index = new LocationIndexBuilder(regions);
    for (int i = 0; i < 256; i++) {
      Coordinates here = new Coordinates(i % 80, i - 128);
      index
          .place(
              Prefix.parse("10." + i + ".0.0/16"), new Place(i % 2 == 0 ? "ES" : "FR", null, here))
          .latencies(Prefix.parse("10.0." + i + ".0/24"), new TreeMap<>(Map.of(i % 2, i)));
    }
    return index.place(Prefix.parse("2001:db8::/32"), new Place("TR", null, null)).build();
  }

  private static Message ask(InetSocketAddress address, boolean tcp, String name, int type)
      throws Exception {
    SimpleResolver resolver = new SimpleResolver(InetAddress.getLoopbackAddress());
    resolver.setAddress(address);
    resolver.setTCP(tcp);
    resolver.setTimeout(Duration.ofSeconds(5));
    return resolver.send(
        Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN)));
  }

  private static List<String> section(Message message, int section) {
    return message.getSection(section).stream()
        .map(record -> record.toString().replaceAll("\\s+", " "))
        .toList();
  }
}
