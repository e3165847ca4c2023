package io.waymark.node.profile;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What somebody wants changed. Names are as given; they are compared without case. Nodes send it to
 * each other as JSON, told apart by {@code kind}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Edit.Put.class, name = "put"),
  @JsonSubTypes.Type(value = Edit.Patch.class, name = "patch"),
  @JsonSubTypes.Type(value = Edit.Delete.class, name = "delete"),
  @JsonSubTypes.Type(value = Edit.PutEndpoint.class, name = "put-endpoint"),
  @JsonSubTypes.Type(value = Edit.PatchEndpoint.class, name = "patch-endpoint"),
  @JsonSubTypes.Type(value = Edit.DeleteEndpoint.class, name = "delete-endpoint"),
  @JsonSubTypes.Type(value = Edit.Apply.class, name = "apply")
})
public sealed interface Edit {

  /** The word for it in the audit. */
  String method();

  /** An edit of one profile. */
  sealed interface Single extends Edit {
    /** The profile's. */
    String name();
  }

  /** An edit of a profile that must be there, or of an endpoint of it. */
  sealed interface Existing extends Single {}

  /** Creates a profile, or replaces it whole. */
  record Put(String name, JsonNode document) implements Single {
    @Override
    public String method() {
      return "PUT";
    }
  }

  /** Changes a profile by a JSON Merge Patch (RFC 7396). */
  record Patch(String name, JsonNode patch) implements Existing {
    @Override
    public String method() {
      return "PATCH";
    }
  }

  /** Deletes a profile. */
  record Delete(String name) implements Existing {
    @Override
    public String method() {
      return "DELETE";
    }
  }

  /** Adds an endpoint at the end of its profile, or replaces it where it stands. */
  record PutEndpoint(String name, String endpoint, JsonNode document) implements Existing {
    @Override
    public String method() {
      return "PUT";
    }
  }

  /** Changes an endpoint by a JSON Merge Patch (RFC 7396). */
  record PatchEndpoint(String name, String endpoint, JsonNode patch) implements Existing {
    @Override
    public String method() {
      return "PATCH";
    }
  }

  /** Deletes an endpoint. */
  record DeleteEndpoint(String name, String endpoint) implements Existing {
    @Override
    public String method() {
      return "DELETE";
    }
  }

  /**
   * Creates or replaces many profiles, all or none.
   *
   * @param dryRun says what would happen, and changes nothing
   * @param prune deletes every profile that is not among these
   */
  record Apply(List<JsonNode> documents, boolean dryRun, boolean prune) implements Edit {
    @Override
    public String method() {
      return "APPLY";
    }
  }
}
