package io.waymark.simulation.world;

import java.util.SplittableRandom;

/**
 * What carries messages from machine to machine: late, in any order, some not at all and some
 * twice.
 */
public final class Network {
  private final Agenda agenda;
  private final SplittableRandom random;
  private final int[][] cuts;
  private final long[][] clogMillis;
  private final long[][] latencyMillis;
  private final double ordinaryLoss;
  private final double duplication;
  private double burst;

  Network(Agenda agenda, SplittableRandom random, int machines) {
    this.agenda = agenda;
    this.random = random;
    this.cuts = new int[machines][machines];
    this.clogMillis = new long[machines][machines];
    this.latencyMillis = new long[machines][machines];
    for (int from = 0; from < machines; from++) {
      for (int to = 0; to < machines; to++) {
        latencyMillis[from][to] = 1L + random.nextInt(80);
      }
    }
    this.ordinaryLoss = random.nextInt(3) == 0 ? 0 : random.nextInt(20) / 1000.0;
    this.duplication = random.nextInt(20) / 1000.0;
  }

  /** Nothing gets from one to the other until it is mended as often. */
  public void cut(int from, int to) {
    cuts[from][to]++;
  }

  public void mend(int from, int to) {
    cuts[from][to]--;
  }

  /** Everything that goes this way takes so much longer; what is on its way stays. */
  public void clog(int from, int to, long millis) {
    clogMillis[from][to] = millis;
  }

  /** The share of all messages that is lost besides the ordinary. */
  public void burst(double share) {
    burst = share;
  }

  /** Carries a message. */
  void send(int from, int to, Runnable arrival) {
    carry(from, to, arrival);
    if (random.nextDouble() < duplication) {
      carry(from, to, arrival);
    }
  }

  private void carry(int from, int to, Runnable arrival) {
    boolean lost = random.nextDouble() < ordinaryLoss + burst;
    long latency = latencyMillis[from][to];
    long delay = latency + random.nextLong(latency + 5) + clogMillis[from][to];
    if (random.nextInt(50) == 0) {
      delay += random.nextLong(1_500);
    }
    if (!lost && cuts[from][to] == 0) {
      agenda.after(delay, arrival);
    }
  }
}
