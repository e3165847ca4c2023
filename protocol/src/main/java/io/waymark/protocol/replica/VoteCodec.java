package io.waymark.protocol.replica;

/**
 * A vote block's canonical bytes: equal content is equal bytes. The form, the epoch, the number of
 * subjects, then each subject and its word, 8 bytes each.
 */
public final class VoteCodec {
  /** First byte: which form it is. */
  private static final int FORM = 1;

  private VoteCodec() {}

  public static byte[] encode(VoteBlock block) {
    ByteWriter out = new ByteWriter();
    out.octet(FORM);
    out.varint(block.epoch());
    out.varint(block.size());
    for (int i = 0; i < block.size(); i++) {
      out.fixed(block.subject(i));
      out.fixed(block.word(i));
    }
    return out.toArray();
  }

  /**
   * Reads what {@link #encode} wrote. Needs memory in proportion to the bytes, whatever they say.
   *
   * @throws MalformedException when it is something else
   */
  public static VoteBlock decode(byte[] bytes) throws MalformedException {
    ByteReader in = new ByteReader(bytes);
    int form = in.octet();
    if (form != FORM) {
      throw new MalformedException("a vote block of form " + form + "; this version reads " + FORM);
    }
    long epoch = in.varint();
    if (epoch < 0) {
      throw new MalformedException("epoch " + Long.toUnsignedString(epoch));
    }
    int count = in.count(2 * Long.BYTES);
    long[] subjects = new long[count];
    long[] words = new long[count];
    for (int i = 0; i < count; i++) {
      subjects[i] = in.fixed();
      words[i] = in.fixed();
      if (i > 0 && subjects[i] <= subjects[i - 1]) {
        throw new MalformedException("subjects out of order at " + Long.toHexString(subjects[i]));
      }
      if (words[i] == 0) {
        throw new MalformedException("no word about " + Long.toHexString(subjects[i]));
      }
    }
    in.end();
    return new VoteBlock(epoch, subjects, words);
  }
}
