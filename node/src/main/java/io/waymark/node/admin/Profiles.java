package io.waymark.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.profile.StoredProfile;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.token.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  /** This node is the whole fleet: it has the edit in its answers, or not. */
  static final String REPLICATED = "Waymark-Replicated";

  private final Asking asking;
  private final ActorRef<ProfileActor.Command> actor;
  private final Monitoring monitoring;

  Profiles(Asking asking, ActorRef<ProfileActor.Command> actor, Monitoring monitoring) {
    this.asking = asking;
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
   * Checks the parameters and has the edit made.
   *
   * @throws ProblemException when it is refused
   */
  ProfileActor.Done edit(Call call, Edit edit) {
    // A fleet of one has every edit everywhere as soon as it has it at all.
    call.parameters().choice("wait", WAIT);
    call.parameters().check();
    ProfileActor.Outcome outcome =
        asking.ask(
            "the store of profiles (the edit may or may not have been made)",
            actor,
            EDIT_WITHIN,
            replyTo -> new ProfileActor.Change(edit, call.preconditions(), call.author(), replyTo));
    return switch (outcome) {
      case ProfileActor.Done done -> done;
      case ProfileActor.Refused(var problem) -> throw new ProblemException(problem);
    };
  }

  /**
   * The reply to an edit.
   *
   * @param status when the answers are known to have it
   * @param body null for none
   */
  HttpResponse written(ProfileActor.Done done, int status, @Nullable JsonNode body) {
    if (done.published()) {
      HttpResponse reply = body == null ? Responses.empty(status) : Responses.json(status, body);
      return reply.addHeader(RawHeader.create(REPLICATED, "1/1"));
    }
    ObjectNode unconfirmed = JsonNodeFactory.instance.objectNode();
    unconfirmed.put("detail", "stored here; not yet known to be in the answers of any of 1 node");
    unconfirmed.put("replicated", 0);
    unconfirmed.put("nodes", 1);
    return Responses.json(202, unconfirmed).addHeader(RawHeader.create(REPLICATED, "0/1"));
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
    profiles.forEach(profile -> documents.add(ProfileDocument.print(profile)));
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
