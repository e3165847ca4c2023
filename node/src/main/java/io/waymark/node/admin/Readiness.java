package io.waymark.node.admin;

import java.util.List;

/** Whether this node is fit to attract queries. Safe for use by many threads; answers at once. */
public interface Readiness {
  /** Why it is not, for people; empty when it is. */
  List<String> reasons();
}
