package io.waymark.simulation.world;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.fleet.EditDesk;
import io.waymark.node.fleet.EditReply;
import io.waymark.node.profile.Author;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.Preconditions;
import io.waymark.node.profile.ProfileActor;
import io.waymark.node.profile.StoredProfile;
import io.waymark.protocol.fleet.Confirmations;
import io.waymark.protocol.replica.Entity;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Those who edit: at any node, at the same time, on tags read a while ago, again when in doubt. */
public final class Admins {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_MILLIS = 14_000;
  private static final String[] METHODS = {"Weighted", "Priority", "MultiValue"};

  private final World world;
  private final SplittableRandom random;
  private int pending;
  private boolean resting;

  Admins(World world, SplittableRandom random) {
    this.world = world;
    this.random = random;
  }

  void begin() {
    world.agenda().at(3_000, this::createAll);
    world.agenda().at(6_000, this::work);
  }

  /** No new edits from now on. */
  public void rest() {
    resting = true;
  }

  /** Edits that somebody still waits for. */
  public int pending() {
    return pending;
  }

  private void createAll() {
    for (int profile = 0; profile < world.shape().profiles(); profile++) {
      submit(anyMachine(), put("p" + profile), null, Confirmations.Wait.LOCAL, 2);
    }
  }

  private void work() {
    if (resting) {
      return;
    }
    world.agenda().after(50 + random.nextInt(2 * world.shape().editEveryMillis()), this::work);
    String name = "p" + random.nextInt(world.shape().profiles());
    Machine reads = anyMachine();
    int kind = random.nextInt(10);
    if (kind < 4) {
      submit(anyMachine(), edit(name), null, anyWait(), random.nextInt(3));
      return;
    }
    String tag = tag(reads, name);
    int editors = kind < 7 ? 1 : 2;
    for (int editor = 0; editor < editors; editor++) {
      Machine asks = random.nextBoolean() ? reads : anyMachine();
      Edit.Single edit = edit(name);
      Confirmations.Wait wait = anyWait();
      int retries = random.nextInt(2);
      world
          .agenda()
          .after(
              random.nextInt(kind == 9 ? 6_000 : 300),
              () -> submit(asks, edit, tag, wait, retries));
    }
  }

  private Machine anyMachine() {
    return world.machines().get(random.nextInt(world.machines().size()));
  }

  private Confirmations.Wait anyWait() {
    List<Confirmations.Wait> all = List.of(Confirmations.Wait.values());
    return all.get(random.nextInt(all.size()));
  }

  private static @Nullable String tag(Machine machine, String name) {
    SimulatedNode node = machine.node();
    StoredProfile found = node == null ? null : node.configuration().find(name);
    return found == null ? null : found.etag();
  }

  private void submit(
      Machine machine,
      Edit.Single edit,
      @Nullable String tag,
      Confirmations.Wait wait,
      int retries) {
    Journal.Request request = world.journal().asked("profile/" + edit.name(), tag);
    world.say("adm", request + ", " + edit.method() + " at " + machine.name() + ", wait " + wait);
    SimulatedNode node = machine.node();
    if (node == null) {
      finished(request, null);
      retry(edit, tag, wait, retries);
      return;
    }
    pending++;
    Preconditions preconditions =
        tag == null ? Preconditions.NONE : new Preconditions(List.of(tag), null);
    EditDesk.Asked asked =
        new EditDesk.Asked(
            edit,
            preconditions,
            new Author("admin" + request.number % 3, "192.0.2.100"),
            wait,
            reply -> {
              if (request.state() == Journal.State.PENDING) {
                pending--;
                finished(request, reply);
                if (request.state() == Journal.State.UNKNOWN) {
                  retry(edit, tag, wait, retries);
                }
              }
            });
    machine.act(node, () -> node.peers().submit(asked));
    world
        .agenda()
        .after(
            PATIENCE_MILLIS,
            () -> {
              if (request.state() == Journal.State.PENDING) {
                pending--;
                finished(request, null);
                retry(edit, tag, wait, retries);
              }
            });
  }

  private void retry(Edit.Single edit, @Nullable String tag, Confirmations.Wait wait, int retries) {
    if (retries > 0 && !resting) {
      world.agenda().after(500, () -> submit(anyMachine(), edit, tag, wait, retries - 1));
    }
  }

  private void finished(Journal.Request request, @Nullable EditReply reply) {
    switch (reply) {
      case EditReply.Made made -> {
        switch (made.outcome()) {
          case ProfileActor.Done done -> {
            Entity written = done.written().entities().get(request.key);
            request.acknowledged(written, made.exact());
          }
          case ProfileActor.Refused(var problem) -> {
            if (problem.status() >= 500) {
              request.unknown();
            } else {
              request.refused();
            }
          }
        }
        world.say(
            "adm",
            request
                + ": "
                + request.state()
                + (request.exact() ? " exact" : "")
                + ", "
                + made.confirmations()
                + (made.outcome() instanceof ProfileActor.Refused(var problem)
                    ? ", " + problem.detail()
                    : ""));
      }
      case EditReply.Unavailable _ -> {
        request.unknown();
        world.say("adm", request + ": unavailable");
      }
      case null -> {
        request.unknown();
        world.say("adm", request + ": no reply");
      }
    }
  }

  private Edit.Single edit(String name) {
    int kind = random.nextInt(20);
    if (kind < 6) {
      return put(name);
    }
    if (kind < 10) {
      ObjectNode patch = JSON.createObjectNode();
      patch.putObject("dnsConfig").put("ttl", random.nextInt(300));
      return new Edit.Patch(name, patch);
    }
    if (kind < 12) {
      return new Edit.Patch(name, JSON.createObjectNode().put("trafficRoutingMethod", anyMethod()));
    }
    String endpoint = "e" + random.nextInt(4);
    if (kind < 16) {
      return new Edit.PatchEndpoint(
          name, endpoint, JSON.createObjectNode().put("weight", 1 + random.nextInt(1000)));
    }
    return switch (kind) {
      case 16 -> new Edit.PutEndpoint(name, endpoint, endpoint(random.nextInt(4)));
      case 17 -> new Edit.DeleteEndpoint(name, endpoint);
      default -> new Edit.Delete(name);
    };
  }

  private String anyMethod() {
    return METHODS[random.nextInt(METHODS.length)];
  }

  private Edit.Put put(String name) {
    ObjectNode document = JSON.createObjectNode();
    document.put("trafficRoutingMethod", anyMethod());
    document.putObject("dnsConfig").put("ttl", random.nextInt(300));
    document
        .putObject("monitorConfig")
        .put("protocol", "TCP")
        .put("port", 443)
        .put("intervalInSeconds", 2)
        .put("timeoutInSeconds", 1)
        .put("toleratedNumberOfFailures", 1);
    ArrayNode endpoints = document.putArray("endpoints");
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      endpoints.add(endpoint(i));
    }
    return new Edit.Put(name, document);
  }

  private ObjectNode endpoint(int number) {
    return JSON.createObjectNode()
        .put("name", "e" + number)
        .put("target", Reality.address(number))
        .put("weight", 1 + random.nextInt(10))
        .put("priority", number + 1);
  }
}
