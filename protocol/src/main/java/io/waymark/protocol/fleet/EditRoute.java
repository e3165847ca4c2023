package io.waymark.protocol.fleet;

import java.util.List;

/**
 * The way of one edit through one node, from its arrival (of an admin, or of another node) to its
 * reply.
 *
 * <p>The node an admin asked, its origin, sends the edit to its home, and sends it again under the
 * same id until the home replies; {@link EditMemory} makes the repeats one edit. While the home's
 * pulse is fresh it is waited for; when it is not, the next home in order is asked. A node that an
 * edit was sent to and that hears another home sends it on, once, and forgets it: the reply goes
 * from the home to the origin. What was sent on already is made or dropped, so no edit goes round;
 * the origin asks again until the views agree or the time is over.
 *
 * <p>At home, an edit with a condition ({@code If-Match}) waits until the condition can be checked
 * exactly, but only as long as there is hope: a live majority, and time.
 */
public sealed interface EditRoute {
  /** From one sending to the same home to the next. */
  long RESEND_MILLIS = 1_000;

  /** For so long a condition waits to be exact: a home's successor holds its leases by then. */
  long EXACT_WITHIN_MILLIS = Pulses.FRESH_MILLIS + 2 * Pulse.INTERVAL_MILLIS;

  /** Nodes that may send an edit on, besides its origin. */
  int FORWARDS_MAX = 1;

  /**
   * The edit as it arrived.
   *
   * @param conditional whether it says {@code If-Match} or {@code If-None-Match}
   * @param sent how often it was sent before it came here: 0 from an admin
   * @param deadlineMillis when whoever waits for the reply has gone, by this node's clock
   */
  record Arrival(EditId id, boolean conditional, int sent, long deadlineMillis) {}

  /** This node is the origin, and sent it to its home, last at {@code sentMillis}. */
  record Asking(Arrival arrival, String home, long sentMillis) implements EditRoute {}

  /** This node is the home, and has waited since {@code sinceMillis} to be the only one. */
  record Waiting(Arrival arrival, long sinceMillis) implements EditRoute {}

  /** This node makes the edit. */
  record Applying(Arrival arrival) implements EditRoute {}

  /** Nothing more is to be done. */
  record Done() implements EditRoute {}

  /** What a node is to do. */
  sealed interface Action {}

  /**
   * Send it to its home.
   *
   * @param sent how often it was sent by then, this time included
   */
  record Send(String to, int sent) implements Action {}

  /**
   * Make it here, unless {@link EditMemory} knows it.
   *
   * @param exact whether {@code If-Match} is exact; else the reply says {@code Waymark-Condition:
   *     local}, if there was a condition
   */
  record ApplyHere(boolean exact) implements Action {}

  /** Reply with the outcome, the home's or our own, to the origin or the admin. */
  record Answer() implements Action {}

  /** Nothing can be done with what was sent here; its origin asks again. */
  record Drop() implements Action {}

  /** Reply 503 with {@code Retry-After} to the admin: the edit may have been made or not. */
  record GiveUp() implements Action {}

  /** What happened. */
  sealed interface Event {}

  /** Time passed, or the view changed: at least every second. */
  record Looked(EditView view, long nowMillis) implements Event {}

  /** The outcome is there: a home replied, or this node has made it. */
  record Outcome() implements Event {}

  /** The state it goes on in, and what is to be done now. */
  record Step(EditRoute state, List<Action> actions) {
    public Step {
      actions = List.copyOf(actions);
    }

    private static Step to(EditRoute state, Action... actions) {
      return new Step(state, List.of(actions));
    }
  }

  /** An edit has arrived. */
  static Step arrived(Arrival arrival, EditView view, long nowMillis) {
    return route(arrival, view, nowMillis);
  }

  /** What follows from an event. Whatever comes after the reply changes nothing. */
  static Step next(EditRoute state, Event event) {
    return switch (event) {
      case Outcome _ -> state instanceof Done ? Step.to(state) : Step.to(new Done(), new Answer());
      case Looked(EditView view, long now) ->
          switch (state) {
            case Asking asking -> look(asking, view, now);
            case Waiting(Arrival arrival, long since) ->
                isHome(view) && now < arrival.deadlineMillis()
                    ? home(arrival, view, since, now)
                    : route(arrival, view, now);
            // What has begun ends: its outcome is remembered, whoever still waits for it.
            case Applying _, Done _ -> Step.to(state);
          };
    };
  }

  private static Step look(Asking asking, EditView view, long now) {
    boolean sameHome = asking.home().equals(view.home());
    boolean replyDue = now - asking.sentMillis() < RESEND_MILLIS;
    return sameHome && replyDue && now < asking.arrival().deadlineMillis()
        ? Step.to(asking)
        : route(asking.arrival(), view, now);
  }

  private static Step route(Arrival arrival, EditView view, long now) {
    String home = view.home();
    boolean origin = arrival.sent() == 0;
    if (now >= arrival.deadlineMillis() || home == null) {
      return Step.to(new Done(), origin ? new GiveUp() : new Drop());
    }
    if (isHome(view)) {
      return home(arrival, view, now, now);
    }
    Send send = new Send(home, arrival.sent() + 1);
    if (origin) {
      return Step.to(new Asking(arrival, home, now), send);
    }
    return Step.to(new Done(), arrival.sent() <= FORWARDS_MAX ? send : new Drop());
  }

  private static Step home(Arrival arrival, EditView view, long since, long now) {
    boolean hope =
        view.liveMajority()
            && now - since < EXACT_WITHIN_MILLIS
            && arrival.deadlineMillis() - now > Pulse.INTERVAL_MILLIS;
    return arrival.conditional() && !view.exact() && hope
        ? Step.to(new Waiting(arrival, since))
        : Step.to(new Applying(arrival), new ApplyHere(view.exact()));
  }

  private static boolean isHome(EditView view) {
    return view.self().equals(view.home());
  }
}
