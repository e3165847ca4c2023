package io.waymark.node.prober;

import io.netty.channel.Channel;

/** The TCP probe: an open connection is success, and is closed in the normal way. */
final class TcpProbe implements ProbeRun.Exchange {
  @Override
  public void over(Channel channel, ProbeRun run) {
    run.passed();
  }
}
