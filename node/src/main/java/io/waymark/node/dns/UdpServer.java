package io.waymark.node.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP loop and its thread. A loop that dies is opened again at once: until then its socket's
 * share of the clients goes unanswered.
 */
final class UdpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UdpServer.class);

  /** Before another try where opening the socket again fails. */
  private static final long REOPEN_MILLIS = 100;

  private final InetSocketAddress address;
  private final UdpLoop.Opener opener;
  private final PacketHandler handler;
  private final Counters counters;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable UdpLoop loop;

  UdpServer(
      String name,
      InetSocketAddress address,
      UdpLoop.Opener opener,
      PacketHandler handler,
      Counters counters)
      throws IOException {
    this.address = address;
    this.opener = opener;
    this.handler = handler;
    this.counters = counters;
    this.loop = opener.open(address, handler, counters);
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  Counters counters() {
    return counters;
  }

  long threadId() {
    return thread.threadId();
  }

  private void run() {
    while (closing.getCount() > 0) {
      UdpLoop current = loop;
      try {
        if (current == null) {
          current = opener.open(address, handler, counters);
          loop = current;
          if (closing.getCount() == 0) {
            current.close();
          }
        }
        current.serve();
      } catch (Throwable e) {
        counters.add(DnsCounter.LOOP_RESTARTS);
        LOG.error("UDP loop on {} died and is started again", address, e);
        if (current == null) {
          pause();
        }
      }
      loop = null;
    }
  }

  private void pause() {
    try {
      boolean closed = closing.await(REOPEN_MILLIS, TimeUnit.MILLISECONDS);
      LOG.debug("waited to open {} again, closing: {}", address, closed);
    } catch (InterruptedException e) {
      // Only close ends this thread, and it does not interrupt.
      LOG.debug("interrupted while waiting to open {}", address, e);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    UdpLoop current = loop;
    if (current != null) {
      current.close();
    }
    try {
      if (thread.isAlive()) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
