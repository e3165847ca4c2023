package io.waymark.node.location;

import io.waymark.node.settings.NodeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The location data of a running node: loads it, looks every few seconds whether a file has
 * changed, and then loads all of it anew. What cannot be loaded is logged and leaves the old data
 * in place.
 */
public final class LocationWatch implements AutoCloseable {
  /** Between two looks; a file must look the same twice, so that a half-written one is not read. */
  public static final Duration INTERVAL = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(LocationWatch.class);

  /** What a file looks like from outside. */
  private record Stamp(@Nullable FileTime modified, long size, @Nullable Object key) {
    private static final Stamp MISSING = new Stamp(null, -1, null);

    static Stamp of(Path file) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      } catch (IOException e) {
        return MISSING;
      }
    }
  }

  private final NodeSettings.Location settings;
  private final List<Path> files;
  private final Duration interval;
  private final Consumer<LocationData> changed;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile LocationData current;
  private List<Stamp> loaded;

  private LocationWatch(
      NodeSettings.Location settings, Duration interval, Consumer<LocationData> changed)
      throws LocationException {
    this.settings = settings;
    this.interval = interval;
    this.changed = changed;
    files =
        Stream.of(settings.regions(), settings.database(), settings.latency())
            .filter(Objects::nonNull)
            .map(Path.class::cast)
            .toList();
    loaded = stamps(); // before reading, so that no change is missed
    current = LocationData.shared(settings);
    thread = Thread.ofPlatform().daemon().name("location").unstarted(this::watch);
  }

  /**
   * Loads the data and goes on watching its files.
   *
   * @param changed told of new data, on a thread of the watch, after {@link #current} has it
   * @throws LocationException with every fault of every file
   */
  public static LocationWatch start(
      NodeSettings.Location settings, Duration interval, Consumer<LocationData> changed)
      throws LocationException {
    LocationWatch watch = new LocationWatch(settings, interval, changed);
    watch.thread.start();
    return watch;
  }

  /** The data that was loaded last. */
  public LocationData current() {
    return current;
  }

  private void watch() {
    List<Stamp> before = loaded;
    try {
      while (!closing.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        List<Stamp> now = stamps();
        if (now.equals(before) && !now.equals(loaded)) {
          loaded = now;
          reload();
        }
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Stamp> stamps() {
    return files.stream().map(Stamp::of).toList();
  }

  private void reload() {
    try {
      LocationData data = LocationData.shared(settings);
      if (data.hash().equals(current.hash())) {
        return;
      }
      current = data;
      LOG.info("loaded new location data, {}", data.hash());
      changed.accept(data);
    } catch (LocationException e) {
      LOG.error(
          "location data stays as it was, because the new files are not right: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("location data stays as it was", e);
    }
  }

  /** Stops watching; the data stays. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
