package io.waymark.protocol.replica;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An entity's fields, either at hand or packed into their canonical bytes, which take a tenth of
 * the memory. Packed ones are read again when somebody looks, and forgotten with the next
 * collection: of many entities few are looked at.
 */
final class Fields {
  static final Fields NONE = new Fields(SortedEntries.empty(), new byte[0]);

  /** At hand; null when packed. */
  private final @Nullable SortedEntries<Register> entries;

  /** As {@link EntityCodec} writes them, nothing for none; null when they are at hand only. */
  private final byte @Nullable [] packed;

  /** Unpacked lately. A race costs a second reading. */
  private @Nullable WeakReference<SortedEntries<Register>> seen;

  private Fields(@Nullable SortedEntries<Register> entries, byte @Nullable [] packed) {
    this.entries = entries;
    this.packed = packed;
  }

  static Fields of(SortedEntries<Register> entries) {
    return entries.isEmpty() ? NONE : new Fields(entries, null);
  }

  /**
   * @param content what {@link EntityCodec} wrote for these entries; nobody may change it any more
   */
  static Fields packed(byte[] content, SortedEntries<Register> entries) {
    if (content.length == 0) {
      return NONE;
    }
    Fields fields = new Fields(null, content);
    fields.seen = new WeakReference<>(entries);
    return fields;
  }

  /** These, packed. */
  Fields packed(VersionVector versions) {
    return entries == null || isEmpty() ? this : packed(content(versions), entries);
  }

  /**
   * The canonical bytes, not to be changed.
   *
   * @param versions of the entity that has these fields
   */
  byte[] content(VersionVector versions) {
    return packed != null ? packed : EntityCodec.fields(entries(versions), versions);
  }

  /**
   * The fields, sorted by path.
   *
   * @param versions of the entity that has these fields
   */
  SortedEntries<Register> entries(VersionVector versions) {
    if (entries != null) {
      return entries;
    }
    WeakReference<SortedEntries<Register>> lately = seen;
    SortedEntries<Register> known = lately == null ? null : lately.get();
    if (known == null) {
      known = EntityCodec.unpack(content(versions), versions);
      seen = new WeakReference<>(known);
    }
    return known;
  }

  boolean isEmpty() {
    return entries != null && entries.isEmpty();
  }

  /** Whether they are the same as those of another entity that has the same versions. */
  boolean same(Fields other, VersionVector versions) {
    return Identity.same(this, other)
        || (packed != null && other.packed != null
            ? Arrays.equals(packed, other.packed)
            : entries(versions).equals(other.entries(versions)));
  }
}
