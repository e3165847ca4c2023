package io.waymark.node.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.token.BootstrapToken;
import io.waymark.node.token.TokenRegister;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.token.NewToken;
import io.waymark.protocol.token.Role;
import io.waymark.protocol.token.Token;
import io.waymark.protocol.token.TokenDocument;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Tokens as documents. A token's text is in one reply, that to the call which made it. */
final class TokenRoutes {
  private static final String ALL = "/v1/tokens";
  private static final String ONE = "/v1/tokens/{name}";

  private final TokenRegister tokens;

  TokenRoutes(TokenRegister tokens) {
    this.tokens = tokens;
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
    checkWrite(call);
    return switch (NewToken.read(Documents.json(call.body()))) {
      case NewToken.Invalid(var violations) -> throw new ProblemException(Problem.of(violations));
      case NewToken.Valid(NewToken wanted) -> reply(tokens.create(wanted, call.author()));
    };
  }

  private HttpResponse revoke(Call call) {
    checkWrite(call);
    return reply(tokens.revoke(call.segment("name"), call.author()));
  }

  /** As for any write, though there is nobody to wait for while this node is the whole fleet. */
  private static void checkWrite(Call call) {
    call.parameters().choice("wait", Profiles.WAIT);
    call.parameters().check();
  }

  private static HttpResponse reply(TokenRegister.Outcome outcome) {
    HttpResponse reply =
        switch (outcome) {
          case TokenRegister.Created(var token, var text) ->
              Responses.json(201, TokenDocument.print(token).put("token", text.reveal()))
                  .addHeader(Responses.location(ALL, token.name()));
          case TokenRegister.Revoked _ -> Responses.empty(204);
          case TokenRegister.Refused(Problem problem) -> throw new ProblemException(problem);
        };
    return reply.addHeader(RawHeader.create(Profiles.REPLICATED, "1/1"));
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
