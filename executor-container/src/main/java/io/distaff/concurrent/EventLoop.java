package io.distaff.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One thread that owns mutable state. Everything that touches the state runs here, in the order of
 * submission; what throws goes to the failure handler given at construction, which decides whether
 * the owner can go on. Thread-safe.
 */
public final class EventLoop implements AutoCloseable {
  private final ScheduledThreadPoolExecutor executor;
  private final Consumer<Throwable> onFailure;
  private volatile Thread thread;

  /**
   * @param name of the thread
   * @param onFailure called on the loop with what an event threw
   */
  public EventLoop(String name, Consumer<Throwable> onFailure) {
    this.onFailure = onFailure;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            body -> {
              Thread created = new Thread(body, name);
              created.setDaemon(true);
              thread = created;
              return created;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs an event on the loop; events given after {@link #close} are dropped. */
  public void execute(Runnable event) {
    try {
      executor.execute(guarded(event));
    } catch (RejectedExecutionException closed) {
      // The owner is gone, and with it the state that the event was about.
    }
  }

  /** Runs a question on the loop and gives its answer, or what it threw, to the caller. */
  public <T> CompletableFuture<T> submit(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      executor.execute(
          () -> {
            try {
              answer.complete(question.get());
            } catch (Throwable t) {
              answer.completeExceptionally(t);
            }
          });
    } catch (RejectedExecutionException closed) {
      answer.completeExceptionally(closed);
    }
    return answer;
  }

  /** Runs an event after a delay. */
  public ScheduledFuture<?> schedule(long delayMillis, Runnable event) {
    return executor.schedule(guarded(event), delayMillis, TimeUnit.MILLISECONDS);
  }

  /** Runs an event again and again, {@code periodMillis} after the end of the run before. */
  public ScheduledFuture<?> scheduleRepeatedly(long periodMillis, Runnable event) {
    return executor.scheduleWithFixedDelay(
        guarded(event), periodMillis, periodMillis, TimeUnit.MILLISECONDS);
  }

  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  private Runnable guarded(Runnable event) {
    return () -> {
      try {
        event.run();
      } catch (Throwable t) {
        onFailure.accept(t);
      }
    };
  }

  /** Stops the loop: what is running ends, what is queued is dropped. Returns without waiting. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
