package io.waymark.node.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.fleet.PeersActor;
import io.waymark.node.token.BootstrapToken;
import io.waymark.node.token.TokenRegister;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.fleet.Confirmations;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.token.NewToken;
import io.waymark.protocol.token.Role;
import io.waymark.protocol.token.Token;
import io.waymark.protocol.token.TokenDocument;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Tokens as documents. A token's text is in one reply, that to the call which made it. */
final class TokenRoutes {
  private static final String ALL = "/v1/tokens";
  private static final String ONE = "/v1/tokens/{name}";

  private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(5);

  private final TokenRegister tokens;
  private final Asking asking;
  private final ActorRef<PeersActor.Command> peers;

  TokenRoutes(TokenRegister tokens, Asking asking, ActorRef<PeersActor.Command> peers) {
    this.tokens = tokens;
    this.asking = asking;
    this.peers = peers;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", ALL, Role.ADMIN, Set.of(), Route.Body.NONE, this::list),
        new Route("POST", ALL, Role.ADMIN, Profiles.WRITE, Route.Body.JSON, this::create),
        new Route("GET", ONE, Role.ADMIN, Set.of(), Route.Body.NONE, this::get),
        new Route("DELETE", ONE, Role.ADMIN, Profiles.WRITE, Route.Body.NONE, this::revoke));
  }

  private HttpResponse list(Call call) {
    call.parameters().check();
    SortedMap<String, ObjectNode> documents = new TreeMap<>();
    documents.put(BootstrapToken.NAME, bootstrap());
    for (Token token : tokens.all()) {
      documents.put(Token.key(token.name()), TokenDocument.print(token));
    }
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    ArrayNode list = reply.putArray("tokens");
    documents.values().forEach(list::add);
    return Responses.json(200, reply);
  }

  private HttpResponse get(Call call) {
    call.parameters().check();
    String name = call.segment("name");
    if (Token.key(name).equals(BootstrapToken.NAME)) {
      return Responses.json(200, bootstrap());
    }
    Token token = tokens.find(name);
    if (token == null) {
      throw new ProblemException(404, "there is no token named " + name);
    }
    return Responses.json(200, TokenDocument.print(token));
  }

  private HttpResponse create(Call call) {
    Confirmations.Wait wait = waitFor(call);
    return switch (NewToken.read(Documents.json(call.body()))) {
      case NewToken.Invalid(var violations) -> throw new ProblemException(Problem.of(violations));
      case NewToken.Valid(NewToken wanted) -> reply(tokens.create(wanted, call.author()), wait);
    };
  }

  private HttpResponse revoke(Call call) {
    Confirmations.Wait wait = waitFor(call);
    return reply(tokens.revoke(call.segment("name"), call.author()), wait);
  }

  private static Confirmations.Wait waitFor(Call call) {
    String wait = call.parameters().choice("wait", Profiles.WAIT);
    call.parameters().check();
    return Confirmations.Wait.valueOf(wait.toUpperCase(Locale.ROOT));
  }

  private HttpResponse reply(TokenRegister.Outcome outcome, Confirmations.Wait wait) {
    return switch (outcome) {
      case TokenRegister.Created(var token, var text, var written) -> {
        ObjectNode document = TokenDocument.print(token).put("token", text.reveal());
        Confirmations confirmations = confirmed(written, wait);
        boolean met = confirmations.met(wait);
        if (!met) {
          document.setAll(Profiles.unconfirmed(confirmations, ""));
        }
        yield Responses.json(met ? 201 : 202, document)
            .addHeader(Responses.location(ALL, token.name()))
            .addHeader(RawHeader.create(Profiles.REPLICATED, confirmations.toString()));
      }
      case TokenRegister.Revoked(_, var written) -> {
        Confirmations confirmations = confirmed(written, wait);
        HttpResponse reply =
            confirmations.met(wait)
                ? Responses.empty(204)
                : Responses.json(202, Profiles.unconfirmed(confirmations, ""));
        yield reply.addHeader(RawHeader.create(Profiles.REPLICATED, confirmations.toString()));
      }
      case TokenRegister.Refused(Problem problem) -> throw new ProblemException(problem);
    };
  }

  private Confirmations confirmed(Bucket written, Confirmations.Wait wait) {
    return asking.ask(
        "the keeper of the fleet (the change was made)",
        peers,
        CONFIRMED_WITHIN,
        replyTo -> new PeersActor.Wrote(written, wait, replyTo));
  }

  /** As the others, marked by the file that holds it; no token made it, but the node itself. */
  private ObjectNode bootstrap() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", BootstrapToken.NAME)
        .put("role", Role.ADMIN.toString())
        .put("createdAt", tokens.bootstrap().createdAt().toString())
        .putNull("createdBy")
        .put("file", BootstrapToken.FILE);
  }
}
