package io.waymark.node.routing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.dns.Counters;
import io.waymark.node.dns.Responder;
import io.waymark.protocol.dns.Query;
import io.waymark.protocol.dns.Rcode;
import io.waymark.protocol.dns.Reply;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.net.Client;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.routing.ClientView;
import io.waymark.protocol.routing.Compiled;
import io.waymark.protocol.routing.Decision;
import io.waymark.protocol.routing.Explanation;
import io.waymark.protocol.routing.Read;
import io.waymark.protocol.routing.StepNote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Tells how an answer comes about. The answer itself is made by a {@link Responder} over the real
 * table, from a query on the wire; the steps are told by the same plan, with the same draw.
 */
final class AnswerStory {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final double MICROS_PER_MILLISECOND = 1000;

  private final Publisher publisher;

  AnswerStory(Publisher publisher) {
    this.publisher = publisher;
  }

  /**
   * Tells of one answer.
   *
   * @param name wire format, lower case
   * @param type the query type's number
   * @param seed of the one draw
   */
  ObjectNode tell(byte[] name, int type, String typeName, IpAddress client, long seed) {
    ObjectNode told = JSON.createObjectNode();
    told.putObject("question")
        .put("name", WireName.text(name) + (name[0] == 0 ? "" : "."))
        .put("type", typeName)
        .put("client", client.toString());
    answer(told.putObject("answer"), respond(name, type, client, seed));
    ArrayNode candidates = told.putArray("candidates");
    ArrayNode steps = told.putArray("steps");
    Profile profile = publisher.profileAt(name);
    if (profile != null) {
      Compiled compiled = publisher.compile(profile);
      Client place = new Client();
      place.set(client);
      Explanation explanation =
          Explanation.of(compiled, type, place, new SplittableRandom(seed), new Decision());
      explanation
          .candidates()
          .forEach(chance ->
              candidates
                  .addObject()
                  .put("endpoint", chance.endpoint())
                  .put("probability", chance.probability()));
      explanation.steps().forEach(step -> step(steps.addObject(), step));
      scopeFrom(told.withObject("/answer"), explanation.steps());
    }
    told.putObject("versions").put("table", publisher.table().version());
    return told;
  }

  /** Names what the scope is the length of: of all that was read, what varies over the least. */
  private static void scopeFrom(ObjectNode answer, List<Explanation.Step> steps) {
    int scope = answer.path("scope").asInt();
    for (Explanation.Step step : steps) {
      for (Read read : step.reads()) {
        if (scope > 0 && read.prefix().length() == scope) {
          answer
              .putObject("scopeFrom")
              .put("profile", step.note().profile())
              .put("what", read.what())
              .put("prefix", read.prefix().toString());
          return;
        }
      }
    }
  }

  private static void step(ObjectNode told, Explanation.Step step) {
    StepNote note = step.note();
    told.put("profile", note.profile())
        .put("method", note.method().toString())
        .put("rule", step.rule())
        .put("because", step.chosen() == null ? step.rule() : "chose " + step.chosen());
    ArrayNode dropped = told.putArray("dropped");
    for (StepNote.Dropped one : note.dropped()) {
      dropped.addObject().put("endpoint", one.endpoint()).put("reason", one.reason());
    }
    ClientView view = step.view();
    if (view != null) {
      told.put("prefix", view.row() == null ? null : view.row().toString());
      ArrayNode rows = told.putArray("rows");
      view.rows()
          .forEach(
              row -> rows.addObject().put("of", row.of()).put("prefix", row.prefix().toString()));
      ArrayNode considered = told.putArray("considered");
      view.considered().forEach(one -> considered(considered.addObject(), one));
    }
    ArrayNode reads = told.putArray("reads");
    step.reads()
        .forEach(read ->
            reads.addObject().put("what", read.what()).put("prefix", read.prefix().toString()));
    told.put("scope", step.scope());
  }

  private static void considered(ObjectNode told, ClientView.Considered one) {
    told.put("name", one.name());
    if (one.latencyMicros() != LocationIndex.UNKNOWN) {
      told.put("latencyMs", one.latencyMicros() / MICROS_PER_MILLISECOND);
    }
    if (one.kilometres() != LocationIndex.UNKNOWN) {
      told.put("kilometres", one.kilometres());
    }
    ArrayNode endpoints = told.putArray("endpoints");
    one.endpoints().forEach(endpoints::add);
  }

  private Message respond(byte[] name, int type, IpAddress client, long seed) {
    try {
      Message query = Message.newQuery(Record.newRecord(new Name(name), type, DClass.IN));
      query.addRecord(
          new OPTRecord(
              Reply.UDP_PAYLOAD_MAX,
              0,
              0,
              0,
              new ClientSubnetOption(
                  client.bits(), java.net.InetAddress.getByAddress(client.bytes()))),
          Section.ADDITIONAL);
      byte[] wire = query.toWire();
      byte[] response = new byte[Reply.TCP_PAYLOAD_MAX];
      Responder responder =
          new Responder(
              publisher.table(), publisher.zones(), "", new SplittableRandom(seed), new Counters());
      int octets =
          responder.tcp(
              Arrays.copyOf(wire, wire.length + Query.SLACK),
              wire.length,
              client.v6(),
              client.high(),
              client.low(),
              response);
      return new Message(Arrays.copyOf(response, octets));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(ObjectNode told, Message response) {
    told.put("rcode", Rcode.name(response.getRcode()));
    ArrayNode records = told.putArray("records");
    for (Record record : response.getSection(Section.ANSWER)) {
      records.add(record.toString().replaceAll("\\s+", " "));
    }
    OPTRecord opt = response.getOPT();
    int scope =
        opt == null
            ? 0
            : opt.getOptions().stream()
                .filter(ClientSubnetOption.class::isInstance)
                .mapToInt(option -> ((ClientSubnetOption) option).getScopePrefixLength())
                .findFirst()
                .orElse(0);
    told.put("scope", scope);
    response.getSection(Section.ANSWER).stream()
        .findFirst()
        .ifPresent(record -> told.put("ttl", record.getTTL()));
  }
}
