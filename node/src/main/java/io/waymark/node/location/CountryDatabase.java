package io.waymark.node.location;

import com.maxmind.db.CHMCache;
import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import com.maxmind.db.Metadata;
import com.maxmind.db.Reader;
import io.waymark.protocol.location.LocationIndexBuilder;
import io.waymark.protocol.location.Place;
import io.waymark.protocol.net.Coordinates;
import io.waymark.protocol.net.IpAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A MaxMind DB file of countries or cities, in one of two shapes: {@code country_code} alone, or
 * {@code country.iso_code} with {@code subdivisions[].iso_code} and {@code location.latitude} and
 * {@code longitude}.
 */
final class CountryDatabase {
  private static final int CACHED_VALUES = 1 << 16;
  private static final int V4_BITS = 32;

  /** Where IPv4 begins in a file of IPv6. */
  private static final int V4_LENGTH = 96;

  /** Instead of a place's number where a row says nothing. */
  private static final int NOTHING = -1;

  private final LocationIndexBuilder index;
  private final Map<String, Coordinates> centroids;

  /** Places' numbers by the pointers to what the file says of them. */
  private final Map<Long, Integer> known = new HashMap<>();

  private boolean anyCountry;

  private CountryDatabase(LocationIndexBuilder index, Map<String, Coordinates> centroids) {
    this.index = index;
    this.centroids = centroids;
  }

  /**
   * Reads every network.
   *
   * @param centroids where countries are, for rows without coordinates
   * @param faults told what is wrong; then the index is not to be used
   */
  static void read(
      byte[] file, LocationIndexBuilder index, Map<String, Coordinates> centroids, Faults faults) {
    CountryDatabase database = new CountryDatabase(index, centroids);
    try (Reader reader = new Reader(new ByteArrayInputStream(file), new CHMCache(CACHED_VALUES))) {
      Metadata metadata = reader.getMetadata();
      boolean isV6 = metadata.ipVersion() != 4;
      SearchTree.walk(
          file,
          metadata,
          (pointer, high, low, length) -> {
            Integer place = database.known.get(pointer);
            if (place == null) {
              IpAddress address = isV6 ? new IpAddress(true, high, low) : IpAddress.v4((int) low);
              place =
                  database.place(reader.get(InetAddress.getByAddress(address.bytes()), Row.class));
              database.known.put(pointer, place);
            }
            if (place != NOTHING) {
              database.network(isV6, high, low, length, place);
            }
          });
    } catch (IOException | RuntimeException e) {
      faults.add("cannot be read as a MaxMind DB: " + rootMessage(e));
      return;
    }
    if (!database.anyCountry) {
      faults.add(
          "says of no network which country it is in: it has neither country_code nor"
              + " country.iso_code");
    }
  }

  private static String rootMessage(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private int place(@Nullable Row row) {
    if (row == null) {
      return NOTHING;
    }
    Place place = Place.of(row.country(), row.subdivision(), row.coordinates(), centroids);
    anyCountry |= place.country() != null;
    return index.number(place);
  }

  private void network(boolean isV6, long high, long low, int length, int place) {
    boolean v4Below = isV6 && high == 0 && low >>> V4_BITS == 0;
    if (!isV6) {
      index.place(false, 0, low, length, place);
    } else if (v4Below && length >= V4_LENGTH) {
      index.place(false, 0, low, length - V4_LENGTH, place);
    } else {
      index.place(true, high, low, length, place);
      if (high == 0 && low == 0) { // IPv4 lies in ::/96 of the file, and this row is wider
        index.place(false, 0, 0, 0, place);
      }
    }
  }

  /**
   * What is read of a row; everything may be absent, and in files of other shapes have another
   * type.
   */
  public static final class Row {
    private final @Nullable String country;
    private final @Nullable String subdivision;
    private final @Nullable Coordinates coordinates;

    @MaxMindDbConstructor
    public Row(
        @MaxMindDbParameter(name = "country_code") @Nullable Object countryCode,
        @MaxMindDbParameter(name = "country") @Nullable Object country,
        @MaxMindDbParameter(name = "subdivisions") @Nullable Object subdivisions,
        @MaxMindDbParameter(name = "location") @Nullable Object location) {
      this.country = countryCode instanceof String code ? code : isoCode(country);
      this.subdivision =
          subdivisions instanceof List<?> list && !list.isEmpty() ? isoCode(list.getFirst()) : null;
      this.coordinates = location instanceof Map<?, ?> map ? coordinates(map) : null;
    }

    private static @Nullable String isoCode(@Nullable Object of) {
      // Some files have the code itself where others have a map.
      Object code = of instanceof Map<?, ?> map ? map.get("iso_code") : of;
      return code instanceof String text ? text : null;
    }

    private static @Nullable Coordinates coordinates(Map<?, ?> location) {
      return location.get("latitude") instanceof Number latitude
              && location.get("longitude") instanceof Number longitude
              && Coordinates.valid(latitude.doubleValue(), longitude.doubleValue())
          ? new Coordinates(latitude.doubleValue(), longitude.doubleValue())
          : null;
    }

    @Nullable String country() {
      return country;
    }

    @Nullable String subdivision() {
      return subdivision;
    }

    @Nullable Coordinates coordinates() {
      return coordinates;
    }
  }
}
