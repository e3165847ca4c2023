package io.waymark.simulation.fault;

import io.waymark.simulation.world.Disk;
import io.waymark.simulation.world.Reality;
import io.waymark.simulation.world.Shape;
import io.waymark.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What goes wrong in one run, and when. Everything is over when the turmoil ends, save some outages
 * of endpoints.
 *
 * @param faults in no order
 */
public record FaultPlan(List<Timed> faults) {
  private static final long FIRST_MILLIS = 8_000;
  private static final long NEVER = Long.MAX_VALUE;

  /** A fault, from when until when. */
  public record Timed(Fault fault, long fromMillis, long toMillis) {}

  public FaultPlan {
    faults = List.copyOf(faults);
  }

  /** Draws one that fits a world of this shape. */
  public static FaultPlan draw(Shape shape, SplittableRandom random) {
    List<Timed> faults = new ArrayList<>();
    int count = random.nextInt(1, 9);
    int flavour = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      // A fleet that is well otherwise promises more, which only a mild plan can put to the test.
      Fault fault =
          switch (flavour) {
            case 0 -> ofEndpoints(shape, random);
            case 1 -> random.nextBoolean() ? ofEndpoints(shape, random) : kill(shape, random);
            default -> any(shape, random);
          };
      long from = random.nextLong(FIRST_MILLIS, shape.turmoilMillis() - 2_000);
      long longest = shape.turmoilMillis() - from;
      long lasts = random.nextLong(200, fault.scope() == Fault.Scope.ENDPOINTS ? 45_000 : 25_000);
      // A fleet must also agree with reality where reality stays as bad as it is.
      boolean stays = fault instanceof Fault.Outage && random.nextInt(3) == 0;
      faults.add(new Timed(fault, from, stays ? NEVER : from + Math.min(lasts, longest)));
    }
    if (random.nextBoolean()) {
      // The last news is what stale votes would get wrong.
      long from = shape.turmoilMillis() - random.nextLong(8_000);
      faults.add(new Timed(new Fault.Outage(random.nextInt(Reality.TARGETS)), from, NEVER));
    }
    return new FaultPlan(faults);
  }

  private static Fault any(Shape shape, SplittableRandom random) {
    int one = random.nextInt(shape.machines());
    int other = (one + 1 + random.nextInt(shape.machines() - 1)) % shape.machines();
    Disk.Survival survival = survival(random);
    return switch (random.nextInt(16)) {
      case 0, 1 -> new Fault.Kill(one, survival);
      case 2 -> new Fault.PowerLoss(survival);
      case 3 -> new Fault.Wipe(one);
      case 4 -> new Fault.Pause(one);
      case 5, 6 -> new Fault.Partition(side(shape, random));
      case 7 -> new Fault.OneWay(one, other);
      case 8 -> new Fault.Clog(one, other, random.nextLong(500, 8_000));
      case 9 -> new Fault.Burst(random.nextInt(5, 60) / 100.0);
      case 10 -> new Fault.Skew(one, random.nextLong(-100_000, 100_000));
      case 11 -> new Fault.LongAbsence(one, survival);
      case 12 -> new Fault.WrongBoot(one, random.nextLong(-55_000, 55_000));
      default -> ofEndpoints(shape, random);
    };
  }

  private static Fault kill(Shape shape, SplittableRandom random) {
    return new Fault.Kill(random.nextInt(shape.machines()), survival(random));
  }

  private static Disk.Survival survival(SplittableRandom random) {
    List<Disk.Survival> all = List.of(Disk.Survival.values());
    return all.get(random.nextInt(all.size()));
  }

  private static Fault ofEndpoints(Shape shape, SplittableRandom random) {
    int target = random.nextInt(Reality.TARGETS - 2);
    return switch (random.nextInt(4)) {
      case 0 -> new Fault.Outage(target);
      case 1, 2 -> new Fault.Wall(random.nextInt(shape.machines()), target);
      default -> new Fault.DeadUplink(random.nextInt(shape.machines()));
    };
  }

  private static TreeSet<Integer> side(Shape shape, SplittableRandom random) {
    TreeSet<Integer> side = new TreeSet<>();
    while (side.isEmpty() || side.size() == shape.machines()) {
      side.clear();
      for (int machine = 0; machine < shape.machines(); machine++) {
        if (random.nextBoolean()) {
          side.add(machine);
        }
      }
    }
    return side;
  }

  /** Has all of it happen in a world. */
  public void schedule(World world) {
    for (Timed timed : faults) {
      world.agenda().at(timed.fromMillis(), () -> begin(world, timed));
      if (timed.toMillis() != NEVER) {
        world.agenda().at(timed.toMillis(), () -> end(world, timed.fault()));
      }
    }
  }

  private static void begin(World world, Timed timed) {
    happen(world, timed.fault(), "begins", timed.toMillis() == NEVER ? 0 : 1);
    timed.fault().begin(world);
  }

  private static void end(World world, Fault fault) {
    happen(world, fault, "ends", -1);
    fault.end(world);
  }

  private static void happen(World world, Fault fault, String what, int lasting) {
    world.say("fault", fault + " " + what);
    switch (fault.scope()) {
      case ENDPOINTS -> {}
      case RESTART -> world.restarted();
      case FLEET -> world.disturbed(lasting);
    }
  }

  /** What is left to be undone when the turmoil is over. */
  public static void heal(World world) {
    world.say("fault", "everything is well again");
    world.healed();
    world
        .machines()
        .forEach(machine -> {
          machine.resume();
          machine.start();
        });
  }
}
