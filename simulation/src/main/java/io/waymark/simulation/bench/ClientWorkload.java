package io.waymark.simulation.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Profiles of three endpoints by each of the methods that are compared, and queries that each bring
 * the network of a random client.
 *
 * @param profiles by each method
 */
record ClientWorkload(int profiles) {
  /** What decides between the endpoints. */
  enum Method {
    WEIGHTED("Weighted"),
    PERFORMANCE("Performance"),
    GEOGRAPHIC("Geographic");

    final String text;

    Method(String text) {
      this.text = text;
    }

    /** By which the figures go. */
    String label() {
      return text.toLowerCase(Locale.ROOT);
    }
  }

  private static final int QUERIES = 300_000;
  private static final long SEED = 21;
  private static final int SOURCE_PREFIX = 24;
  private static final int PAYLOAD = 1232;

  /** Three for each profile, from another place in the list each time. */
  private static final List<String> REGIONS =
      List.of(
          "eastus",
          "westus",
          "northeurope",
          "southeastasia",
          "brazilsouth",
          "japaneast",
          "australiaeast",
          "southafricanorth",
          "centralindia",
          "uksouth");

  /** The last of a profile's endpoints takes the rest of the world. */
  private static final List<String> PLACES =
      List.of("GEO-EU", "GEO-AS", "GEO-NA", "US", "DE", "JP", "GEO-AF", "BR", "GEO-ME", "FR");

  /** How many documents there are: those of all methods. */
  int documents() {
    return profiles * Method.values().length;
  }

  /** One of the {@link #documents}. */
  ObjectNode document(int number) {
    Method method = Method.values()[number / profiles];
    int profile = number % profiles;
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", name(method, profile)).put("trafficRoutingMethod", method.text);
    document
        .putObject("dnsConfig")
        .put("relativeName", name(method, profile))
        .put("zone", Workload.ZONE)
        .put("ttl", Workload.TTL);
    document.putObject("monitorConfig").put("protocol", "HTTP").put("port", 80).put("path", "/");
    ArrayNode endpoints = document.putArray("endpoints");
    for (int i = 1; i <= Workload.ENDPOINTS; i++) {
      ObjectNode endpoint =
          endpoints
              .addObject()
              .put("name", "e" + i)
              .put("type", "External")
              .put("target", "e" + i + "." + name(method, profile) + ".app.example");
      switch (method) {
        case WEIGHTED -> endpoint.put("weight", Workload.weight(i));
        case PERFORMANCE ->
            endpoint.put("endpointLocation", REGIONS.get((profile + 3 * i) % REGIONS.size()));
        case GEOGRAPHIC ->
            endpoint
                .putArray("geoMapping")
                .add(
                    i == Workload.ENDPOINTS
                        ? "WORLD"
                        : PLACES.get((profile + 3 * i) % PLACES.size()));
      }
    }
    return document;
  }

  private static String name(Method method, int profile) {
    return String.format(Locale.ROOT, "%s%06d", method.label(), profile);
  }

  /**
   * Writes queries as packets, each with the length before it: names of one method and clients'
   * networks, both uniformly at random.
   */
  Dnsperf.Queries writeQueries(Path file, Method method) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (int i = 0; i < QUERIES; i++) {
        byte[] packet = query(method, random).toWire();
        out.writeShort(packet.length);
        out.write(packet);
      }
    }
    return new Dnsperf.Queries(file, true);
  }

  private Message query(Method method, SplittableRandom random) throws IOException {
    String name = name(method, random.nextInt(profiles)) + "." + Workload.ZONE + ".";
    byte[] network = {
      (byte) random.nextInt(1, 224), (byte) random.nextInt(256), (byte) random.nextInt(256), 0
    };
    Message query = Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN));
    query.getHeader().unsetFlag(Flags.RD);
    query.addRecord(
        new OPTRecord(
            PAYLOAD,
            0,
            0,
            0,
            new ClientSubnetOption(SOURCE_PREFIX, InetAddress.getByAddress(network))),
        Section.ADDITIONAL);
    return query;
  }
}
