package io.waymark.node.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.health.HealthBook;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.profile.EndpointId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was believed of each endpoint, in {@code DATA/health.snapshot}: read before the sockets
 * open, so that a restarted node never serves what it knew to be dead.
 *
 * <p>It is a cache of what the next probes will tell. A file that cannot be read or written costs
 * no more than that knowledge, and is logged; a crash leaves the file of some seconds ago.
 */
public final class HealthSnapshot implements AutoCloseable {
  public static final String FILE = "health.snapshot";

  private static final Logger LOG = LoggerFactory.getLogger(HealthSnapshot.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT = 1;

  private record Held(Verdict.State state, Instant since) {}

  private final Path file;
  private final Map<String, Held> held = new TreeMap<>();
  private final Map<EndpointId, HealthBook.Known> known = new HashMap<>();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("health-snapshot").factory());
  private boolean changed;

  private HealthSnapshot(Path file) {
    this.file = file;
  }

  /**
   * Reads what a former process left in the data directory; nothing when there is nothing to be
   * read.
   */
  public static HealthSnapshot read(Path data) {
    HealthSnapshot snapshot = new HealthSnapshot(data.resolve(FILE));
    if (Files.exists(snapshot.file)) {
      try {
        snapshot.load(JSON.readTree(Files.readAllBytes(snapshot.file)));
      } catch (IOException | DateTimeException | IllegalArgumentException e) {
        LOG.warn(
            "{} cannot be read; endpoints count as not yet probed until they are ({})",
            snapshot.file,
            e.getMessage());
        snapshot.held.clear();
        snapshot.known.clear();
      }
    }
    return snapshot;
  }

  private void load(JsonNode document) {
    if (document.path("format").asInt() != FORMAT) {
      throw new IllegalArgumentException("it is not of format " + FORMAT);
    }
    for (JsonNode one : document.path("verdicts")) {
      EndpointId endpoint =
          new EndpointId(one.path("profile").asText(), one.path("endpoint").asText());
      Verdict.State state = Verdict.State.valueOf(one.path("verdict").asText());
      Instant since = Instant.parse(one.path("since").asText());
      held.put(endpoint.toString(), new Held(state, since));
      known.put(endpoint, new HealthBook.Known(new Verdict(state, true), since, Map.of()));
    }
  }

  /** What was read, every verdict frozen. */
  public Map<EndpointId, HealthBook.Known> known() {
    return Map.copyOf(known);
  }

  /** Keeps a verdict for the next writing; one that only froze or thawed is the one it was. */
  void put(EndpointId endpoint, Verdict verdict, Instant since) {
    Held was = held.get(endpoint.toString());
    if (was != null && was.state() == verdict.state()) {
      return;
    }
    if (verdict.state() != Verdict.State.CHECKING) {
      held.put(endpoint.toString(), new Held(verdict.state(), since));
      changed = true;
    } else if (was != null) {
      held.remove(endpoint.toString());
      changed = true;
    }
  }

  /** Has what changed written, without waiting for it. */
  void writeSoon() {
    if (changed) {
      changed = false;
      Map<String, Held> copy = new TreeMap<>(held);
      writer.execute(() -> write(copy));
    }
  }

  private void write(Map<String, Held> verdicts) {
    ObjectNode document = JSON.createObjectNode().put("format", FORMAT);
    ArrayNode list = document.putArray("verdicts");
    verdicts.forEach((id, one) -> {
      int slash = id.indexOf('/');
      list.addObject()
          .put("profile", id.substring(0, slash))
          .put("endpoint", id.substring(slash + 1))
          .put("verdict", one.state().name())
          .put("since", one.since().toString());
    });
    try {
      Path fresh = file.resolveSibling(FILE + ".new");
      Files.write(fresh, JSON.writeValueAsBytes(document));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", file, e.toString());
    }
  }

  /** Writes what is left to write, and waits for it. */
  @Override
  public void close() {
    writeSoon();
    writer.shutdown();
    try {
      if (!writer.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("{} was not written in time", file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
