package io.waymark.node.location;

import static org.assertj.core.api.Assertions.assertThat;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.location.Place;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.GeoCodes;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The files in {@code config/} and the jar, against readers of their own. */
final class ShippedDataTest {
  private static final Path CONFIG = config();
  private static LocationIndex index = LocationIndex.EMPTY;

  @BeforeAll
  static void load() throws Exception {
    index =
        LocationData.load(
                new NodeSettings.Location(
                    CONFIG.resolve("country.mmdb"), null, CONFIG.resolve("regions.conf")))
            .index();
  }

  @Test
  void aMillionAddressesAreWhereTheReaderOfTheFormatSays() throws Exception {
    Random random = new Random(42);
    try (Reader reader =
        new Reader(CONFIG.resolve("country.mmdb").toFile(), new CHMCache(1 << 12))) {
      for (int i = 0; i < 1_000_000; i++) {
        IpAddress address = address(random);
        Map<?, ?> row = reader.get(InetAddress.getByAddress(address.bytes()), Map.class);
        Object country = row == null ? null : row.get("country_code");
        int expected =
            country != null && GeoCodes.known(country.toString())
                ? GeoCodes.number(country.toString())
                : 0;
        if (index.geographic().get(address) != expected) {
          assertThat(index.locate(address)).as("the reader says " + row).isNull();
        }
      }
    }
  }

  @Test
  void withinTheReportedPrefixTheCountryIsTheSame() {
    Random random = new Random(43);
    for (int i = 0; i < 100_000; i++) {
      IpAddress address = address(random);
      int length = index.geographic().prefixLength(address);
      int code = index.geographic().get(address);
      IpAddress network = address.network(length);
      IpAddress any = address(random, address.v6());
      IpAddress host = any.network(length);
      IpAddress within =
          new IpAddress(
              address.v6(),
              network.high() | any.high() ^ host.high(),
              network.low() | any.low() ^ host.low());
      if (index.geographic().get(within) != code
          || index.geographic().prefixLength(within) != length) {
        assertThat(index.locate(within)).as(address + "/" + length).isNull();
      }
    }
  }

  @Test
  void everyCountryOfTheCodesHasCoordinates() {
    Map<String, ?> centroids = Centroids.shipped().byCountry();
    for (String code : GeoCodes.belowWorld()) {
      if (code.length() == 2) {
        assertThat(centroids).containsKey(code);
      }
    }
  }

  @Test
  void regionsOfTheCloudsAreKnown() {
    for (String region :
        new String[] {"West Europe", "eastus", "Southeast Asia", "eu-west-1", "us-central1"}) {
      assertThat(index.regions().number(region)).as(region).isNotNegative();
    }
    assertThat(index.regions().size()).isGreaterThan(130);
  }

  @Test
  void theNearestRegionIsNear() {
    LocationIndex.Located dublin = index.locate(IpAddress.parse("2a00:1450:4001:800::200e"));
    Place place = dublin.place();
    assertThat(place.country()).isEqualTo("IE");
    assertThat(index.nearest(dublin.performanceClass()).getFirst().region().name())
        .isIn("eu-west-1", "northeurope");
  }

  private static IpAddress address(Random random) {
    return address(random, random.nextBoolean());
  }

  /** IPv6 mostly where it is used, and at the lengths at which it is given out. */
  private static IpAddress address(Random random, boolean v6) {
    if (!v6) {
      return IpAddress.v4(random.nextInt());
    }
    long high = random.nextLong();
    return switch (random.nextInt(4)) {
      case 0 -> new IpAddress(true, high, random.nextLong());
      case 1 -> new IpAddress(true, high >>> 8 | 0x2aL << 56, random.nextLong());
      case 2 -> new IpAddress(true, high >>> 12 & ~0xffff_ffffL | 0x240L << 52, 0);
      default -> new IpAddress(true, high >>> 16 & ~0xffffL | 0x2001L << 48, -1);
    };
  }

  private static Path config() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("config/country.mmdb"))) {
      directory = Objects.requireNonNull(directory.getParent(), "not in the source tree");
    }
    return directory.resolve("config");
  }
}
