package io.waymark.node.demo;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads what a node says of itself and the others, {@code GET /v1/nodes}. */
final class NodesReply {
  private NodesReply() {}

  /** How many nodes it hears, itself among them. */
  static int heard(JsonNode reply) {
    return (int)
        reply
            .path("nodes")
            .valueStream()
            .filter(node -> node.path("state").asText().equals("serving"))
            .count();
  }

  /** The hash of the configuration it answers from; empty when it does not say. */
  static String configHash(JsonNode reply) {
    String self = reply.path("self").asText();
    return reply
        .path("nodes")
        .valueStream()
        .filter(node -> node.path("name").asText().equals(self))
        .map(node -> node.path("configHash").asText())
        .findFirst()
        .orElse("");
  }
}
