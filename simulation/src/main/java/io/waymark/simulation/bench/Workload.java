package io.waymark.simulation.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The names every server is given, and the queries it is asked: Weighted profiles of three external
 * endpoints with domain names as targets, weights 1, 2 and 3, asked uniformly at random.
 *
 * @param profiles how many names there are
 */
record Workload(int profiles) {
  static final String ZONE = "tm.example";
  static final int ENDPOINTS = 3;
  static final int TTL = 30;

  /** Enough for each of 100,000 names to be asked three times in one run through the file. */
  private static final int QUERIES = 300_000;

  /** The same file for the same number of names. */
  private static final long SEED = 20;

  /** A profile's name, which is also the first label of its domain name. */
  static String name(int profile) {
    return String.format(Locale.ROOT, "svc%06d", profile);
  }

  /** Where an endpoint's CNAME points, without a trailing dot. */
  static String target(int profile, int endpoint) {
    return "e" + endpoint + "." + name(profile) + ".app.example";
  }

  /** An endpoint's weight; endpoints count from 1. */
  static int weight(int endpoint) {
    return endpoint;
  }

  /** The profile as the HTTP API takes it. */
  static ObjectNode document(int profile) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", name(profile)).put("trafficRoutingMethod", "Weighted");
    document
        .putObject("dnsConfig")
        .put("relativeName", name(profile))
        .put("zone", ZONE)
        .put("ttl", TTL);
    document.putObject("monitorConfig").put("protocol", "HTTP").put("port", 80).put("path", "/");
    var endpoints = document.putArray("endpoints");
    for (int i = 1; i <= ENDPOINTS; i++) {
      endpoints
          .addObject()
          .put("name", "e" + i)
          .put("type", "External")
          .put("target", target(profile, i))
          .put("weight", weight(i));
    }
    return document;
  }

  /** Writes the queries in the form dnsperf reads. */
  Dnsperf.Queries writeQueries(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    try (BufferedWriter queries = Files.newBufferedWriter(file)) {
      for (int i = 0; i < QUERIES; i++) {
        queries.write(name(random.nextInt(profiles)) + "." + ZONE + " A\n");
      }
    }
    return new Dnsperf.Queries(file, false);
  }
}
