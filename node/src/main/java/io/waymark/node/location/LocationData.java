package io.waymark.node.location;

import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.location.LocationIndexBuilder;
import io.waymark.protocol.location.Regions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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

  /**
   * Loads every file that the settings name.
   *
   * @throws LocationException with every fault of every file
   */
  public static LocationData load(NodeSettings.Location settings) throws LocationException {
    List<String> faults = new ArrayList<>();
    Content regionsFile = content(settings.regions(), faults);
    Content database = content(settings.database(), faults);
    Content latency = content(settings.latency(), faults);
    Centroids centroids = Centroids.shipped();
    Regions regions = new Regions(List.of());
    if (regionsFile.path() != null && regionsFile.bytes() != null) {
      Faults found = new Faults(regionsFile.path());
      regions = RegionsFile.read(regionsFile.bytes(), found);
      faults.addAll(found.list());
    }
    LocationIndexBuilder index = new LocationIndexBuilder(regions);
    if (database.path() != null && database.bytes() != null) {
      Faults found = new Faults(database.path());
      CountryDatabase.read(database.bytes(), index, centroids.byCountry(), found);
      faults.addAll(found.list());
    }
    if (latency.path() != null && latency.bytes() != null) {
      Faults found = new Faults(latency.path());
      LatencyFile.read(latency.bytes(), index, regions, found);
      faults.addAll(found.list());
    }
    if (!faults.isEmpty()) {
      throw new LocationException(faults);
    }
    return new LocationData(
        index.build(), hash(regionsFile, database, latency, new Content(null, centroids.file())));
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
