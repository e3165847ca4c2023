package io.waymark.node.profile;

import io.waymark.protocol.profile.Policy;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Replica;
import io.waymark.protocol.replica.Stamp;
import io.waymark.protocol.replica.profile.Claims;
import io.waymark.protocol.replica.profile.Conflict;
import io.waymark.protocol.replica.profile.FieldChanges;
import io.waymark.protocol.replica.profile.ProfileFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node's copy of the configuration, and the rules by which it changes: by edits that are judged
 * and written here, and by what others wrote, which is never refused. Without clock, thread, disk
 * or network; for one thread.
 */
public final class Configuration {
  /** What is to become of an edit. */
  public sealed interface Judged {}

  /**
   * It may be made.
   *
   * @param changes to every profile the edit is about, also where that is nothing
   * @param written what to make durable and then to {@link #merge}, by entity key; empty where
   *     nothing changes
   */
  public record Accepted(List<ProfileChange> changes, Bucket written) implements Judged {}

  /** It changes nothing. */
  public record Refused(io.waymark.protocol.admin.Problem problem) implements Judged {}

  private final Replica replica;
  private final Catalog catalog;
  private final EditRules rules;
  private final Supplier<Policy> policy;

  /** What was last written here, as it was assembled then: the merge need not do that again. */
  private final Map<String, Assembled> assembled = new HashMap<>();

  private record Assembled(Entity entity, @Nullable StoredProfile profile) {}

  /**
   * @param replica what is known already
   * @param stored the {@link #profiles} of it
   * @param zones served, without trailing dot; the first is that of documents that name none
   * @param reservedNames fully qualified names that no profile may have
   * @param policy what is accepted by then; asked for each document, on any thread
   */
  public Configuration(
      Replica replica,
      List<StoredProfile> stored,
      List<String> zones,
      Set<String> reservedNames,
      Supplier<Policy> policy) {
    this.replica = replica;
    this.catalog = new Catalog(Set.copyOf(zones), reservedNames);
    this.rules = new EditRules(zones.isEmpty() ? null : zones.getFirst(), policy);
    this.policy = policy;
    stored.forEach(catalog::put);
  }

  /** With a policy that never changes. */
  public Configuration(
      Replica replica,
      List<StoredProfile> stored,
      List<String> zones,
      Set<String> reservedNames,
      Policy policy) {
    this(replica, stored, zones, reservedNames, () -> policy);
  }

  /** The profiles that a replica holds. */
  public static List<StoredProfile> profiles(Replica replica) {
    List<StoredProfile> profiles = new ArrayList<>();
    for (String key : replica.keys()) {
      StoredProfile profile = StoredProfile.of(key, replica.entity(key));
      if (profile != null) {
        profiles.add(profile);
      }
    }
    return profiles;
  }

  public Replica replica() {
    return replica;
  }

  /** Reads the documents of an edit of many, without regard to what is stored: any thread may. */
  Drafts read(Edit.Apply edit) {
    return new Drafts(rules.read(edit));
  }

  /** Documents that have been read, which is most of the work of an edit of many. */
  record Drafts(List<ApplyRules.Draft> drafts) {}

  /** What an edit of one profile would do, stamped with the time it is made. */
  public Judged judge(
      Edit.Single edit, Preconditions preconditions, Author author, long wallMillis) {
    return written(rules.plan(catalog, edit, preconditions), edit, author, wallMillis);
  }

  /** As {@link #judge(Edit.Single, Preconditions, Author, long)}, for an edit of many. */
  Judged judge(Edit.Apply edit, Drafts drafts, Author author, long wallMillis) {
    return written(rules.plan(catalog, edit, drafts.drafts()), edit, author, wallMillis);
  }

  private Judged written(EditRules.Plan plan, Edit edit, Author author, long wallMillis) {
    return switch (plan) {
      case EditRules.Refused(var problem) -> new Refused(problem);
      case EditRules.Accepted(List<ProfileChange> planned) -> {
        List<ProfileChange> changes = new ArrayList<>();
        assembled.clear();
        Map<String, Entity> written = new HashMap<>();
        for (ProfileChange change : planned) {
          String key = ProfileFields.entityKey(change.name());
          Entity entity = write(key, change, edit, author, wallMillis);
          if (entity == null) {
            changes.add(new ProfileChange(change.before(), change.before()));
          } else {
            written.put(key, entity);
            StoredProfile after = StoredProfile.of(key, entity);
            assembled.put(key, new Assembled(entity, after));
            changes.add(new ProfileChange(change.before(), after));
          }
        }
        yield new Accepted(changes, Bucket.of(written));
      }
    };
  }

  /** The entity with the change written; null when there is nothing to write. */
  private @Nullable Entity write(
      String key, ProfileChange change, Edit edit, Author author, long wallMillis) {
    Entity before = replica.entity(key);
    Profile after = change.profile();
    if (after == null) {
      return before.live() ? before.delete() : null;
    }
    StoredProfile seen = change.before();
    FieldChanges fields =
        ProfileFields.changes(
            before,
            seen == null ? null : seen.assembled(),
            after,
            path -> Mentions.settles(edit, path));
    return fields.isEmpty()
        ? null
        : fields.applyTo(before, replica.next(wallMillis), author.who()).packed();
  }

  /**
   * Takes in what was written here or elsewhere, old or new.
   *
   * @return what changed by it, profiles in the order to publish them
   */
  public Merged merge(Bucket bucket) {
    List<String> keys = replica.merge(bucket);
    List<ProfileChange> changes = new ArrayList<>();
    for (String key : keys) {
      if (ProfileFields.isKey(key)) {
        StoredProfile before = catalog.find(StoredProfile.name(key));
        StoredProfile after = assemble(key);
        if (before != null || after != null) {
          ProfileChange change = new ProfileChange(before, after);
          catalog.apply(change);
          changes.add(change);
        }
      }
    }
    return new Merged(PublishOrder.of(changes), keys);
  }

  @SuppressWarnings("ReferenceEquality") // Equal content is usually the object itself.
  private @Nullable StoredProfile assemble(String key) {
    Entity entity = replica.entity(key);
    Assembled known = assembled.remove(key);
    return known != null && known.entity() == entity
        ? known.profile()
        : StoredProfile.of(key, entity);
  }

  /**
   * @param changes of profiles
   * @param keys of the entities that changed
   */
  public record Merged(List<ProfileChange> changes, List<String> keys) {
    public Merged {
      changes = List.copyOf(changes);
      keys = List.copyOf(keys);
    }
  }

  /** The profile of that name, without case; null when there is none. */
  public @Nullable StoredProfile find(String name) {
    return catalog.find(name);
  }

  /** All profiles, by name in lower case. */
  public Collection<StoredProfile> all() {
    return catalog.all();
  }

  /** The profile with what is wrong with it among the others. */
  StoredProfile withConflicts(StoredProfile stored) {
    Entity entity = replica.entity(ProfileFields.entityKey(stored.profile().name()));
    List<Conflict> conflicts =
        new ArrayList<>(
            Claims.conflicts(
                entity,
                stored.profile(),
                catalog.neighbours(),
                key -> {
                  StoredProfile other = catalog.find(key);
                  return other == null ? Stamp.ZERO : other.created();
                }));
    conflicts.addAll(Claims.unknownRegions(entity, stored.profile(), policy.get()));
    return stored.withMore(conflicts);
  }

  Catalog catalog() {
    return catalog;
  }

  /** What these entities hold now, by their keys. */
  public Map<String, Entity> entities(Collection<String> keys) {
    Map<String, Entity> entities = new TreeMap<>();
    keys.forEach(key -> entities.put(key, replica.entity(key)));
    return new LinkedHashMap<>(entities);
  }
}
