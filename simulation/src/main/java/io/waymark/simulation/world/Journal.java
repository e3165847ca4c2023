package io.waymark.simulation.world;

import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was ever written, and everything that was ever asked, as nobody inside knows it.
 */
public final class Journal {
  /**
   * What one node wrote, whether or not anybody was told.
   *
   * @param key of the entity
   * @param before what the writer knew
   * @param after as it was made durable, in the next epoch for a deletion
   */
  public record Write(String key, Entity before, Entity after) {
    public boolean deletes() {
      return after.epoch() > before.epoch();
    }

    /** The event; null for a deletion, which has none. */
    public @Nullable Dot dot() {
      return deletes() ? null : latest(after);
    }

    /** The fields that it gave values to or took away. */
    public Set<String> paths() {
      Set<String> paths = new TreeSet<>(before.fields().keySet());
      paths.addAll(after.fields().keySet());
      paths.removeIf(path -> Objects.equals(before.fields().get(path), after.fields().get(path)));
      return paths;
    }
  }

  /** What an admin knows of an edit. */
  public enum State {
    PENDING,
    ACKNOWLEDGED,
    REFUSED,
    /** Nobody told: it was made, or it was not. */
    UNKNOWN
  }

  /** An edit as an admin asked for it. */
  public static final class Request {
    public final int number;
    public final String key;

    /** The tag it was made to depend on; null when on none. */
    public final @Nullable String ifMatch;

    private State state = State.PENDING;
    private boolean exact;
    private @Nullable Entity written;

    Request(int number, String key, @Nullable String ifMatch) {
      this.number = number;
      this.key = key;
      this.ifMatch = ifMatch;
    }

    public State state() {
      return state;
    }

    /** Whether the reply said that its condition was checked where all others are. */
    public boolean exact() {
      return exact;
    }

    /** What the reply says was written; null when it wrote nothing or there was no such reply. */
    public @Nullable Entity written() {
      return written;
    }

    void acknowledged(@Nullable Entity entity, boolean isExact) {
      state = State.ACKNOWLEDGED;
      written = entity;
      exact = isExact;
    }

    void refused() {
      state = State.REFUSED;
    }

    void unknown() {
      state = State.UNKNOWN;
    }

    @Override
    public String toString() {
      return "edit " + number + " of " + key + (ifMatch == null ? "" : " if " + ifMatch);
    }
  }

  private final List<Write> writes = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();

  void wrote(Write write) {
    writes.add(write);
  }

  Request asked(String key, @Nullable String ifMatch) {
    Request request = new Request(requests.size(), key, ifMatch);
    requests.add(request);
    return request;
  }

  public List<Write> writes() {
    return writes;
  }

  public List<Request> requests() {
    return requests;
  }

  /** The latest event an entity has seen; null when it has seen none in its epoch. */
  public static @Nullable Dot latest(Entity entity) {
    Dot latest = null;
    for (Map.Entry<String, Stamp> one : entity.versions().latest().entrySet()) {
      Dot dot = new Dot(one.getKey(), one.getValue());
      if (latest == null || dot.compareTo(latest) > 0) {
        latest = dot;
      }
    }
    return latest;
  }
}
