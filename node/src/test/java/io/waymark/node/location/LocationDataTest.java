package io.waymark.node.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.location.Place;
import io.waymark.protocol.net.Coordinates;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.profile.GeoCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocationDataTest {
  private static final String REGIONS =
      """
      regions = [
        { name = "North Site", latitude = 60, longitude = 10 }
        { name = southsite, latitude = -30, longitude = 20.5 }
      ]
      """;

  @TempDir Path directory;

  @Test
  void nothingIsKnownWithoutFiles() throws Exception {
    LocationData data = load(null, null, null);
    LocationIndex.Located located = locate(data, "192.0.2.1");

    assertThat(located.place()).isEqualTo(Place.UNKNOWN);
    assertThat(GeoCodes.climb(located.code())).containsExactly("WORLD");
    assertThat(data.index().regions().size()).isZero();
    assertThat(data.index().performance().prefixLength(IpAddress.parse("192.0.2.1"))).isZero();
  }

  @Test
  void readsTheShapeThatTellsTheCountryAlone() throws Exception {
    LocationData data =
        load(
            new DatabaseWriter()
                .country("192.0.2.0/24", "NL")
                .country("2001:db8::/32", "fi")
                .bytes(),
            null,
            null);

    LocationIndex.Located v4 = locate(data, "192.0.2.1");
    assertThat(v4.place().country()).isEqualTo("NL");
    assertThat(v4.place().coordinates())
        .isEqualTo(Centroids.shipped().byCountry().get("NL"))
        .isNotNull();
    assertThat(v4.databaseRow()).isEqualTo(Prefix.parse("192.0.2.0/24"));
    assertThat(GeoCodes.climb(v4.code())).containsExactly("NL", "GEO-EU", "WORLD");
    LocationIndex.Located v6 = locate(data, "2001:db8:7::1");
    assertThat(v6.place().country()).isEqualTo("FI");
    assertThat(v6.databaseRow()).isEqualTo(Prefix.parse("2001:db8::/32"));
    assertThat(locate(data, "192.0.3.0").databaseRow()).isNull();
  }

  @Test
  void readsTheShapeThatTellsStateAndCoordinates() throws Exception {
    LocationData data =
        load(
            new DatabaseWriter()
                .city("192.0.2.0/25", "US", "WA", 47.6, -122.3)
                .city("192.0.2.128/25", "DE", "BY", 48.1, 11.6)
                .bytes(),
            null,
            null);

    LocationIndex.Located seattle = locate(data, "192.0.2.1");
    assertThat(seattle.place()).isEqualTo(new Place("US", "US-WA", new Coordinates(47.6, -122.3)));
    assertThat(GeoCodes.climb(seattle.code())).containsExactly("US-WA", "US", "GEO-NA", "WORLD");
    // States of other countries are no codes.
    assertThat(locate(data, "192.0.2.200").place())
        .isEqualTo(new Place("DE", null, new Coordinates(48.1, 11.6)));
  }

  @Test
  void whatDatabasesCountWithOtherCountriesHasItsOwnCode() throws Exception {
    LocationData data =
        load(
            new DatabaseWriter()
                .put("192.0.2.0/28", part("BQ", "SE"))
                .put("192.0.2.16/28", part("BQ", "SA"))
                .put("192.0.2.32/28", part("BQ", "BO"))
                .put("192.0.2.48/28", part("SJ", "22"))
                .put("192.0.2.64/28", part("XK", "01"))
                .put("192.0.2.80/28", part("CG", "1"))
                .bytes(),
            null,
            null);

    assertThat(List.of(1, 17, 33, 49, 65))
        .extracting(host -> GeoCodes.code(locate(data, "192.0.2." + host).code()))
        .containsExactly("XE", "XS", "BQ", "XJ", "XK");
    LocationIndex.Located brazzaville = locate(data, "192.0.2.81");
    assertThat(brazzaville.place().country()).isEqualTo("CG");
    assertThat(GeoCodes.climb(brazzaville.code())).containsExactly("WORLD");
  }

  @Test
  void scopesAreOfWhatAMethodReads() throws Exception {
    LocationData data =
        load(
            new DatabaseWriter()
                .city("192.0.2.0/25", "DE", "BY", 48.1, 11.6)
                .city("192.0.2.128/25", "DE", "BE", 52.5, 13.4)
                .bytes(),
            "prefix,region,milliseconds\n192.0.2.192/26,southsite,150\n",
            REGIONS);

    IpAddress address = IpAddress.parse("192.0.2.1");
    assertThat(data.index().geographic().prefixLength(address)).isEqualTo(24);
    assertThat(data.index().performance().prefixLength(address)).isEqualTo(25);
    assertThat(data.index().performance().prefixLength(IpAddress.parse("192.0.2.129")))
        .isEqualTo(26);
  }

  @Test
  void latenciesGoBeforeDistances() throws Exception {
    LocationData data =
        load(
            new DatabaseWriter().country("192.0.2.0/24", "NO").bytes(),
            """
            prefix,region,milliseconds
            192.0.2.0/25,South Site,12.5
            2001:db8::/32,NorthSite,7

            192.0.2.0/28,NORTHSITE,80.125
            192.0.2.0/28,southsite,0
            """,
            REGIONS);
    LocationIndex index = data.index();

    LocationIndex.Located both = locate(data, "192.0.2.1");
    assertThat(both.latencyRow()).isEqualTo(Prefix.parse("192.0.2.0/28"));
    assertThat(index.nearest(both.performanceClass()))
        .extracting(seen -> seen.region().name(), LocationIndex.Seen::latencyMicros)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("southsite", 0),
            org.assertj.core.groups.Tuple.tuple("North Site", 80_125));
    LocationIndex.Located one = locate(data, "192.0.2.100");
    int north = index.regions().number("north site");
    int south = index.regions().number("SouthSite");
    assertThat(index.latencyMicros(one.performanceClass(), south)).isEqualTo(12_500);
    assertThat(index.latencyMicros(one.performanceClass(), north)).isEqualTo(LocationIndex.UNKNOWN);
    LocationIndex.Located none = locate(data, "192.0.2.200");
    assertThat(none.latencyRow()).isNull();
    assertThat(index.kilometres(none.performanceClass(), north)).isBetween(1, 1_000);
    assertThat(index.nearest(none.performanceClass()).getFirst().region().name())
        .isEqualTo("North Site");
    LocationIndex.Located nowhere = locate(data, "2001:db8::1");
    assertThat(index.latencyMicros(nowhere.performanceClass(), north)).isEqualTo(7_000);
    assertThat(index.kilometres(nowhere.performanceClass(), north))
        .isEqualTo(LocationIndex.UNKNOWN);
  }

  @Test
  void everyFaultOfTheLatencyTableIsTold() throws Exception {
    assertThatThrownBy(() ->
            load(
                null,
                """
                prefix,region,milliseconds
                192.0.2.1/24,southsite,1
                192.0.2.0/24,nowhere,1
                192.0.2.0/24,southsite,fast
                192.0.2.0/24,southsite,60000.001
                192.0.2.0/24,southsite,-1
                192.0.2.0/24,southsite
                example,southsite,1
                198.51.100.0/24,southsite,1
                203.0.113.0/24,southsite,1
                198.51.100.0/24,South Site,2
                """,
                REGIONS))
        .isInstanceOf(LocationException.class)
        .message()
        .satisfies(message ->
            assertThat(message.lines())
                .satisfiesExactly(
                    line ->
                        assertThat(line)
                            .contains("latency.csv line 2:", "192.0.2.1/24", "192.0.2.0/24"),
                    line -> assertThat(line).contains("line 3: region (nowhere)"),
                    line -> assertThat(line).contains("line 4: milliseconds (fast)", "[0, 60000]"),
                    line -> assertThat(line).contains("line 5: milliseconds (60000.001)"),
                    line -> assertThat(line).contains("line 6: milliseconds (-1)"),
                    line -> assertThat(line).contains("line 7: has 2 columns"),
                    line -> assertThat(line).contains("line 8: prefix (example)"),
                    line ->
                        assertThat(line)
                            .contains("line 11: 198.51.100.0/24 to southsite", "line 9")));
  }

  @Test
  void theLatencyTableMustHaveItsHeader() {
    assertThatThrownBy(() -> load(null, "192.0.2.0/24,southsite,1\n", REGIONS))
        .hasMessageContaining("latency.csv line 1:")
        .hasMessageContaining("must be prefix,region,milliseconds");
    assertThatThrownBy(() -> load(null, "", REGIONS)).hasMessageContaining("line 1: the header ()");
  }

  @Test
  void spreadsheetsMayHaveWrittenTheTable() throws Exception {
    LocationData data =
        load(null, "\ufeffprefix,region,milliseconds\r\n192.0.2.0/24, southsite ,1\r\n", REGIONS);

    assertThat(locate(data, "192.0.2.1").latencyRow()).isNotNull();
  }

  @Test
  void faultsOfOneFileAreTold20AtMost() {
    assertThatThrownBy(
            () -> load(null, "prefix,region,milliseconds\n" + "x\n".repeat(500), REGIONS))
        .message()
        .satisfies(message ->
            assertThat(message.lines())
                .hasSize(Faults.TOLD_MAX + 1)
                .last()
                .asString()
                .endsWith("has 480 more faults"));
  }

  @Test
  void everyFaultOfTheRegionsIsTold() {
    assertThatThrownBy(() ->
            load(
                null,
                null,
                """
                sites = []
                regions = [
                  { name = a, latitude = 91, longitude = 0 }
                  { name = b, latitude = 0 }
                  { name = "c,d", latitude = 0, longitude = 0 }
                  { name = e, latitude = 0, longitude = 0, height = 3 }
                  { name = "E", latitude = north, longitude = 0 }
                  { name = " e ", latitude = 1, longitude = 0 }
                  f
                ]
                """))
        .message()
        .satisfies(message ->
            assertThat(message.lines())
                .satisfiesExactly(
                    line -> assertThat(line).contains("regions.conf line 1: sites is unknown"),
                    line -> assertThat(line).contains("line 3: latitude (91)", "[-90, 90]"),
                    line -> assertThat(line).contains("line 4: longitude (missing)"),
                    line -> assertThat(line).contains("line 5: name (c,d)"),
                    line -> assertThat(line).contains("line 6: height is unknown"),
                    line -> assertThat(line).contains("line 7: latitude (north)"),
                    line ->
                        assertThat(line).contains("line 8: name ( e ) is already that of line 6"),
                    line -> assertThat(line).contains("line 9: a region must be")));
    assertThatThrownBy(() -> load(null, null, "regions = [")).hasMessageContaining("line 1");
    assertThatThrownBy(() -> load(null, null, "")).hasMessageContaining("must have a list");
  }

  @Test
  void whatIsNoCountryDatabaseIsRefused() {
    assertThatThrownBy(() -> load(new byte[100], null, null))
        .isInstanceOf(LocationException.class)
        .hasMessageContaining("country.mmdb cannot be read as a MaxMind DB");
    byte[] good = new DatabaseWriter().country("192.0.2.0/24", "NL").bytes();
    byte[] cut = java.util.Arrays.copyOfRange(good, 64, good.length);
    assertThatThrownBy(() -> load(cut, null, null)).isInstanceOf(LocationException.class);
    byte[] networks =
        new DatabaseWriter()
            .put("192.0.2.0/24", Map.of("autonomous_system_number", 64_496))
            .bytes();
    assertThatThrownBy(() -> load(networks, null, null))
        .hasMessageContaining("neither country_code nor country.iso_code");
  }

  @Test
  void faultsOfAllFilesComeAtOnce() {
    assertThatThrownBy(() -> load(new byte[9], "header\n", "regions = 3"))
        .hasMessageContaining("country.mmdb")
        .hasMessageContaining("latency.csv")
        .hasMessageContaining("regions.conf");
    Path gone = directory.resolve("gone.mmdb");
    assertThatThrownBy(() -> LocationData.load(new NodeSettings.Location(gone, null, directory)))
        .hasMessageContaining(gone + " is missing")
        .hasMessageContaining(directory + " cannot be read");
  }

  @Test
  void theHashIsOfWhatIsInTheFiles() throws Exception {
    LocationData one = load(null, null, REGIONS);
    LocationData same = load(null, null, REGIONS);
    LocationData other = load(null, null, REGIONS + "\n");

    assertThat(one.hash()).matches("[0-9a-f]{16}").isEqualTo(same.hash());
    assertThat(other.hash()).isNotEqualTo(one.hash());
    assertThat(load(null, "prefix,region,milliseconds\n", REGIONS).hash()).isNotEqualTo(one.hash());
  }

  private static Map<String, Object> part(String country, String subdivision) {
    return Map.of(
        "country",
        Map.of("iso_code", country),
        "subdivisions",
        List.of(Map.of("iso_code", subdivision)));
  }

  private static LocationIndex.Located locate(LocationData data, String address) {
    return data.index().locate(IpAddress.parse(address));
  }

  private LocationData load(
      byte @Nullable [] database, @Nullable String latency, @Nullable String regions)
      throws IOException, LocationException {
    return LocationData.load(
        new NodeSettings.Location(
            database == null ? null : Files.write(directory.resolve("country.mmdb"), database),
            latency == null ? null : Files.writeString(directory.resolve("latency.csv"), latency),
            regions == null
                ? null
                : Files.writeString(directory.resolve("regions.conf"), regions)));
  }
}
