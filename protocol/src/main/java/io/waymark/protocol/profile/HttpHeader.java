package io.waymark.protocol.profile;

/** A header that probes send. Names are compared without case. */
public record HttpHeader(String name, String value) {}
