package io.waymark.node.admin;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Questions to others from a thread that may wait. */
final class Asking {
  private final Scheduler scheduler;

  Asking(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * The actor's answer.
   *
   * @param who it is, for people
   * @throws ProblemException 503 when it does not come in time
   */
  <C, R> R ask(String who, ActorRef<C> actor, Duration within, Function<ActorRef<R>, C> question) {
    return await(who, AskPattern.ask(actor, question::apply, within, scheduler), within);
  }

  /**
   * What the stage completes with.
   *
   * @throws ProblemException 503 when it does not in time, or fails
   */
  static <R> R await(String who, CompletionStage<R> stage, Duration within) {
    try {
      // A little longer than the ask itself, which ends first.
      return stage.toCompletableFuture().get(within.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ProblemException(503, who + " did not answer within " + within.toSeconds() + " s");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      if (e.getCause() instanceof TimeoutException) {
        throw new ProblemException(503, who + " did not answer in time");
      }
      throw new ProblemException(503, who + " did not answer: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(503, "the node is stopping");
    }
  }
}
