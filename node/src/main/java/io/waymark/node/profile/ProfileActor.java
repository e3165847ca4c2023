package io.waymark.node.profile;

import io.waymark.node.prober.ProberActor;
import io.waymark.node.routing.RoutingActor;
import io.waymark.node.store.DurableStore;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.profile.Policy;
import io.waymark.protocol.profile.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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
   * @param published whether the answers are known to have it
   */
  public record Done(List<ProfileChange> changes, boolean published) implements Outcome {}

  /** Nothing was changed. */
  public record Refused(Problem problem) implements Outcome {}

  /** The documents of a change of many profiles have been read. */
  private record DocumentsRead(Change change, Supplier<EditRules.Plan> judge) implements Command {}

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
   * @param zones served, without trailing dot; the first is that of documents that name none
   * @param reservedNames fully qualified names that no profile may have
   * @param publishWithin an edit that routing has not confirmed by then is reported as not yet
   *     published
   */
  public record Surroundings(
      DurableStore store,
      ActorRef<RoutingActor.Command> routing,
      ActorRef<ProberActor.Command> prober,
      AuditLog audit,
      InstantSource time,
      List<String> zones,
      Set<String> reservedNames,
      Policy policy,
      Duration publishWithin) {}

  private final ActorContext<Command> context;
  private final StashBuffer<Command> waiting;
  private final Surroundings surroundings;
  private final EditRules rules;
  private final Catalog catalog;

  private ProfileActor(
      ActorContext<Command> context, StashBuffer<Command> waiting, Surroundings surroundings) {
    this.context = context;
    this.waiting = waiting;
    this.surroundings = surroundings;
    this.rules =
        new EditRules(
            surroundings.zones().isEmpty() ? null : surroundings.zones().getFirst(),
            surroundings.policy());
    this.catalog = new Catalog(Set.copyOf(surroundings.zones()), surroundings.reservedNames());
    StoredProfiles.read(surroundings.store().entries()).forEach(catalog::put);
  }

  /**
   * Starts from what the store holds and tells the prober of it. Routing is not told: the answers
   * were compiled from the same store before there was an actor.
   */
  public static Behavior<Command> create(Surroundings surroundings) {
    return Behaviors.withStash(
        EDITS_WAITING_MAX,
        waiting ->
            Behaviors.setup(context -> {
              ProfileActor actor = new ProfileActor(context, waiting, surroundings);
              actor.tellProberOfAll();
              return actor.ready();
            }));
  }

  private Behavior<Command> ready() {
    return Behaviors.receiveMessage(command ->
        switch (command) {
          case Get get -> get(get);
          case ListProfiles list -> list(list);
          case Change change ->
              switch (change.edit()) {
                case Edit.Single edit ->
                    begin(change, () -> rules.plan(catalog, edit, change.preconditions()));
                case Edit.Apply edit -> read(change, edit);
              };
          case DocumentsRead(Change change, Supplier<EditRules.Plan> judge) -> begin(change, judge);
          case Written _, Published _ -> throw new IllegalStateException("no edit under way");
        });
  }

  private Behavior<Command> writing(Change change, List<ProfileChange> changes) {
    return Behaviors.receiveMessage(command ->
        switch (command) {
          case Get get -> get(get);
          case ListProfiles list -> list(list);
          case Change next -> hold(next, next);
          case DocumentsRead next -> hold(next.change(), next);
          case Written(Throwable failure) -> written(change, changes, failure);
          case Published _ -> throw new IllegalStateException("published before written");
        });
  }

  private Behavior<Command> publishing(Change change, List<ProfileChange> changes) {
    return Behaviors.receiveMessage(command ->
        switch (command) {
          case Get get -> get(get);
          case ListProfiles list -> list(list);
          case Change next -> hold(next, next);
          case DocumentsRead next -> hold(next.change(), next);
          case Published(boolean confirmed) -> finish(change, new Done(changes, confirmed));
          case Written _ -> throw new IllegalStateException("written twice");
        });
  }

  private Behavior<Command> get(Get get) {
    StoredProfile found = catalog.find(get.name());
    get.replyTo().tell(new Found(found, found == null ? Map.of() : catalog.below(List.of(found))));
    return Behaviors.same();
  }

  private Behavior<Command> list(ListProfiles list) {
    Catalog.Page page = catalog.page(list.prefix(), list.after(), list.limit());
    list.replyTo().tell(new Listed(page.profiles(), catalog.below(page.profiles()), page.more()));
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
        CompletableFuture.supplyAsync(() -> rules.read(edit), READER),
        (drafts, failure) ->
            new DocumentsRead(
                change,
                () -> {
                  if (drafts == null) {
                    throw new IllegalStateException("documents could not be read", failure);
                  }
                  return rules.plan(catalog, edit, drafts);
                }));
    return next();
  }

  private Behavior<Command> begin(Change change, Supplier<EditRules.Plan> judge) {
    EditRules.Plan plan;
    try {
      plan = judge.get();
    } catch (RuntimeException e) {
      // Ours, not the caller's; the profiles are as they were, so later edits need not suffer.
      LOG.error("a {} could not be judged", change.edit().method(), e);
      plan = new EditRules.Refused(new Problem(500, "the edit could not be judged; see the log"));
    }
    return switch (plan) {
      case EditRules.Refused(Problem problem) -> finish(change, new Refused(problem));
      case EditRules.Accepted(List<ProfileChange> changes) -> {
        List<ProfileChange> effective = changes.stream().filter(ProfileChange::changes).toList();
        boolean dryRun = change.edit() instanceof Edit.Apply apply && apply.dryRun();
        if (effective.isEmpty() || dryRun) {
          yield finish(change, new Done(changes, true));
        }
        context.pipeToSelf(write(effective), (_, failure) -> new Written(failure));
        yield writing(change, changes);
      }
    };
  }

  private CompletionStage<Void> write(List<ProfileChange> changes) {
    List<DurableStore.Write> batch =
        changes.stream()
            .map(change ->
                new DurableStore.Write(
                    StoredProfile.key(change.name()),
                    change.after() == null ? null : change.after().encode()))
            .toList();
    try {
      return surroundings.store().write(batch);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Behavior<Command> written(
      Change change, List<ProfileChange> changes, @Nullable Throwable failure) {
    if (failure != null) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      LOG.error("an edit was refused because it could not be stored: {}", cause.toString());
      return finish(
          change,
          new Refused(new Problem(503, "the edit could not be stored: " + cause.getMessage())));
    }
    List<ProfileChange> effective = changes.stream().filter(ProfileChange::changes).toList();
    try {
      effective.forEach(catalog::apply);
      record(change, effective);
      publish(effective);
      effective.forEach(one -> tellProber(one.name(), one.profile()));
      return publishing(change, changes);
    } catch (RuntimeException e) {
      // It is stored and cannot be taken back; later edits must not wait for it for ever.
      LOG.error("a {} is stored but could not be passed on", change.edit().method(), e);
      return finish(change, new Done(changes, false));
    }
  }

  private void publish(List<ProfileChange> effective) {
    List<RoutingActor.Change> changes =
        PublishOrder.of(effective).stream()
            .map(one -> new RoutingActor.Change(one.name(), one.profile()))
            .toList();
    context.ask(
        RoutingActor.Applied.class,
        surroundings.routing(),
        surroundings.publishWithin(),
        (ActorRef<RoutingActor.Applied> replyTo) ->
            new RoutingActor.ProfilesChanged(changes, replyTo),
        (applied, _) -> new Published(applied != null));
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

  private void tellProberOfAll() {
    catalog.all().forEach(stored -> tellProber(stored.profile().name(), stored.profile()));
  }

  private void tellProber(String name, @Nullable Profile profile) {
    surroundings.prober().tell(new ProberActor.ProfileChanged(name, profile));
  }

  private Behavior<Command> finish(Change change, Outcome outcome) {
    change.replyTo().tell(outcome);
    return next();
  }

  private Behavior<Command> next() {
    return waiting.unstash(ready(), 1, held -> held);
  }
}
