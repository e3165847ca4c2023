package io.waymark.node.prober;

/** What kind of thing made a probe fail; one counter for each. */
public enum FailureKind {
  /** The target's name has no address, or nobody could say. */
  NAME,
  /** The target's address may not be probed from here. */
  DENIED,
  /** No connection: refused, unreachable. */
  CONNECT,
  /** TLS could not be agreed, or the certificate was not accepted. */
  TLS,
  /** Not done within the timeout. */
  TIMEOUT,
  /** A response with an unexpected status. */
  STATUS,
  /** No response, a broken one, or one that is too long. */
  RESPONSE,
  /** What the operator wants sent cannot be sent. */
  REQUEST,
  /** A fault on this side, such as too many open files: it says nothing about the endpoint. */
  INTERNAL
}
