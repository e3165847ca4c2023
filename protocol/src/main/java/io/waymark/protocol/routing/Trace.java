package io.waymark.protocol.routing;

/** Hears how a plan comes to its decision. */
@FunctionalInterface
public interface Trace {
  /** Hears nothing: the trace of the query path. */
  Trace NONE = (step, target) -> {};

  /**
   * One profile was asked.
   *
   * @param step where its code starts: the {@link StepNote} of that offset tells about it
   * @param target what it chose, as in {@link StepNote.Branch#target}
   */
  void step(int step, int target);
}
