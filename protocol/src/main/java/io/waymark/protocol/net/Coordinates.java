package io.waymark.protocol.net;

/**
 * A point on Earth.
 *
 * @param latitude degrees north, in {@code [-90, 90]}
 * @param longitude degrees east, in {@code [-180, 180]}
 */
public record Coordinates(double latitude, double longitude) {
  /** Mean radius of the Earth in kilometres, as the IUGG defines it. */
  private static final double EARTH_RADIUS = 6_371.0088;

  /**
   * @throws IllegalArgumentException when one is out of range or not a number
   */
  public Coordinates {
    if (!valid(latitude, longitude)) {
      throw new IllegalArgumentException(
          latitude + ", " + longitude + ": latitude lies in [-90, 90], longitude in [-180, 180]");
    }
  }

  /** Whether there is such a point. */
  public static boolean valid(double latitude, double longitude) {
    return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  }

  /**
   * The great-circle distance in whole kilometres, at most 20,015. The same on every machine, as
   * answers depend on it: hence {@link StrictMath}, and hence rounded, which makes a tie of what
   * only noise tells apart.
   */
  public int kilometresTo(Coordinates other) {
    double latitudeHalf = StrictMath.toRadians(other.latitude - latitude) / 2;
    double longitudeHalf = StrictMath.toRadians(other.longitude - longitude) / 2;
    double haversine =
        square(StrictMath.sin(latitudeHalf))
            + StrictMath.cos(StrictMath.toRadians(latitude))
                * StrictMath.cos(StrictMath.toRadians(other.latitude))
                * square(StrictMath.sin(longitudeHalf));
    double angle = 2 * StrictMath.asin(StrictMath.min(1, StrictMath.sqrt(haversine)));
    return (int) StrictMath.rint(EARTH_RADIUS * angle);
  }

  private static double square(double value) {
    return value * value;
  }
}
