package io.waymark.protocol.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.net.Coordinates;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.profile.GeoCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LocationIndexTest {
  private static final Regions REGIONS =
      new Regions(
          List.of(
              new Region("West", new Coordinates(40, -100)),
              new Region("east", new Coordinates(40, 100)),
              new Region("South Site", new Coordinates(-40, 0))));

  private static final List<Place> PLACES =
      List.of(
          new Place("US", "US-WA", new Coordinates(47.5, -120)),
          new Place("US", "US-WA", new Coordinates(47, -122)),
          new Place("US", null, new Coordinates(40, -98)),
          new Place("NL", null, new Coordinates(52, 5)),
          new Place("CG", null, null),
          Place.UNKNOWN);

  @Test
  void regionsAreNumberedByNameWithoutRegardToCaseAndSpaces() {
    assertThat(REGIONS.list())
        .extracting(Region::name)
        .containsExactly("east", "South Site", "West");
    assertThat(REGIONS.number("SOUTHSITE")).isEqualTo(1);
    assertThat(REGIONS.number("we st")).isEqualTo(2);
    assertThat(REGIONS.number("north")).isEqualTo(Regions.UNKNOWN);
    Coordinates anywhere = new Coordinates(0, 0);
    List<Region> alike = List.of(new Region("a b", anywhere), new Region("AB", anywhere));
    assertThatThrownBy(() -> new Regions(alike)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void regionsAsNearGoByName() {
    Regions twins =
        new Regions(
            List.of(
                new Region("b", new Coordinates(10, 10)),
                new Region("c", new Coordinates(0, 0)),
                new Region("a", new Coordinates(10, 10))));
    LocationIndex index =
        new LocationIndexBuilder(twins)
            .place(Prefix.parse("192.0.2.0/24"), new Place(null, null, new Coordinates(11, 11)))
            .build();

    int performanceClass = index.performance().get(IpAddress.parse("192.0.2.1"));
    assertThat(index.nearest(performanceClass))
        .extracting(seen -> seen.region().name())
        .containsExactly("a", "b", "c");
    assertThat(index.nearest(index.performance().get(IpAddress.parse("198.51.100.1"))))
        .extracting(seen -> seen.region().name(), LocationIndex.Seen::kilometres)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", LocationIndex.UNKNOWN),
            org.assertj.core.groups.Tuple.tuple("b", LocationIndex.UNKNOWN),
            org.assertj.core.groups.Tuple.tuple("c", LocationIndex.UNKNOWN));
  }

  @Test
  void placesAreWhatDatabasesMean() {
    Coordinates bonaire = new Coordinates(12, -68);
    Map<String, Coordinates> centroids = Map.of("BQ", bonaire);

    assertThat(Place.of("bq", "se", null, centroids)).isEqualTo(new Place("XE", null, bonaire));
    assertThat(Place.of("us", "wa", bonaire, centroids))
        .isEqualTo(new Place("US", "US-WA", bonaire));
    assertThat(Place.of("US", "PR", null, centroids)).isEqualTo(new Place("US", null, null));
    assertThat(Place.of("RS", "KM", null, centroids).country()).isEqualTo("XK");
    for (String none : new String[] {"ZZ", "", "Europe", "U1"}) {
      assertThat(Place.of(none, null, null, centroids)).isEqualTo(Place.UNKNOWN);
    }
    assertThat(Place.of(null, "WA", bonaire, centroids)).isEqualTo(new Place(null, null, bonaire));
  }

  @Test
  void theClimbGoesFromTheStateToTheWorld() {
    assertThat(GeoCodes.climb(GeoCodes.number("AU-NSW")))
        .containsExactly("AU-NSW", "AU", "GEO-AP", "WORLD");
    assertThat(GeoCodes.climb(GeoCodes.number("WORLD"))).containsExactly("WORLD");
    assertThat(GeoCodes.number("WORLD")).isZero();
    for (int number = 0; number < GeoCodes.count(); number++) {
      assertThat(GeoCodes.number(GeoCodes.code(number))).isEqualTo(number);
    }
    assertThat(GeoCodes.count()).isEqualTo(GeoCodes.belowWorld().size() + 1);
    assertThatThrownBy(() -> GeoCodes.number("EH")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void agreesWithLookingThroughEveryRow() {
    Seeds.forEach(
        300,
        random -> {
          Rows rows = Rows.draw(random);
          LocationIndex index = rows.index();
          for (int i = 0; i < 100; i++) {
            rows.check(index, rows.address(random));
          }
        });
  }

  @Test
  void withinAReportedPrefixTheMethodReadsTheSame() {
    Seeds.forEach(
        300,
        random -> {
          Rows rows = Rows.draw(random);
          LocationIndex index = rows.index();
          for (int i = 0; i < 30; i++) {
            IpAddress address = rows.address(random);
            Prefix geographic = Prefix.of(address, index.geographic().prefixLength(address));
            Prefix performance = Prefix.of(address, index.performance().prefixLength(address));
            for (int j = 0; j < 30; j++) {
              IpAddress other = rows.address(random);
              if (geographic.contains(other)) {
                assertThat(rows.place(other).code()).isEqualTo(rows.place(address).code());
              }
              if (performance.contains(other)) {
                assertThat(rows.place(other).coordinates())
                    .isEqualTo(rows.place(address).coordinates());
                assertThat(rows.latencies(other)).isEqualTo(rows.latencies(address));
              }
            }
          }
        });
  }

  /** What files could say, looked up the plain way. */
  private static final class Rows {
    private final Map<Prefix, Place> places = new HashMap<>();
    private final Map<Prefix, SortedMap<Integer, Integer>> latencies = new HashMap<>();

    static Rows draw(Random random) {
      Rows rows = new Rows();
      for (int i = random.nextInt(30); i > 0; i--) {
        rows.places.put(prefix(random), PLACES.get(random.nextInt(PLACES.size())));
      }
      for (int i = random.nextInt(30); i > 0; i--) {
        SortedMap<Integer, Integer> row = new TreeMap<>();
        for (int region = 0; region < REGIONS.size(); region++) {
          if (random.nextBoolean()) {
            row.put(region, random.nextInt(3));
          }
        }
        if (!row.isEmpty()) {
          rows.latencies.put(prefix(random), row);
        }
      }
      return rows;
    }

    /** Few bits differ, so that prefixes nest and touch. */
    private static Prefix prefix(Random random) {
      int length = 24 + random.nextInt(9);
      return random.nextBoolean()
          ? Prefix.of(IpAddress.v4(0xc000_0200 | random.nextInt(256)), length)
          : Prefix.of(
              new IpAddress(true, 0x2001_0db8_0000_0000L | random.nextInt(256), 0), length + 32);
    }

    IpAddress address(Random random) {
      return random.nextBoolean()
          ? IpAddress.v4(0xc000_0200 + random.nextInt(258) - 1)
          : new IpAddress(
              true, 0x2001_0db8_0000_0000L + random.nextInt(258) - 1, random.nextInt(3));
    }

    LocationIndex index() {
      LocationIndexBuilder builder = new LocationIndexBuilder(REGIONS);
      places.forEach(builder::place);
      latencies.forEach(builder::latencies);
      return builder.build();
    }

    Place place(IpAddress address) {
      Prefix row = longest(places, address);
      return row == null ? Place.UNKNOWN : places.getOrDefault(row, Place.UNKNOWN);
    }

    SortedMap<Integer, Integer> latencies(IpAddress address) {
      Prefix row = longest(latencies, address);
      return row == null ? new TreeMap<>() : latencies.getOrDefault(row, new TreeMap<>());
    }

    private static @Nullable Prefix longest(Map<Prefix, ?> rows, IpAddress address) {
      Prefix longest = null;
      for (Prefix row : rows.keySet()) {
        if (row.contains(address) && (longest == null || row.length() > longest.length())) {
          longest = row;
        }
      }
      return longest;
    }

    void check(LocationIndex index, IpAddress address) {
      LocationIndex.Located located = index.locate(address);
      Place place = place(address);
      assertThat(located.place()).isEqualTo(place);
      assertThat(located.databaseRow()).isEqualTo(longest(places, address));
      assertThat(located.latencyRow()).isEqualTo(longest(latencies, address));
      assertThat(index.geographic().get(address)).isEqualTo(place.code());
      int performanceClass = index.performance().get(address);
      assertThat(performanceClass).isBetween(0, index.performanceClasses() - 1);
      Coordinates at = place.coordinates();
      for (int region = 0; region < REGIONS.size(); region++) {
        assertThat(index.latencyMicros(performanceClass, region))
            .isEqualTo(latencies(address).getOrDefault(region, LocationIndex.UNKNOWN));
        assertThat(index.kilometres(performanceClass, region))
            .isEqualTo(
                at == null
                    ? LocationIndex.UNKNOWN
                    : at.kilometresTo(REGIONS.get(region).coordinates()));
      }
    }
  }

  @Test
  void theNearestAmongSomeRegionsIsTheFirstOfThemInTheOrderOfAll() {
    Seeds.forEach(
        300,
        random -> {
          List<Region> list = new ArrayList<>();
          for (int i = 1 + random.nextInt(6); i > 0; i--) {
            // Several lie in one place.
            list.add(new Region("r" + i, new Coordinates(random.nextInt(2) * 40, 0)));
          }
          Regions regions = new Regions(list);
          LocationIndexBuilder builder = new LocationIndexBuilder(regions);
          for (int i = random.nextInt(20); i > 0; i--) {
            Prefix prefix = Prefix.of(IpAddress.v4(random.nextInt()), random.nextInt(9));
            SortedMap<Integer, Integer> row = new TreeMap<>();
            for (int region = 0; region < list.size(); region++) {
              if (random.nextBoolean()) {
                row.put(region, random.nextInt(3));
              }
            }
            builder.latencies(prefix, row);
            builder.place(
                Prefix.of(IpAddress.v4(random.nextInt()), random.nextInt(9)),
                new Place(
                    null,
                    null,
                    random.nextBoolean() ? new Coordinates(random.nextInt(3) * 20, 0) : null));
          }
          LocationIndex index = builder.build();
          int[] some =
              random.ints(1 + random.nextInt(4), 0, list.size()).sorted().distinct().toArray();
          short[] nearest = index.nearestAmong(some);
          assertThat(nearest).hasSize(index.performanceClasses());
          for (int of = 0; of < nearest.length; of++) {
            int first =
                index.nearest(of).stream()
                    .mapToInt(seen -> regions.number(seen.region().name()))
                    .filter(region -> Arrays.stream(some).anyMatch(one -> one == region))
                    .findFirst()
                    .orElseThrow();
            assertThat(some[nearest[of]]).isEqualTo(first);
          }
        });
  }
}
