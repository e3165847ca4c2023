package io.waymark.node.fleet;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.waymark.node.profile.Author;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.Preconditions;
import io.waymark.protocol.fleet.Confirmations;
import io.waymark.protocol.fleet.EditId;
import io.waymark.protocol.fleet.Pulse;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.BucketCodec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What nodes say to each other, besides what they replicate. As JSON on the wire: a field that a
 * newer version adds is passed over; a message that only a newer version knows is dropped, and so
 * is one that lacks what it needs.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FleetMessage.Pulsed.class, name = "pulse"),
  @JsonSubTypes.Type(value = FleetMessage.Applied.class, name = "applied"),
  @JsonSubTypes.Type(value = FleetMessage.EditAsked.class, name = "edit"),
  @JsonSubTypes.Type(value = FleetMessage.EditAnswered.class, name = "edited"),
  @JsonSubTypes.Type(value = FleetMessage.StateAsked.class, name = "state?"),
  @JsonSubTypes.Type(value = FleetMessage.StateTold.class, name = "state"),
  @JsonSubTypes.Type(value = FleetMessage.ProbeAsked.class, name = "probe"),
  @JsonSubTypes.Type(value = FleetMessage.ProbeAnswered.class, name = "probed"),
  @JsonSubTypes.Type(value = FleetMessage.ObservationsAsked.class, name = "observe"),
  @JsonSubTypes.Type(value = FleetMessage.ObservationsAnswered.class, name = "observed")
})
public sealed interface FleetMessage {
  /** The sender's name. */
  String from();

  /** Whether it may be large, and would hold up others. */
  @JsonIgnore
  default boolean heavy() {
    return false;
  }

  /** A sign of life. */
  record Pulsed(Pulse pulse) implements FleetMessage {
    public Pulsed {
      requireNonNull(pulse);
    }

    @Override
    @JsonIgnore
    public String from() {
      return pulse.node().name();
    }
  }

  /** The sender's answers hold these. */
  record Applied(String from, List<EditMark> marks) implements FleetMessage {
    public Applied {
      requireNonNull(from);
      marks = List.copyOf(marks);
    }
  }

  /**
   * Asks the receiver to make an edit, or to pass it on to who should.
   *
   * @param sent how often it was sent by now
   * @param waitMillis for how long the origin waits for the reply
   */
  record EditAsked(
      String from,
      EditId id,
      int sent,
      long waitMillis,
      Confirmations.Wait waitFor,
      Edit edit,
      Preconditions preconditions,
      Author author)
      implements FleetMessage {
    public EditAsked {
      requireNonNull(from);
      requireNonNull(id);
      requireNonNull(waitFor);
      requireNonNull(edit);
      requireNonNull(preconditions);
      requireNonNull(author);
    }

    @Override
    public boolean heavy() {
      return true;
    }
  }

  /**
   * What came of an edit.
   *
   * @param applied the nodes that are known to answer with it
   * @param roster of the fleet, as the sender knows it
   * @param exact whether its conditions were checked where all others are
   */
  record EditAnswered(
      String from,
      EditId id,
      EditOutcomes.Wire outcome,
      Set<String> applied,
      Set<String> roster,
      boolean exact)
      implements FleetMessage {
    public EditAnswered {
      requireNonNull(from);
      requireNonNull(id);
      requireNonNull(outcome);
      applied = Set.copyOf(applied);
      roster = Set.copyOf(roster);
    }

    @Override
    public boolean heavy() {
      return true;
    }
  }

  /**
   * Asks what the receiver knows of an entity, before a condition on it is checked.
   *
   * @param id of the edit with the condition
   */
  record StateAsked(String from, EditId id, String key) implements FleetMessage {}

  /**
   * What the sender knows of the entity it was asked about.
   *
   * @param state the canonical bytes of a bucket with nothing else in it; an empty one when the
   *     sender knows nothing
   */
  record StateTold(String from, EditId id, byte[] state) implements FleetMessage {
    /** In canonical bytes. */
    public static StateTold of(String from, EditId id, Bucket known) {
      return new StateTold(from, id, BucketCodec.encode(known));
    }

    @Override
    public boolean heavy() {
      return true;
    }
  }

  /** A question about what a prober sees, or the answer. */
  sealed interface Survey extends FleetMessage {
    /** Of the question; whoever asks it draws it, and its answer repeats it. */
    long id();
  }

  /** Asks the receiver to probe an endpoint at once, if it is one that it probes. */
  record ProbeAsked(String from, long id, String profile, String endpoint) implements Survey {
    public ProbeAsked {
      requireNonNull(from);
      requireNonNull(profile);
      requireNonNull(endpoint);
    }
  }

  /**
   * @param passed null when the sender does not probe the endpoint
   */
  record ProbeAnswered(
      String from,
      long id,
      String region,
      @Nullable Boolean passed,
      String reason,
      @Nullable Long roundTripMs)
      implements Survey {
    public ProbeAnswered {
      requireNonNull(from);
      requireNonNull(region);
      requireNonNull(reason);
    }

    /** What the probe came to; null when the sender does not probe the endpoint. */
    @JsonIgnore
    @Nullable ProbeResult result() {
      if (passed == null) {
        return null;
      }
      return passed
          ? new ProbeResult.Passed(roundTripMs == null ? 0 : roundTripMs)
          : new ProbeResult.Failed(reason);
    }
  }

  /** Asks the receiver what it last saw of a profile's endpoints. */
  record ObservationsAsked(String from, long id, String profile, List<String> endpoints)
      implements Survey {
    public ObservationsAsked {
      requireNonNull(from);
      requireNonNull(profile);
      endpoints = List.copyOf(endpoints);
    }
  }

  /**
   * @param seen by the endpoints' names; those that the sender does not probe are missing
   */
  record ObservationsAnswered(String from, long id, String profile, Map<String, Observation> seen)
      implements Survey {
    public ObservationsAnswered {
      requireNonNull(from);
      requireNonNull(profile);
      seen = Map.copyOf(seen);
    }

    @Override
    public boolean heavy() {
      return true;
    }
  }

  /**
   * What a prober last saw of an endpoint.
   *
   * @param sinceMillis when its verdict became what it is, since 1970
   * @param reason of the last result, for people
   * @param roundTripMs of the last success; null when there was none
   */
  record Observation(long sinceMillis, String reason, @Nullable Long roundTripMs) {
    public Observation {
      requireNonNull(reason);
    }
  }
}
