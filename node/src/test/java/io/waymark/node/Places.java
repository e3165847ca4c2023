package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.location.DatabaseWriter;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.net.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Three regions, the networks that are near them, and the files that tell a node so. */
final class Places {
  static final String AMERICA = "198.51.100.0/24";
  static final String EUROPE = "203.0.113.0/24";
  static final String ASIA = "192.0.2.0/24";

  static final String LATENCIES =
      """
      prefix,region,milliseconds
      198.51.100.0/24,us,20
      198.51.100.0/24,eu,90
      198.51.100.0/24,asia,160
      203.0.113.0/24,eu,15
      203.0.113.0/24,us,95
      203.0.113.0/24,asia,180
      192.0.2.0/24,asia,25
      192.0.2.0/24,us,140
      192.0.2.0/24,eu,200
      127.0.0.9/32,eu,10
      127.0.0.9/32,us,80
      127.0.0.10/32,asia,10
      127.0.0.10/32,us,80
      """;

  private Places() {}

  /** Writes the files into a directory. */
  static NodeSettings.Location write(Path data) throws IOException {
    Path regions =
        Files.writeString(
            data.resolve("regions.conf"),
            """
            regions = [ { name = us, latitude = 38, longitude = -78 }
                        { name = eu, latitude = 52, longitude = 5 }
                        { name = asia, latitude = 1, longitude = 104 } ]
            """);
    Path latencies = Files.writeString(data.resolve("latency.csv"), LATENCIES);
    Path countries = data.resolve("country.mmdb");
    DatabaseWriter database =
        new DatabaseWriter()
            .city("198.51.100.0/24", "US", "WA", 47.6, -122.3)
            .country("203.0.113.0/24", "ES")
            .country("2001:db8::/32", "TR");
    // 10.0.0.0/8 is in France but for 10.7.0.0/16, which is in Ireland.
    database.country("10.7.0.0/16", "IE");
    Prefix whole = Prefix.parse("10.0.0.0/8");
    Prefix hole = Prefix.parse("10.7.0.0/16");
    for (int length = 9; length <= 16; length++) {
      Prefix half = Prefix.of(hole.address(), length);
      Prefix outer = Prefix.of(hole.address(), length - 1);
      Prefix other =
          half.first().equals(outer.first())
              ? Prefix.of(outer.last(), length)
              : Prefix.of(outer.first(), length);
      assertThat(whole.contains(other)).isTrue();
      database.country(other.toString(), "FR");
    }
    Files.write(countries, database.bytes());
    return new NodeSettings.Location(countries, latencies, regions);
  }
}
