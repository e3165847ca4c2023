package io.waymark.protocol.health;

/** One prober's own view of one endpoint, folded from the results of its probes. */
public sealed interface ProbeHistory {
  /** What is known before the first probe. */
  static ProbeHistory start() {
    return new Checking(0);
  }

  /**
   * Neither Up nor Down yet; served like an endpoint that is up.
   *
   * @param failures in a row, in {@code [0, tolerated]}
   */
  record Checking(int failures) implements ProbeHistory {}

  /**
   * @param failures in a row since the last success, in {@code [0, tolerated]}
   */
  record Up(int failures) implements ProbeHistory {}

  /**
   * @param successes in a row since the last failure, in {@code [0, successesToRecover)}
   */
  record Down(int successes) implements ProbeHistory {}

  /**
   * The view after one more probe.
   *
   * @param tolerated failures in a row that do not yet count, at least 0
   * @param successesToRecover successes in a row that bring a Down endpoint back, at least 1
   */
  default ProbeHistory after(ProbeResult result, int tolerated, int successesToRecover) {
    return switch (result) {
      case ProbeResult.Passed _ -> passed(successesToRecover);
      case ProbeResult.Failed _ -> failed(tolerated);
    };
  }

  /**
   * The view after one more probe by a prober that doubts its own uplink: a success proves what it
   * always proves, a failure proves nothing.
   *
   * @param successesToRecover as in {@link #after}
   */
  default ProbeHistory afterInDoubt(ProbeResult result, int successesToRecover) {
    return switch (result) {
      case ProbeResult.Passed _ -> passed(successesToRecover);
      case ProbeResult.Failed _ -> this;
    };
  }

  /**
   * The same view without the failures that have not yet counted, which may have been this prober's
   * own.
   */
  default ProbeHistory withoutFailures() {
    return switch (this) {
      case Checking _ -> new Checking(0);
      case Up _ -> new Up(0);
      case Down down -> down;
    };
  }

  /** What this prober alone would believe. */
  default Verdict verdict() {
    return switch (this) {
      case Checking _ -> Verdict.CHECKING;
      case Up _ -> Verdict.UP;
      case Down _ -> Verdict.DOWN;
    };
  }

  private ProbeHistory passed(int successesToRecover) {
    return switch (this) {
      case Checking _, Up _ -> new Up(0);
      case Down(int successes) ->
          successes + 1 < successesToRecover ? new Down(successes + 1) : new Up(0);
    };
  }

  private ProbeHistory failed(int tolerated) {
    // The endpoint falls on failure number tolerated + 1, not earlier.
    return switch (this) {
      case Checking(int failures) ->
          failures < tolerated ? new Checking(failures + 1) : new Down(0);
      case Up(int failures) -> failures < tolerated ? new Up(failures + 1) : new Down(0);
      case Down _ -> new Down(0);
    };
  }
}
