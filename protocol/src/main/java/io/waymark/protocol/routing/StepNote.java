package io.waymark.protocol.routing;

import io.waymark.protocol.net.Client;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.RoutingMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one profile's step came about, written down while it was compiled.
 *
 * @param rule the rule that applied, in a few words
 * @param branches what can be chosen
 * @param dropped what cannot, and why
 * @param view tells what the step sees of a client; null where it looks at none
 */
public record StepNote(
    String profile,
    RoutingMethod method,
    String rule,
    List<Branch> branches,
    List<Dropped> dropped,
    @Nullable Function<Client, ClientView> view) {

  /**
   * Something the step can choose.
   *
   * @param target the step or leaf behind it
   * @param probability in {@code (0, 1]}, where chance decides; 1 where it does not
   */
  public record Branch(String endpoint, int target, double probability) {}

  /** An endpoint the step cannot choose. */
  public record Dropped(String endpoint, String reason) {}

  /** A note in the making. */
  static final class Draft {
    private final Profile profile;
    private final List<Branch> branches = new ArrayList<>();
    private final List<Dropped> dropped = new ArrayList<>();
    private String rule = "";
    private @Nullable Function<Client, ClientView> view;

    Draft(Profile profile) {
      this.profile = profile;
    }

    void rule(String text) {
      rule = text;
    }

    /** Says what of it depends on the client. */
    void view(Function<Client, ClientView> of) {
      view = of;
    }

    void branch(Candidate candidate, int target, double probability) {
      branches.add(new Branch(candidate.endpoint().name(), target, probability));
    }

    void drop(Endpoint endpoint, String reason) {
      dropped.add(new Dropped(endpoint.name(), reason));
    }

    boolean dropped(Endpoint endpoint) {
      return dropped.stream().anyMatch(one -> one.endpoint().equals(endpoint.name()));
    }

    int drops() {
      return dropped.size();
    }

    /**
     * Begins the note of another step of the profile.
     *
     * @param kept of what was dropped, as many as neither step can choose
     */
    void clear(int kept) {
      branches.clear();
      dropped.subList(kept, dropped.size()).clear();
      rule = "";
      view = null;
    }

    StepNote note() {
      return new StepNote(
          profile.name(),
          profile.trafficRoutingMethod(),
          rule,
          List.copyOf(branches),
          List.copyOf(dropped),
          view);
    }
  }
}
