package io.waymark.simulation.bench;

import io.waymark.node.Main;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code waymark node}, with {@link Gauges} beside it. */
final class MeteredNode {
  private MeteredNode() {}

  /**
   * @param args as {@code waymark} takes them
   */
  public static void main(String[] args) {
    Thread.ofPlatform().daemon().name("gauges").start(MeteredNode::serveGauges);
    Main.main(args);
  }

  private static void serveGauges() {
    try {
      Gauges.serve();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
