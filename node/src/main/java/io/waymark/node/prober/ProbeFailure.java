package io.waymark.node.prober;

/** Why a probe failed. Made for each failing probe, so it carries no stack trace. */
final class ProbeFailure extends Exception {
  private final FailureKind kind;

  /**
   * @param reason for people
   */
  ProbeFailure(FailureKind kind, String reason) {
    super(reason, null, false, false);
    this.kind = kind;
  }

  FailureKind kind() {
    return kind;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
