package io.distaff.function;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;

/**
 * Gathers values from tasks: functions that capture it add to it, the program reads it after an
 * action. Each task counts once, by the attempt whose result counts: what a failed attempt added,
 * or one that was repeated because its output was lost, isn't in it. A query that runs again adds
 * again.
 *
 * <p>On the driver {@link #value} may be asked for on any thread. In a task it belongs to the
 * task's thread.
 */
public final class Accumulator<T, R> implements Serializable {
  private final long id;
  private final String name;
  private final Accumulation<T, R> accumulation;

  /** Totals of tasks that have come since it was last asked, as bytes; null in tasks. */
  private final transient Supplier<List<byte[]>> arrived;

  private transient R total;

  private Accumulator(
      long id, String name, Accumulation<T, R> accumulation, Supplier<List<byte[]>> arrived) {
    this.id = id;
    this.name = name;
    this.accumulation = accumulation;
    this.arrived = arrived;
    this.total = accumulation.zero();
  }

  /**
   * An accumulator as the program has it.
   *
   * @param id that no other of the application has
   * @param arrived gives the totals of tasks, each once
   */
  public static <T, R> Accumulator<T, R> onDriver(
      long id, String name, Accumulation<T, R> accumulation, Supplier<List<byte[]>> arrived) {
    return new Accumulator<>(id, name, accumulation, arrived);
  }

  public String name() {
    return name;
  }

  long id() {
    return id;
  }

  /** Adds a value, in a task. Throws USAGE in the program itself. */
  public void add(T value) {
    if (arrived != null) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "the accumulator %s is added to in tasks only: in a function of a Dataset or a udf"
              .formatted(name));
    }
    total = accumulation.add(total, value);
  }

  /**
   * The total of all tasks that have succeeded; complete once an action has returned. Throws USAGE
   * in tasks, which know only their own values.
   */
  public synchronized R value() {
    if (arrived == null) {
      throw new DistaffException(
          ErrorCode.USAGE, "the accumulator %s can't be read in a task".formatted(name));
    }
    for (byte[] bytes : arrived.get()) {
      total = accumulation.merge(total, read(bytes));
    }
    return total;
  }

  /** Forgets what has been gathered so far. Throws USAGE in tasks. */
  public synchronized void reset() {
    value();
    total = accumulation.zero();
  }

  @SuppressWarnings("unchecked")
  private R read(byte[] bytes) {
    return (R)
        FunctionCodec.read(
            "the accumulator " + name, bytes, Thread.currentThread().getContextClassLoader());
  }

  /** What a task has added, as bytes. */
  byte[] write() {
    return FunctionCodec.write("the value of the accumulator " + name, total);
  }

  private Object writeReplace() {
    return new Sent<>(id, name, accumulation);
  }

  /** An accumulator among what a function captures. */
  private record Sent<T, R>(long id, String name, Accumulation<T, R> accumulation)
      implements Serializable {
    private Object readResolve() {
      return TaskScope.current()
          .accumulator(id, () -> new Accumulator<>(id, name, accumulation, null));
    }
  }
}
