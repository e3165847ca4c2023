package io.waymark.node.store;

import io.waymark.node.store.SimulatedFiles.Disturbance;
import io.waymark.node.store.SimulatedFiles.Operation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that holds up the first force until it is released, and counts all of them. */
final class HeldForce implements Disturbance {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger forces = new AtomicInteger();

  @Override
  public void before(Operation operation, String name) {
    if (operation == Operation.FORCE) {
      forces.incrementAndGet();
      reached.countDown();
      await(released);
    }
  }

  void awaitReached() {
    await(reached);
  }

  void release() {
    released.countDown();
  }

  int forces() {
    return forces.get();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
