package io.waymark.simulation.world;

import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happened in a run, as lines for people and as one number for comparing runs. */
public final class Trace {
  private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01b3L;

  private final @Nullable Consumer<String> reader;
  private long hash = FNV_OFFSET;

  /**
   * @param reader of the lines; null when nobody reads them
   */
  public Trace(@Nullable Consumer<String> reader) {
    this.reader = reader;
  }

  /** Something worth a line. */
  void say(long nowMillis, String who, String what) {
    mix(nowMillis);
    for (int i = 0; i < what.length(); i++) {
      mix(what.charAt(i));
    }
    if (reader != null) {
      reader.accept(String.format(Locale.ROOT, "%9.3f  %-4s %s", nowMillis / 1000.0, who, what));
    }
  }

  /** Something that only matters for comparing. */
  void mix(long value) {
    hash = (hash ^ value) * FNV_PRIME;
  }

  /** Equal for equal runs. */
  public long hash() {
    return hash;
  }
}
