package io.waymark.node.profile;

import io.waymark.node.fleet.EditMark;
import io.waymark.node.fleet.FleetLink;
import io.waymark.node.fleet.Vitals;
import io.waymark.node.health.HealthActor;
import io.waymark.node.routing.RoutingActor;
import io.waymark.node.store.DurableStore;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.profile.ProfileFields;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actor that holds this node's copy of the profiles. It takes one edit at a time: checks it,
 * makes it durable, has it published, tells the prober, and only then says that it is done. Reading
 * goes on meanwhile.
 */
public final class ProfileActor {
  /** What it is told. */
  public sealed interface Command {}

  /** Asks for one profile. */
  public record Get(String name, ActorRef<Found> replyTo) implements Command {}

  /**
   * @param profile null when there is none of that name
   * @param below the profiles nested below it, at any depth, by {@link Profile#key}
   */
  public record Found(@Nullable StoredProfile profile, Map<String, Profile> below) {}

  /**
   * Asks for profiles in the order of their names.
   *
   * @param prefix that names begin with, without case
   * @param after the name before the first; empty to begin at the beginning
   * @param limit of profiles, at least 1
   */
  public record ListProfiles(String prefix, String after, int limit, ActorRef<Listed> replyTo)
      implements Command {}

  /**
   * @param below the profiles nested below these, at any depth, by {@link Profile#key}
   * @param more whether there are others after these
   */
  public record Listed(List<StoredProfile> profiles, Map<String, Profile> below, boolean more) {}

  /** Asks for an edit. */
  public record Change(
      Edit edit, Preconditions preconditions, Author author, ActorRef<Outcome> replyTo)
      implements Command {}

  /** What came of an edit. */
  public sealed interface Outcome {}

  /**
   * It is durable.
   *
   * @param changes what it did to each profile it is about, also where that is nothing
   * @param published whether this node's answers are known to have it
   * @param written what it wrote, by entity key; empty where it changed nothing
   */
  public record Done(List<ProfileChange> changes, boolean published, Bucket written)
      implements Outcome {}

  /** Nothing was changed. */
  public record Refused(Problem problem) implements Outcome {}

  /** Takes in what other nodes wrote, old or new; the reply comes once it was published. */
  public record Merge(Bucket written, ActorRef<Merged> replyTo) implements Command {}

  /**
   * It was merged.
   *
   * @param published whether this node's answers are known to have it
   */
  public record Merged(boolean published) {}

  /**
   * Writes all fields of an entity that is no profile, or with none deletes it.
   *
   * @param author whose edit it is
   */
  public record WriteEntity(
      String key, Map<String, Bytes> fields, String author, ActorRef<EntityWritten> replyTo)
      implements Command {}

  /**
   * It is durable.
   *
   * @param failure null when it is; otherwise why not
   * @param written empty where nothing changed
   */
  public record EntityWritten(@Nullable String failure, Bucket written) {}

  /** Asks what is known under an entity's key; an empty bucket when nothing is. */
  public record GetEntity(String key, ActorRef<Bucket> replyTo) implements Command {}

  /** A new clustered system has started, and knows nothing yet. */
  public record FleetStarted() implements Command {}

  /** The documents of a change of many profiles have been read. */
  private record DocumentsRead(Change change, Supplier<Configuration.Judged> judge)
      implements Command {}

  /** What others wrote was published, or it is not known to be. */
  private record MergePublished(List<String> keys, boolean confirmed, ActorRef<Merged> replyTo)
      implements Command {}

  private record EntityStored(
      Bucket written, @Nullable Throwable failure, ActorRef<EntityWritten> replyTo)
      implements Command {}

  private record Written(@Nullable Throwable failure) implements Command {}

  private record Published(boolean confirmed) implements Command {}

  /** Edits that may wait for the one under way; one more is refused. */
  public static final int EDITS_WAITING_MAX = 128;

  private static final Logger LOG = LoggerFactory.getLogger(ProfileActor.class);
  private static final Executor READER =
      reading -> Thread.ofVirtual().name("profile-documents").start(reading);

  /**
   * What it works with.
   *
   * @param configuration what is known already, and published; owned by the actor from now on
   * @param peers is told what this node's answers hold of others' edits
   * @param others is told of entities that are no profiles
   * @param publishWithin an edit that routing has not confirmed by then is reported as not yet
   *     published
   */
  public record Surroundings(
      DurableStore store,
      Configuration configuration,
      ActorRef<RoutingActor.Command> routing,
      ActorRef<HealthActor.Command> health,
      FleetLink fleet,
      Vitals vitals,
      Held peers,
      Others others,
      AuditLog audit,
      InstantSource time,
      Duration publishWithin) {}

  /** Is told what this node's answers hold of others' edits. */
  @FunctionalInterface
  public interface Held {
    void held(Map<String, List<EditMark>> marksByWriter);
  }

  /** Is told of entities that are no profiles, here and now: it must not wait. */
  @FunctionalInterface
  public interface Others {
    void changed(String key, Entity entity);
  }

  private final ActorContext<Command> context;
  private final StashBuffer<Command> waiting;
  private final Surroundings surroundings;
  private final Configuration configuration;
  private final Catalog catalog;

  private ProfileActor(
      ActorContext<Command> context, StashBuffer<Command> waiting, Surroundings surroundings) {
    this.context = context;
    this.waiting = waiting;
    this.surroundings = surroundings;
    this.configuration = surroundings.configuration();
    this.catalog = configuration.catalog();
    surroundings.vitals().configured(configuration.replica());
  }

  /**
   * Starts from what is known and tells of it whoever watches the endpoints. Routing is not told:
   * the answers were compiled from the same before there was an actor.
   */
  public static Behavior<Command> create(Surroundings surroundings) {
    return Behaviors.withStash(
        EDITS_WAITING_MAX,
        waiting ->
            Behaviors.setup(context -> {
              ProfileActor actor = new ProfileActor(context, waiting, surroundings);
              actor.tellHealthOfAll();
              return actor.ready();
            }));
  }

  private Behavior<Command> ready() {
    return Behaviors.receiveMessage(command ->
        switch (command) {
          case Get get -> get(get);
          case ListProfiles list -> list(list);
          case GetEntity get -> entity(get);
          case Change change ->
              switch (change.edit()) {
                case Edit.Single edit ->
                    begin(
                        change,
                        () ->
                            configuration.judge(
                                edit, change.preconditions(), change.author(), wallMillis()));
                case Edit.Apply edit -> read(change, edit);
              };
          case DocumentsRead(Change change, Supplier<Configuration.Judged> judge) ->
              begin(change, judge);
          case Merge merge -> merge(merge);
          case MergePublished published -> mergePublished(published);
          case FleetStarted _ -> seed();
          case WriteEntity write -> write(write);
          case EntityStored stored -> entityStored(stored);
          case Written _, Published _ -> throw new IllegalStateException("no edit under way");
        });
  }

  private Behavior<Command> writing(Change change, Configuration.Accepted accepted) {
    return Behaviors.receiveMessage(command ->
        switch (command) {
          case Get get -> get(get);
          case ListProfiles list -> list(list);
          case GetEntity get -> entity(get);
          case Change next -> hold(next, next);
          case DocumentsRead next -> hold(next.change(), next);
          case Merge merge -> merge(merge);
          case MergePublished published -> mergePublished(published);
          case FleetStarted _ -> seed();
          case WriteEntity write -> write(write);
          case EntityStored stored -> entityStored(stored);
          case Written(Throwable failure) -> written(change, accepted, failure);
          case Published _ -> throw new IllegalStateException("published before written");
        });
  }

  private Behavior<Command> publishing(Change change, Configuration.Accepted accepted) {
    return Behaviors.receiveMessage(command ->
        switch (command) {
          case Get get -> get(get);
          case ListProfiles list -> list(list);
          case GetEntity get -> entity(get);
          case Change next -> hold(next, next);
          case DocumentsRead next -> hold(next.change(), next);
          case Merge merge -> merge(merge);
          case MergePublished published -> mergePublished(published);
          case FleetStarted _ -> seed();
          case WriteEntity write -> write(write);
          case EntityStored stored -> entityStored(stored);
          case Published(boolean confirmed) ->
              finish(change, new Done(accepted.changes(), confirmed, accepted.written()));
          case Written _ -> throw new IllegalStateException("written twice");
        });
  }

  private Behavior<Command> get(Get get) {
    StoredProfile found = catalog.find(get.name());
    get.replyTo()
        .tell(
            found == null
                ? new Found(null, Map.of())
                : new Found(configuration.withConflicts(found), catalog.below(List.of(found))));
    return Behaviors.same();
  }

  private Behavior<Command> list(ListProfiles list) {
    Catalog.Page page = catalog.page(list.prefix(), list.after(), list.limit());
    list.replyTo()
        .tell(
            new Listed(
                page.profiles().stream().map(configuration::withConflicts).toList(),
                catalog.below(page.profiles()),
                page.more()));
    return Behaviors.same();
  }

  private Behavior<Command> entity(GetEntity get) {
    Bucket known = Bucket.EMPTY.with(get.key(), configuration.replica().entity(get.key()));
    get.replyTo().tell(known);
    return Behaviors.same();
  }

  private Behavior<Command> hold(Change change, Command command) {
    if (waiting.isFull()) {
      change
          .replyTo()
          .tell(
              new Refused(
                  new Problem(429, EDITS_WAITING_MAX + " edits are waiting already; try again")));
    } else {
      waiting.stash(command);
    }
    return Behaviors.same();
  }

  /** Reading many documents takes a while, in which others shall be answered. */
  private Behavior<Command> read(Change change, Edit.Apply edit) {
    context.pipeToSelf(
        CompletableFuture.supplyAsync(() -> configuration.read(edit), READER),
        (drafts, failure) ->
            new DocumentsRead(
                change,
                () -> {
                  if (drafts == null) {
                    throw new IllegalStateException("documents could not be read", failure);
                  }
                  return configuration.judge(edit, drafts, change.author(), wallMillis());
                }));
    return next();
  }

  private Behavior<Command> begin(Change change, Supplier<Configuration.Judged> judge) {
    Configuration.Judged judged;
    try {
      judged = judge.get();
    } catch (RuntimeException e) {
      // Ours, not the caller's; the profiles are as they were, so later edits need not suffer.
      LOG.error("a {} could not be judged", change.edit().method(), e);
      judged =
          new Configuration.Refused(new Problem(500, "the edit could not be judged; see the log"));
    }
    return switch (judged) {
      case Configuration.Refused(Problem problem) -> finish(change, new Refused(problem));
      case Configuration.Accepted accepted -> {
        boolean dryRun = change.edit() instanceof Edit.Apply apply && apply.dryRun();
        if (accepted.written().isEmpty() || dryRun) {
          yield finish(change, new Done(accepted.changes(), true, Bucket.EMPTY));
        }
        // Durable before anybody hears of it: a stamp that was seen elsewhere is never given again.
        context.pipeToSelf(store(accepted.written()), (_, failure) -> new Written(failure));
        yield writing(change, accepted);
      }
    };
  }

  private CompletionStage<Void> store(Bucket written) {
    try {
      return surroundings.store().write(StoredEntities.writes(written));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Behavior<Command> written(
      Change change, Configuration.Accepted accepted, @Nullable Throwable failure) {
    if (failure != null) {
      Throwable cause = cause(failure);
      LOG.error("an edit was refused because it could not be stored: {}", cause.toString());
      return finish(
          change,
          new Refused(new Problem(503, "the edit could not be stored: " + cause.getMessage())));
    }
    try {
      Configuration.Merged merged = take(accepted.written());
      record(change, accepted.changes().stream().filter(ProfileChange::changes).toList());
      surroundings.fleet().spread(configuration.replica().buckets(merged.keys()));
      publish(merged, applied -> new Published(applied));
      return publishing(change, accepted);
    } catch (RuntimeException e) {
      // It is stored and cannot be taken back; later edits must not wait for it for ever.
      LOG.error("a {} is stored but could not be passed on", change.edit().method(), e);
      return finish(change, new Done(accepted.changes(), false, accepted.written()));
    }
  }

  /** The copy with this in it; whoever watches endpoints is told of what changed. */
  private Configuration.Merged take(Bucket written) {
    Configuration.Merged merged = configuration.merge(written);
    surroundings.vitals().configured(configuration.replica());
    merged.changes().forEach(one -> tellHealth(one.name(), one.profile()));
    configuration
        .entities(merged.keys().stream().filter(key -> !ProfileFields.isKey(key)).toList())
        .forEach(surroundings.others()::changed);
    return merged;
  }

  private Behavior<Command> merge(Merge merge) {
    Configuration.Merged merged = take(merge.written());
    if (!merged.keys().isEmpty()) {
      // Others have it, so it need not be durable here before it is answered.
      store(Bucket.of(configuration.entities(merged.keys())))
          .whenComplete((_, failure) -> {
            if (failure != null) {
              LOG.error("what other nodes wrote could not be stored: {}", failure.toString());
            }
          });
    }
    // Also where nothing is new: what came by another way may still be on its way to the answers.
    publish(merged, applied -> new MergePublished(merged.keys(), applied, merge.replyTo()));
    return Behaviors.same();
  }

  private Behavior<Command> write(WriteEntity write) {
    if (ProfileFields.isKey(write.key())) {
      throw new IllegalArgumentException(write.key() + " is a profile");
    }
    Entity before = configuration.replica().entity(write.key());
    Bucket written;
    if (!write.fields().isEmpty()) {
      Map<String, Optional<Bytes>> fields = new TreeMap<>();
      write.fields().forEach((path, value) -> fields.put(path, Optional.of(value)));
      written =
          Bucket.of(
              write.key(),
              before.write(configuration.replica().next(wallMillis()), write.author(), fields));
    } else {
      written = before.live() ? Bucket.of(write.key(), before.delete()) : Bucket.EMPTY;
    }
    context.pipeToSelf(
        store(written), (_, failure) -> new EntityStored(written, failure, write.replyTo()));
    return Behaviors.same();
  }

  private Behavior<Command> entityStored(EntityStored stored) {
    if (stored.failure() == null) {
      Configuration.Merged merged = take(stored.written());
      surroundings.fleet().spread(configuration.replica().buckets(merged.keys()));
      stored.replyTo().tell(new EntityWritten(null, stored.written()));
    } else {
      Throwable cause = cause(stored.failure());
      stored.replyTo().tell(new EntityWritten(String.valueOf(cause.getMessage()), Bucket.EMPTY));
    }
    return Behaviors.same();
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private Behavior<Command> mergePublished(MergePublished published) {
    published.replyTo().tell(new Merged(published.confirmed()));
    if (published.confirmed()) {
      Map<String, List<EditMark>> marks = new TreeMap<>();
      configuration
          .entities(published.keys())
          .forEach((key, entity) ->
              EditMark.all(key, entity)
                  .forEach(mark ->
                      marks.computeIfAbsent(mark.writer(), _ -> new ArrayList<>()).add(mark)));
      surroundings.peers().held(marks);
    }
    return Behaviors.same();
  }

  private Behavior<Command> seed() {
    surroundings.fleet().seed(configuration.replica().buckets());
    return Behaviors.same();
  }

  private void publish(Configuration.Merged merged, Function<Boolean, Command> published) {
    List<RoutingActor.Change> changes =
        merged.changes().stream()
            .map(one ->
                new RoutingActor.Change(
                    one.name(),
                    one.profile(),
                    one.after() == null ? 0 : one.after().created().bits()))
            .toList();
    context.ask(
        RoutingActor.Applied.class,
        surroundings.routing(),
        surroundings.publishWithin(),
        (ActorRef<RoutingActor.Applied> replyTo) ->
            new RoutingActor.ProfilesChanged(changes, replyTo),
        (applied, _) -> published.apply(applied != null));
  }

  private void record(Change change, List<ProfileChange> effective) {
    Instant now = surroundings.time().instant();
    surroundings
        .audit()
        .append(
            effective.stream()
                .map(one -> new AuditLog.Entry(now, change.author(), change.edit().method(), one))
                .toList());
  }

  private long wallMillis() {
    return surroundings.time().millis();
  }

  private void tellHealthOfAll() {
    catalog.all().forEach(stored -> tellHealth(stored.profile().name(), stored.profile()));
  }

  private void tellHealth(String name, @Nullable Profile profile) {
    surroundings.health().tell(new HealthActor.ProfileChanged(name, profile));
  }

  private Behavior<Command> finish(Change change, Outcome outcome) {
    change.replyTo().tell(outcome);
    return next();
  }

  private Behavior<Command> next() {
    return waiting.unstash(ready(), 1, held -> held);
  }
}
