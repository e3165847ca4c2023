package io.waymark.protocol.profile;

/** Whether Weighted and MultiValue keep a client network on its endpoint. */
public enum Affinity {
  /** Every query draws anew. */
  NONE("none"),
  /** The same client network gets the same endpoint from every node. */
  CLIENT("client");

  private final String text;

  Affinity(String text) {
    this.text = text;
  }

  /** The spelling used in documents. */
  @Override
  public String toString() {
    return text;
  }
}
