package io.waymark.node.prober;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import io.waymark.protocol.health.ProbeResult;
import io.waymark.protocol.net.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One probe on its way from name to result. Everything happens on one event loop; the first result
 * counts, and ends it.
 */
final class ProbeRun {
  /** What is done over the connection, once there is one. */
  interface Exchange {
    /** Runs over the open channel and tells the run how it went. */
    void over(Channel channel, ProbeRun run);
  }

  /**
   * A timeout that is noticed later than this after its time says that this process was stopped or
   * starved, and nothing about the endpoint.
   */
  private static final Duration LATE_MAX = Duration.ofSeconds(1);

  private final ProbePlan plan;
  private final Exchange exchange;
  private final TargetResolver resolver;
  private final TargetGuard guard;
  private final ProbeCounters counters;
  private final EventLoop loop;
  private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();

  private long startedNanos;
  private String doing = "starting";
  private boolean ended;
  private @Nullable ScheduledFuture<?> timeout;
  private @Nullable ConnectRace race;
  private @Nullable Channel channel;

  ProbeRun(
      ProbePlan plan,
      Exchange exchange,
      TargetResolver resolver,
      TargetGuard guard,
      ProbeCounters counters,
      EventLoop loop) {
    this.plan = plan;
    this.exchange = exchange;
    this.resolver = resolver;
    this.guard = guard;
    this.counters = counters;
    this.loop = loop;
  }

  ProbePlan plan() {
    return plan;
  }

  CompletableFuture<ProbeResult> start() {
    counters.countStarted();
    startedNanos = System.nanoTime();
    try {
      loop.execute(() -> guarded(this::begin));
    } catch (RejectedExecutionException e) {
      failed(FailureKind.INTERNAL, NettyProbes.STOPPING);
    }
    return result;
  }

  /** Says what comes next, for the reason should it take too long. */
  void doing(String what) {
    doing = what;
  }

  void passed() {
    long roundTripMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    if (end()) {
      counters.countPassed();
      result.complete(new ProbeResult.Passed(roundTripMs));
    }
  }

  void failed(FailureKind kind, String reason) {
    if (end()) {
      counters.countFailed(kind);
      if (kind == FailureKind.INTERNAL) {
        result.completeExceptionally(new ProbeFailure(kind, reason));
      } else {
        result.complete(new ProbeResult.Failed(reason));
      }
    }
  }

  void failed(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof ProbeFailure failure) {
      failed(failure.kind(), failure.reason());
    } else {
      failed(FailureKind.INTERNAL, "probe not possible: " + cause);
    }
  }

  /** The open connection broke, or our side of it did. */
  void lost(Throwable cause) {
    if (cause instanceof IOException) {
      failed(FailureKind.RESPONSE, "connection lost: " + cause.getMessage());
    } else {
      failed(cause);
    }
  }

  private void begin() {
    timeout = loop.schedule(this::timedOut, plan.timeout().toNanos(), TimeUnit.NANOSECONDS);
    IpAddress literal = plan.address();
    if (literal != null) {
      connect(List.of(literal));
      return;
    }
    doing("resolving " + plan.target());
    var _ =
        resolver
            .resolve(plan.target())
            .whenCompleteAsync(
                (addresses, failure) -> {
                  if (failure != null) {
                    failed(failure);
                  } else {
                    guarded(() -> connect(addresses));
                  }
                },
                loop);
  }

  private void timedOut() {
    Duration taken = Duration.ofNanos(System.nanoTime() - startedNanos);
    if (taken.minus(plan.timeout()).compareTo(LATE_MAX) > 0) {
      failed(FailureKind.INTERNAL, "probe not possible: the prober fell behind");
    } else {
      failed(FailureKind.TIMEOUT, "timed out after " + plan.timeout().toSeconds() + " s " + doing);
    }
  }

  private void connect(List<IpAddress> addresses) {
    if (ended) {
      return;
    }
    List<IpAddress> allowed = new ArrayList<>();
    String refusal = null;
    for (IpAddress each : addresses) {
      // Where the connection would go, past a guard that is asked about the other form.
      IpAddress address = each.unmapped();
      String refused = guard.refusal(address);
      if (refused == null) {
        allowed.add(address);
      } else if (refusal == null) {
        refusal = "target " + address + " is refused: " + refused;
      }
    }
    if (refusal != null && allowed.isEmpty()) {
      failed(FailureKind.DENIED, refusal);
      return;
    }
    doing("connecting");
    race = new ConnectRace(loop, allowed, plan.monitor().port());
    var _ = race.start().addListener((Future<Channel> won) -> connected(won));
  }

  private void connected(Future<Channel> won) {
    if (won.isCancelled()) {
      return;
    }
    if (!won.isSuccess()) {
      failed(won.cause());
      return;
    }
    channel = won.getNow();
    if (ended) {
      var _ = channel.close();
      return;
    }
    guarded(() -> exchange.over(won.getNow(), this));
  }

  /** A fault of our own must not leave a probe without a result. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  /** Gives everything back; false when that has been done. */
  private boolean end() {
    if (ended) {
      return false;
    }
    ended = true;
    if (timeout != null) {
      timeout.cancel(false);
    }
    if (race != null) {
      race.cancel();
    }
    if (channel != null) {
      var _ = channel.close();
    }
    return true;
  }
}
