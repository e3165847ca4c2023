package io.waymark.protocol.replica;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One named thing that people edit: fields by path, each a {@link Register}, under one version
 * vector.
 *
 * <p>Edits of different fields merge silently; edits of one field that did not know of each other
 * are both kept, and whoever writes the field next settles it. A deletion ends the <em>epoch</em>:
 * whatever was written in it, also by somebody who has not heard of the deletion yet, is gone for
 * good, and what is created under the name afterwards belongs to the next epoch. Two creations that
 * did not know of each other share an epoch, and merge like edits.
 *
 * <p>An entity is always replicated whole, so a version vector has no gaps, and equal epochs and
 * vectors mean equal content.
 */
public final class Entity {
  /** What a name is that nobody has written to. */
  public static final Entity EMPTY =
      new Entity(0, VersionVector.EMPTY, Fields.NONE, Collections.emptyNavigableMap());

  private static final int ETAG_LENGTH = 16;

  private final long epoch;
  private final VersionVector versions;
  private final Fields fields;
  private final NavigableMap<Integer, Bytes> unknown;

  Entity(long epoch, VersionVector versions, Fields fields, NavigableMap<Integer, Bytes> unknown) {
    this.epoch = epoch;
    this.versions = versions;
    this.fields = fields;
    this.unknown = unknown;
  }

  /** How often the name has been deleted. */
  public long epoch() {
    return epoch;
  }

  /** The events of this epoch that have been seen. */
  public VersionVector versions() {
    return versions;
  }

  /** The fields, sorted by path. */
  public Map<String, Register> fields() {
    return entries();
  }

  private SortedEntries<Register> entries() {
    return fields.entries(versions);
  }

  /** The fields' canonical bytes; none when there are no fields. Not to be changed. */
  byte[] content() {
    return fields.content(versions);
  }

  /** The same in little memory, for keeping. */
  public Entity packed() {
    Fields packed = fields.packed(versions);
    return Identity.same(packed, fields) ? this : new Entity(epoch, versions, packed, unknown);
  }

  /** Sections that a newer version wrote, by their tags. */
  NavigableMap<Integer, Bytes> unknown() {
    return unknown;
  }

  /** Whether there is anything under the name. */
  public boolean live() {
    return !fields.isEmpty();
  }

  /** The value that holds for a field; null when it was cleared or never written. */
  public @Nullable Bytes value(String path) {
    Register register = entries().get(path);
    return register == null ? null : register.serving().value();
  }

  /**
   * Writes fields. Each then has this one value, whatever it had before.
   *
   * @param dot not seen here before
   * @param changes by path; empty clears the field, and stays visible to whoever sets it at the
   *     same time
   * @throws IllegalArgumentException when the dot has been seen: the write would be lost in merges
   */
  public Entity write(Dot dot, String author, Map<String, Optional<Bytes>> changes) {
    return edit(dot, author, changes, Set.of());
  }

  /**
   * Takes fields away. A value that is written at the same time by somebody who does not know of
   * the removal stays.
   *
   * @throws IllegalArgumentException when the dot has been seen
   */
  public Entity remove(Dot dot, Collection<String> paths) {
    return edit(dot, "", Map.of(), paths);
  }

  /**
   * Writes some fields and takes others away, as one event.
   *
   * @throws IllegalArgumentException when the dot has been seen
   */
  public Entity edit(
      Dot dot, String author, Map<String, Optional<Bytes>> writes, Collection<String> removals) {
    if (versions.covers(dot)) {
      throw new IllegalArgumentException(dot + " has been seen already: " + versions);
    }
    TreeMap<String, Register> edited = new TreeMap<>(entries());
    edited.keySet().removeAll(Set.copyOf(removals));
    writes.forEach((path, value) ->
        edited.put(Text.checked(path), Register.of(new Sibling(dot, author, value.orElse(null)))));
    return new Entity(epoch, versions.with(dot), Fields.of(SortedEntries.of(edited)), unknown);
  }

  /** Nothing, in the next epoch. */
  public Entity delete() {
    return new Entity(epoch + 1, VersionVector.EMPTY, Fields.NONE, Collections.emptyNavigableMap());
  }

  /**
   * What either copy knows. Total, commutative, associative, idempotent.
   *
   * @return this or {@code other} itself where it is the result
   */
  public Entity merge(Entity other) {
    if (Identity.same(this, other)) {
      return this;
    }
    if (epoch != other.epoch) {
      return epoch > other.epoch ? this : other;
    }
    VersionVector mergedVersions = versions.merge(other.versions);
    NavigableMap<Integer, Bytes> mergedUnknown = greater(unknown, other.unknown);
    Fields mergedFields = mergeFields(other, mergedVersions);
    if (is(mergedVersions, mergedFields, mergedUnknown)) {
      return this;
    }
    return other.is(mergedVersions, mergedFields, mergedUnknown)
        ? other
        : new Entity(epoch, mergedVersions, mergedFields, mergedUnknown);
  }

  /** The merged fields; those of this or of {@code other} themselves where they are the result. */
  private Fields mergeFields(Entity other, VersionVector mergedVersions) {
    if (versions.isEmpty() && fields.isEmpty()) {
      return other.fields;
    }
    if (versions.equals(other.versions) && fields.same(other.fields, versions)) {
      return fields;
    }
    SortedEntries<Register> mine = entries();
    SortedEntries<Register> theirs = other.entries();
    SortedEntries<Register> merged =
        mine.merge(
            theirs, (one, another) -> Register.merge(one, versions, another, other.versions));
    // Packed fields mean something under the versions only that they were packed with.
    if (Identity.same(merged, mine) && Identity.same(mergedVersions, versions)) {
      return fields;
    }
    return Identity.same(merged, theirs) && Identity.same(mergedVersions, other.versions)
        ? other.fields
        : Fields.of(merged);
  }

  /** Whether this consists of these; equal parts have been made one object where it matters. */
  private boolean is(
      VersionVector otherVersions, Fields otherFields, NavigableMap<Integer, Bytes> otherUnknown) {
    return Identity.same(versions, otherVersions)
        && Identity.same(fields, otherFields)
        && unknown.equals(otherUnknown);
  }

  /** Of each section the greater bytes: nobody here can tell which are newer. */
  private static NavigableMap<Integer, Bytes> greater(
      NavigableMap<Integer, Bytes> one, NavigableMap<Integer, Bytes> other) {
    if (one.equals(other)) {
      return one;
    }
    TreeMap<Integer, Bytes> merged = new TreeMap<>(one);
    other.forEach((tag, bytes) ->
        merged.merge(tag, bytes, (mine, theirs) -> mine.compareTo(theirs) >= 0 ? mine : theirs));
    return Collections.unmodifiableNavigableMap(merged);
  }

  /**
   * The strong entity tag (RFC 9110 section 8.8.3) of epoch and version vector, with its quotes.
   */
  public String etag() {
    ByteWriter identity = new ByteWriter();
    identity.varint(epoch);
    EntityCodec.write(versions, identity);
    MessageDigest sha256 = StableHash.sha256();
    String text =
        Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest(identity.toArray()));
    return '"' + text.substring(0, ETAG_LENGTH) + '"';
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entity entity
        && entity.epoch == epoch
        && entity.versions.equals(versions)
        && entity.fields.same(fields, versions)
        && entity.unknown.equals(unknown);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(epoch) + versions.hashCode();
  }

  @Override
  public String toString() {
    return "epoch " + epoch + " " + versions + " " + entries() + (unknown.isEmpty() ? "" : unknown);
  }
}
