package io.waymark.simulation.world;

import java.util.Arrays;

/**
 * Which endpoints work, and who can reach them. Endpoints are known by the number of their target.
 */
public final class Reality {
  public static final int TARGETS = 6;

  private final int[] outages = new int[TARGETS];
  private final int[][] walls;
  private final int[] uplinks;

  /** Since when a machine could reach a target, or could not. */
  private final long[][] sinceMillis;

  private final Agenda agenda;

  Reality(Agenda agenda, int machines) {
    this.agenda = agenda;
    this.walls = new int[machines][TARGETS];
    this.uplinks = new int[machines];
    this.sinceMillis = new long[machines][TARGETS];
  }

  /** The address of a target. */
  public static String address(int target) {
    return "203.0.113." + (target + 1);
  }

  /** The target of an address. */
  public static int target(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf('.') + 1)) - 1;
  }

  /** Breaks a target for everybody, or (with -1) undoes that. */
  public void breakTarget(int target, int by) {
    changing(() -> outages[target] += by);
  }

  /** Keeps one machine from reaching one target, or (with -1) undoes that. */
  public void wall(int machine, int target, int by) {
    changing(() -> walls[machine][target] += by);
  }

  /** Keeps one machine from reaching anything but its peers, or (with -1) undoes that. */
  public void cutUplink(int machine, int by) {
    changing(() -> uplinks[machine] += by);
  }

  private void changing(Runnable change) {
    boolean[][] before = new boolean[walls.length][TARGETS];
    for (int machine = 0; machine < walls.length; machine++) {
      for (int target = 0; target < TARGETS; target++) {
        before[machine][target] = reaches(machine, target);
      }
    }
    change.run();
    for (int machine = 0; machine < walls.length; machine++) {
      for (int target = 0; target < TARGETS; target++) {
        if (reaches(machine, target) != before[machine][target]) {
          sinceMillis[machine][target] = agenda.now();
        }
      }
    }
  }

  /** Whether a probe from this machine would pass now. */
  public boolean reaches(int machine, int target) {
    return outages[target] == 0 && walls[machine][target] == 0 && uplinks[machine] == 0;
  }

  /** Whether the machine's own uplink works. */
  public boolean uplink(int machine) {
    return uplinks[machine] == 0;
  }

  /** For how long it has been as it is. */
  public long unchangedMillis(int machine, int target) {
    return agenda.now() - sinceMillis[machine][target];
  }

  /** Everything works again for everybody, except what is broken for all. */
  public void heal() {
    changing(() -> {
      Arrays.fill(uplinks, 0);
      for (int[] row : walls) {
        Arrays.fill(row, 0);
      }
    });
  }
}
