package io.waymark.simulation.fault;

import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Replica;
import io.waymark.simulation.world.Disk;
import io.waymark.simulation.world.Machine;
import io.waymark.simulation.world.SimulatedNode;
import io.waymark.simulation.world.World;
import java.util.Set;

/** One thing that goes wrong for a while. */
public sealed interface Fault {
  /** It begins. */
  void begin(World world);

  /** It is over. */
  void end(World world);

  /** What it concerns. */
  enum Scope {
    /** Which endpoints work, or can be reached. */
    ENDPOINTS,
    /** That a node ends and begins, and nothing else. */
    RESTART,
    /** Anything else. */
    FLEET
  }

  default Scope scope() {
    return Scope.FLEET;
  }

  /** A node is killed, and started again at the end. */
  record Kill(int machine, Disk.Survival survival) implements Fault {
    @Override
    public void begin(World world) {
      world.machines().get(machine).kill(survival);
    }

    @Override
    public void end(World world) {
      world.machines().get(machine).start();
    }

    @Override
    public Scope scope() {
      return Scope.RESTART;
    }
  }

  /** A node starts with a wrong wall clock, and starts again once it is set right. */
  record WrongBoot(int machine, long millis) implements Fault {
    @Override
    public void begin(World world) {
      restart(world, millis);
    }

    @Override
    public void end(World world) {
      restart(world, 0);
    }

    private void restart(World world, long skew) {
      Machine one = world.machines().get(machine);
      one.kill(Disk.Survival.EVERYTHING);
      one.skew(skew);
      one.start();
    }
  }

  /** All nodes lose power at once. */
  record PowerLoss(Disk.Survival survival) implements Fault {
    @Override
    public void begin(World world) {
      world.machines().forEach(machine -> machine.kill(survival));
    }

    @Override
    public void end(World world) {
      world.machines().forEach(Machine::start);
    }
  }

  /**
   * A node loses its disk, unless something on it is nowhere else: what only one disk holds, nobody
   * can keep when that one goes.
   */
  record Wipe(int machine) implements Fault {
    @Override
    public void begin(World world) {
      Machine one = world.machines().get(machine);
      SimulatedNode node = one.node();
      if (node != null && elsewhere(world, one, node)) {
        one.wipe();
      } else {
        one.kill(Disk.Survival.FORCED_ONLY);
      }
    }

    private static boolean elsewhere(World world, Machine machine, SimulatedNode node) {
      Replica others = new Replica("nobody");
      for (Machine other : world.machines()) {
        SimulatedNode there = other.node();
        if (other != machine && there != null) {
          Replica durable = there.durable();
          durable.keys().forEach(key -> others.merge(key, durable.entity(key)));
        }
      }
      Replica own = node.configuration().replica();
      for (String key : own.keys()) {
        Entity there = others.entity(key);
        if (!there.merge(own.entity(key)).equals(there)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void end(World world) {
      world.machines().get(machine).start();
    }
  }

  /** A node is held up. */
  record Pause(int machine) implements Fault {
    @Override
    public void begin(World world) {
      world.machines().get(machine).pause();
    }

    @Override
    public void end(World world) {
      world.machines().get(machine).resume();
    }
  }

  /** Some machines and the others do not reach each other. */
  record Partition(Set<Integer> side) implements Fault {
    public Partition {
      side = Set.copyOf(side);
    }

    @Override
    public void begin(World world) {
      cut(world, true);
    }

    @Override
    public void end(World world) {
      cut(world, false);
    }

    private void cut(World world, boolean cut) {
      int machines = world.machines().size();
      for (int from = 0; from < machines; from++) {
        for (int to = 0; to < machines; to++) {
          if (side.contains(from) != side.contains(to)) {
            if (cut) {
              world.network().cut(from, to);
            } else {
              world.network().mend(from, to);
            }
          }
        }
      }
    }

    @Override
    public String toString() {
      return "Partition" + new java.util.TreeSet<>(side);
    }
  }

  /** One machine does not reach another, which reaches it. */
  record OneWay(int from, int to) implements Fault {
    @Override
    public void begin(World world) {
      world.network().cut(from, to);
    }

    @Override
    public void end(World world) {
      world.network().mend(from, to);
    }
  }

  /** What one machine sends to another takes much longer. */
  record Clog(int from, int to, long millis) implements Fault {
    @Override
    public void begin(World world) {
      world.network().clog(from, to, millis);
    }

    @Override
    public void end(World world) {
      world.network().clog(from, to, 0);
    }
  }

  /** A share of all messages is lost. */
  record Burst(double share) implements Fault {
    @Override
    public void begin(World world) {
      world.network().burst(share);
    }

    @Override
    public void end(World world) {
      world.network().burst(0);
    }
  }

  /** A wall clock is wrong. */
  record Skew(int machine, long millis) implements Fault {
    @Override
    public void begin(World world) {
      world.machines().get(machine).skew(millis);
    }

    @Override
    public void end(World world) {
      world.machines().get(machine).skew(0);
    }
  }

  /** An endpoint is down. */
  record Outage(int target) implements Fault {
    @Override
    public void begin(World world) {
      world.reality().breakTarget(target, 1);
    }

    @Override
    public void end(World world) {
      world.reality().breakTarget(target, -1);
    }

    @Override
    public Scope scope() {
      return Scope.ENDPOINTS;
    }
  }

  /** One machine does not reach an endpoint. */
  record Wall(int machine, int target) implements Fault {
    @Override
    public void begin(World world) {
      world.reality().wall(machine, target, 1);
    }

    @Override
    public void end(World world) {
      world.reality().wall(machine, target, -1);
    }

    @Override
    public Scope scope() {
      return Scope.ENDPOINTS;
    }
  }

  /** One machine reaches no endpoint. */
  record DeadUplink(int machine) implements Fault {
    @Override
    public void begin(World world) {
      world.reality().cutUplink(machine, 1);
    }

    @Override
    public void end(World world) {
      world.reality().cutUplink(machine, -1);
    }

    @Override
    public Scope scope() {
      return Scope.ENDPOINTS;
    }
  }

  /** A node is gone for a month, in which nobody else does much either. */
  record LongAbsence(int machine, Disk.Survival survival) implements Fault {
    private static final long MONTH_MILLIS = 30L * 24 * 3_600 * 1_000;

    @Override
    public void begin(World world) {
      world.machines().get(machine).kill(survival);
    }

    @Override
    public void end(World world) {
      world.say("time", "a month passes");
      world.leap(MONTH_MILLIS);
      world.machines().get(machine).start();
    }
  }
}
