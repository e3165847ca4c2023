package io.waymark.node.prober;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import io.waymark.protocol.net.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the first of several addresses that accepts: each is tried a little after the one
 * before it, or at once when all before it have failed (RFC 8305 section 5). Lives on one event
 * loop.
 */
final class ConnectRace {
  /** Connection Attempt Delay, RFC 8305 section 5. */
  private static final Duration STAGGER = Duration.ofMillis(250);

  /** A name may have any number of addresses; a probe is not to become a scan. */
  private static final int ADDRESSES_MAX = 16;

  /** What the system says when it has no socket or port left for us. */
  private static final List<String> OWN_FAULTS =
      List.of("too many open files", "cannot assign requested address", "no buffer space");

  private final EventLoop loop;
  private final List<IpAddress> addresses;
  private final int port;
  private final Promise<Channel> winner;
  private final Set<Channel> connecting = new HashSet<>();
  private int next;
  private @Nullable ScheduledFuture<?> stagger;
  private @Nullable ProbeFailure firstFailure;

  /**
   * @param addresses at least one
   */
  ConnectRace(EventLoop loop, List<IpAddress> addresses, int port) {
    this.loop = loop;
    this.addresses = addresses.subList(0, Math.min(addresses.size(), ADDRESSES_MAX));
    this.port = port;
    this.winner = loop.newPromise();
  }

  /** Starts; the promise fails with {@link ProbeFailure}. */
  Promise<Channel> start() {
    tryNext();
    return winner;
  }

  /** Gives up, closing what is still connecting. */
  void cancel() {
    winner.cancel(false);
    end();
  }

  private void tryNext() {
    if (winner.isDone() || next == addresses.size()) {
      return;
    }
    IpAddress address = addresses.get(next++);
    ChannelFuture attempt =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            // The probe's own timeout ends the race.
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(new InetSocketAddress(inet(address), port));
    connecting.add(attempt.channel());
    var _ = attempt.addListener(_ -> ended(attempt));
    if (next < addresses.size()) {
      stagger = loop.schedule(this::tryNext, STAGGER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void ended(ChannelFuture attempt) {
    connecting.remove(attempt.channel());
    if (attempt.isSuccess()) {
      if (winner.trySuccess(attempt.channel())) {
        end();
      } else {
        var _ = attempt.channel().close();
      }
      return;
    }
    if (firstFailure == null) {
      firstFailure = failure(attempt.cause());
    }
    if (connecting.isEmpty() && next == addresses.size()) {
      winner.tryFailure(firstFailure);
    } else if (connecting.isEmpty()) {
      cancelStagger();
      tryNext();
    }
  }

  private void end() {
    cancelStagger();
    // A close ends its attempt on the spot, which takes it out of the set.
    for (Channel channel : List.copyOf(connecting)) {
      var _ = channel.close();
    }
  }

  private void cancelStagger() {
    if (stagger != null) {
      stagger.cancel(false);
      stagger = null;
    }
  }

  private static InetAddress inet(IpAddress address) {
    try {
      return InetAddress.getByAddress(address.bytes());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ProbeFailure failure(@Nullable Throwable cause) {
    String message = cause == null ? "" : String.valueOf(cause.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (OWN_FAULTS.stream().anyMatch(lower::contains)) {
      return new ProbeFailure(FailureKind.INTERNAL, "probe not possible: " + message);
    }
    String reason;
    if (lower.contains("refused")) {
      reason = "connection refused";
    } else if (cause instanceof NoRouteToHostException) {
      reason = "no route to host";
    } else if (lower.contains("network is unreachable")) {
      reason = "network is unreachable";
    } else {
      reason = "connection failed: " + message;
    }
    return new ProbeFailure(FailureKind.CONNECT, reason);
  }
}
