package io.waymark.protocol.replica;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One value of a field, as one event wrote it.
 *
 * @param author who asked for it, for people
 * @param value null says that the field was cleared, which is not the same as never written
 */
public record Sibling(Dot dot, String author, @Nullable Bytes value)
    implements Comparable<Sibling> {
  private static final Comparator<Sibling> ORDER =
      Comparator.comparing(Sibling::dot)
          .thenComparing(Sibling::author)
          .thenComparing(
              (Sibling sibling) -> sibling.value(),
              Comparator.nullsFirst(Comparator.naturalOrder()));

  public Sibling {
    Text.checked(author);
  }

  /** By dot. The rest only matters if a writer ever used one dot twice. */
  @Override
  public int compareTo(Sibling other) {
    return ORDER.compare(this, other);
  }
}
