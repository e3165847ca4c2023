package io.waymark.node.admin;

import io.waymark.node.profile.Preconditions;
import io.waymark.node.token.Tokens;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.token.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.http.javadsl.model.headers.Accept;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.jspecify.annotations.Nullable;

/** Decides, before a body is read, whether a request may be answered at all. */
final class Admission {
  /** Stands for a client whose address is not known. */
  private static final IpAddress UNKNOWN_CLIENT = IpAddress.v4(0);

  private static final String SCHEME = "bearer ";

  /** What Pekko HTTP calls the type of a body whose type was not given. */
  private static final String NO_MEDIA_TYPE = "none/none";

  private final Router router;
  private final Tokens tokens;

  Admission(Router router, Tokens tokens) {
    this.router = router;
    this.tokens = tokens;
  }

  /** A request that may go on; its call still lacks the body. */
  record Admitted(Route route, Call call) {}

  /**
   * @throws ProblemException when the request is refused
   */
  Admitted admit(HttpRequest request) {
    String path = request.getUri().path();
    Router.Found found =
        switch (router.find(request.method().value(), path)) {
          case Router.Found one -> one;
          case Router.NoSuchPath _ -> throw new ProblemException(404, "nothing is at " + path);
          case Router.OtherMethods(var allowed) ->
              throw new ProblemException(
                      405,
                      request.method().value() + " is not for " + path + "; use one of " + allowed)
                  .with("Allow", String.join(", ", allowed));
        };
    Route route = found.route();
    Tokens.@Nullable Holder token = route.role() == null ? null : authorize(request, route.role());
    requireAcceptable(request, route.answer());
    String mediaType = mediaType(request);
    if (!MediaTypes.readable(mediaType, route.body())) {
      throw new ProblemException(
          415,
          "the body is "
              + mediaType
              + "; expected is application/json"
              + (route.body() == Route.Body.JSON_OR_YAML ? " or application/yaml" : ""));
    }
    return new Admitted(
        route,
        new Call(
            found.path(),
            new Parameters(query(request), route.parameters()),
            token,
            client(request),
            new Preconditions(
                EntityTags.parse("If-Match", values(request, "if-match")),
                EntityTags.parse("If-None-Match", values(request, "if-none-match"))),
            mediaType,
            new byte[0]));
  }

  /** RFC 6750 section 3. */
  private Tokens.Holder authorize(HttpRequest request, Role needed) {
    String credentials = String.join(",", values(request, "authorization"));
    if (credentials.isEmpty()) {
      throw new ProblemException(401, "a token is needed: Authorization: Bearer TOKEN")
          .with("WWW-Authenticate", "Bearer realm=\"waymark\"");
    }
    Tokens.@Nullable Holder token =
        credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            ? tokens.find(credentials.substring(SCHEME.length()).strip())
            : null;
    if (token == null) {
      throw new ProblemException(401, "the token is not known here")
          .with("WWW-Authenticate", "Bearer realm=\"waymark\", error=\"invalid_token\"");
    }
    if (!token.role().covers(needed)) {
      throw new ProblemException(
              403, "the token's role is " + token.role() + "; this call needs " + needed)
          .with(
              "WWW-Authenticate",
              "Bearer realm=\"waymark\", error=\"insufficient_scope\", scope=\"" + needed + "\"");
    }
    return token;
  }

  private static void requireAcceptable(HttpRequest request, MediaType answer) {
    Optional<Accept> accept = request.getHeader(Accept.class);
    if (accept.isEmpty()) {
      return;
    }
    for (var range : accept.get().getMediaRanges()) {
      if (range.qValue() > 0 && range.matches(answer)) {
        return;
      }
    }
    throw new ProblemException(
        406, "the answer is " + answer + ", which Accept does not allow: " + accept.get().value());
  }

  private static String mediaType(HttpRequest request) {
    String type = MediaTypes.of(request.entity().getContentType().toString());
    return type.equals(NO_MEDIA_TYPE) ? "" : type;
  }

  private static Map<String, List<String>> query(HttpRequest request) {
    try {
      return request.getUri().query().toMultiMap();
    } catch (IllegalUriException e) {
      throw new ProblemException(400, "the query cannot be read: " + e.getMessage());
    }
  }

  private static List<String> values(HttpRequest request, String lowerCaseName) {
    List<String> values = new ArrayList<>();
    for (HttpHeader header : request.getHeaders()) {
      if (header.is(lowerCaseName)) {
        values.add(header.value());
      }
    }
    return values;
  }

  private static IpAddress client(HttpRequest request) {
    return request
        .getAttribute(AttributeKeys.remoteAddress)
        .flatMap(RemoteAddress::getAddress)
        .map(address -> IpAddress.of(address.getAddress()))
        .orElse(UNKNOWN_CLIENT);
  }
}
