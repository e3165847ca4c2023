package io.waymark.protocol.replica.profile;

import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.profile.ProfileRules;
import io.waymark.protocol.profile.RoutingMethod;
import io.waymark.protocol.profile.Violation;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Register;
import io.waymark.protocol.replica.Stamp;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a profile of merged fields: total, and the same on every node for the same fields.
 *
 * <p>Of each field the latest value holds. What then cannot be read, or breaks a rule, is mended
 * one fault after the other ({@link DocumentRepair}) until nothing is wrong, and each fault is
 * listed. Where that would leave out every endpoint because none fits the routing method, the
 * method is Priority, which every endpoint fits: a merge never makes an answer empty.
 */
public final class Assembly {
  private static final String MONITOR_PATH = "monitorConfig.path";

  private final String name;
  private final Entity entity;

  /** By path, as one entry a field is enough. */
  private final TreeMap<String, Conflict> conflicts = new TreeMap<>();

  private Assembly(String name, Entity entity) {
    this.name = name;
    this.entity = entity;
  }

  /**
   * The profile that an entity holds.
   *
   * @param key the profile's name in lower case
   * @return null when there is no such profile
   */
  public static @Nullable Assembled assemble(String key, Entity entity) {
    if (!entity.live()) {
      return null;
    }
    Assembly assembly = new Assembly(key, entity);
    Profile profile = assembly.profile(null);
    boolean misfits = profile.trafficRoutingMethod() != RoutingMethod.PRIORITY;
    if (misfits && profile.endpoints().isEmpty() && !ProfileFields.existing(entity).isEmpty()) {
      Assembly again = new Assembly(key, entity);
      again.add(
          "trafficRoutingMethod",
          "no endpoint fits the method " + profile.trafficRoutingMethod() + "; served as Priority");
      assembly = again;
      profile = again.profile(RoutingMethod.PRIORITY);
    }
    return new Assembled(profile, List.copyOf(assembly.conflicts.values()), created(entity));
  }

  private Profile profile(@Nullable RoutingMethod method) {
    MergedDocument merged = MergedDocument.of(name, entity, this::add);
    if (method != null) {
      merged.document().put("trafficRoutingMethod", method.toString());
    }
    DocumentRepair repair = new DocumentRepair(merged, this::add);
    while (true) {
      ProfileDocument.Reading read = ProfileDocument.readable(merged.judged(), name);
      List<Violation> faults = read.faults();
      boolean readable = faults.isEmpty();
      if (readable) {
        faults = ProfileRules.within(read.profile());
      }
      if (faults.isEmpty() || !repair.mend(faults, readable)) {
        faults.forEach(fault -> add(fault.path(), fault.message()));
        pathIsThere(read.profile());
        return read.profile()
            .withEndpoints(EndpointOrder.sorted(read.profile().endpoints(), entity));
      }
    }
  }

  /** One who makes the protocol TCP clears the path, which another who makes it HTTPS needs. */
  private void pathIsThere(Profile profile) {
    if (profile.monitorConfig().path() != null && entity.value(MONITOR_PATH) == null) {
      add(MONITOR_PATH, "is required for " + profile.monitorConfig().protocol() + "; / holds");
    }
  }

  private void add(String path, String reason) {
    Conflict before = conflicts.get(path);
    boolean known = before != null && before.reason().contains(reason);
    if (!known) {
      String all = before == null ? reason : before.reason() + "; " + reason;
      conflicts.put(path, Conflict.about(path, entity, all));
    }
  }

  private static Stamp created(Entity entity) {
    Register created = entity.fields().get(FieldPath.CREATED);
    return created == null
        ? Stamp.ZERO
        : created.siblings().stream()
            .map(sibling -> sibling.dot().stamp())
            .min(Comparator.naturalOrder())
            .orElse(Stamp.ZERO);
  }
}
