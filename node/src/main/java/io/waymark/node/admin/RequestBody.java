package io.waymark.node.admin;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;

/**
 * Reads request bodies. What is too large or not wanted is read to its end all the same, up to the
 * listener's {@code max-content-length}: a server that answers and closes early makes the client
 * see a reset connection instead of the answer.
 */
final class RequestBody {
  /** Most bytes of a body that are kept; one more is 413. */
  static final int KEPT_MAX = 1 << 20;

  private static final Duration TIME_MAX = Duration.ofSeconds(10);

  private RequestBody() {}

  /**
   * The whole body.
   *
   * @return completes exceptionally with {@link ProblemException} when it is too large or too slow
   */
  static CompletionStage<byte[]> read(HttpRequest request, ActorSystem<?> system) {
    return request
        .entity()
        .getDataBytes()
        .completionTimeout(TIME_MAX)
        .runWith(Sink.fold(new Kept(), Kept::and), system)
        .handle((kept, failure) -> {
          if (failure == null && kept.length <= KEPT_MAX) {
            return kept.bytes.result().toArray();
          }
          Throwable cause =
              failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
          throw cause instanceof TimeoutException
              ? new ProblemException(
                  408, "the body did not arrive within " + TIME_MAX.toSeconds() + " s")
              : new ProblemException(413, "the body is larger than " + KEPT_MAX + " bytes");
        });
  }

  /** Reads the body and throws it away; completes however that ends. */
  static CompletionStage<Void> discard(HttpRequest request, ActorSystem<?> system) {
    return request
        .entity()
        .getDataBytes()
        .completionTimeout(TIME_MAX)
        .runWith(Sink.ignore(), system)
        .handle((_, _) -> null);
  }

  /** What was read so far; past the limit only its length goes on growing. */
  private static final class Kept {
    private final ByteStringBuilder bytes = ByteString.createBuilder();
    private long length;

    Kept and(ByteString more) {
      length += more.size();
      if (length <= KEPT_MAX) {
        bytes.append(more);
      }
      return this;
    }
  }
}
