package io.distaff.scheduler;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.QueryId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

/** A query that was submitted. Thread-safe, except for its cursor, which has one reader. */
public final class QueryHandle implements AutoCloseable {
  private final QueryId id;
  private final CompletableFuture<QueryOutcome> outcome = new CompletableFuture<>();
  private final ResultCursor results;
  private final Consumer<SchedulerEvent> scheduler;

  /** The outcome is decided, though perhaps not told yet; confined to the scheduler's loop. */
  private boolean settled;

  QueryHandle(QueryId id, ResultCursor results, Consumer<SchedulerEvent> scheduler) {
    this.id = id;
    this.results = results;
    this.scheduler = scheduler;
  }

  public QueryId id() {
    return id;
  }

  /**
   * Completes when every task of the result stage has succeeded, or the cursor was closed early;
   * with a {@link DistaffException} when the query fails. Completed on a thread of the common pool.
   */
  public CompletableFuture<QueryOutcome> outcome() {
    return outcome;
  }

  /** The one cursor over the rows of the result; at its end at once for a query that has none. */
  public ResultCursor results() {
    return results;
  }

  /** Ends the query with CANCELLED, unless it has ended already. */
  public void cancel(String reason) {
    scheduler.accept(
        new SchedulerEvent.QueryCancelled(id, new DistaffException(ErrorCode.CANCELLED, reason)));
  }

  /**
   * Closes the cursor: executors may forget the query. A query that gives rows and still runs ends
   * here; one that writes files goes on.
   */
  @Override
  public void close() {
    results.close();
  }

  void succeeded(QueryOutcome value) {
    results.complete();
    settle(() -> outcome.complete(value));
  }

  void failed(DistaffException reason) {
    results.fail(reason);
    settle(() -> outcome.completeExceptionally(reason));
  }

  /** What depends on the outcome may take long, and must not run on the loop. */
  private void settle(Runnable completion) {
    if (!settled) {
      settled = true;
      ForkJoinPool.commonPool().execute(completion);
    }
  }
}
