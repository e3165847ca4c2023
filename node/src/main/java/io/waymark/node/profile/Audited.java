package io.waymark.node.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A change as the audit log tells it. */
public interface Audited {
  /** What sort of thing was changed, such as {@code profile}. */
  String kind();

  /** The name of the thing. */
  String name();

  /**
   * Adds {@code before} and {@code after}, null where there was nothing, and what else there is to
   * tell. Called later, on the log's own thread.
   */
  void describe(ObjectNode line);
}
