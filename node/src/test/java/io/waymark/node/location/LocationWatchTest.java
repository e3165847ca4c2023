package io.waymark.node.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.waymark.node.settings.NodeSettings;
import io.waymark.protocol.net.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class LocationWatchTest {
  private static final Duration OFTEN = Duration.ofMillis(5);
  private static final String REGIONS = "regions = [ { name = a, latitude = 1, longitude = 2 } ]";
  private static final IpAddress CLIENT = IpAddress.parse("192.0.2.1");

  @TempDir Path directory;

  private final BlockingQueue<LocationData> changes = new LinkedBlockingQueue<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Path database = Path.of("");
  private Path latency = Path.of("");
  private NodeSettings.Location settings = new NodeSettings.Location(null, null, null);

  @BeforeEach
  void files() throws Exception {
    database = directory.resolve("country.mmdb");
    latency = directory.resolve("latency.csv");
    Path regions = Files.writeString(directory.resolve("regions.conf"), REGIONS);
    Files.write(database, new DatabaseWriter().country("192.0.2.0/24", "NL").bytes());
    Files.writeString(latency, "prefix,region,milliseconds\n");
    settings = new NodeSettings.Location(database, latency, regions);
    log.start();
    ((Logger) LoggerFactory.getLogger(LocationWatch.class)).addAppender(log);
  }

  @AfterEach
  void stopListening() {
    ((Logger) LoggerFactory.getLogger(LocationWatch.class)).detachAppender(log);
  }

  @Test
  void aChangedFileIsLoadedAndTold() throws Exception {
    try (LocationWatch watch = LocationWatch.start(settings, OFTEN, changes::add)) {
      LocationData before = watch.current();
      assertThat(before.index().locate(CLIENT).place().country()).isEqualTo("NL");

      Path next = directory.resolve("next");
      Files.write(next, new DatabaseWriter().country("192.0.2.0/25", "BE").bytes());
      Files.move(next, database, StandardCopyOption.REPLACE_EXISTING);

      LocationData after = changes.poll(30, TimeUnit.SECONDS);
      assertThat(after).isNotNull().isSameAs(watch.current());
      assertThat(watch.current().index().locate(CLIENT).place().country()).isEqualTo("BE");
      assertThat(watch.current().hash()).isNotEqualTo(before.hash());
      assertThat(before.index().locate(CLIENT).place().country()).isEqualTo("NL");
    }
  }

  @Test
  void aBadFileIsRefusedWithItsLineAndTheOldDataStay() throws Exception {
    try (LocationWatch watch = LocationWatch.start(settings, OFTEN, changes::add)) {
      LocationData before = watch.current();

      Files.writeString(latency, "prefix,region,milliseconds\n192.0.2.0/24,nowhere,3\n");
      await(() -> messages().stream().anyMatch(text -> text.contains("region (nowhere)")));

      assertThat(messages())
          .anySatisfy(text ->
              assertThat(text).contains("location data stays as it was", latency + " line 2:"));
      assertThat(watch.current()).isSameAs(before);

      Files.writeString(latency, "prefix,region,milliseconds\n192.0.2.0/24,a,3.25\n");
      assertThat(changes.poll(30, TimeUnit.SECONDS)).isNotNull();
      assertThat(watch.current().index().locate(CLIENT).latencyRow()).isNotNull();
    }
  }

  @Test
  void aFileThatIsGoneLeavesItsData() throws Exception {
    try (LocationWatch watch = LocationWatch.start(settings, OFTEN, changes::add)) {
      Files.delete(database);
      await(() -> messages().stream().anyMatch(text -> text.contains(database + " is missing")));

      assertThat(watch.current().index().locate(CLIENT).place().country()).isEqualTo("NL");
    }
  }

  @Test
  void aFileThatWasOnlyTouchedChangesNothing() throws Exception {
    try (LocationWatch watch = LocationWatch.start(settings, OFTEN, changes::add)) {
      LocationData before = watch.current();
      Files.write(database, Files.readAllBytes(database));
      Files.writeString(latency, "prefix,region,milliseconds\n192.0.2.0/24,a,3\n");

      LocationData after = changes.poll(30, TimeUnit.SECONDS);
      assertThat(after).isNotNull();
      assertThat(after.index().locate(CLIENT).latencyRow()).isNotNull();
      assertThat(before.index().locate(CLIENT).latencyRow()).isNull();
      assertThat(changes).isEmpty();
    }
  }

  @Test
  void nodesOfOneProcessShareTheDataOfTheSameFiles() throws Exception {
    try (LocationWatch one = LocationWatch.start(settings, OFTEN, changes::add);
        LocationWatch other = LocationWatch.start(settings, OFTEN, changes::add)) {
      assertThat(other.current()).isSameAs(one.current());
    }
  }

  @Test
  void doesNotStartOnBadFiles() throws Exception {
    Files.writeString(latency, "oops\n");

    assertThatThrownBy(() -> LocationWatch.start(settings, OFTEN, changes::add))
        .isInstanceOf(LocationException.class)
        .hasMessageContaining("latency.csv line 1");
  }

  private List<String> messages() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for 30 s").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
