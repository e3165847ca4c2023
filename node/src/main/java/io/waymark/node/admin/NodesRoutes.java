package io.waymark.node.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.fleet.PeersActor;
import io.waymark.protocol.fleet.NodeState;
import io.waymark.protocol.fleet.Pulse;
import io.waymark.protocol.token.Role;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The nodes of the fleet, as this one hears them. */
final class NodesRoutes {
  private static final Duration WITHIN = Duration.ofSeconds(3);

  private final Asking asking;
  private final ActorRef<PeersActor.Command> peers;

  NodesRoutes(Asking asking, ActorRef<PeersActor.Command> peers) {
    this.asking = asking;
    this.peers = peers;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/nodes", Role.VIEWER, Set.of(), Route.Body.NONE, this::nodes));
  }

  private HttpResponse nodes(Call call) {
    call.parameters().check();
    PeersActor.Nodes known =
        asking.ask("the keeper of the fleet", peers, WITHIN, PeersActor.GetNodes::new);
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    ArrayNode nodes = reply.putArray("nodes");
    known.nodes().forEach(node -> nodes.add(node(node, known)));
    reply.put("self", known.self());
    return Responses.json(200, reply);
  }

  private static ObjectNode node(PeersActor.NodeView view, PeersActor.Nodes known) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", view.name());
    Pulse pulse = view.pulse();
    node.put("state", state(view));
    if (pulse == null) {
      return node;
    }
    node.put("region", pulse.node().region());
    node.put("address", pulse.address());
    node.put("version", pulse.build());
    node.put("prober", pulse.probes());
    node.put("uptimeSeconds", pulse.load().uptimeMillis() / 1000);
    node.put("configHash", pulse.served().configHash());
    node.put("tableVersion", pulse.served().tableVersion());
    node.put("locationHash", pulse.served().locationHash());
    node.put("zoneHash", pulse.served().zoneHash());
    node.put("lagMs", view.lagMillis());
    node.put("heardMsAgo", view.heardMillisAgo());
    node.put("clockSkewMs", view.skewMillis());
    node.put("queriesPerSecond", Math.round(pulse.load().queriesPerSecond() * 10) / 10.0);
    if (known.impostors().contains(view.name())) {
      node.put("problem", "two machines go by this name");
    }
    return node;
  }

  private static String state(PeersActor.NodeView view) {
    if (view.pulse() == null) {
      return "unknown";
    }
    NodeState said = view.pulse().state();
    return view.alive() ? said.name().toLowerCase(Locale.ROOT) : "silent";
  }
}
