package io.waymark.protocol.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An entity's canonical bytes: the epoch, then sections, each a tag, a length and content, sorted
 * by tag. An empty section is left out; one with a tag that means nothing here is kept as it is.
 *
 * <ul>
 *   <li>1: the version vector. Writers with their stamps, sorted by writer.
 *   <li>2: the fields. First the authors; then the events whose values are left, each as a writer's
 *       place in the version vector, a stamp, and an author's place; then the fields, each as the
 *       number of bytes its path shares with the one before, the rest of the path, and its
 *       siblings: an event's place, the value's length plus one, the value. A length of 0 is a
 *       cleared field.
 * </ul>
 */
final class EntityCodec {
  private static final int VERSIONS = 1;
  private static final int FIELDS = 2;
  private static final long EPOCH_MAX = 1L << 48;

  /** The event that wrote a value, and for whom. */
  private record Write(Dot dot, String author) implements Comparable<Write> {
    static Write of(Sibling sibling) {
      return new Write(sibling.dot(), sibling.author());
    }

    @Override
    public int compareTo(Write other) {
      int order = dot.compareTo(other.dot);
      return order != 0 ? order : author.compareTo(other.author);
    }
  }

  private EntityCodec() {}

  static void write(Entity entity, ByteWriter out) {
    TreeMap<Integer, byte[]> sections = new TreeMap<>();
    entity.unknown().forEach((tag, bytes) -> sections.put(tag, bytes.content()));
    if (!entity.versions().isEmpty()) {
      ByteWriter section = new ByteWriter();
      write(entity.versions(), section);
      sections.put(VERSIONS, section.toArray());
    }
    if (entity.live()) {
      sections.put(FIELDS, entity.content());
    }
    out.varint(entity.epoch());
    out.varint(sections.size());
    sections.forEach((tag, content) -> {
      out.varint(tag);
      out.bytes(content);
    });
  }

  static void write(VersionVector versions, ByteWriter out) {
    SortedEntries<Stamp> latest = versions.entries();
    out.varint(latest.size());
    for (int i = 0; i < latest.size(); i++) {
      out.text(latest.key(i));
      out.fixed(latest.value(i).bits());
    }
  }

  /** The content of the section of fields; there is at least one. */
  static byte[] fields(SortedEntries<Register> fields, VersionVector versions) {
    TreeSet<Write> distinct = new TreeSet<>();
    fields
        .values()
        .forEach(register -> register.siblings().forEach(one -> distinct.add(Write.of(one))));
    List<Write> writes = new ArrayList<>(distinct);
    List<String> authors = writes.stream().map(Write::author).distinct().sorted().toList();

    ByteWriter out = new ByteWriter();
    out.varint(authors.size());
    authors.forEach(out::text);
    out.varint(writes.size());
    for (Write write : writes) {
      out.varint(versions.entries().indexOf(write.dot().writer()));
      out.fixed(write.dot().stamp().bits());
      out.varint(Collections.binarySearch(authors, write.author()));
    }
    out.varint(fields.size());
    byte[] before = {};
    for (int i = 0; i < fields.size(); i++) {
      byte[] path = Text.encode(fields.key(i));
      int shared = shared(before, path);
      out.varint(shared);
      out.varint(path.length - shared);
      out.raw(path, shared, path.length - shared);
      siblings(fields.value(i), writes, out);
      before = path;
    }
    return out.toArray();
  }

  private static int shared(byte[] before, byte[] path) {
    int mismatch = Arrays.mismatch(before, path);
    return mismatch < 0 ? path.length : mismatch;
  }

  private static void siblings(Register register, List<Write> writes, ByteWriter out) {
    out.varint(register.siblings().size());
    for (Sibling sibling : register.siblings()) {
      out.varint(Collections.binarySearch(writes, Write.of(sibling)));
      Bytes value = sibling.value();
      if (value == null) {
        out.varint(0);
      } else {
        out.varint(value.size() + 1L);
        out.raw(value.content(), 0, value.size());
      }
    }
  }

  static Entity read(ByteReader in) throws MalformedException {
    long epoch = in.varint();
    if (epoch < 0 || epoch > EPOCH_MAX) {
      throw new MalformedException("epoch " + Long.toUnsignedString(epoch));
    }
    TreeMap<Integer, Bytes> sections = new TreeMap<>();
    for (int count = in.count(2); count > 0; count--) {
      int tag = in.index(Integer.MAX_VALUE);
      if (sections.put(tag, Bytes.wrap(in.bytes())) != null) {
        throw new MalformedException("section " + tag + " twice");
      }
    }
    VersionVector versions = versions(sections.remove(VERSIONS));
    Fields fields = fields(sections.remove(FIELDS), versions);
    NavigableMap<Integer, Bytes> unknown =
        sections.isEmpty()
            ? Collections.emptyNavigableMap()
            : Collections.unmodifiableNavigableMap(sections);
    return new Entity(epoch, versions, fields, unknown);
  }

  private static VersionVector versions(@Nullable Bytes section) throws MalformedException {
    if (section == null) {
      return VersionVector.EMPTY;
    }
    ByteReader in = new ByteReader(section.content());
    SortedEntries.Builder<Stamp> latest = new SortedEntries.Builder<>();
    for (int count = in.count(9); count > 0; count--) {
      String writer = in.text();
      if (!latest.follows(writer)) {
        throw new MalformedException("writers out of order at " + writer);
      }
      latest.add(writer, new Stamp(in.fixed()));
    }
    in.end();
    return VersionVector.of(latest.build());
  }

  private static Fields fields(@Nullable Bytes section, VersionVector versions)
      throws MalformedException {
    if (section == null) {
      return Fields.NONE;
    }
    SortedEntries<Register> fields = entries(section.content(), versions);
    // Tables with needless or unsorted entries, and prefixes cut short, are read like any other.
    byte[] canonical = fields(fields, versions);
    if (!Arrays.equals(canonical, section.content())) {
      throw new MalformedException("not in canonical form");
    }
    return Fields.packed(canonical, fields);
  }

  /** Reads fields that have been read, or written, before. */
  static SortedEntries<Register> unpack(byte[] content, VersionVector versions) {
    try {
      return entries(content, versions);
    } catch (MalformedException e) {
      throw new IllegalStateException("packed fields changed", e);
    }
  }

  private static SortedEntries<Register> entries(byte[] content, VersionVector versions)
      throws MalformedException {
    ByteReader in = new ByteReader(content);
    List<String> authors = new ArrayList<>();
    for (int count = in.count(1); count > 0; count--) {
      authors.add(in.text());
    }
    List<Write> writes = writes(in, authors, versions);
    SortedEntries.Builder<Register> fields = new SortedEntries.Builder<>();
    byte[] before = {};
    for (int count = in.count(5); count > 0; count--) {
      byte[] path = path(in, before);
      String text = Text.decode(path);
      if (!fields.follows(text)) {
        throw new MalformedException("fields out of order at " + text);
      }
      fields.add(text, register(in, writes));
      before = path;
    }
    in.end();
    return fields.build();
  }

  private static List<Write> writes(ByteReader in, List<String> authors, VersionVector versions)
      throws MalformedException {
    SortedEntries<Stamp> latest = versions.entries();
    List<Write> writes = new ArrayList<>();
    for (int count = in.count(10); count > 0; count--) {
      String writer = latest.key(in.index(latest.size()));
      Dot dot = new Dot(writer, new Stamp(in.fixed()));
      if (!versions.covers(dot)) {
        throw new MalformedException(dot + " is not among " + versions);
      }
      writes.add(new Write(dot, authors.get(in.index(authors.size()))));
    }
    return writes;
  }

  private static byte[] path(ByteReader in, byte[] before) throws MalformedException {
    int shared = in.index(before.length + 1);
    byte[] rest = in.bytes();
    byte[] path = Arrays.copyOf(before, shared + rest.length);
    System.arraycopy(rest, 0, path, shared, rest.length);
    return path;
  }

  private static Register register(ByteReader in, List<Write> writes) throws MalformedException {
    List<Sibling> siblings = new ArrayList<>(1);
    for (int count = in.count(2); count > 0; count--) {
      Write write = writes.get(in.index(writes.size()));
      long length = in.varint();
      Bytes value = length == 0 ? null : Bytes.wrap(in.raw(length - 1));
      if (!siblings.isEmpty() && siblings.getLast().dot().compareTo(write.dot()) >= 0) {
        throw new MalformedException("siblings out of order at " + write.dot());
      }
      siblings.add(new Sibling(write.dot(), write.author(), value));
    }
    if (siblings.isEmpty()) {
      throw new MalformedException("a field without a value");
    }
    return new Register(siblings);
  }
}
