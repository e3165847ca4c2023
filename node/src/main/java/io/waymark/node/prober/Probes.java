package io.waymark.node.prober;

import io.waymark.protocol.health.ProbeResult;
import java.util.concurrent.CompletionStage;

/** Something that can probe an endpoint. */
public interface Probes extends AutoCloseable {
  /**
   * Probes once.
   *
   * @return never fails, and is there within the plan's timeout: whatever goes wrong is a {@link
   *     ProbeResult.Failed}
   */
  CompletionStage<ProbeResult> probe(ProbePlan plan);

  /** Frees threads and sockets; probes in flight may be left without a result. */
  @Override
  void close();
}
