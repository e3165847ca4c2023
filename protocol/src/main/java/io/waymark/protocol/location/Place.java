package io.waymark.protocol.location;

import io.waymark.protocol.net.Coordinates;
import io.waymark.protocol.profile.GeoCodes;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of where an address is.
 *
 * @param country two letters: ISO 3166-1, or one of XE, XJ, XK and XS; it may be one that {@link
 *     GeoCodes} has no code for
 * @param subdivision such as {@code US-WA}; null unless it is one of {@link GeoCodes}
 * @param coordinates of the address or, where nobody knows those, of its country
 */
public record Place(
    @Nullable String country, @Nullable String subdivision, @Nullable Coordinates coordinates) {

  /** Nothing is known. */
  public static final Place UNKNOWN = new Place(null, null, null);

  /** What databases count with another country and {@link GeoCodes} does not. */
  private static final Map<String, String> OF_THEIR_OWN =
      Map.of(
          "BQ-SE", "XE", // Sint Eustatius
          "BQ-SA", "XS", // Saba
          "SJ-22", "XJ", // Jan Mayen
          "NO-22", "XJ",
          "NO-21", "SJ", // Svalbard
          "RS-KM", "XK"); // Kosovo

  /**
   * From what a database says.
   *
   * @param country two letters; anything else, and ZZ, count as unknown
   * @param subdivision the part of an ISO 3166-2 code behind the hyphen
   * @param coordinates of the address
   * @param centroids where countries are, for when the database does not say where the address is
   */
  public static Place of(
      @Nullable String country,
      @Nullable String subdivision,
      @Nullable Coordinates coordinates,
      Map<String, Coordinates> centroids) {
    if (country == null || !country.matches("[A-Za-z]{2}") || country.equalsIgnoreCase("ZZ")) {
      return new Place(null, null, coordinates);
    }
    String reported = country.toUpperCase(Locale.ROOT);
    String detail =
        subdivision == null ? reported : reported + "-" + subdivision.toUpperCase(Locale.ROOT);
    String code = OF_THEIR_OWN.getOrDefault(detail, reported);
    Coordinates place = coordinates;
    if (place == null) {
      place = centroids.get(code);
    }
    if (place == null) {
      place = centroids.get(reported);
    }
    boolean state = subdivision != null && GeoCodes.known(detail);
    return new Place(code, state ? detail : null, place);
  }

  /** The number of the narrowest {@link GeoCodes code}; the world's when no other is known. */
  public int code() {
    if (subdivision != null) {
      return GeoCodes.number(subdivision);
    }
    return GeoCodes.number(country != null && GeoCodes.known(country) ? country : GeoCodes.WORLD);
  }
}
