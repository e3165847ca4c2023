package io.waymark.node.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Batches that wait for the writer, in the order in which they came. */
final class CommitQueue {
  private final long bytesMax;
  private final String place;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean closed;
  private @Nullable StoreException failure;

  /**
   * @param bytesMax how much may wait; a larger batch is still taken while nothing else waits
   * @param place the directory, for messages
   */
  CommitQueue(long bytesMax, String place) {
    this.bytesMax = bytesMax;
    this.place = place;
  }

  /** Queues the batch, or fails it at once when it cannot be. Never waits. */
  void offer(Batch batch) {
    StoreException refusal;
    lock.lock();
    try {
      refusal = refusal(batch);
      if (refusal == null) {
        waiting.add(batch);
        waitingBytes += batch.bytes();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (refusal != null) {
      batch.stored().completeExceptionally(refusal);
    }
  }

  private @Nullable StoreException refusal(Batch batch) {
    if (failure != null) {
      return new StoreException(failure);
    }
    if (closed) {
      return new StoreException("the store in " + place + " is closed");
    }
    if (!waiting.isEmpty() && waitingBytes + batch.bytes() > bytesMax) {
      return new StoreException.Busy(
          waitingBytes
              + " bytes wait to be written to "
              + place
              + ", more than "
              + bytesMax
              + " may: the disk is slower than the writers; try again later");
    }
    return null;
  }

  /**
   * Takes the oldest batches out, up to about this many bytes.
   *
   * @param patient whether to wait for one; otherwise nothing may be taken
   * @return null when the queue is closed and empty
   */
  @Nullable List<Batch> take(long bytes, boolean patient) {
    lock.lock();
    try {
      while (patient && waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      if (waiting.isEmpty() && closed) {
        return null;
      }
      List<Batch> group = new ArrayList<>();
      for (long taken = 0; taken < bytes && !waiting.isEmpty(); ) {
        Batch batch = waiting.remove();
        waitingBytes -= batch.bytes();
        taken += batch.bytes();
        group.add(batch);
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; what waits may still be taken out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Fails whatever waits and whatever comes. */
  void fail(StoreException cause) {
    List<Batch> refused;
    lock.lock();
    try {
      failure = cause;
      closed = true;
      refused = List.copyOf(waiting);
      waiting.clear();
      waitingBytes = 0;
    } finally {
      lock.unlock();
    }
    refused.forEach(batch -> batch.stored().completeExceptionally(cause));
  }
}
