package io.distaff.catalog;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks a file system many things at a time, with threads that end when they idle. Thread-safe. */
final class ParallelReads {
  private static final int THREADS = 16;
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          body -> {
            Thread thread = new Thread(body, "catalog-read");
            thread.setDaemon(true);
            return thread;
          });

  ParallelReads() {
    threads.allowCoreThreadTimeOut(true);
  }

  /** The function's results, in order; throws what one of them throws, the first in order. */
  <T, R> List<R> map(List<T> inputs, Function<T, R> function) {
    if (inputs.size() <= 1) {
      return inputs.stream().map(function).toList();
    }
    List<Future<R>> pending = new ArrayList<>();
    for (T input : inputs) {
      pending.add(threads.submit(() -> function.apply(input)));
    }
    try {
      List<R> results = new ArrayList<>();
      for (Future<R> result : pending) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw DistaffException.of(e.getCause(), ErrorCode.INTERNAL_ERROR);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DistaffException(ErrorCode.CANCELLED, "interrupted while listing files", e);
    } finally {
      pending.forEach(result -> result.cancel(false));
    }
  }
}
