package io.waymark.protocol.health;

/**
 * What is believed of an endpoint that is probed.
 *
 * @param frozen whether it rests on votes that are no longer fresh
 */
public record Verdict(State state, boolean frozen) {
  /** No result yet. */
  public static final Verdict CHECKING = new Verdict(State.CHECKING, false);

  public static final Verdict UP = new Verdict(State.UP, false);
  public static final Verdict DOWN = new Verdict(State.DOWN, false);

  /** The three things that can be believed. */
  public enum State {
    CHECKING,
    UP,
    DOWN
  }
}
