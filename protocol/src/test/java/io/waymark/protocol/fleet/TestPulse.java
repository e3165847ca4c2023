package io.waymark.protocol.fleet;

import java.util.ArrayList;
import java.util.List;

/** A node whose pulses a test sends by hand. */
final class TestPulse {
  final NodeId node;
  long incarnation = 1_000;
  long sequence;
  NodeState state = NodeState.SERVING;
  boolean probes = true;
  boolean takesEdits = true;
  List<Pulse.Hearing> hears = new ArrayList<>();

  TestPulse(String name) {
    this(name, "eu", name.hashCode());
  }

  TestPulse(String name, String region, long storeId) {
    node = new NodeId(name, region, storeId);
  }

  Pulse next() {
    return next(0);
  }

  Pulse next(long wallMillis) {
    sequence++;
    return new Pulse(
        node,
        node.name() + ".example:7355",
        incarnation,
        sequence,
        wallMillis,
        state,
        probes,
        takesEdits,
        new Pulse.Served("c0ffee", 1, "", "z0ne"),
        Pulse.VoteVersion.NONE,
        new Pulse.Load(0, sequence * Pulse.INTERVAL_MILLIS),
        "1.0.0",
        hears);
  }

  void restart() {
    incarnation += 5_000;
    sequence = 0;
  }
}
