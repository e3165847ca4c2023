package io.waymark.node.location;

import com.maxmind.db.CHMCache;
import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import com.maxmind.db.Network;
import com.maxmind.db.Networks;
import com.maxmind.db.Reader;
import io.waymark.protocol.location.LocationIndexBuilder;
import io.waymark.protocol.location.Place;
import io.waymark.protocol.net.Coordinates;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A MaxMind DB file of countries or cities, in one of two shapes: {@code country_code} alone, or
 * {@code country.iso_code} with {@code subdivisions[].iso_code} and {@code location.latitude} and
 * {@code longitude}.
 */
final class CountryDatabase {
  private static final int CACHED_VALUES = 1 << 16;
  private static final IpAddress V4_ZERO = IpAddress.v4(0);

  private final LocationIndexBuilder index;
  private final Map<String, Coordinates> centroids;
  private final Map<Row, Place> places = new HashMap<>();
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
      Networks<Row> networks = reader.networks(Row.class);
      while (networks.hasNext()) {
        database.network(networks.next());
      }
    } catch (IOException | InvalidNetworkException | RuntimeException e) {
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

  private void network(DatabaseRecord<Row> of) {
    Row row = of.data();
    if (row == null) {
      return;
    }
    Place place = places.computeIfAbsent(row, this::place);
    anyCountry |= place.country() != null;
    Network network = of.network();
    IpAddress address = IpAddress.of(network.ipAddress().getAddress());
    int length = network.prefixLength();
    if (length >= 0) {
      index.place(Prefix.of(address, length), place);
    } else {
      // IPv4 lies in ::/96 of the file; the reader counts from there, and this row is wider.
      index.place(Prefix.of(V4_ZERO, 0), place);
      index.place(Prefix.of(new IpAddress(true, 0, 0), 96 + length), place);
    }
  }

  private Place place(Row row) {
    return Place.of(row.country(), row.subdivision(), row.coordinates(), centroids);
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

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Row row
          && Objects.equals(country, row.country)
          && Objects.equals(subdivision, row.subdivision)
          && Objects.equals(coordinates, row.coordinates);
    }

    @Override
    public int hashCode() {
      return Objects.hash(country, subdivision, coordinates);
    }
  }
}
