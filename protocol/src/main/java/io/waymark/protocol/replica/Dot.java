package io.waymark.protocol.replica;

import java.util.Comparator;

/**
 * One event. A writer's stamps strictly increase, so its stamp is its number too; a later event of
 * a writer says that everything before it has happened.
 *
 * @param writer a node with its store, so that a node that lost its store is another writer
 */
public record Dot(String writer, Stamp stamp) implements Comparable<Dot> {
  private static final Comparator<Dot> ORDER =
      Comparator.comparing(Dot::stamp).thenComparing(Dot::writer);

  public Dot {
    Text.checked(writer);
  }

  /** By stamp; where two writers' stamps are equal, by writer. */
  @Override
  public int compareTo(Dot other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return writer + "@" + stamp;
  }
}
