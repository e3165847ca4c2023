package io.waymark.protocol.replica.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.waymark.protocol.profile.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Mends a merged document: the simplest change that lets the rules pass.
 *
 * <ul>
 *   <li>A field of the profile or its monitor that cannot stay has its default. A method that
 *       cannot be read is Priority; a zone is {@code invalid}, which nobody serves (RFC 6761
 *       section 6.4).
 *   <li>Endpoints with one priority are served in the order of their keys, and those behind them
 *       after them.
 *   <li>A code or range that two endpoints claim is the first one's; an endpoint that Subnet would
 *       then send all other clients to is left out.
 *   <li>Switches and minimums that an endpoint of its type cannot have, have their defaults.
 *   <li>An endpoint that cannot be together with those before it, or has no target, location, code
 *       or range where it needs one, is left out.
 * </ul>
 */
final class DocumentRepair {
  private static final Pattern IN_ENDPOINT =
      Pattern.compile("endpoints\\[([0-9]+)](?:\\.([^.\\[]+))?(?:\\[([0-9]+)])?.*");
  private static final Pattern IN_PROFILE = Pattern.compile("([^\\[]+)(?:\\[([0-9]+)])?.*");
  private final MergedDocument merged;
  private final BiConsumer<String, String> conflicts;
  private boolean zoneFellBack;

  /**
   * @param conflicts hears of each change, by the field's path and with the reason
   */
  DocumentRepair(MergedDocument merged, BiConsumer<String, String> conflicts) {
    this.merged = merged;
    this.conflicts = conflicts;
  }

  /**
   * Mends some of the faults, at least one.
   *
   * @param readable whether the faults are broken rules, rather than values that cannot be read
   * @return false when none of them can be mended
   */
  boolean mend(List<Violation> faults, boolean readable) {
    List<Fault> found = new ArrayList<>();
    List<String> order = merged.order();
    faults.forEach(fault -> found.add(fault(fault, order)));
    // One at a time: another endpoint's fault may be gone with this one.
    for (Fault fault : found) {
      if (leavesOut(fault, readable)) {
        leaveOut(fault);
        return true;
      }
    }
    boolean mended = found.stream().anyMatch(DocumentRepair::isPriority) && readable;
    if (mended) {
      spreadPriorities();
    }
    for (Fault fault : found) {
      if (!isPriority(fault) || !readable) {
        mended |= fault.index() < 0 && change(fault);
      }
    }
    return removeElements(found) || mended;
  }

  /**
   * Where a fault lies.
   *
   * @param endpoint its key; null for a fault of the profile itself
   * @param holder the object the field is in
   * @param index of the element of the field's array; negative when it is the field as a whole
   */
  private record Fault(
      @Nullable String endpoint,
      ObjectNode holder,
      String field,
      int index,
      String path,
      String message) {}

  private Fault fault(Violation violation, List<String> order) {
    Matcher within = IN_ENDPOINT.matcher(violation.path());
    if (within.matches()) {
      String key = order.get(Integer.parseInt(within.group(1)));
      String field = within.group(2) == null ? "" : within.group(2);
      String path = field.isEmpty() ? FieldPath.endpoint(key) : FieldPath.endpoint(key, field);
      ObjectNode endpoint = Objects.requireNonNull(merged.endpoints().get(key), key);
      return new Fault(key, endpoint, field, index(within.group(3)), path, violation.message());
    }
    Matcher above = IN_PROFILE.matcher(violation.path());
    String path = above.matches() ? above.group(1) : "";
    int dot = path.lastIndexOf('.');
    ObjectNode holder = merged.document();
    if (dot >= 0) {
      JsonNode parent = holder.at("/" + path.substring(0, dot).replace('.', '/'));
      holder = parent instanceof ObjectNode object ? object : holder.objectNode();
    }
    int index = above.matches() ? index(above.group(2)) : -1;
    return new Fault(null, holder, path.substring(dot + 1), index, path, violation.message());
  }

  private static int index(@Nullable String digits) {
    return digits == null ? -1 : Integer.parseInt(digits);
  }

  private static boolean isPriority(Fault fault) {
    return fault.endpoint() != null && fault.field().equals(MergedDocument.PRIORITY);
  }

  private boolean leavesOut(Fault fault, boolean readable) {
    if (fault.endpoint() == null) {
      return fault.path().equals("endpoints") && !merged.endpoints().isEmpty();
    }
    return switch (fault.field()) {
      case "", "target" -> true;
      case "name" -> fault.holder().path("name").asText().equals(fault.endpoint());
      case "type", "endpointLocation" -> readable;
      case "geoMapping" -> readable && fault.index() < 0;
      // Without its ranges, Subnet would send it all other clients.
      case "subnets" -> (readable || bySubnet()) && fault.index() < 0;
      default -> false;
    };
  }

  private boolean bySubnet() {
    return merged.document().path("trafficRoutingMethod").asText().equalsIgnoreCase("Subnet");
  }

  /** Whether an endpoint without this many of its ranges would be sent all other clients. */
  private boolean catchesAll(Fault fault, int wrong) {
    return fault.endpoint() != null
        && fault.field().equals("subnets")
        && bySubnet()
        && fault.holder().path(fault.field()).size() == wrong;
  }

  private void leaveOut(Fault fault) {
    leaveOut(fault, fault.message());
  }

  private void leaveOut(Fault fault, String reason) {
    // Of too many, the last goes.
    String key = fault.endpoint() == null ? merged.endpoints().lastKey() : fault.endpoint();
    String path = fault.endpoint() == null ? FieldPath.endpoint(key) : fault.path();
    merged.endpoints().remove(key);
    conflicts.accept(path, reason + "; the endpoint is left out");
  }

  /** Changes the field as a whole. */
  private boolean change(Fault fault) {
    ObjectNode holder = fault.holder();
    if (isPriority(fault)) {
      holder.put(MergedDocument.PRIORITY, MergedDocument.PRIORITY_LAST);
      conflicts.accept(fault.path(), fault.message() + "; it comes last");
    } else if (fault.field().equals("minChildEndpoints") && nested(holder)) {
      int v4 = holder.path("minChildEndpointsIPv4").asInt();
      int v6 = holder.path("minChildEndpointsIPv6").asInt();
      holder.put("minChildEndpoints", Math.max(1, Math.max(v4, v6)));
      conflicts.accept(fault.path(), fault.message() + "; raised to that");
    } else if (holder.has(fault.field())) {
      holder.remove(fault.field());
      conflicts.accept(fault.path(), fault.message() + "; the default holds");
    } else {
      return fallBack(fault);
    }
    return true;
  }

  private static boolean nested(ObjectNode endpoint) {
    return endpoint.path("type").asText().equalsIgnoreCase("Nested");
  }

  /** For what has no default. */
  private boolean fallBack(Fault fault) {
    if (fault.path().equals("trafficRoutingMethod")) {
      merged.document().put(fault.path(), "Priority");
      conflicts.accept(fault.path(), fault.message() + "; Priority holds");
      return true;
    }
    boolean name =
        fault.path().equals("dnsConfig.zone") || fault.path().equals("dnsConfig.relativeName");
    if (!name || zoneFellBack) {
      return false;
    }
    zoneFellBack = true;
    ProfileFields.set(merged.document(), "dnsConfig.zone", TextNode.valueOf("invalid"));
    conflicts.accept(fault.path(), fault.message() + "; it has no zone that is served");
    return true;
  }

  /**
   * Makes priorities unique: in the order they had, then by key, each no lower than it was, unless
   * there is no room above.
   */
  private void spreadPriorities() {
    List<String> keys = new ArrayList<>(merged.endpoints().keySet());
    Map<String, Integer> old = new HashMap<>();
    keys.forEach(key -> old.put(key, priority(key)));
    keys.sort(Comparator.comparingInt(this::priority));
    int[] spread = new int[keys.size()];
    int before = 0;
    for (int i = 0; i < spread.length; i++) {
      before = Math.max(priority(keys.get(i)), before + 1);
      spread[i] = before;
    }
    int above = MergedDocument.PRIORITY_LAST + 1;
    for (int i = spread.length - 1; i >= 0; i--) {
      above = Math.min(spread[i], above - 1);
      spread[i] = above;
    }
    for (int i = 0; i < spread.length; i++) {
      String key = keys.get(i);
      boolean shared = Collections.frequency(old.values(), old.get(key)) > 1;
      Objects.requireNonNull(merged.endpoints().get(key)).put(MergedDocument.PRIORITY, spread[i]);
      if (shared || spread[i] != priority(old, key)) {
        conflicts.accept(
            FieldPath.endpoint(key, MergedDocument.PRIORITY),
            (shared ? "must be unique in the profile" : "is that of an endpoint before it")
                + "; served as "
                + spread[i]);
      }
    }
  }

  private static int priority(Map<String, Integer> priorities, String key) {
    return priorities.getOrDefault(key, 0);
  }

  private int priority(String key) {
    return Objects.requireNonNull(merged.endpoints().get(key)).path("priority").asInt();
  }

  /** Removes what is wrong in lists. */
  private boolean removeElements(List<Fault> faults) {
    Map<String, TreeSet<Integer>> indices = new TreeMap<>();
    Map<String, Fault> fields = new TreeMap<>();
    for (Fault fault : faults) {
      if (fault.index() >= 0 && fault.holder().get(fault.field()) instanceof ArrayNode) {
        indices.computeIfAbsent(fault.path(), _ -> new TreeSet<>()).add(fault.index());
        fields.putIfAbsent(fault.path(), fault);
      }
    }
    for (Map.Entry<String, TreeSet<Integer>> wrong : indices.entrySet()) {
      Fault fault = Objects.requireNonNull(fields.get(wrong.getKey()));
      if (catchesAll(fault, wrong.getValue().size())) {
        // Alone: what others lost to this endpoint may be theirs again.
        leaveOut(fault, "no range is left");
        return true;
      }
    }
    indices.forEach((path, wrong) -> {
      Fault fault = Objects.requireNonNull(fields.get(path));
      ArrayNode elements = (ArrayNode) fault.holder().get(fault.field());
      wrong.descendingSet().forEach(elements::remove);
      String more = wrong.size() == 1 ? "" : ", and " + (wrong.size() - 1) + " more are wrong";
      conflicts.accept(
          path, "[" + fault.index() + "] " + fault.message() + more + "; left out of the list");
    });
    return !indices.isEmpty();
  }
}
