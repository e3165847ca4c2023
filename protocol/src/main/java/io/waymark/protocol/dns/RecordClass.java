package io.waymark.protocol.dns;

/** Numbers of classes (RFC 1035 section 3.2.4). */
public final class RecordClass {
  public static final int IN = 1;

  /** CHAOS: {@code id.server} and the like (RFC 4892). */
  public static final int CH = 3;

  public static final int ANY = 255;

  private RecordClass() {}
}
