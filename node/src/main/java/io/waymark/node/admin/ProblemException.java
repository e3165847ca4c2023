package io.waymark.node.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.profile.Violation;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Ends a call with a problem document (RFC 9457). */
@SuppressWarnings("serial") // It never leaves the process.
final class ProblemException extends RuntimeException {
  /** Seconds after which whoever was told 429 or 503 may try again. */
  private static final String RETRY_AFTER = "1";

  private final Problem problem;
  private final List<HttpHeader> headers = new ArrayList<>();

  ProblemException(Problem problem) {
    // It says what a caller did, not what went wrong here: nobody reads its stack.
    super(problem.detail(), null, false, false);
    this.problem = problem;
    if (problem.status() == 429 || problem.status() == 503) {
      headers.add(RawHeader.create("Retry-After", RETRY_AFTER));
    }
  }

  ProblemException(int status, String detail) {
    this(new Problem(status, detail));
  }

  ProblemException(int status, String detail, List<Violation> violations) {
    this(new Problem(status, detail, violations));
  }

  /** Adds a header to the response. */
  ProblemException with(String header, String value) {
    headers.add(RawHeader.create(header, value));
    return this;
  }

  Problem problem() {
    return problem;
  }

  HttpResponse response() {
    return response(problem.toJson());
  }

  /**
   * @param document with members added to those every problem has
   */
  HttpResponse response(ObjectNode document) {
    return Responses.problem(problem.status(), document).addHeaders(headers);
  }
}
