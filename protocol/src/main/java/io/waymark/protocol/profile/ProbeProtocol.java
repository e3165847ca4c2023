package io.waymark.protocol.profile;

/** How an endpoint's health is asked for. */
public enum ProbeProtocol {
  HTTP,
  HTTPS,
  TCP
}
