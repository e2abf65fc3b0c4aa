package io.distaff.planner;

/**
 * How many tasks can run at once when all executors are there.
 *
 * @param executors at least 1; each keeps one copy of what is sent whole to its tasks
 * @param slotsEach tasks at once in an executor, at least 1
 */
public record Parallelism(int executors, int slotsEach) {
  public Parallelism {
    if (executors < 1 || slotsEach < 1) {
      throw new IllegalArgumentException(
          "%d executors of %d slots".formatted(executors, slotsEach));
    }
  }

  /** One executor. */
  public static Parallelism local(int slots) {
    return new Parallelism(1, slots);
  }

  int slots() {
    return executors * slotsEach;
  }
}
