package io.distaff.driver;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting for what an event loop will say. */
final class Waiting {
  private Waiting() {}

  /**
   * The value, or the DistaffException that it failed with; CANCELLED when the waiting thread is
   * interrupted.
   */
  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw DistaffException.of(e.getCause(), ErrorCode.INTERNAL_ERROR);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DistaffException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }
}
