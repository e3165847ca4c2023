package io.waymark.node.admin;

import io.waymark.protocol.token.Role;
import java.util.List;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.jspecify.annotations.Nullable;

/**
 * One call that the API answers, and who may make it.
 *
 * @param method such as {@code GET}
 * @param pattern such as {@code /v1/profiles/{name}}; a segment in braces stands for any one
 * @param role the least role that may call; null when no token is needed
 * @param parameters of the query that are known; others are refused, lest a misspelt {@code dryRun}
 *     write
 * @param answer the media type of what it answers when nothing goes wrong
 * @param handler runs on a thread that may wait
 */
record Route(
    String method,
    String pattern,
    @Nullable Role role,
    Set<String> parameters,
    Body body,
    MediaType answer,
    Handler handler) {

  /** A call that answers JSON. */
  Route(
      String method,
      String pattern,
      @Nullable Role role,
      Set<String> parameters,
      Body body,
      Handler handler) {
    this(method, pattern, role, parameters, body, MediaTypes.APPLICATION_JSON, handler);
  }

  /** What a request may carry. */
  enum Body {
    /** Nothing; whatever comes is thrown away. */
    NONE,
    JSON,
    JSON_OR_YAML
  }

  /** Answers a call. */
  interface Handler {
    /**
     * @throws ProblemException when the answer is a problem
     */
    HttpResponse answer(Call call);
  }

  /** The pattern's segments; the pattern begins with a slash. */
  List<String> segments() {
    return List.of(pattern.substring(1).split("/", -1));
  }
}
