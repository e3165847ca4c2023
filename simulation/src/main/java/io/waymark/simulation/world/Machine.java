package io.waymark.simulation.world;

import io.waymark.node.health.HealthBook;
import io.waymark.protocol.profile.EndpointId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What stays when a node's process ends: a name, a disk, clocks. */
public final class Machine {
  private static final String[] REGIONS = {"eu", "us", "asia"};

  private final World world;
  private final int index;
  private final SplittableRandom random;
  private final boolean canaries;
  private final List<Runnable> backlog = new ArrayList<>();
  private Disk disk;
  private Map<String, HealthBook.Known> snapshot = new TreeMap<>();
  private @Nullable SimulatedNode node;
  private boolean paused;
  private long skewMillis;

  Machine(World world, int index, SplittableRandom random) {
    this.world = world;
    this.index = index;
    this.random = random;
    this.canaries = random.nextInt(3) == 0;
    this.disk = newDisk();
  }

  private Disk newDisk() {
    return new Disk(world.bug() == Bug.LOST_FSYNC);
  }

  public int index() {
    return index;
  }

  public String name() {
    return "n" + (index + 1);
  }

  String region() {
    return REGIONS[index % REGIONS.length];
  }

  boolean canaries() {
    return canaries;
  }

  Disk disk() {
    return disk;
  }

  SplittableRandom random() {
    return random;
  }

  World world() {
    return world;
  }

  /** The node that runs here; null when none does. */
  public @Nullable SimulatedNode node() {
    return node;
  }

  /** Whether a node runs here and is not held up. */
  public boolean running() {
    return node != null && !paused;
  }

  public boolean paused() {
    return paused;
  }

  /** Milliseconds since 1970, by a clock that may be wrong. */
  long wallMillis() {
    return World.BEGINNING_MILLIS + world.elapsedMillis() + skewMillis;
  }

  /** A clock that never goes back, and began at another time on every machine. */
  long monotonicMillis() {
    return 10_000_000L * (index + 1) + world.elapsedMillis();
  }

  /** Sets the wall clock wrong by so much. */
  public void skew(long millis) {
    skewMillis = millis;
  }

  /** Starts a node on what the disk holds; does nothing when one runs. */
  public void start() {
    if (node == null) {
      node = new SimulatedNode(this, snapshot);
      world.say(name(), "starts, config " + node.configHash() + ", writer " + node.writer());
      node.begin();
    }
  }

  /** Ends the node at once. */
  public void kill(Disk.Survival survival) {
    SimulatedNode was = node;
    if (was == null) {
      return;
    }
    world.say(name(), "is killed, on the disk is left: " + survival);
    node = null;
    paused = false;
    backlog.clear();
    if (survival != Disk.Survival.EVERYTHING) {
      disk.fail();
      was.stopInTheMiddleOfWriting();
    }
    disk = disk.afterCrash(survival, random);
  }

  /** Ends the node and takes its disk away. */
  public void wipe() {
    if (node != null) {
      kill(Disk.Survival.FORCED_ONLY);
    }
    world.say(name(), "loses its disk");
    disk = newDisk();
    snapshot = new TreeMap<>();
  }

  /** The node does not run for a while, and does not notice. */
  public void pause() {
    if (node != null && !paused) {
      world.say(name(), "stands still");
      paused = true;
    }
  }

  public void resume() {
    if (paused) {
      world.say(name(), "goes on");
      paused = false;
      List<Runnable> waiting = List.copyOf(backlog);
      backlog.clear();
      waiting.forEach(Runnable::run);
    }
  }

  void keep(Map<String, HealthBook.Known> verdicts) {
    snapshot = new TreeMap<>(verdicts);
  }

  /** Has a node do something, now or when it goes on; nothing when it has ended by then. */
  void act(SimulatedNode life, Runnable action) {
    if (life != node) {
      return;
    }
    if (paused) {
      backlog.add(() -> act(life, action));
    } else {
      action.run();
    }
  }

  /** A message comes in for whatever node runs here. */
  void receive(Consumer<SimulatedNode> message) {
    SimulatedNode here = node;
    if (here != null) {
      act(here, () -> message.accept(here));
    }
  }

  /** The key of a verdict in what is kept. */
  static String keyOf(EndpointId endpoint) {
    return endpoint.toString();
  }
}
