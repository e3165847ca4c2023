package io.waymark.node.prober;

import io.waymark.protocol.health.ProbeResult;
import java.util.concurrent.CompletionStage;

/** Something that can probe an endpoint. */
public interface Probes extends AutoCloseable {
  /**
   * Probes once.
   *
   * @return is there within the plan's timeout; whatever is wrong at the other end or on the way is
   *     a {@link ProbeResult.Failed}, and it fails only where a fault on this side kept it from
   *     learning anything
   */
  CompletionStage<ProbeResult> probe(ProbePlan plan);

  /** Frees threads and sockets; probes in flight may be left without a result. */
  @Override
  void close();
}
