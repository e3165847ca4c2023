package io.waymark.node.prober;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.EncoderException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.waymark.protocol.profile.HttpHeader;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.StatusCodeRange;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The HTTP probe: a GET whose complete response has an expected status is success. Redirects are
 * never followed and the body is thrown away.
 */
final class HttpProbe implements ProbeRun.Exchange {
  /** A health page is small; more than this in one response, in bytes, is not read. */
  static final int BODY_MAX = 4 << 20;

  private static final int STATUS_LINE_MAX = 4096;
  private static final int HEADERS_MAX = 64 << 10;
  private static final int CHUNK_MAX = 8192;
  private static final String CANNOT_SEND = "the request cannot be sent: ";

  private final String userAgent;

  HttpProbe(String userAgent) {
    this.userAgent = userAgent;
  }

  @Override
  public void over(Channel channel, ProbeRun run) {
    run.doing("waiting for the response");
    FullHttpRequest request;
    try {
      request = request(run.plan());
    } catch (IllegalArgumentException e) {
      run.failed(FailureKind.REQUEST, CANNOT_SEND + e.getMessage());
      return;
    }
    channel
        .pipeline()
        .addLast(new HttpClientCodec(STATUS_LINE_MAX, HEADERS_MAX, CHUNK_MAX), new Response(run));
    var _ =
        channel
            .writeAndFlush(request)
            .addListener(written -> {
              // Where the peer closed meanwhile, what it said before may still be read.
              if (written.cause() instanceof EncoderException unsendable) {
                run.failed(FailureKind.REQUEST, CANNOT_SEND + unsendable.getMessage());
              }
            });
  }

  private FullHttpRequest request(ProbePlan plan) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.GET,
            Objects.requireNonNullElse(plan.monitor().path(), "/"),
            Unpooled.EMPTY_BUFFER);
    HttpHeaders headers = request.headers();
    headers.set(HttpHeaderNames.HOST, plan.host());
    headers.set(HttpHeaderNames.USER_AGENT, userAgent);
    headers.set(HttpHeaderNames.ACCEPT, "*/*");
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    plan.headers().forEach(custom -> headers.remove(custom.name()));
    for (HttpHeader custom : plan.headers()) {
      headers.add(custom.name(), custom.value());
    }
    return request;
  }

  private static final class Response extends SimpleChannelInboundHandler<HttpObject> {
    private final ProbeRun run;
    private boolean interim;
    private boolean begun;
    private long bodyBytes;

    Response(ProbeRun run) {
      this.run = run;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
      if (part.decoderResult().isFailure()) {
        run.failed(
            FailureKind.RESPONSE,
            "not a valid HTTP response: " + part.decoderResult().cause().getMessage());
        return;
      }
      if (part instanceof HttpResponse response) {
        begins(response.status());
      }
      if (part instanceof HttpContent content) {
        bodyBytes += content.content().readableBytes();
        if (bodyBytes > BODY_MAX) {
          run.failed(FailureKind.RESPONSE, "response longer than " + BODY_MAX + " bytes");
        }
      }
      if (part instanceof LastHttpContent && !interim) {
        run.passed();
      }
    }

    private void begins(HttpResponseStatus status) {
      // RFC 9110 section 15.2: any number of interim responses may come before the final one.
      interim =
          status.code() >= 100
              && status.code() < 200
              && status.code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
      if (interim) {
        return;
      }
      begun = true;
      run.doing("reading the response");
      if (!run.plan().monitor().expects(status.code())) {
        run.failed(
            FailureKind.STATUS,
            "status " + status.code() + ", expected " + expected(run.plan().monitor()));
      }
    }

    private static String expected(MonitorConfig monitor) {
      return monitor.expectedStatusCodeRanges().isEmpty()
          ? "200"
          : monitor.expectedStatusCodeRanges().stream()
              .map(Response::text)
              .collect(Collectors.joining(", "));
    }

    private static String text(StatusCodeRange range) {
      return range.min() == range.max()
          ? String.valueOf(range.min())
          : range.min() + "-" + range.max();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      run.failed(
          FailureKind.RESPONSE,
          begun
              ? "connection closed before the response was complete"
              : "connection closed without a response");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      run.lost(cause);
    }
  }
}
