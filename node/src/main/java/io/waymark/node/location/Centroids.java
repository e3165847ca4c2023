package io.waymark.node.location;

import io.waymark.protocol.net.Coordinates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Where countries are: the middle of each one's largest part, by two-letter code. */
final class Centroids {
  private static final String RESOURCE = "country-centroids.csv";

  private final byte[] file;
  private final Map<String, Coordinates> byCountry;

  private Centroids(byte[] file) {
    this.file = file;
    Map<String, Coordinates> read = new HashMap<>();
    new String(file, StandardCharsets.US_ASCII)
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .forEach(cells ->
            read.put(
                cells[0],
                new Coordinates(Double.parseDouble(cells[1]), Double.parseDouble(cells[2]))));
    byCountry = Map.copyOf(read);
  }

  /** Those that are shipped. */
  static Centroids shipped() {
    try (InputStream resource =
        Objects.requireNonNull(Centroids.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new Centroids(resource.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, Coordinates> byCountry() {
    return byCountry;
  }

  byte[] file() {
    return file;
  }
}
