package io.waymark.node.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.profile.Advice;
import io.waymark.protocol.profile.Profile;

/** What the reply to a write says of the profile that it leaves behind. */
final class Warnings {
  static final String FIELD = "warnings";

  private Warnings() {}

  /**
   * Adds them to a reply that is about one profile; nothing where there are none.
   *
   * @param after the whole profile, also where one endpoint of it was written: what is left out in
   *     one is missed in the whole
   */
  static void add(ObjectNode reply, Profile after) {
    ArrayNode warnings = of(after);
    if (!warnings.isEmpty()) {
      reply.set(FIELD, warnings);
    }
  }

  /** Path in the profile and message of each; empty for most profiles. */
  static ArrayNode of(Profile profile) {
    ArrayNode warnings = JsonNodeFactory.instance.arrayNode();
    Advice.on(profile)
        .forEach(one -> warnings.addObject().put("path", one.path()).put("message", one.message()));
    return warnings;
  }
}
