package io.waymark.node.prober;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.waymark.protocol.health.ProbeResult;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Probes over the network, on a few event loops of their own. */
public final class NettyProbes implements Probes {
  /** One loop does some thousand probes a second; the second is for a TLS handshake in the way. */
  public static final int THREADS_DEFAULT = 2;

  static final String STOPPING = "the prober is stopping";

  private final MultiThreadIoEventLoopGroup loops;
  private final TargetResolver resolver;
  private final TargetGuard guard;
  private final ProbeCounters counters;
  private final ProbeRun.Exchange tcp = new TcpProbe();
  private final ProbeRun.Exchange http;
  private final ProbeRun.Exchange https;

  /**
   * @param threads event loops, at least 1
   * @param version of this software, for the User-Agent header
   * @param upstream resolvers; empty means the system's
   * @param trust what certificates are checked against where a profile asks for that; null means
   *     the certificate authorities that Java comes with
   */
  public NettyProbes(
      int threads,
      String version,
      List<InetSocketAddress> upstream,
      TargetGuard guard,
      @Nullable TrustManagerFactory trust,
      ProbeCounters counters) {
    this.loops =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("waymark-probe", true), NioIoHandler.newFactory());
    this.resolver = new TargetResolver(upstream, loops);
    this.guard = guard;
    this.counters = counters;
    HttpProbe plain = new HttpProbe("Waymark-Prober/" + version);
    this.http = plain;
    this.https = new HttpsProbe(plain, new TlsClient(trust));
  }

  @Override
  public CompletionStage<ProbeResult> probe(ProbePlan plan) {
    if (loops.isShuttingDown()) {
      return CompletableFuture.failedFuture(new ProbeFailure(FailureKind.INTERNAL, STOPPING));
    }
    ProbeRun.Exchange exchange =
        switch (plan.monitor().protocol()) {
          case HTTP -> http;
          case HTTPS -> https;
          case TCP -> tcp;
        };
    return new ProbeRun(plan, exchange, resolver, guard, counters, loops.next()).start();
  }

  @Override
  public void close() {
    var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
