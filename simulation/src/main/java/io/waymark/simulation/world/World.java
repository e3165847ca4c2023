package io.waymark.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A fleet, its surroundings and its admins, in one thread. Everything in it comes of one seed. */
public final class World {
  /** 2026-01-01T00:00:00Z, when every world begins. */
  static final long BEGINNING_MILLIS = 1_767_225_600_000L;

  private final Shape shape;
  private final Bug bug;
  private final Trace trace;
  private final Agenda agenda = new Agenda();
  private final Network network;
  private final Reality reality;
  private final Journal journal = new Journal();
  private final List<Machine> machines = new ArrayList<>();
  private final Admins admins;
  private long leaptMillis;
  private long disturbedMillis;
  private int disturbances;
  private long restartedMillis;

  public World(Shape shape, Bug bug, Trace trace, SplittableRandom random) {
    this.shape = shape;
    this.bug = bug;
    this.trace = trace;
    this.network = new Network(agenda, random.split(), shape.machines());
    this.reality = new Reality(agenda, shape.machines());
    for (int index = 0; index < shape.machines(); index++) {
      machines.add(new Machine(this, index, random.split()));
    }
    this.admins = new Admins(this, random.split());
  }

  /** Starts every node, and the admins' work. */
  public void begin() {
    machines.forEach(machine -> agenda.after(machine.random().nextInt(1_500), machine::start));
    admins.begin();
  }

  public Shape shape() {
    return shape;
  }

  Bug bug() {
    return bug;
  }

  public Trace trace() {
    return trace;
  }

  public Agenda agenda() {
    return agenda;
  }

  public Network network() {
    return network;
  }

  public Reality reality() {
    return reality;
  }

  public Journal journal() {
    return journal;
  }

  public List<Machine> machines() {
    return machines;
  }

  public Admins admins() {
    return admins;
  }

  /** What every clock has advanced by. */
  long elapsedMillis() {
    return agenda.now() + leaptMillis;
  }

  /** Every clock jumps ahead; nobody ran meanwhile. */
  public void leap(long millis) {
    leaptMillis += millis;
  }

  /**
   * Something else happened to the nodes or the network just now.
   *
   * @param lasting how many more things are wrong with them from now on: 1, 0 or -1
   */
  public void disturbed(int lasting) {
    disturbedMillis = agenda.now();
    disturbances += lasting;
  }

  /** Nothing is wrong with the nodes and the network from now on. */
  public void healed() {
    disturbedMillis = agenda.now();
    disturbances = 0;
  }

  /** A node ended or began just now. */
  public void restarted() {
    restartedMillis = agenda.now();
  }

  /** For how long nothing has been wrong with the nodes or the network. */
  public long calmMillis() {
    return Math.min(calmButForRestartsMillis(), agenda.now() - restartedMillis);
  }

  /** For how long nothing has been wrong with them except that nodes ended and began. */
  public long calmButForRestartsMillis() {
    return disturbances > 0 ? 0 : agenda.now() - disturbedMillis;
  }

  /** Notes what happened. */
  public void say(String who, String what) {
    trace.say(agenda.now(), who, what);
  }

  void send(int from, int to, Consumer<SimulatedNode> message) {
    network.send(from, to, () -> machines.get(to).receive(message));
  }
}
