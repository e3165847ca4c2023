package io.waymark.protocol.replica;

import java.util.Arrays;

/**
 * A bucket's canonical bytes: equal content is equal bytes, on every node and in every version that
 * knows {@link #FORM}. The form, then the entities sorted by key. Lengths and counts are varints;
 * nothing is compressed, as compressors differ between runtimes.
 */
public final class BucketCodec {
  /** First byte: which form it is. */
  private static final int FORM = 1;

  private BucketCodec() {}

  public static byte[] encode(Bucket bucket) {
    ByteWriter out = new ByteWriter();
    out.octet(FORM);
    SortedEntries<Entity> entities = bucket.entries();
    out.varint(entities.size());
    for (int i = 0; i < entities.size(); i++) {
      out.text(entities.key(i));
      EntityCodec.write(entities.value(i), out);
    }
    return out.toArray();
  }

  /**
   * Reads what {@link #encode} wrote. Needs memory in proportion to the bytes, whatever they say.
   *
   * @throws MalformedException when it is something else, or not canonical
   */
  public static Bucket decode(byte[] bytes) throws MalformedException {
    ByteReader in = new ByteReader(bytes);
    int form = in.octet();
    if (form != FORM) {
      throw new MalformedException("a bucket of form " + form + "; this version reads " + FORM);
    }
    SortedEntries.Builder<Entity> entities = new SortedEntries.Builder<>();
    for (int count = in.count(3); count > 0; count--) {
      String key = in.text();
      if (!entities.follows(key)) {
        throw new MalformedException("entities out of order at " + key);
      }
      Entity entity = EntityCodec.read(in);
      if (entity.equals(Entity.EMPTY)) {
        throw new MalformedException("an entity nobody has written to: " + key);
      }
      entities.add(key, entity);
    }
    in.end();
    Bucket bucket = new Bucket(entities.build());
    // What is left are tables with needless or unsorted entries, and prefixes cut short.
    if (!Arrays.equals(encode(bucket), bytes)) {
      throw new MalformedException("not in canonical form");
    }
    return bucket;
  }
}
