package io.waymark.protocol.replica.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Register;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The document that an entity's latest values make, whether or not it is valid.
 *
 * @param document without endpoints
 * @param endpoints by key
 */
record MergedDocument(ObjectNode document, TreeMap<String, ObjectNode> endpoints) {
  static final String PRIORITY = "priority";

  /** Last, for an endpoint whose own cannot be read. */
  static final int PRIORITY_LAST = 1000;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * @param conflicts hears of each field with several values, or one that is no JSON
   */
  static MergedDocument of(String name, Entity entity, BiConsumer<String, String> conflicts) {
    MergedDocument merged =
        new MergedDocument(JsonNodeFactory.instance.objectNode(), new TreeMap<>());
    ProfileFields.existing(entity).forEach(merged::endpoint);
    for (Map.Entry<String, Register> field : entity.fields().entrySet()) {
      FieldPath path = FieldPath.parse(field.getKey());
      String key = path.endpointKey();
      if (key != null && !merged.endpoints.containsKey(key)) {
        // Left over of an endpoint that was removed while somebody edited it.
        continue;
      }
      if (field.getValue().conflicted()) {
        conflicts.accept(
            field.getKey(),
            "was written by several who did not know of each other; the last holds");
      }
      JsonNode value = json(field.getKey(), field.getValue().serving().value(), conflicts);
      if (value == null) {
        continue;
      }
      ObjectNode endpoint = key == null ? null : merged.endpoints.get(key);
      if (endpoint == null) {
        merged.put(path.field(), value);
      } else if (!path.field().isEmpty() && !path.field().equals(FieldPath.ORDER)) {
        endpoint.set(path.field(), value);
      }
    }
    merged.document.putIfAbsent("name", JsonNodeFactory.instance.textNode(name));
    return merged;
  }

  private void endpoint(String key) {
    endpoints.put(
        key, JsonNodeFactory.instance.objectNode().put("name", key).put(PRIORITY, PRIORITY_LAST));
  }

  private void put(String path, JsonNode value) {
    // A newer version's name for something else would hide what these are.
    if (!path.equals(FieldPath.CREATED)
        && !path.equals("endpoints")
        && !path.equals("properties")) {
      ProfileFields.set(document, path, value);
    }
  }

  private static @Nullable JsonNode json(
      String path, @Nullable Bytes value, BiConsumer<String, String> conflicts) {
    if (value == null) {
      return null;
    }
    try {
      JsonNode node = JSON.readTree(value.text());
      return node.isMissingNode() ? null : node;
    } catch (JsonProcessingException e) {
      conflicts.accept(path, "cannot be read by this version; the default holds");
      return null;
    }
  }

  /**
   * The keys of the endpoints in the order in which they are judged: of those that cannot be
   * together, the first stays. Those that are addressed like most come first, then by key.
   */
  List<String> order() {
    Map<String, Integer> addressed = new HashMap<>();
    endpoints.values().forEach(endpoint -> addressed.merge(addressing(endpoint), 1, Integer::sum));
    addressed.remove("");
    List<String> order = new ArrayList<>(endpoints.keySet());
    String most = "";
    for (String key : order) {
      String addressing = addressing(endpoints.get(key));
      if (!addressing.isEmpty()
          && addressed.getOrDefault(addressing, 0) > addressed.getOrDefault(most, 0)) {
        most = addressing;
      }
    }
    String first = most;
    order.sort(Comparator.comparing(key -> !addressing(endpoints.get(key)).equals(first)));
    return order;
  }

  private static String addressing(@Nullable ObjectNode endpoint) {
    if (endpoint == null || endpoint.path("type").asText().equalsIgnoreCase("Nested")) {
      return "";
    }
    IpAddress address = IpAddress.parseOrNull(endpoint.path("target").asText());
    return address == null ? "name" : address.v6() ? "IPv6" : "IPv4";
  }

  /** The whole document, with the endpoints in {@link #order}. */
  ObjectNode judged() {
    ObjectNode whole = document.objectNode();
    whole.setAll(document);
    ArrayNode array = whole.putArray("endpoints");
    order().forEach(key -> array.add(named(key)));
    return whole;
  }

  /** A name that is another endpoint's counts for nothing. */
  private @Nullable ObjectNode named(String key) {
    ObjectNode endpoint = endpoints.get(key);
    if (endpoint != null && !Endpoint.key(endpoint.path("name").asText()).equals(key)) {
      endpoint.put("name", key);
    }
    return endpoint;
  }
}
