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

/**
 * Probes over the network, on a few event loops of their own. HTTPS has its own among them: a TLS
 * handshake costs as much as ten plain probes, and must not make those late.
 */
public final class NettyProbes implements Probes {
  /** One loop does some thousand plain probes a second, or some hundred over TLS. */
  public static final int THREADS_DEFAULT = 1;

  static final String STOPPING = "the prober is stopping";

  private final MultiThreadIoEventLoopGroup loops;
  private final MultiThreadIoEventLoopGroup tlsLoops;
  private final TargetResolver resolver;
  private final TargetGuard guard;
  private final ProbeCounters counters;
  private final ProbeRun.Exchange tcp = new TcpProbe();
  private final ProbeRun.Exchange http;
  private final ProbeRun.Exchange https;

  /**
   * @param threads event loops for plain probes, and as many for HTTPS; at least 1
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
    this.loops = loops(threads, "waymark-probe");
    this.tlsLoops = loops(threads, "waymark-probe-tls");
    this.resolver = new TargetResolver(upstream, loops);
    this.guard = guard;
    this.counters = counters;
    HttpProbe plain = new HttpProbe("Waymark-Prober/" + version);
    this.http = plain;
    this.https = new HttpsProbe(plain, new TlsClient(trust));
  }

  private static MultiThreadIoEventLoopGroup loops(int threads, String name) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }

  @Override
  public CompletionStage<ProbeResult> probe(ProbePlan plan) {
    if (loops.isShuttingDown()) {
      return CompletableFuture.failedFuture(new ProbeFailure(FailureKind.INTERNAL, STOPPING));
    }
    return switch (plan.monitor().protocol()) {
      case HTTP -> start(plan, http, loops);
      case HTTPS -> start(plan, https, tlsLoops);
      case TCP -> start(plan, tcp, loops);
    };
  }

  private CompletionStage<ProbeResult> start(
      ProbePlan plan, ProbeRun.Exchange exchange, MultiThreadIoEventLoopGroup on) {
    return new ProbeRun(plan, exchange, resolver, guard, counters, on.next()).start();
  }

  @Override
  public void close() {
    var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    var _ = tlsLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
