package io.waymark.protocol.fleet;

/**
 * Which node: known by its name, which stays when its data directory is lost or its address
 * changes.
 *
 * @param name {@code waymark.node.name}, unique in the fleet
 * @param region {@code waymark.node.region}, a free label
 * @param storeId of its data directory; another one under the same name is either a wiped disk or
 *     somebody else's configuration file, see {@link Pulses#impostors}
 */
public record NodeId(String name, String region, long storeId) {
  public NodeId {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a node's name must not be empty");
    }
  }
}
