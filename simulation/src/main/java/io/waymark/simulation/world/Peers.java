package io.waymark.simulation.world;

import io.waymark.node.fleet.EditDesk;
import io.waymark.node.fleet.EditMark;
import io.waymark.node.fleet.FleetCounters;
import io.waymark.node.fleet.FleetMessage;
import io.waymark.node.profile.Author;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.Preconditions;
import io.waymark.protocol.fleet.AwakeClock;
import io.waymark.protocol.fleet.ClockRule;
import io.waymark.protocol.fleet.EditId;
import io.waymark.protocol.fleet.EditView;
import io.waymark.protocol.fleet.Leases;
import io.waymark.protocol.fleet.NodeState;
import io.waymark.protocol.fleet.Pulse;
import io.waymark.protocol.fleet.Pulses;
import io.waymark.protocol.replica.Bucket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whom a node hears and where its edits go, as its peers actor does. */
public final class Peers {
  private static final long LOOK_MILLIS = 250;

  private final SimulatedNode node;
  private final Pulses pulses = new Pulses();
  private final Leases leases;
  private final AwakeClock awake;
  private final EditDesk desk;
  private final long startedMillis;

  /** Of a home that never looks again whether it still is one. */
  private final Map<String, EditView> staleViews = new HashMap<>();

  private long sequence;
  private String toldBefore = "";
  private boolean clockRight = true;

  Peers(SimulatedNode node) {
    this.node = node;
    this.leases = new Leases(self());
    this.startedMillis = node.machine().monotonicMillis();
    this.awake = new AwakeClock(startedMillis);
    this.desk =
        new EditDesk(
            self(), node.random().nextLong(), node.writer(), new Links(), new FleetCounters());
    for (Machine machine : node.world().machines()) {
      if (machine != node.machine()) {
        pulses.expect(address(machine));
      }
    }
  }

  private static String address(Machine machine) {
    return "192.0.2." + (machine.index() + 1) + ":7000";
  }

  void begin() {
    beat();
    node.every(Pulse.INTERVAL_MILLIS, this::beat);
    node.every(
        LOOK_MILLIS,
        () -> {
          look();
          desk.tick(now());
        });
  }

  private String self() {
    return node.machine().name();
  }

  private long now() {
    return awake.at(node.machine().monotonicMillis());
  }

  /** An admin asks for an edit. */
  void submit(EditDesk.Asked asked) {
    desk.asked(asked, now());
  }

  private void beat() {
    long now = now();
    long monotonic = node.machine().monotonicMillis();
    Pulse own =
        new Pulse(
            node.id(),
            address(node.machine()),
            node.incarnation(),
            ++sequence,
            node.machine().wallMillis(),
            NodeState.SERVING,
            true,
            clockRight,
            new Pulse.Served(node.configHash(), node.publisher().table().version(), "", ""),
            node.health().voteVersion(),
            new Pulse.Load(0, monotonic - startedMillis),
            "simulated",
            pulses.hears(now));
    leases.sent(own, monotonic);
    sendAll(new FleetMessage.Pulsed(own));
    heard(own);
    boolean right = ClockRule.right(pulses.skewMillis(now).values());
    if (right != clockRight) {
      clockRight = right;
      node.say(right ? "takes edits again" : "has a wrong clock and takes no edits");
    }
    look();
  }

  private void heard(Pulse pulse) {
    if (pulses.heard(pulse, now(), node.machine().wallMillis())) {
      leases.heard(pulse);
    }
  }

  private void sendAll(FleetMessage message) {
    for (Machine machine : node.world().machines()) {
      if (machine != node.machine()) {
        node.send(machine.index(), there -> there.peers().arrived(message));
      }
    }
  }

  private void send(String to, FleetMessage message) {
    for (Machine machine : node.world().machines()) {
      if (machine.name().equals(to)) {
        node.send(machine.index(), there -> there.peers().arrived(message));
      }
    }
  }

  private void arrived(FleetMessage message) {
    switch (message) {
      case FleetMessage.Pulsed(Pulse pulse) -> heard(pulse);
      case FleetMessage.Applied(String from, List<EditMark> marks) ->
          desk.applied(from, marks, now());
      case FleetMessage.EditAsked asked -> desk.arrived(asked, now());
      case FleetMessage.EditAnswered answered -> desk.answered(answered);
      case FleetMessage.StateAsked(String from, EditId id, String key) -> {
        Bucket known = Bucket.EMPTY.with(key, node.configuration().replica().entity(key));
        node.later(0, () -> send(from, FleetMessage.StateTold.of(self(), id, known)));
      }
      case FleetMessage.StateTold told -> desk.told(told, now());
      case FleetMessage.Survey _ -> {}
    }
  }

  private void look() {
    List<Pulse> fresh = pulses.fresh(now());
    StringBuilder told = new StringBuilder();
    for (Pulse pulse : fresh) {
      told.append(pulse.node().name())
          .append('#')
          .append(pulse.node().storeId())
          .append(pulse.watches())
          .append(pulse.votes().epoch())
          .append(' ');
    }
    if (!told.toString().equals(toldBefore)) {
      toldBefore = told.toString();
      TreeSet<String> names = new TreeSet<>();
      fresh.forEach(pulse -> names.add(pulse.node().name()));
      node.say("hears " + names);
      node.health().alive(fresh);
    }
  }

  /** The answers hold what others wrote; they are told. */
  void held(Map<String, List<EditMark>> marksByWriter) {
    marksByWriter.forEach((writer, marks) -> {
      FleetMessage message = new FleetMessage.Applied(self(), marks);
      if (writer.isEmpty()) {
        sendAll(message);
      } else {
        String name = writer.substring(0, Math.max(0, writer.lastIndexOf('#')));
        if (!name.equals(self())) {
          send(name, message);
        }
      }
    });
  }

  /** Edits on their way through this node. */
  public int edits() {
    return desk.size();
  }

  private EditView fromNow(String key) {
    EditView view =
        EditView.of(
            self(), key, pulses, leases, new EditView.Now(now(), node.machine().monotonicMillis()));
    if (node.world().bug() != Bug.STALE_HOME) {
      return view;
    }
    if (view.exact()) {
      staleViews.put(key, view);
    }
    return staleViews.getOrDefault(key, view);
  }

  private final class Links implements EditDesk.Links {
    @Override
    public EditView view(String key) {
      return fromNow(key);
    }

    @Override
    public Set<String> roster() {
      return pulses.roster();
    }

    @Override
    public Set<String> agreeing() {
      String own = node.configHash();
      Set<String> agreeing = new TreeSet<>();
      for (Pulse pulse : pulses.fresh(now())) {
        String name = pulse.node().name();
        if (name.equals(self()) || pulse.served().configHash().equals(own)) {
          agreeing.add(name);
        }
      }
      return agreeing;
    }

    @Override
    public void make(EditId id, Edit edit, Preconditions preconditions, Author author) {
      node.editing()
          .change(
              (Edit.Single) edit,
              preconditions,
              author,
              outcome -> node.later(0, () -> desk.made(id, outcome, now())));
    }

    @Override
    public void merge(EditId id, Bucket written) {
      node.editing().merge(written, () -> node.later(0, () -> desk.merged(id, true, now())));
    }

    @Override
    public void send(String to, FleetMessage message) {
      Peers.this.send(to, message);
    }
  }
}
