package io.waymark.protocol.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Nodes that pulse to each other over a network that is as bad as its seed makes it. */
final class SimulatedNodes {
  private record Mail(Pulse pulse, long atMillis, long number) {}

  private final class Node {
    final String name;
    final TestPulse pulse;

    /** What its monotonic clock shows at the beginning. */
    final long clockOffset = random.nextLong(1L << 40);

    final List<Mail> inbox = new ArrayList<>();
    Pulses pulses = new Pulses();
    Leases leases;
    AwakeClock awake = new AwakeClock(clockOffset);
    long nextPulse = random.nextInt(1_000);
    long stoppedUntil;

    Node(String name) {
      this.name = name;
      pulse = new TestPulse(name);
      leases = new Leases(name);
    }

    long clock() {
      return now + clockOffset;
    }

    void restart() {
      pulse.restart();
      pulses = new Pulses();
      leases = new Leases(name);
      awake = new AwakeClock(clock());
      nodes.forEach(other -> pulses.know(other.name, other.name + ".example:7355"));
    }

    void run() {
      if (now < stoppedUntil) {
        return;
      }
      inbox.sort(Comparator.comparingLong(Mail::atMillis).thenComparingLong(Mail::number));
      while (!inbox.isEmpty() && inbox.getFirst().atMillis() <= now) {
        hear(inbox.removeFirst().pulse());
      }
      if (now >= nextPulse) {
        nextPulse = now + Pulse.INTERVAL_MILLIS;
        pulse.hears = pulses.hears(awake.at(clock()));
        Pulse own = pulse.next();
        leases.sent(own, clock());
        hear(own);
        nodes.forEach(other -> mail(own, this, other));
      }
    }

    private void hear(Pulse one) {
      if (pulses.heard(one, awake.at(clock()), 0)) {
        leases.heard(one);
      }
    }

    /** What it would do now if it ran; asking changes nothing. */
    EditView view(String key) {
      // A node that does not run cannot ask its clock either.
      long awakeMillis = now < stoppedUntil ? clock() : awake.at(clock());
      return EditView.of(name, key, pulses, leases, new EditView.Now(awakeMillis, clock()));
    }
  }

  private final Random random;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> cut = new HashSet<>();
  private final Map<String, Integer> delayMax = new HashMap<>();
  private long now;
  private long mails;

  SimulatedNodes(int count, Random random) {
    this.random = random;
    for (int i = 0; i < count; i++) {
      nodes.add(new Node("n" + i));
    }
    nodes.forEach(
        node -> nodes.forEach(other -> node.pulses.know(other.name, other.name + ".example:7355")));
  }

  void runFor(long millis) {
    long end = now + millis;
    while (now < end) {
      now += 20;
      nodes.forEach(Node::run);
    }
  }

  /** The nodes that would make a conditional edit of the key now and call it exact. */
  List<String> exactHomes(String key) {
    List<String> homes = new ArrayList<>();
    for (Node node : nodes) {
      EditView view = node.view(key);
      if (node.pulse.takesEdits && view.exact()) {
        homes.add(node.name);
      }
    }
    return homes;
  }

  /** The home of the key, as the first node sees it. */
  String home(String key) {
    return String.valueOf(nodes.getFirst().view(key).home());
  }

  void stop(String name, long millis) {
    node(name).stoppedUntil = now + millis;
  }

  void takeEdits(String name, boolean takes) {
    node(name).pulse.takesEdits = takes;
  }

  /** One more thing goes wrong, or right. */
  void disturb() {
    Node node = nodes.get(random.nextInt(nodes.size()));
    Node other = nodes.get(random.nextInt(nodes.size()));
    String link = node.name + ">" + other.name;
    switch (random.nextInt(8)) {
      case 0 -> cut.add(link);
      case 1 -> isolate(node);
      case 2 -> cut.clear();
      case 3 -> delayMax.put(link, random.nextInt(6_000));
      case 4 -> delayMax.clear();
      case 5 -> node.stoppedUntil = now + random.nextInt(12_000);
      case 6 -> node.restart();
      default -> node.pulse.takesEdits = !node.pulse.takesEdits;
    }
  }

  private void isolate(Node node) {
    for (Node other : nodes) {
      cut.add(node.name + ">" + other.name);
      cut.add(other.name + ">" + node.name);
    }
  }

  void heal() {
    cut.clear();
    delayMax.clear();
    for (Node node : nodes) {
      node.stoppedUntil = 0;
      node.pulse.takesEdits = true;
    }
  }

  private void mail(Pulse pulse, Node from, Node to) {
    String link = from.name + ">" + to.name;
    if (from != to && !cut.contains(link)) {
      long delay = 20L + random.nextInt(1 + delayMax.getOrDefault(link, 150));
      to.inbox.add(new Mail(pulse, now + delay, mails++));
    }
  }

  private Node node(String name) {
    return nodes.stream().filter(node -> node.name.equals(name)).findFirst().orElseThrow();
  }
}
