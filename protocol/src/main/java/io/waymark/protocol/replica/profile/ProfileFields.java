package io.waymark.protocol.replica.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Entity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A profile as fields, and the fields an edit writes.
 *
 * <p>A field is what two people may edit without meeting: a number, a text, a whole list. Its value
 * is canonical JSON. Absent and empty values are left out. An endpoint's existence is a field of
 * its own that edits of the endpoint do not write, so that removing the endpoint wins over them.
 */
public final class ProfileFields {
  private static final String KEY_PREFIX = "profile/";
  private static final String ENDPOINTS = "endpoints";

  /** Names of fields that a document may lack. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "path",
          "customHeaders",
          "expectedStatusCodeRanges",
          "endpointLocation",
          "geoMapping",
          "subnets",
          "minChildEndpoints",
          "minChildEndpointsIPv4",
          "minChildEndpointsIPv6");

  private static final Bytes TRUE = Bytes.utf8("true");

  private ProfileFields() {}

  /** The entity's key of the profile with this name. */
  public static String entityKey(String profileName) {
    return KEY_PREFIX + Profile.key(profileName);
  }

  /** Whether an entity is a profile, by its key. */
  public static boolean isKey(String entityKey) {
    return entityKey.startsWith(KEY_PREFIX);
  }

  /** What the creation of a profile writes. */
  public static FieldChanges create(Profile profile) {
    return changes(Entity.EMPTY, null, profile, _ -> false);
  }

  /**
   * What an edit writes: the fields that differ from what the editor saw.
   *
   * @param entity what is edited
   * @param seen what was assembled of it, and shown to the editor; null when there is none
   * @param after what it is to be
   * @param settles whether the editor spoke of the field of that path, so that a conflict about it
   *     is settled also where {@code after} says what was shown; all fields for a whole document
   */
  public static FieldChanges changes(
      Entity entity, @Nullable Assembled seen, Profile after, Predicate<String> settles) {
    Map<String, JsonNode> old = seen == null ? Map.of() : values(seen.profile());
    Map<String, JsonNode> wanted = values(after);
    Set<String> open = new HashSet<>();
    if (seen != null) {
      seen.conflicts().forEach(conflict -> open.add(conflict.path()));
    }
    Set<String> shown = keys(seen);
    Set<String> kept = keys(after);
    Edit edit = new Edit(entity);
    Set<String> paths = new TreeSet<>(old.keySet());
    paths.addAll(wanted.keySet());
    paths.addAll(open);
    for (String path : paths) {
      String endpoint = FieldPath.parse(path).endpointKey();
      if (endpoint != null && !(shown.contains(endpoint) && kept.contains(endpoint))) {
        continue;
      }
      JsonNode value = wanted.get(path);
      boolean differs = !Objects.equals(value, old.get(path));
      // What only a newer version knows is not for this one to settle.
      boolean known = value != null || OPTIONAL.contains(path.substring(lastName(path)));
      if (differs || (known && open.contains(path) && settles.test(path))) {
        edit.set(path, value);
      }
    }
    for (String key : kept) {
      if (!shown.contains(key)) {
        edit.create(key, wanted);
      }
    }
    for (String key : existing(entity)) {
      boolean meant = shown.contains(key) || settles.test(FieldPath.endpoint(key));
      if (!kept.contains(key) && meant) {
        edit.remove(key);
      }
    }
    EndpointOrder.hints(entity, shown, after, settles, open)
        .forEach((path, hint) -> edit.write(path, Bytes.utf8(Long.toString(hint))));
    if (!entity.live()) {
      edit.write(FieldPath.CREATED, TRUE);
    }
    return new FieldChanges(edit.writes, edit.removals);
  }

  /** Where the last name of a path starts. */
  private static int lastName(String path) {
    return 1 + Math.max(path.lastIndexOf('/'), path.lastIndexOf('.'));
  }

  private static final class Edit {
    private final Entity entity;
    private final Map<String, Optional<Bytes>> writes = new HashMap<>();
    private final Set<String> removals = new HashSet<>();

    Edit(Entity entity) {
      this.entity = entity;
    }

    void write(String path, Bytes value) {
      writes.put(path, Optional.of(value));
    }

    /** Clears what was never written only if somebody may be writing it at the same time. */
    void set(String path, @Nullable JsonNode value) {
      if (value != null) {
        write(path, Bytes.utf8(ProfileDocument.canonical(value)));
      } else if (entity.fields().containsKey(path)) {
        writes.put(path, Optional.empty());
      }
    }

    /** Nothing of an earlier endpoint of that name, or of one that was left out, stays. */
    void create(String key, Map<String, JsonNode> values) {
      remove(key);
      write(FieldPath.endpoint(key), TRUE);
      values.forEach((path, value) -> {
        if (key.equals(FieldPath.parse(path).endpointKey())) {
          set(path, value);
        }
      });
      removals.removeAll(writes.keySet());
    }

    void remove(String key) {
      for (String path : entity.fields().keySet()) {
        if (key.equals(FieldPath.parse(path).endpointKey())) {
          removals.add(path);
        }
      }
    }
  }

  /** Keys of the endpoints that exist, also of those that assembly leaves out. */
  static Set<String> existing(Entity entity) {
    Set<String> keys = new TreeSet<>();
    for (String path : entity.fields().keySet()) {
      FieldPath field = FieldPath.parse(path);
      if (field.endpointKey() != null && field.field().isEmpty() && entity.value(path) != null) {
        keys.add(field.endpointKey());
      }
    }
    return keys;
  }

  private static Set<String> keys(@Nullable Assembled seen) {
    return seen == null ? Set.of() : keys(seen.profile());
  }

  private static Set<String> keys(Profile profile) {
    Set<String> keys = new TreeSet<>();
    profile.endpoints().forEach(endpoint -> keys.add(Endpoint.key(endpoint.name())));
    return keys;
  }

  /** The fields of a profile's document, but for the existence and order of its endpoints. */
  private static Map<String, JsonNode> values(Profile profile) {
    ObjectNode document = ProfileDocument.print(profile);
    ((ObjectNode) document.get("dnsConfig")).remove("fqdn");
    Map<String, JsonNode> values = new TreeMap<>();
    for (var field : document.properties()) {
      if (!field.getKey().equals(ENDPOINTS)) {
        put(values, field.getKey(), field.getValue());
      }
    }
    for (Endpoint endpoint : profile.endpoints()) {
      String key = Endpoint.key(endpoint.name());
      for (var field : ProfileDocument.print(endpoint).properties()) {
        put(values, FieldPath.endpoint(key, field.getKey()), field.getValue());
      }
    }
    return values;
  }

  private static void put(Map<String, JsonNode> values, String path, JsonNode value) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(field -> put(values, path + "." + field.getKey(), field.getValue()));
    } else if (!value.isNull() && !(value.isArray() && value.isEmpty())) {
      values.put(path, value);
    }
  }

  /** The document of which these are the fields; the other way round. */
  static void set(ObjectNode document, String path, JsonNode value) {
    ObjectNode object = document;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length - 1; i++) {
      if (!(object.get(names[i]) instanceof ObjectNode)) {
        object.set(names[i], JsonNodeFactory.instance.objectNode());
      }
      object = (ObjectNode) object.get(names[i]);
    }
    object.set(names[names.length - 1], value);
  }
}
