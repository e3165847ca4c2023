package io.waymark.node.prober;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.util.Objects;
import javax.net.ssl.SSLException;

/** The HTTPS probe: the HTTP probe, over TLS. */
final class HttpsProbe implements ProbeRun.Exchange {
  private final HttpProbe http;
  private final TlsClient tls;

  HttpsProbe(HttpProbe http, TlsClient tls) {
    this.http = http;
    this.tls = tls;
  }

  @Override
  public void over(Channel channel, ProbeRun run) {
    run.doing("in the TLS handshake");
    SslHandler handler = new SslHandler(tls.engine(run.plan()));
    // The probe's own timeout ends the handshake.
    handler.setHandshakeTimeoutMillis(0);
    var _ =
        handler
            .handshakeFuture()
            .addListener(shaken -> {
              if (shaken.isSuccess()) {
                http.over(channel, run);
              } else {
                run.failed(
                    FailureKind.TLS, TlsClient.reason(Objects.requireNonNull(shaken.cause())));
              }
            });
    channel.pipeline().addLast(handler, new Ending(run));
  }

  /**
   * What TLS says after the handshake: that the server will send no more, or that something is
   * wrong, such as a client certificate that it wanted.
   */
  private static final class Ending extends ChannelInboundHandlerAdapter {
    private final ProbeRun run;

    Ending(ProbeRun run) {
      this.run = run;
    }

    /**
     * RFC 8446 section 6.1: close_notify ends what is received. A server that ends a body so may
     * keep the connection open until we close it.
     */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslCloseCompletionEvent) {
        var _ = context.close();
      }
      context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
        run.failed(FailureKind.TLS, TlsClient.reason(cause));
      } else {
        run.lost(cause);
      }
    }
  }
}
