package io.waymark.node.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class UdpServerTest {

  /** A loop that dies the first times it serves, then waits to be closed. */
  private static final class FragileLoop implements UdpLoop {
    private final boolean dies;
    private final CountDownLatch serving;
    private final CountDownLatch closed = new CountDownLatch(1);

    FragileLoop(boolean dies, CountDownLatch serving) {
      this.dies = dies;
      this.serving = serving;
    }

    @Override
    public void serve() throws IOException {
      if (dies) {
        throw new IOException("the socket is gone");
      }
      serving.countDown();
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void startsALoopThatDiedAgain() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    CountDownLatch serving = new CountDownLatch(1);
    Counters counters = new Counters();
    UdpServer server =
        new UdpServer(
            "fragile",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            (address, handler, ofLoop) -> new FragileLoop(opened.incrementAndGet() <= 3, serving),
            (packet, length, v6, high, low, response) -> 0,
            counters);
    server.start();
    assertThat(serving.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(counters.get(DnsCounter.LOOP_RESTARTS)).isEqualTo(3);
    server.close();
    assertThat(opened).hasValue(4);
  }

  @Test
  void triesAgainWhereTheSocketCannotBeOpened() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    CountDownLatch serving = new CountDownLatch(1);
    UdpServer server =
        new UdpServer(
            "fragile",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            (address, handler, ofLoop) -> {
              int number = opened.incrementAndGet();
              if (number == 2) {
                throw new IOException("no descriptors left");
              }
              return new FragileLoop(number == 1, serving);
            },
            (packet, length, v6, high, low, response) -> 0,
            new Counters());
    server.start();
    assertThat(serving.await(10, TimeUnit.SECONDS)).isTrue();
    server.close();
    assertThat(opened).hasValue(3);
  }
}
