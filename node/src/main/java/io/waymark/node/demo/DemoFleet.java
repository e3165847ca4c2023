package io.waymark.node.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.node.StartException;
import io.waymark.node.settings.NodeSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The name servers of the demo, started and stopped side by side. */
final class DemoFleet implements AutoCloseable {
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

  private final List<DemoServer> servers;

  private DemoFleet(List<DemoServer> servers) {
    this.servers = List.copyOf(servers);
  }

  /**
   * Starts all of them; they answer when this returns, and may not have heard each other yet.
   *
   * @param token that the HTTP API of each takes
   * @throws StartException when one cannot start; the others are stopped again
   */
  static DemoFleet start(List<NodeSettings> settings, String token)
      throws StartException, InterruptedException {
    DemoFleet fleet =
        new DemoFleet(settings.stream().map(each -> new DemoServer(each, token)).toList());
    try {
      fleet.startAll();
      return fleet;
    } catch (StartException | InterruptedException | RuntimeException | Error e) {
      fleet.close();
      throw e;
    }
  }

  private void startAll() throws StartException, InterruptedException {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Boolean>> starting = new ArrayList<>();
      for (DemoServer server : servers) {
        starting.add(threads.submit(server::start));
      }
      for (Future<Boolean> start : starting) {
        start.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StartException cannot) {
        throw cannot;
      }
      throw new StartException("a name server cannot start: " + e.getCause(), e);
    }
  }

  List<DemoServer> all() {
    return servers;
  }

  List<DemoServer> running() {
    return servers.stream().filter(DemoServer::isRunning).toList();
  }

  Optional<DemoServer> named(String name) {
    return servers.stream().filter(server -> server.name().equals(name)).findFirst();
  }

  /** Waits until all that run hear all that run. */
  void awaitGathered() throws InterruptedException {
    while (!gathered()) {
      Thread.sleep(LOOK_INTERVAL);
    }
  }

  private boolean gathered() throws InterruptedException {
    List<DemoServer> running = running();
    for (DemoServer server : running) {
      try {
        JsonNode reply = server.admin().nodes();
        if (NodesReply.heard(reply) < running.size()) {
          return false;
        }
      } catch (IOException e) {
        return false; // killed meanwhile
      }
    }
    return true;
  }

  /** Stops all of them, each as gracefully as a node does. */
  @Override
  public void close() {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      servers.forEach(server -> threads.execute(server::close));
    }
  }
}
