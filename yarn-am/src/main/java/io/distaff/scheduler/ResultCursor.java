package io.distaff.scheduler;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.AttemptId;
import io.distaff.ids.QueryId;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Reads a query's result in the order of its tasks, while the query still runs. Rows that didn't
 * travel with a task's status stay at the executors until they are asked for, one partition at a
 * time, so a slow reader costs the driver nothing.
 *
 * <p>A partition whose executor is lost before its first row was given out is made anew, and the
 * reader waits; after that its rows might come in another order, and the reader gets the error.
 *
 * <p>Closing it early cancels what the query hasn't done yet. {@link #next} and {@link #close}
 * belong to one thread; the scheduler's loop brings the parts, under the lock.
 */
public final class ResultCursor implements AutoCloseable {
  private final QueryId query;
  private final boolean hasRows;
  private final ResultFetcher fetcher;
  private final Consumer<SchedulerEvent> scheduler;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ResultPart[] parts;
  private final ResultSizeGuard inlineGuard;
  private int current;
  private boolean complete;
  private boolean closed;
  private DistaffException failure;

  private ResultFetcher.Rows open;
  private AttemptId openAttempt;
  private boolean partlyGiven;

  /**
   * @param numPartitions of the result stage
   * @param hasRows false for a query that writes files: it ends when the query does
   */
  ResultCursor(
      QueryId query,
      int numPartitions,
      boolean hasRows,
      ResultLimit limit,
      ResultFetcher fetcher,
      Consumer<SchedulerEvent> scheduler) {
    this.query = query;
    this.hasRows = hasRows;
    this.fetcher = fetcher;
    this.scheduler = scheduler;
    parts = new ResultPart[hasRows ? numPartitions : 0];
    inlineGuard = new ResultSizeGuard(limit);
  }

  /**
   * The next batches, as {@code io.distaff.serde} writes them, or null at the end. Waits for them.
   *
   * @throws DistaffException why the query failed, or why its rows can't be had
   */
  public byte[] next() {
    while (true) {
      if (open == null) {
        ResultPart part = awaitPart();
        if (part == null) {
          close();
          return null;
        }
        if (part instanceof ResultPart.Inline inline) {
          return inline.batches();
        }
        open((ResultPart.Remote) part);
      } else {
        byte[] batches = nextOfOpen();
        if (batches != null) {
          return batches;
        }
      }
    }
  }

  private void open(ResultPart.Remote part) {
    try {
      open = fetcher.open(part.location());
      openAttempt = part.attempt();
      partlyGiven = false;
    } catch (DistaffException e) {
      lost(part.attempt(), e);
    }
  }

  /** Null when the partition has been read to its end, or has to be read from its start again. */
  private byte[] nextOfOpen() {
    byte[] batches;
    try {
      batches = open.next();
    } catch (DistaffException e) {
      AttemptId attempt = openAttempt;
      closeOpen();
      if (partlyGiven) {
        throw new DistaffException(
            e.code(),
            "the result of %s was lost while it was read: %s".formatted(query, e.getMessage()),
            e);
      }
      lost(attempt, e);
      return null;
    }
    if (batches == null) {
      AttemptId attempt = openAttempt;
      closeOpen();
      advance();
      scheduler.accept(new SchedulerEvent.ResultConsumed(attempt));
    } else {
      partlyGiven = true;
    }
    return batches;
  }

  private void lost(AttemptId attempt, DistaffException e) {
    if (e.code().isFatalForQuery()) {
      throw e;
    }
    withdraw(attempt);
    scheduler.accept(new SchedulerEvent.ResultLost(attempt, e.getMessage()));
  }

  private void closeOpen() {
    if (open != null) {
      open.close();
      open = null;
      openAttempt = null;
    }
  }

  /** The current partition's part; an inline one is taken out. Null at the end. */
  private ResultPart awaitPart() {
    lock.lock();
    try {
      while (true) {
        if (failure != null) {
          throw failure;
        }
        if (closed || (current == parts.length && (hasRows || complete))) {
          return null;
        }
        if (current < parts.length && parts[current] != null) {
          ResultPart part = parts[current];
          if (part instanceof ResultPart.Inline inline) {
            inlineGuard.remove(inline.batches().length);
            parts[current++] = null;
          }
          return part;
        }
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DistaffException(
          ErrorCode.CANCELLED, "interrupted while waiting for rows of " + query, e);
    } finally {
      lock.unlock();
    }
  }

  private void advance() {
    lock.lock();
    try {
      parts[current++] = null;
    } finally {
      lock.unlock();
    }
  }

  /** Gives up the rest of the result. */
  @Override
  public void close() {
    closeOpen();
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      for (int p = current; p < parts.length; p++) {
        parts[p] = null;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (hasRows) {
      scheduler.accept(new SchedulerEvent.ResultsClosed(query));
    }
  }

  // ---- the scheduler's side ----

  /** Throws RESULT_TOO_LARGE when too many rows that travelled with statuses wait here. */
  void offer(ResultPart part) {
    int partition = part.attempt().task().partition();
    lock.lock();
    try {
      if (closed || !hasRows) {
        return;
      }
      if (partition < current) {
        scheduler.accept(new SchedulerEvent.ResultConsumed(part.attempt()));
        return;
      }
      if (part instanceof ResultPart.Inline inline) {
        inlineGuard.add(inline.batches().length);
      }
      parts[partition] = part;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void withdraw(AttemptId attempt) {
    int partition = attempt.task().partition();
    lock.lock();
    try {
      if (partition < parts.length
          && parts[partition] != null
          && parts[partition].attempt().equals(attempt)) {
        parts[partition] = null;
      }
    } finally {
      lock.unlock();
    }
  }

  void complete() {
    lock.lock();
    try {
      complete = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void fail(DistaffException reason) {
    lock.lock();
    try {
      failure = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
