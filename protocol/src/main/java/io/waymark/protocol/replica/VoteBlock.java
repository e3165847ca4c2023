package io.waymark.protocol.replica;

import java.util.Arrays;
import java.util.Collection;
import java.util.TreeMap;

/**
 * What one prober says of many subjects. It has a single writer, the prober, which starts a greater
 * epoch in each of its lives; a block of a greater epoch replaces one of a smaller epoch whole, so
 * what a prober said in a former life is forgotten. Within an epoch, of each subject the word with
 * the greater sequence holds.
 *
 * <p>A change of a block is a block too, of the same epoch, with only the words that changed:
 * merging the change is merging the state.
 */
public final class VoteBlock {
  /** Of no prober's life. */
  public static final VoteBlock EMPTY = new VoteBlock(0, new long[0], new long[0]);

  /**
   * What the prober now says of one subject.
   *
   * @param subject see {@link Subject}
   * @param reason see {@link VoteWord#REASON_MAX}
   * @param since seconds since 1970
   */
  public record Cast(long subject, VoteWord.State state, int reason, long since) {}

  /**
   * @param block the block after a change
   * @param delta only what changed
   */
  public record Change(VoteBlock block, VoteBlock delta) {}

  private final long epoch;

  /** Sorted. */
  private final long[] subjects;

  private final long[] words;

  VoteBlock(long epoch, long[] subjects, long[] words) {
    this.epoch = epoch;
    this.subjects = subjects;
    this.words = words;
  }

  /**
   * An empty block for a new life.
   *
   * @param epoch greater than in every life before, at least 1
   */
  public static VoteBlock start(long epoch) {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch " + epoch + " must be at least 1");
    }
    return new VoteBlock(epoch, new long[0], new long[0]);
  }

  public long epoch() {
    return epoch;
  }

  /** How many subjects there is a word about. */
  public int size() {
    return subjects.length;
  }

  /** In ascending order. */
  public long subject(int index) {
    return subjects[index];
  }

  /** See {@link VoteWord}. */
  public long word(int index) {
    return words[index];
  }

  /** The word about a subject; 0 when there is none. */
  public long wordOf(long subject) {
    int at = Arrays.binarySearch(subjects, subject);
    return at < 0 ? 0 : words[at];
  }

  /** The latest sequence of the epoch; 0 before the first change. */
  public int sequence() {
    int latest = 0;
    for (long word : words) {
      latest = Math.max(latest, VoteWord.sequence(word));
    }
    return latest;
  }

  /** Whether the epoch has no sequence left, so that {@link #restart} must come before a change. */
  public boolean exhausted() {
    return sequence() == VoteWord.SEQUENCE_MAX;
  }

  /**
   * The block after the prober says these things; the last of several about one subject holds.
   *
   * @throws IllegalStateException when it is {@link #exhausted}
   */
  public Change with(Collection<Cast> casts) {
    if (exhausted()) {
      throw new IllegalStateException("epoch " + epoch + " has no sequence left");
    }
    VoteBlock delta = of(casts, sequence() + 1);
    return new Change(merge(delta), delta);
  }

  private VoteBlock of(Collection<Cast> casts, int sequence) {
    TreeMap<Long, Long> sorted = new TreeMap<>();
    for (Cast cast : casts) {
      sorted.put(cast.subject(), VoteWord.of(sequence, cast.state(), cast.reason(), cast.since()));
    }
    return new VoteBlock(
        epoch,
        sorted.keySet().stream().mapToLong(Long::longValue).toArray(),
        sorted.values().stream().mapToLong(Long::longValue).toArray());
  }

  /**
   * The same words under a greater epoch, with sequences from the start, without those of subjects
   * that are gone. It is a whole block: to be sent as it is.
   */
  public VoteBlock restart(long greaterEpoch) {
    if (greaterEpoch <= epoch) {
      throw new IllegalArgumentException("epoch " + greaterEpoch + " must be above " + epoch);
    }
    long[] keptSubjects = new long[subjects.length];
    long[] keptWords = new long[subjects.length];
    int kept = 0;
    for (int i = 0; i < subjects.length; i++) {
      VoteWord.State state = VoteWord.state(words[i]);
      if (state != VoteWord.State.GONE) {
        keptSubjects[kept] = subjects[i];
        keptWords[kept++] =
            VoteWord.of(1, state, VoteWord.reason(words[i]), VoteWord.since(words[i]));
      }
    }
    return new VoteBlock(
        greaterEpoch, Arrays.copyOf(keptSubjects, kept), Arrays.copyOf(keptWords, kept));
  }

  /**
   * What either copy knows. Total, commutative, associative, idempotent.
   *
   * @return this or {@code other} itself where it is the result
   */
  public VoteBlock merge(VoteBlock other) {
    if (Identity.same(this, other)) {
      return this;
    }
    if (epoch != other.epoch) {
      return epoch > other.epoch ? this : other;
    }
    if (includes(other)) {
      return this;
    }
    return other.includes(this) ? other : union(other);
  }

  /** Whether nothing the other says is new; allocates nothing. */
  private boolean includes(VoteBlock other) {
    if (other.size() > size()) {
      return false;
    }
    // A change is far smaller than the state it is merged into: look its few subjects up.
    boolean few = (long) other.size() * 16 < size();
    int at = 0;
    for (int i = 0; i < other.size(); i++) {
      long subject = other.subjects[i];
      if (few) {
        at = Arrays.binarySearch(subjects, subject);
      } else {
        while (at < size() && subjects[at] < subject) {
          at++;
        }
      }
      boolean known = at >= 0 && at < size() && subjects[at] == subject;
      if (!known || Long.compareUnsigned(words[at], other.words[i]) < 0) {
        return false;
      }
    }
    return true;
  }

  private VoteBlock union(VoteBlock other) {
    long[] unionSubjects = new long[size() + other.size()];
    long[] unionWords = new long[size() + other.size()];
    int count = 0;
    int i = 0;
    int j = 0;
    while (i < size() || j < other.size()) {
      boolean mine = j == other.size() || (i < size() && subjects[i] <= other.subjects[j]);
      boolean theirs = i == size() || (j < other.size() && other.subjects[j] <= subjects[i]);
      long word = mine ? words[i] : 0;
      unionSubjects[count] = mine ? subjects[i] : other.subjects[j];
      // Sequences are the top bits, so the greater word is the later one.
      if (theirs && Long.compareUnsigned(other.words[j], word) > 0) {
        word = other.words[j];
      }
      unionWords[count++] = word;
      i += mine ? 1 : 0;
      j += theirs ? 1 : 0;
    }
    return new VoteBlock(
        epoch, Arrays.copyOf(unionSubjects, count), Arrays.copyOf(unionWords, count));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VoteBlock block
        && block.epoch == epoch
        && Arrays.equals(block.subjects, subjects)
        && Arrays.equals(block.words, words);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Long.hashCode(epoch) + Arrays.hashCode(subjects)) + Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return "epoch " + epoch + ", " + size() + " subjects, sequence " + sequence();
  }
}
