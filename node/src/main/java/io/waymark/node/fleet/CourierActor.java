package io.waymark.node.fleet;

import java.util.Map;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.RootActorPath;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries messages between nodes, at most once each. It knows the others by the cluster's members,
 * and their names by what they send; whoever needs an answer asks again.
 *
 * <p>There are two of them on every node, of one name each: one for small messages, and one for
 * large ones, which travel on a stream of their own.
 */
final class CourierActor extends AbstractActor {
  /** Has a message sent to every other member. */
  record ToAll(FleetMessage message) {}

  /** Has a message sent to the node of that name. */
  record To(String node, FleetMessage message) {}

  private static final Logger LOG = LoggerFactory.getLogger(CourierActor.class);

  private final Cluster cluster = Cluster.get(getContext().getSystem());
  private final String name;
  private final FleetListener listener;
  private final Map<String, Address> addresses;

  private CourierActor(String name, FleetListener listener, Map<String, Address> addresses) {
    this.name = name;
    this.listener = listener;
    this.addresses = addresses;
  }

  /**
   * @param name of the actor, the same on every node
   * @param addresses of nodes by their names, as this node's couriers learn them; safe for use by
   *     many threads
   */
  static Props props(String name, FleetListener listener, Map<String, Address> addresses) {
    return Props.create(CourierActor.class, () -> new CourierActor(name, listener, addresses));
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(ToAll.class, one -> toAll(one.message()))
        .match(To.class, one -> to(one.node(), one.message()))
        .match(FleetMessage.class, this::arrived)
        .build();
  }

  private void toAll(FleetMessage message) {
    for (Member member : cluster.state().getMembers()) {
      if (!member.uniqueAddress().equals(cluster.selfUniqueAddress())) {
        send(member.address(), message);
      }
    }
  }

  private void to(String node, FleetMessage message) {
    Address address = addresses.get(node);
    if (address == null) {
      LOG.debug("{} was not sent to {}, of which nothing was heard yet", message, node);
    } else {
      send(address, message);
    }
  }

  private void send(Address address, FleetMessage message) {
    ((ExtendedActorSystem) getContext().getSystem())
        .provider()
        .resolveActorRef(new RootActorPath(address, "/").child("user").child(name))
        .tell(message, getSelf());
  }

  private void arrived(FleetMessage message) {
    Address address = getSender().path().address();
    if (address.hasGlobalScope()) {
      addresses.put(message.from(), address);
    }
    listener.message(message);
  }
}
