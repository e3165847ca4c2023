package io.waymark.node;

import io.waymark.node.settings.NodeSettings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** One running name server: starts its parts in order and stops them in reverse. */
public final class Node implements AutoCloseable {
  private final List<InetSocketAddress> dnsAddresses;
  private final InetSocketAddress adminAddress;

  Node(List<InetSocketAddress> dnsAddresses, InetSocketAddress adminAddress) {
    this.dnsAddresses = dnsAddresses;
    this.adminAddress = adminAddress;
  }

  /**
   * Starts a name server; it answers when this returns.
   *
   * @throws StartException when it cannot; whatever had been started is stopped again
   */
  public static Node start(NodeSettings settings) throws StartException {
    Optional<Node> wired = Optional.empty();
    return wired.orElseThrow(() ->
        new StartException(
            "the parts of node " + settings.node().name() + " are not wired in this build"));
  }

  /** Where it answers DNS, in the order of {@code waymark.dns.listen}, with the real ports. */
  public List<InetSocketAddress> dnsAddresses() {
    return dnsAddresses;
  }

  /** Where the HTTP API listens, with the real port. */
  public InetSocketAddress adminAddress() {
    return adminAddress;
  }

  /** Leaves gracefully and frees everything. A second call does nothing. */
  @Override
  public void close() {}
}
