package io.waymark.protocol.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What changed from one document to another.
 *
 * <p>Objects are compared field by field. Arrays of things with names, such as endpoints, are
 * compared thing by thing, found by name without case; a change of their order is a change of its
 * own. Other arrays are compared as a whole.
 */
public final class Diff {
  /**
   * One change.
   *
   * @param path where, such as {@code endpoints[eu].weight}; empty for the whole document
   * @param from null where something was added
   * @param to null where something was removed
   */
  public record Change(String path, @Nullable JsonNode from, @Nullable JsonNode to) {
    /** {@code {"path", "from", "to"}}, with JSON's null for what is not there. */
    public ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("path", path);
      json.set("from", from);
      json.set("to", to);
      return json;
    }
  }

  private final List<Change> changes = new ArrayList<>();

  private Diff() {}

  /** The changes, in the order of the first document; empty for equal documents. */
  public static List<Change> between(JsonNode from, JsonNode to) {
    Diff diff = new Diff();
    diff.compare("", from, to);
    return List.copyOf(diff.changes);
  }

  /** The changes as an array of {@link Change#toJson}. */
  public static ArrayNode toJson(List<Change> changes) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    changes.forEach(change -> json.add(change.toJson()));
    return json;
  }

  private void compare(String path, @Nullable JsonNode from, @Nullable JsonNode to) {
    if (from instanceof ObjectNode before && to instanceof ObjectNode after) {
      for (String field : union(fields(before), fields(after))) {
        String fieldPath = path.isEmpty() ? field : path + "." + field;
        compare(fieldPath, before.get(field), after.get(field));
      }
      return;
    }
    Map<String, JsonNode> before = byName(from);
    Map<String, JsonNode> after = byName(to);
    if (before != null && after != null) {
      compareNamed(path, before, after);
    } else if (!same(from, to)) {
      changes.add(new Change(path, from, to));
    }
  }

  private void compareNamed(
      String path, Map<String, JsonNode> before, Map<String, JsonNode> after) {
    for (String key : union(before.keySet(), after.keySet())) {
      JsonNode named = before.containsKey(key) ? before.get(key) : after.get(key);
      String name = named == null ? key : named.path("name").asText();
      compare(path + "[" + name + "]", before.get(key), after.get(key));
    }
    List<String> oldOrder = new ArrayList<>(before.keySet());
    oldOrder.retainAll(after.keySet());
    List<String> newOrder = new ArrayList<>(after.keySet());
    newOrder.retainAll(before.keySet());
    if (!oldOrder.equals(newOrder)) {
      changes.add(new Change(path, names(before.values()), names(after.values())));
    }
  }

  private static ArrayNode names(Collection<JsonNode> elements) {
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    elements.forEach(element -> names.add(element.get("name")));
    return names;
  }

  /** An array's elements by their names in lower case; null unless every one has its own name. */
  private static @Nullable Map<String, JsonNode> byName(@Nullable JsonNode node) {
    if (!(node instanceof ArrayNode array)) {
      return null;
    }
    Map<String, JsonNode> byName = new LinkedHashMap<>();
    for (JsonNode element : array) {
      String name = element.path("name").textValue();
      if (name == null || byName.put(name.toLowerCase(Locale.ROOT), element) != null) {
        return null;
      }
    }
    return byName;
  }

  /** Equality in which 1 read as an int is 1 read as a long, and 1.0. */
  private static boolean same(@Nullable JsonNode a, @Nullable JsonNode b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return a.equals(
        (x, y) ->
            x.isNumber() && y.isNumber()
                ? x.decimalValue().compareTo(y.decimalValue())
                : x.equals(y) ? 0 : 1,
        b);
  }

  private static List<String> fields(ObjectNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static Set<String> union(Collection<String> first, Collection<String> second) {
    Set<String> union = new LinkedHashSet<>(first);
    union.addAll(second);
    return union;
  }
}
