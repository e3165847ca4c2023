package io.waymark.node.settings;

import java.util.List;

/**
 * Settings that a node can start from.
 *
 * @param warnings what will work but is probably not meant, each a sentence for the operator
 */
public record Loaded(NodeSettings settings, List<String> warnings) {
  public Loaded {
    warnings = List.copyOf(warnings);
  }
}
