package io.waymark.protocol.profile;

import java.util.List;

/** What came of reading a document. */
public sealed interface Parsed {
  /** A profile that breaks no rule of its own; its neighbours have not been looked at. */
  record Valid(Profile profile) implements Parsed {}

  /**
   * @param violations everything that is wrong, at least one
   */
  record Invalid(List<Violation> violations) implements Parsed {
    public Invalid {
      violations = List.copyOf(violations);
    }
  }
}
