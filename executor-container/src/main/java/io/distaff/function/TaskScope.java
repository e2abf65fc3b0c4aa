package io.distaff.function;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the functions of one task have in common, found by the thread that reads them. Confined to
 * the task's thread, from {@link #open} to {@link #close}.
 */
public final class TaskScope implements AutoCloseable {
  /** That all accumulators of a task may take, which travel with its status. */
  static final int MOST_BYTES = 4 << 20;

  private static final ThreadLocal<TaskScope> CURRENT = new ThreadLocal<>();

  private final Map<Long, Accumulator<?, ?>> accumulators = new TreeMap<>();

  private long userNanos;

  private final BroadcastValues broadcasts;

  private TaskScope(BroadcastValues broadcasts) {
    this.broadcasts = broadcasts;
  }

  /** What a task has added to an accumulator, as the accumulator reads it. */
  public record Partial(long accumulator, byte[] value) {}

  /**
   * Begins a task on this thread.
   *
   * @param broadcasts gives the task what the program has broadcast
   */
  public static TaskScope open(BroadcastValues broadcasts) {
    TaskScope scope = new TaskScope(broadcasts);
    CURRENT.set(scope);
    return scope;
  }

  /** The task that this thread runs; throws USAGE where it runs none. */
  public static TaskScope current() {
    TaskScope scope = CURRENT.get();
    if (scope == null) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "functions of a program, accumulators and broadcasts in them are for a task's own"
              + " thread");
    }
    return scope;
  }

  BroadcastValues broadcasts() {
    return broadcasts;
  }

  /** One for all functions of the task that capture it. */
  Accumulator<?, ?> accumulator(long id, Supplier<Accumulator<?, ?>> made) {
    return accumulators.computeIfAbsent(id, unknown -> made.get());
  }

  /** What the task has added. Throws LIMIT_EXCEEDED where that is too much to travel. */
  public List<Partial> partials() {
    List<Partial> partials = new ArrayList<>();
    long bytes = 0;
    for (Accumulator<?, ?> accumulator : accumulators.values()) {
      Partial partial = new Partial(accumulator.id(), accumulator.write());
      partials.add(partial);
      bytes += partial.value().length;
      if (bytes > MOST_BYTES) {
        throw new DistaffException(
            ErrorCode.LIMIT_EXCEEDED,
            "the accumulators of one task have gathered more than %d bytes, the last of them %s: write such values as rows"
                .formatted(MOST_BYTES, accumulator.name()));
      }
    }
    return partials;
  }

  /** Counts time that was spent in functions of the user's. */
  public void addUserNanos(long nanos) {
    userNanos += nanos;
  }

  /** All that was counted so far. */
  public long userNanos() {
    return userNanos;
  }

  @Override
  public void close() {
    CURRENT.remove();
  }
}
