package io.waymark.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.fleet.EditReply;
import io.waymark.node.fleet.PeersActor;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.profile.ProfileChange;
import io.waymark.node.profile.StoredProfile;
import io.waymark.protocol.fleet.Confirmations;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.token.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/** The profiles' actor as routes see it: they ask it, and print what it says. */
final class Profiles {
  /** Parameters of every write. */
  static final Set<String> WRITE = Set.of("wait");

  private static final Duration READ_WITHIN = Duration.ofSeconds(5);
  private static final Duration EDIT_WITHIN = Duration.ofSeconds(15);

  /** Whose having an edit the reply may wait for. */
  static final List<String> WAIT = List.of("majority", "local", "all");

  /** How many nodes of how many have an edit in their answers. */
  static final String REPLICATED = "Waymark-Replicated";

  private final Asking asking;
  private final ActorRef<PeersActor.Command> peers;
  private final ActorRef<ProfileActor.Command> actor;
  private final Monitoring monitoring;

  Profiles(
      Asking asking,
      ActorRef<PeersActor.Command> peers,
      ActorRef<ProfileActor.Command> actor,
      Monitoring monitoring) {
    this.asking = asking;
    this.peers = peers;
    this.actor = actor;
    this.monitoring = monitoring;
  }

  ProfileActor.Listed list(String prefix, String after, int limit) {
    return asking.ask(
        "the store of profiles",
        actor,
        READ_WITHIN,
        replyTo -> new ProfileActor.ListProfiles(prefix, after, limit, replyTo));
  }

  /**
   * @return its profile is not null
   * @throws ProblemException 404 when there is none of that name
   */
  ProfileActor.Found get(String name) {
    ProfileActor.Found found = find(name);
    if (found.profile() == null) {
      throw new ProblemException(404, "there is no profile named " + name);
    }
    return found;
  }

  private ProfileActor.Found find(String name) {
    return asking.ask(
        "the store of profiles",
        actor,
        READ_WITHIN,
        replyTo -> new ProfileActor.Get(name, replyTo));
  }

  /**
   * An edit that was made.
   *
   * @param conditional whether it said {@code If-Match} or {@code If-None-Match}
   */
  record Edited(ProfileActor.Done done, EditReply.Made made, boolean conditional) {
    List<ProfileChange> changes() {
      return done.changes();
    }
  }

  /**
   * Checks the parameters and has the edit made, here or where it belongs.
   *
   * @throws ProblemException when it is refused
   */
  Edited edit(Call call, Edit edit) {
    String wait = call.parameters().choice("wait", WAIT);
    call.parameters().check();
    EditReply reply =
        asking.ask(
            "the store of profiles (the edit may or may not have been made)",
            peers,
            EDIT_WITHIN,
            replyTo ->
                new PeersActor.Submit(
                    edit,
                    call.preconditions(),
                    call.author(),
                    Confirmations.Wait.valueOf(wait.toUpperCase(Locale.ROOT)),
                    replyTo));
    return switch (reply) {
      case EditReply.Unavailable _ ->
          throw new ProblemException(
              503,
              "no node that takes edits answered in time; the edit may or may not have been made");
      case EditReply.Made made ->
          switch (made.outcome()) {
            case ProfileActor.Refused(var problem) -> throw new ProblemException(problem);
            case ProfileActor.Done done ->
                new Edited(
                    done,
                    made,
                    call.preconditions().ifMatch() != null
                        || call.preconditions().ifNoneMatch() != null);
          };
    };
  }

  /**
   * The reply to an edit.
   *
   * @param status when the answers are known to have it
   * @param body null for none
   */
  HttpResponse written(Edited edited, int status, @Nullable JsonNode body) {
    Confirmations confirmations = edited.made().confirmations();
    boolean local = edited.conditional() && !edited.made().exact();
    HttpResponse reply;
    if (confirmations.met(edited.made().waitFor()) && !local) {
      reply = body == null ? Responses.empty(status) : Responses.json(status, body);
    } else {
      ObjectNode unconfirmed = JsonNodeFactory.instance.objectNode();
      unconfirmed.put(
          "detail",
          "stored here, and in the answers of "
              + confirmations.count()
              + " of "
              + confirmations.of()
              + " nodes; the others follow as they can be reached"
              + (local ? "; the condition could only be checked here" : ""));
      unconfirmed.put("replicated", confirmations.count());
      unconfirmed.put("nodes", confirmations.of());
      reply = Responses.json(202, unconfirmed);
    }
    if (local) {
      reply = reply.addHeader(RawHeader.create("Waymark-Condition", "local"));
    }
    return reply.addHeader(RawHeader.create(REPLICATED, confirmations.toString()));
  }

  /** The profile as a document with its statuses of this moment. */
  ObjectNode document(StoredProfile stored) {
    return documents(List.of(stored), find(stored.profile().name()).below()).getFirst();
  }

  /**
   * Profiles as documents with their statuses of this moment; without, when the prober does not
   * say.
   */
  List<ObjectNode> documents(List<StoredProfile> stored, Map<String, Profile> below) {
    List<Profile> profiles = stored.stream().map(StoredProfile::profile).toList();
    List<ObjectNode> documents = new ArrayList<>();
    stored.forEach(one -> documents.add(printed(one)));
    Monitoring.View view;
    try {
      view = monitoring.of(profiles, below);
    } catch (ProblemException e) {
      return documents;
    }
    for (int i = 0; i < documents.size(); i++) {
      Profile profile = profiles.get(i);
      ObjectNode document = documents.get(i);
      document.put("profileMonitorStatus", view.statuses().of(profile).toString());
      for (int j = 0; j < profile.endpoints().size(); j++) {
        Endpoint endpoint = profile.endpoints().get(j);
        if (document.path("endpoints").path(j) instanceof ObjectNode printed) {
          printed.put("endpointMonitorStatus", view.statuses().of(profile, endpoint).toString());
        }
      }
    }
    return documents;
  }

  private static ObjectNode printed(StoredProfile stored) {
    ObjectNode document = ProfileDocument.print(stored.profile());
    if (!stored.conflicts().isEmpty()) {
      ArrayNode conflicts = document.putArray("conflicts");
      stored.conflicts().forEach(conflict -> conflicts.add(conflict.print()));
    }
    return document;
  }

  /**
   * Whoever is no admin may turn things on and off, and no more.
   *
   * @throws ProblemException 403 when the patch does more
   */
  static void requireSwitchOnly(Call call, JsonNode patch, String field) {
    boolean switchOnly = patch.isObject() && patch.size() == 1 && patch.has(field);
    if (!switchOnly && !call.may(Role.ADMIN)) {
      throw new ProblemException(
          403, "this token's role may change " + field + " alone; anything else needs admin");
    }
  }

  /**
   * @throws ProblemException 404 when the profile has no endpoint of that name
   */
  static Endpoint endpoint(Profile profile, String name) {
    Endpoint endpoint = profile.endpoint(name);
    if (endpoint == null) {
      throw new ProblemException(
          404, "the profile " + profile.name() + " has no endpoint named " + name);
    }
    return endpoint;
  }
}
