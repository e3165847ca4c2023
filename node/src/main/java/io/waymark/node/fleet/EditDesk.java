package io.waymark.node.fleet;

import io.waymark.node.profile.Author;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.Preconditions;
import io.waymark.node.profile.ProfileActor;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.fleet.Confirmations;
import io.waymark.protocol.fleet.EditId;
import io.waymark.protocol.fleet.EditMemory;
import io.waymark.protocol.fleet.EditRoute;
import io.waymark.protocol.fleet.EditView;
import io.waymark.protocol.fleet.Homes;
import io.waymark.protocol.fleet.Leases;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.replica.Bucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every edit that is on its way through this node: those that admins asked of it, and those that
 * other nodes sent to it as their home. For one thread; time comes in with every call.
 *
 * <p>A condition is exact when it is checked by the only home, on what a majority knows, and is
 * acknowledged by the same home while it still is the only one, after a majority has the edit. So
 * the next home learns of it from at least one node before it checks a condition.
 */
public final class EditDesk {
  /** How the desk reaches others. */
  public interface Links {
    /** The way of an edit with this key, as this node sees it now. */
    EditView view(String key);

    /** Everybody who belongs to the fleet. */
    Set<String> roster();

    /** The nodes alive whose whole configuration is this node's. */
    Set<String> agreeing();

    /** Has an edit made here; {@link #made} is to be called with the outcome. */
    void make(EditId id, Edit edit, Preconditions preconditions, Author author);

    /** Takes over what another node wrote; {@link #merged} is to be called when that has ended. */
    void merge(EditId id, Bucket written);

    void send(String node, FleetMessage message);
  }

  /**
   * An edit that an admin asked for.
   *
   * @param reply is called once
   */
  public record Asked(
      Edit edit,
      Preconditions preconditions,
      Author author,
      Confirmations.Wait waitFor,
      Consumer<EditReply> reply) {}

  /** For so long an edit of one profile may be on its way. */
  static final long EDIT_WITHIN_MILLIS = 12_000;

  /** An edit of many takes longer to make. */
  static final long APPLY_WITHIN_MILLIS = 40_000;

  /** For so long confirmations are waited for. */
  static final long CONFIRM_WITHIN_MILLIS = 3_000;

  private static final long REMEMBERED_MILLIS = 2 * APPLY_WITHIN_MILLIS;
  private static final int REMEMBERED_MAX = 512;

  private final String self;
  private final long life;
  private final String writer;
  private final Links links;
  private final FleetCounters counters;
  private final EditMemory<MadeEdit> memory = new EditMemory<>(REMEMBERED_MILLIS, REMEMBERED_MAX);
  private final Map<EditId, EditJob> jobs = new LinkedHashMap<>();
  private final Map<EditId, MadeEdit> confirming = new LinkedHashMap<>();

  /** Replies that wait until this node has taken over what another wrote. */
  private final Map<EditId, Merging> merging = new HashMap<>();

  private final ArrivedMarks arrivedMarks;

  /** What the home replied, until this node has taken over what it wrote. */
  private record Merging(
      ProfileActor.Outcome outcome, FleetMessage.EditAnswered message, Confirmations.Wait waitFor) {
    EditReply.Made reply(String self, boolean here) {
      Confirmations confirmations = new Confirmations(self, message.roster(), message.applied());
      return new EditReply.Made(
          outcome, here ? confirmations.with(self) : confirmations, waitFor, message.exact());
    }
  }

  /** Something written here that is no edit, whose reply waits for confirmations. */
  private record Awaited(
      MadeEdit finished, Confirmations.Wait waitFor, Consumer<Confirmations> reply) {}

  private final List<Awaited> awaited = new ArrayList<>();

  private long number;

  /**
   * @param life drawn at random for this life of the node
   * @param writer by which this node's writes are known
   */
  public EditDesk(String self, long life, String writer, Links links, FleetCounters counters) {
    this.self = self;
    this.life = life;
    this.writer = writer;
    this.arrivedMarks = new ArrivedMarks(writer);
    this.links = links;
    this.counters = counters;
  }

  /** An admin asks for an edit. */
  public void asked(Asked asked, long nowMillis) {
    EditId id = new EditId(self, life, ++number);
    begin(id, asked, null, 0, nowMillis + withinMillis(asked.edit()), nowMillis);
  }

  /** For how long an edit may be on its way. */
  public static long withinMillis(Edit edit) {
    return edit instanceof Edit.Apply ? APPLY_WITHIN_MILLIS : EDIT_WITHIN_MILLIS;
  }

  /** Another node sent an edit. */
  public void arrived(FleetMessage.EditAsked message, long nowMillis) {
    EditId id = message.id();
    if (jobs.containsKey(id)) {
      return;
    }
    Asked asked =
        new Asked(
            message.edit(),
            message.preconditions(),
            message.author(),
            message.waitFor(),
            reply -> {});
    begin(id, asked, id.origin(), message.sent(), nowMillis + message.waitMillis(), nowMillis);
  }

  private void begin(
      EditId id,
      Asked asked,
      @Nullable String origin,
      int sent,
      long deadlineMillis,
      long nowMillis) {
    EditRoute.Arrival arrival = new EditRoute.Arrival(id, conditional(asked), sent, deadlineMillis);
    EditRoute.Step step = EditRoute.arrived(arrival, links.view(key(asked.edit())), nowMillis);
    EditJob job = new EditJob(id, asked, origin, deadlineMillis, step.state());
    jobs.put(id, job);
    act(job, step, nowMillis);
  }

  private static boolean conditional(Asked asked) {
    return asked.preconditions().ifMatch() != null || asked.preconditions().ifNoneMatch() != null;
  }

  private static String key(Edit edit) {
    return edit instanceof Edit.Single single
        ? Homes.keyOf(Profile.key(single.name()))
        : Homes.WHOLE;
  }

  /** To be called often: when pulses changed, and at least every half second. */
  public void tick(long nowMillis) {
    for (EditJob job : List.copyOf(jobs.values())) {
      EditRoute.Step step =
          EditRoute.next(
              job.route, new EditRoute.Looked(links.view(key(job.asked.edit())), nowMillis));
      job.route = step.state();
      act(job, step, nowMillis);
      if (job.read != null && job.read.over(nowMillis)) {
        job.read = null;
        job.exact = false;
        make(job, nowMillis);
      }
    }
    for (EditId id : List.copyOf(confirming.keySet())) {
      settle(id, nowMillis);
    }
    settleAwaited(nowMillis);
  }

  private void act(EditJob job, EditRoute.Step step, long nowMillis) {
    job.route = step.state();
    for (EditRoute.Action action : step.actions()) {
      switch (action) {
        case EditRoute.Send(String to, int sent) -> {
          if (job.origin == null && !job.sent) {
            job.sent = true;
            counters.countForwarded();
          }
          send(job, to, sent, nowMillis);
        }
        case EditRoute.ApplyHere(boolean exact) -> {
          job.exact = exact;
          job.exactMillis = nowMillis;
          if (exact && conditional(job.asked)) {
            read(job, nowMillis);
          } else {
            make(job, nowMillis);
          }
        }
        case EditRoute.Drop _ -> jobs.remove(job.id);
        case EditRoute.GiveUp _ -> {
          jobs.remove(job.id);
          job.asked.reply().accept(new EditReply.Unavailable());
        }
        case EditRoute.Answer _ -> {}
      }
    }
    if (job.route instanceof EditRoute.Done && job.origin != null) {
      jobs.remove(job.id);
    }
  }

  private void send(EditJob job, String to, int sent, long nowMillis) {
    links.send(
        to,
        new FleetMessage.EditAsked(
            self,
            job.id,
            sent,
            job.deadlineMillis - nowMillis,
            job.asked.waitFor(),
            job.asked.edit(),
            job.asked.preconditions(),
            job.asked.author()));
  }

  private void read(EditJob job, long nowMillis) {
    job.read = new MajorityRead(self, nowMillis);
    for (String node : links.roster()) {
      if (!node.equals(self)) {
        links.send(node, new FleetMessage.StateAsked(self, job.id, key(job.asked.edit())));
      }
    }
    makeIfRead(job, nowMillis);
  }

  /** Another node knows this of what a condition is about. */
  public void told(FleetMessage.StateTold message, long nowMillis) {
    EditJob job = jobs.get(message.id());
    if (job != null && job.read != null) {
      job.read.told(message.from(), EditOutcomes.bucket(message.state()));
      makeIfRead(job, nowMillis);
    }
  }

  private void makeIfRead(EditJob job, long nowMillis) {
    if (job.read != null && job.read.enough(links.roster())) {
      Bucket learned = job.read.learned();
      if (learned.isEmpty()) {
        job.read = null;
        make(job, nowMillis);
      } else if (job.read.merges()) {
        links.merge(job.id, learned);
      }
    }
  }

  private void make(EditJob job, long nowMillis) {
    switch (memory.arrived(job.id, nowMillis)) {
      case EditMemory.Recall.First<MadeEdit> _ ->
          links.make(job.id, job.asked.edit(), job.asked.preconditions(), job.asked.author());
      case EditMemory.Recall.UnderWay<MadeEdit> _ -> {}
      case EditMemory.Recall.Made<MadeEdit>(MadeEdit finished) -> answer(job, finished);
    }
  }

  /** An edit was made here, or refused. */
  public void made(EditId id, ProfileActor.Outcome outcome, long nowMillis) {
    EditJob job = jobs.get(id);
    MadeEdit finished = finished(outcome, job != null && job.exact, nowMillis);
    if (job != null && job.exact && conditional(job.asked) && !finished.marks.isEmpty()) {
      finished.toProve = key(job.asked.edit());
      finished.proveByMillis = job.exactMillis + Leases.LEASE_MILLIS;
    }
    if (!finished.marks.isEmpty()) {
      counters.countMade();
    }
    memory.finished(id, finished, nowMillis);
    confirming.put(id, finished);
    settle(id, nowMillis);
  }

  /**
   * Something that is no edit was written here, and is in use here.
   *
   * @param reply is told once enough nodes have it, or it took too long
   */
  public void wrote(
      Bucket written, Confirmations.Wait waitFor, Consumer<Confirmations> reply, long nowMillis) {
    MadeEdit finished = finished(new ProfileActor.Done(List.of(), true, written), true, nowMillis);
    awaited.add(new Awaited(finished, waitFor, reply));
    settleAwaited(nowMillis);
  }

  private void settleAwaited(long nowMillis) {
    awaited.removeIf(one -> {
      countAgreeing(one.finished());
      boolean settled =
          one.finished().confirmations.met(one.waitFor()) || over(one.finished(), nowMillis);
      if (settled) {
        one.reply().accept(one.finished().confirmations);
      }
      return settled;
    });
  }

  private MadeEdit finished(ProfileActor.Outcome outcome, boolean exact, long nowMillis) {
    Confirmations confirmations = Confirmations.none(self, links.roster());
    List<EditMark> marks = List.of();
    if (outcome instanceof ProfileActor.Done done) {
      marks = EditMark.of(writer, done.written());
      if (done.published()) {
        confirmations = confirmations.with(self);
      }
    }
    MadeEdit finished = new MadeEdit(outcome, marks, confirmations, exact, nowMillis);
    if (!marks.isEmpty()) {
      arrivedMarks.forEach(finished::applied);
    }
    return finished;
  }

  /**
   * What another node wrote was taken over.
   *
   * @param published whether it is known to be in this node's answers
   */
  public void merged(EditId id, boolean published, long nowMillis) {
    Merging replied = merging.remove(id);
    EditJob job = jobs.get(id);
    if (replied != null && job != null) {
      jobs.remove(id);
      reply(job, replied.reply(self, published));
    } else if (job != null && job.read != null) {
      job.read = null;
      make(job, nowMillis);
    }
  }

  /** A node answers with these. */
  public void applied(String node, List<EditMark> marks, long nowMillis) {
    arrivedMarks.put(node, marks);
    for (EditId id : List.copyOf(confirming.keySet())) {
      MadeEdit finished = confirming.get(id);
      if (finished != null) {
        finished.applied(node, marks);
        settle(id, nowMillis);
      }
    }
    awaited.forEach(one -> one.finished().applied(node, marks));
    settleAwaited(nowMillis);
  }

  private static boolean over(MadeEdit finished, long nowMillis) {
    return nowMillis - finished.sinceMillis >= CONFIRM_WITHIN_MILLIS
        || finished.outcome instanceof ProfileActor.Refused;
  }

  /** Where there was nothing to do, whoever has what this node has, has it. */
  private void countAgreeing(MadeEdit finished) {
    if (finished.marks.isEmpty() && finished.outcome instanceof ProfileActor.Done) {
      for (String node : links.agreeing()) {
        finished.confirmations = finished.confirmations.with(node);
      }
    }
  }

  private void settle(EditId id, long nowMillis) {
    MadeEdit finished = confirming.get(id);
    if (finished == null) {
      return;
    }
    EditJob job = jobs.get(id);
    boolean over = over(finished, nowMillis);
    countAgreeing(finished);
    if (finished.toProve != null) {
      boolean majority = finished.confirmations.met(Confirmations.Wait.MAJORITY);
      if (majority || over) {
        finished.proven(
            majority && nowMillis < finished.proveByMillis && links.view(finished.toProve).exact());
      }
    }
    if (job != null && (over || enough(job, finished))) {
      answer(job, finished);
    }
    if (over || jobs.get(id) == null) {
      confirming.remove(id);
    }
  }

  /** For the node that was asked to have it is its own business: it takes it from the reply. */
  private static boolean enough(EditJob job, MadeEdit finished) {
    boolean trial = job.asked.edit() instanceof Edit.Apply apply && apply.dryRun();
    boolean replicated =
        job.origin != null && job.asked.waitFor() == Confirmations.Wait.LOCAL
            || trial
            || finished.confirmations.met(job.asked.waitFor());
    return replicated && finished.toProve == null;
  }

  private void answer(EditJob job, MadeEdit finished) {
    jobs.remove(job.id);
    if (job.origin == null) {
      reply(
          job,
          new EditReply.Made(
              finished.outcome, finished.confirmations, job.asked.waitFor(), finished.exact));
    } else {
      links.send(
          job.origin,
          new FleetMessage.EditAnswered(
              self,
              job.id,
              EditOutcomes.toWire(finished.outcome),
              finished.confirmations.applied(),
              finished.confirmations.roster(),
              finished.exact));
    }
  }

  private void reply(EditJob job, EditReply.Made made) {
    if (made.outcome() instanceof ProfileActor.Done && !made.confirmations().met(made.waitFor())) {
      counters.countUnconfirmed();
    }
    job.asked.reply().accept(made);
  }

  /** The home's reply to an edit that was asked of this node. */
  public void answered(FleetMessage.EditAnswered message) {
    EditJob job = jobs.get(message.id());
    if (job == null || merging.containsKey(message.id())) {
      return;
    }
    job.route = EditRoute.next(job.route, new EditRoute.Outcome()).state();
    Merging replied = new Merging(outcome(message), message, job.asked.waitFor());
    if (replied.outcome() instanceof ProfileActor.Done done && !done.written().isEmpty()) {
      merging.put(job.id, replied);
      links.merge(job.id, done.written());
    } else {
      jobs.remove(job.id);
      boolean here =
          replied.outcome() instanceof ProfileActor.Done
              && links.agreeing().contains(message.from());
      reply(job, replied.reply(self, here));
    }
  }

  private static ProfileActor.Outcome outcome(FleetMessage.EditAnswered message) {
    try {
      return EditOutcomes.fromWire(message.outcome());
    } catch (IllegalArgumentException e) {
      return new ProfileActor.Refused(
          new Problem(
              503,
              "what came of the edit at "
                  + message.from()
                  + " cannot be read; it may have been made ("
                  + e.getMessage()
                  + ")"));
    }
  }

  /** Edits on their way. */
  public int size() {
    return jobs.size();
  }
}
