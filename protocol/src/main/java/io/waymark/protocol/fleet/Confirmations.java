package io.waymark.protocol.fleet;

import java.util.HashSet;
import java.util.Set;

/**
 * Which nodes have an edit in their answers. A value: every confirmation makes a new one.
 *
 * @param self the node that was asked for the edit, and replies
 * @param roster as in {@link Pulses#roster} when the edit was made
 * @param applied the nodes that said so; those outside the roster do not count
 */
public record Confirmations(String self, Set<String> roster, Set<String> applied) {
  /** How many confirmations a reply waits for: {@code ?wait=}. */
  public enum Wait {
    /** The node that was asked. */
    LOCAL,
    /** More than half of the roster. */
    MAJORITY,
    /** All of the roster, also those that are not alive. */
    ALL
  }

  public Confirmations {
    roster = Set.copyOf(roster);
    applied = Set.copyOf(applied);
  }

  /** Nobody has it yet. */
  public static Confirmations none(String self, Set<String> roster) {
    return new Confirmations(self, roster, Set.of());
  }

  /** With a node's word that it answers with the edit; its repeat changes nothing. */
  public Confirmations with(String node) {
    Set<String> more = new HashSet<>(applied);
    more.add(node);
    return new Confirmations(self, roster, more);
  }

  /** The same among others: somebody was removed, or an address has become a name. */
  public Confirmations among(Set<String> newRoster) {
    return new Confirmations(self, newRoster, applied);
  }

  /** {@code k}: the nodes of the roster that have it. */
  public int count() {
    return (int) roster.stream().filter(applied::contains).count();
  }

  /** {@code n}: all of the roster. */
  public int of() {
    return roster.size();
  }

  public boolean met(Wait wait) {
    return switch (wait) {
      case LOCAL -> applied.contains(self);
      case MAJORITY -> count() >= Homes.majorityOf(of());
      case ALL -> count() == of();
    };
  }

  /** {@code Waymark-Replicated}, such as {@code 2/3}. */
  @Override
  public String toString() {
    return count() + "/" + of();
  }
}
