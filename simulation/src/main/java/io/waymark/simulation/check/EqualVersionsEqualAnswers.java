package io.waymark.simulation.check;

import io.waymark.node.dns.Entry;
import io.waymark.node.dns.ProfileEntry;
import io.waymark.node.profile.StoredProfile;
import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.net.Client;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.routing.Compiled;
import io.waymark.protocol.routing.Decision;
import io.waymark.protocol.routing.Trace;
import io.waymark.simulation.world.Machine;
import io.waymark.simulation.world.SimulatedNode;
import io.waymark.simulation.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Nodes with the same configuration, the same votes and the same nodes alive give the same answers,
 * to every client and for every draw.
 */
final class EqualVersionsEqualAnswers implements Invariant {
  private static final List<String> CLIENTS =
      List.of("192.0.2.7", "198.51.100.93", "203.0.113.250", "2001:db8::53");

  @Override
  public void during(World world) {
    Map<String, Machine> first = new HashMap<>();
    for (Machine machine : world.machines()) {
      SimulatedNode node = machine.node();
      String knowledge = node == null ? null : node.health().knowledge();
      if (node != null && knowledge != null) {
        Machine other = first.putIfAbsent(node.configHash() + " " + knowledge, machine);
        SimulatedNode there = other == null ? null : other.node();
        if (other != null && there != null) {
          compare(machine.name() + " and " + other.name(), node, there);
        }
      }
    }
  }

  private void compare(String names, SimulatedNode one, SimulatedNode other) {
    for (StoredProfile stored : one.configuration().all()) {
      Profile profile = stored.profile();
      if (restsOnMemory(one, profile) || restsOnMemory(other, profile)) {
        continue;
      }
      ProfileEntry mine = entry(one, profile);
      ProfileEntry theirs = entry(other, profile);
      boolean alike = mine == null ? theirs == null : theirs != null && mine.answersLike(theirs);
      if (!alike || !decisions(one, profile, mine).equals(decisions(other, profile, theirs))) {
        throw broken(names + " answer differently for " + profile.name());
      }
    }
  }

  /** Whether a node believes something of an endpoint from before its restart. */
  private static boolean restsOnMemory(SimulatedNode node, Profile profile) {
    for (Endpoint endpoint : profile.endpoints()) {
      if (node.health().book().remembers(EndpointId.of(profile, endpoint))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable ProfileEntry entry(SimulatedNode node, Profile profile) {
    Entry entry = node.publisher().table().find(WireName.of(profile.dnsConfig().fqdn()));
    return entry instanceof ProfileEntry found ? found : null;
  }

  private static List<String> decisions(
      SimulatedNode node, Profile profile, @Nullable ProfileEntry entry) {
    List<String> decisions = new ArrayList<>();
    if (entry == null) {
      return decisions;
    }
    Compiled compiled = node.publisher().compile(profile);
    Client client = new Client();
    Decision decision = new Decision();
    for (String address : CLIENTS) {
      client.set(IpAddress.parse(address));
      SplittableRandom draw = new SplittableRandom(address.hashCode());
      entry.plan().decide(RecordType.A, client, draw, Trace.NONE, decision);
      StringBuilder text = new StringBuilder(decision.outcome().toString());
      for (int i = 0; i < decision.count(); i++) {
        text.append(' ').append(compiled.leaves().get(decision.leaf(i)).endpoint().target());
      }
      decisions.add(text.toString());
    }
    return decisions;
  }
}
