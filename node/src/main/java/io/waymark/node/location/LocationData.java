package io.waymark.node.location;

import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.location.LocationIndexBuilder;
import io.waymark.protocol.location.Regions;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Location data of one moment.
 *
 * @param hash of all the files it was made from, 16 hexadecimal digits: nodes with one hash place
 *     every client alike
 */
public record LocationData(LocationIndex index, String hash) {
  private static final int HASH_BYTES = 8;

  /** A file's content; nothing for one that the settings do not name. */
  private record Content(@Nullable Path path, byte @Nullable [] bytes) {}

  /** What nodes of this process hold, by hash. */
  private static final Map<String, WeakReference<LocationData>> HELD = new HashMap<>();

  /** Every file, and what was wrong with reading them. */
  private record Sources(
      Content regions,
      Content database,
      Content latency,
      Centroids centroids,
      List<String> faults) {
    static Sources read(NodeSettings.Location settings) {
      List<String> faults = new ArrayList<>();
      return new Sources(
          content(settings.regions(), faults),
          content(settings.database(), faults),
          content(settings.latency(), faults),
          Centroids.shipped(),
          faults);
    }

    String hash() {
      return LocationData.hash(regions, database, latency, new Content(null, centroids.file()));
    }
  }

  /**
   * Loads every file that the settings name.
   *
   * @throws LocationException with every fault of every file
   */
  public static LocationData load(NodeSettings.Location settings) throws LocationException {
    Sources sources = Sources.read(settings);
    return new LocationData(index(sources), sources.hash());
  }

  /**
   * As {@link #load}, or what another node of this process has loaded from files of the same
   * content.
   *
   * @throws LocationException with every fault of every file
   */
  static LocationData shared(NodeSettings.Location settings) throws LocationException {
    Sources sources = Sources.read(settings);
    String hash = sources.hash();
    synchronized (HELD) {
      HELD.values().removeIf(held -> held.get() == null);
      WeakReference<LocationData> held = sources.faults().isEmpty() ? HELD.get(hash) : null;
      LocationData data = held == null ? null : held.get();
      if (data == null) {
        data = new LocationData(index(sources), hash);
        HELD.put(hash, new WeakReference<>(data));
      }
      return data;
    }
  }

  private static LocationIndex index(Sources sources) throws LocationException {
    List<String> faults = new ArrayList<>(sources.faults());
    Regions regions = new Regions(List.of());
    Content of = sources.regions();
    if (of.path() != null && of.bytes() != null) {
      Faults found = new Faults(of.path());
      regions = RegionsFile.read(of.bytes(), found);
      faults.addAll(found.list());
    }
    LocationIndexBuilder index = new LocationIndexBuilder(regions);
    of = sources.database();
    if (of.path() != null && of.bytes() != null) {
      Faults found = new Faults(of.path());
      CountryDatabase.read(of.bytes(), index, sources.centroids().byCountry(), found);
      faults.addAll(found.list());
    }
    of = sources.latency();
    if (of.path() != null && of.bytes() != null) {
      Faults found = new Faults(of.path());
      LatencyFile.read(of.bytes(), index, regions, found);
      faults.addAll(found.list());
    }
    if (!faults.isEmpty()) {
      throw new LocationException(faults);
    }
    return index.build();
  }

  private static Content content(@Nullable Path path, List<String> faults) {
    if (path == null) {
      return new Content(null, null);
    }
    try {
      return new Content(path, Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      faults.add(path + " is missing");
    } catch (IOException e) {
      faults.add(path + " cannot be read: " + e.getMessage());
    }
    return new Content(path, null);
  }

  private static String hash(Content... contents) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Content of : contents) {
        byte[] content = of.bytes();
        // The length keeps what moves from one file to the next from hashing alike.
        digest.update(
            ByteBuffer.allocate(Integer.BYTES)
                .putInt(content == null ? -1 : content.length)
                .flip());
        if (content != null) {
          digest.update(content);
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
