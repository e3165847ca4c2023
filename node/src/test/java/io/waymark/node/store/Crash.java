package io.waymark.node.store;

import io.waymark.node.store.SimulatedFiles.Disturbance;
import io.waymark.node.store.SimulatedFiles.Operation;
import java.io.IOException;

/** The machine stops at one operation on its files, before or after that had its effect. */
final class Crash implements Disturbance {
  private final int position;
  private final boolean afterEffect;
  private int operations;
  private String last = "nothing";
  private volatile boolean happened;

  Crash(int position, boolean afterEffect) {
    this.position = position;
    this.afterEffect = afterEffect;
  }

  boolean happened() {
    return happened;
  }

  @Override
  public void before(Operation operation, String name) throws IOException {
    if (happened) {
      throw new Stopped();
    }
    operations++;
    last = operation + " " + name;
    stopIf(!afterEffect);
  }

  @Override
  public void after(Operation operation, String name) throws IOException {
    stopIf(afterEffect);
  }

  private void stopIf(boolean here) throws Stopped {
    if (here && operations == position) {
      happened = true;
      throw new Stopped();
    }
  }

  @Override
  public String toString() {
    return "stopped " + (afterEffect ? "after" : "before") + " operation " + position + ", " + last;
  }

  static final class Stopped extends IOException {
    Stopped() {
      super("the machine has stopped");
    }
  }
}
