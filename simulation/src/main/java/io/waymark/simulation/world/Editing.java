package io.waymark.simulation.world;

import io.waymark.node.fleet.EditMark;
import io.waymark.node.profile.Author;
import io.waymark.node.profile.Configuration;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.Preconditions;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.profile.ProfileChange;
import io.waymark.node.profile.StoredProfile;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Entity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a node makes edits, as its profile actor does: one at a time, judged, made durable, merged,
 * spread and published; what others wrote is merged and published at once and stored later.
 */
final class Editing {
  private record Change(
      Edit.Single edit,
      Preconditions preconditions,
      Author author,
      Consumer<ProfileActor.Outcome> reply) {}

  private final SimulatedNode node;
  private final Deque<Change> waiting = new ArrayDeque<>();
  private boolean busy;

  Editing(SimulatedNode node) {
    this.node = node;
  }

  void change(
      Edit.Single edit,
      Preconditions preconditions,
      Author author,
      Consumer<ProfileActor.Outcome> reply) {
    waiting.add(new Change(edit, preconditions, author, reply));
    next();
  }

  private void next() {
    if (!busy && !waiting.isEmpty()) {
      busy = true;
      begin(waiting.remove());
    }
  }

  private void finish(Change change, ProfileActor.Outcome outcome) {
    change.reply().accept(outcome);
    busy = false;
    next();
  }

  private void begin(Change change) {
    Configuration configuration = node.configuration();
    Configuration.Judged judged =
        configuration.judge(
            change.edit(), change.preconditions(), change.author(), node.machine().wallMillis());
    switch (judged) {
      case Configuration.Refused(var problem) -> finish(change, new ProfileActor.Refused(problem));
      case Configuration.Accepted accepted -> {
        if (accepted.written().isEmpty()) {
          finish(change, new ProfileActor.Done(accepted.changes(), true, Bucket.EMPTY));
        } else {
          for (Map.Entry<String, Entity> one : accepted.written().entities().entrySet()) {
            Journal.Write write =
                new Journal.Write(
                    one.getKey(), configuration.replica().entity(one.getKey()), one.getValue());
            node.world().journal().wrote(write);
            node.say(
                "writes "
                    + write.key()
                    + " "
                    + write.after().etag()
                    + (write.deletes() ? " deleting it" : " over " + write.before().etag()));
          }
          node.store(accepted.written(), () -> written(change, accepted));
        }
      }
    }
  }

  private void written(Change change, Configuration.Accepted accepted) {
    Configuration.Merged merged = take(accepted.written());
    node.configReplicator().spread(node.configuration().replica().buckets(merged.keys()));
    publish(merged);
    node.later(
        1,
        () -> finish(change, new ProfileActor.Done(accepted.changes(), true, accepted.written())));
  }

  private Configuration.Merged take(Bucket written) {
    Configuration.Merged merged = node.configuration().merge(written);
    for (ProfileChange one : merged.changes()) {
      StoredProfile after = one.after();
      node.health().profile(one.name(), after == null ? null : after.profile());
    }
    return merged;
  }

  /** Takes in what others wrote; says when it is in the answers. */
  void merge(Bucket written, Runnable done) {
    Configuration.Merged merged = take(written);
    if (merged.keys().isEmpty()) {
      done.run();
      return;
    }
    Map<String, Entity> entities = node.configuration().entities(merged.keys());
    Bucket changed = Bucket.EMPTY;
    for (Map.Entry<String, Entity> one : entities.entrySet()) {
      changed = changed.with(one.getKey(), one.getValue());
      node.say("takes over " + one.getKey() + " " + one.getValue().etag());
    }
    node.store(changed, () -> {});
    publish(merged);
    node.later(1, () -> published(merged, done));
  }

  private void published(Configuration.Merged merged, Runnable done) {
    done.run();
    Map<String, List<EditMark>> marks = new TreeMap<>();
    node.configuration()
        .entities(merged.keys())
        .forEach((key, entity) ->
            EditMark.all(key, entity)
                .forEach(mark ->
                    marks.computeIfAbsent(mark.writer(), _ -> new ArrayList<>()).add(mark)));
    node.peers().held(marks);
  }

  private void publish(Configuration.Merged merged) {
    Map<String, @Nullable Profile> profiles = new LinkedHashMap<>();
    Map<String, Long> created = new TreeMap<>();
    for (ProfileChange one : merged.changes()) {
      StoredProfile after = one.after();
      profiles.put(one.name(), after == null ? null : after.profile());
      created.put(Profile.key(one.name()), after == null ? 0 : after.created().bits());
    }
    node.publisher().profiles(profiles, created);
  }
}
