package io.waymark.node.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ReplicatedData;
import org.apache.pekko.cluster.ddata.Replicator;
import org.apache.pekko.cluster.ddata.ReplicatorSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replicator's only user: sends this node's changes out, and tells of the others'.
 *
 * <p>What goes out is paced, because the replicator sends all that changed since its last tick to a
 * peer as one message, and one that is larger than a frame is lost: at most {@link
 * #BYTES_IN_FLIGHT} are unconfirmed at a time, and as many begin within one {@link #TICK}. What
 * waits for its turn is merged by key meanwhile.
 *
 * @param <V> the values of the keys: a state and a change of it are one type
 * @param <D> what the replicator holds them in
 */
final class ReplicaActor<V, D extends ReplicatedData> extends AbstractActor {
  /** How values of one kind are handled. */
  interface Form<V, D extends ReplicatedData> {
    Key<D> key(String id);

    /** The value before anybody wrote. */
    D empty();

    V value(D data);

    /** The state with the change merged into it; the replicator sends the change alone. */
    D changed(D state, V change);

    /** The state with a former one merged into it, of which nothing is to be sent at once. */
    D seeded(D state, V former);

    V merge(V one, V other);

    /** Bytes on the wire. */
    int size(V value);
  }

  /** Has changes sent to every member at once. */
  record Spread<V>(Map<String, V> changes) {}

  /**
   * Holds what this node knew before, to be given to whoever lacks it: the replicator's own
   * comparing of digests finds out who does.
   */
  record Seed<V>(Map<String, V> values) {}

  /** Wants to hear of a key's changes. */
  record Follow(String key) {}

  /** Hears of every change, this node's own too. */
  @FunctionalInterface
  interface Listener<V> {
    void changed(String key, V value);
  }

  private enum Tick {
    INSTANCE
  }

  /** What may begin within one tick, and be unconfirmed at once: half a frame. */
  static final int BYTES_IN_FLIGHT = 512 * 1024;

  /** The replicator's delta interval at a gossip interval of 2 s. */
  static final Duration TICK = Duration.ofMillis(400);

  /** A member that has not confirmed by then is told again by gossip. */
  private static final scala.concurrent.duration.FiniteDuration CONFIRM_WITHIN =
      scala.concurrent.duration.FiniteDuration.apply(2, java.util.concurrent.TimeUnit.SECONDS);

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaActor.class);

  private final Form<V, D> form;
  private final Listener<V> listener;
  private final FleetCounters.Spreading counters;
  private final ActorRef replicator;
  private final Map<String, V> waiting = new LinkedHashMap<>();
  private final Map<Integer, Integer> inFlight = new HashMap<>();
  private int bytesInFlight;
  private int bytesThisTick;
  private int nextRequest;

  private ReplicaActor(
      ReplicatorSettings settings,
      Form<V, D> form,
      Listener<V> listener,
      FleetCounters.Spreading counters) {
    this.counters = counters;
    this.form = form;
    this.listener = listener;
    this.replicator = getContext().actorOf(Replicator.props(settings), "replicator");
  }

  static <V, D extends ReplicatedData> Props props(
      ReplicatorSettings settings,
      Form<V, D> form,
      Listener<V> listener,
      FleetCounters.Spreading counters) {
    return Props.create(
        ReplicaActor.class, () -> new ReplicaActor<V, D>(settings, form, listener, counters));
  }

  @Override
  public void preStart() {
    getContext()
        .getSystem()
        .scheduler()
        .scheduleAtFixedRate(
            TICK, TICK, getSelf(), Tick.INSTANCE, getContext().getDispatcher(), getSelf());
  }

  @Override
  @SuppressWarnings("unchecked") // Whoever makes this actor sends it changes of the form's type.
  public Receive createReceive() {
    return receiveBuilder()
        .match(Spread.class, spread -> spread(((Spread<V>) spread).changes()))
        .match(Seed.class, seed -> seed(((Seed<V>) seed).values()))
        .match(
            Follow.class,
            follow ->
                replicator.tell(
                    new Replicator.Subscribe<>(form.key(follow.key()), getSelf()), getSelf()))
        .match(
            Replicator.Changed.class,
            changed -> listener.changed(changed.key().id(), form.value((D) changed.dataValue())))
        .match(Replicator.UpdateResponse.class, this::confirmed)
        .match(
            Tick.class,
            tick -> {
              bytesThisTick = 0;
              send();
            })
        .build();
  }

  private void spread(Map<String, V> changes) {
    changes.forEach((key, change) -> waiting.merge(key, change, form::merge));
    send();
  }

  private void send() {
    sendWhatMay();
    counters.waiting(waiting.size());
  }

  private void sendWhatMay() {
    Iterator<Map.Entry<String, V>> next = waiting.entrySet().iterator();
    while (next.hasNext()) {
      Map.Entry<String, V> entry = next.next();
      int size = form.size(entry.getValue());
      boolean first = bytesInFlight == 0 && bytesThisTick == 0;
      if (!first && Math.max(bytesInFlight, bytesThisTick) + size > BYTES_IN_FLIGHT) {
        return;
      }
      next.remove();
      bytesInFlight += size;
      counters.handedOver(size);
      bytesThisTick += size;
      int request = nextRequest++;
      inFlight.put(request, size);
      V change = entry.getValue();
      update(
          entry.getKey(),
          new Replicator.WriteAll(CONFIRM_WITHIN),
          Optional.of(request),
          state -> form.changed(state, change));
    }
  }

  private void seed(Map<String, V> values) {
    values.forEach((key, value) ->
        update(key, Replicator.writeLocal(), Optional.empty(), state -> form.seeded(state, value)));
  }

  private void update(
      String key,
      Replicator.WriteConsistency consistency,
      Optional<Object> request,
      java.util.function.Function<D, D> modify) {
    replicator.tell(
        new Replicator.Update<>(form.key(key), form.empty(), consistency, request, modify),
        getSelf());
  }

  private void confirmed(Replicator.UpdateResponse<?> response) {
    if (response instanceof Replicator.ModifyFailure<?> failure) {
      LOG.error("a change of {} could not be merged", response.key().id(), failure.cause());
    }
    response.getRequest().map(inFlight::remove).ifPresent(size -> bytesInFlight -= size);
    send();
  }
}
