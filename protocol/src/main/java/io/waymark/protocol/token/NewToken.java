package io.waymark.protocol.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.protocol.profile.Fields;
import io.waymark.protocol.profile.Findings;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for when a token is made: {@code {"name": "ci", "role": "operator"}}.
 *
 * @param name spelled as a profile's
 */
public record NewToken(String name, Role role) {

  /** What came of reading a document. */
  public sealed interface Read {}

  public record Valid(NewToken token) implements Read {}

  /**
   * @param violations all of them, at least one
   */
  public record Invalid(List<Violation> violations) implements Read {}

  /** Reads the document; both fields are required, and there are no others. */
  public static Read read(JsonNode document) {
    Findings findings = new Findings();
    Fields fields = new Fields(document, "", findings);
    String name = fields.requiredText("name");
    @Nullable String fault = Profile.nameFault(name);
    if (fault != null && !findings.faulty("name")) {
      findings.add("name", name, fault);
    }
    fields.require("role");
    Role role = fields.choice("role", Role.values(), Role.VIEWER);
    fields.refuseUnknown();
    return findings.none() ? new Valid(new NewToken(name, role)) : new Invalid(findings.list());
  }
}
