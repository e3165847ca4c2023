package io.waymark.node.demo;

import io.waymark.node.Node;
import io.waymark.node.StartException;
import io.waymark.node.settings.NodeSettings;
import org.jspecify.annotations.Nullable;

/** One name server of the demo, that can be killed and started again. Safe for use by threads. */
final class DemoServer implements AutoCloseable {
  private final NodeSettings settings;
  private final AdminClient admin;
  private @Nullable Node running;
  private boolean closed;

  DemoServer(NodeSettings settings, String token) {
    this.settings = settings;
    this.admin = new AdminClient(settings.admin().listen().socketAddress(), token);
  }

  String name() {
    return settings.node().name();
  }

  NodeSettings settings() {
    return settings;
  }

  /** Its HTTP API, which answers while it runs. */
  AdminClient admin() {
    return admin;
  }

  synchronized boolean isRunning() {
    return running != null;
  }

  /**
   * Starts it where its data is, on the ports it always has.
   *
   * @return false when it ran already, or the demo has ended
   */
  synchronized boolean start() throws StartException {
    if (running != null || closed) {
      return false;
    }
    running = Node.start(settings);
    return true;
  }

  /**
   * Ends it without a word to the others.
   *
   * @return false when it did not run
   */
  synchronized boolean kill() {
    if (running == null) {
      return false;
    }
    running.kill();
    running = null;
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (running != null) {
      running.close();
      running = null;
    }
    admin.close();
  }
}
