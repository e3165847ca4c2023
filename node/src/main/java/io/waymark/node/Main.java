package io.waymark.node;

/** The {@code waymark} command. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("waymark");
  }
}
