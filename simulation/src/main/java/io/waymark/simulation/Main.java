package io.waymark.simulation;

/** The {@code waymark-sim} command. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("waymark-sim");
  }
}
