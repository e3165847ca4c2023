package io.waymark.protocol.fleet;

import io.waymark.protocol.profile.Profile;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which node an edit goes to: its home, where all edits with the same key are made one after
 * another. The home is the first of the nodes alive that take edits, in the rendezvous order of the
 * key.
 */
public final class Homes {
  /**
   * The key of edits that read or write more than one profile. Rules that span profiles (a name is
   * taken, a child must exist, a nested profile stays) and {@code If-Match} are exact together only
   * among edits with one key, so a fleet gives this key either to every edit or to none.
   */
  public static final String WHOLE = "*";

  private Homes() {}

  /** The key of edits that only touch one profile. */
  public static String keyOf(String profile) {
    return "profile/" + Profile.key(profile);
  }

  /** The homes to try, best first. */
  public static List<String> order(String key, Collection<Pulse> fresh) {
    return Rendezvous.order(
        key, fresh.stream().filter(Pulse::takesEdits).map(pulse -> pulse.node().name()).toList());
  }

  /** How many of a roster are more than half of it. */
  public static int majorityOf(int roster) {
    return roster / 2 + 1;
  }

  /** Whether more than half of the roster is alive, as this node hears it. */
  public static boolean liveMajority(Set<String> roster, Collection<String> fresh) {
    return roster.stream().filter(fresh::contains).count() >= majorityOf(roster.size());
  }
}
