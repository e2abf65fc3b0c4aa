package io.distaff.cluster;

/** A source of executors. Thread-safe; calls return at once. */
public interface ClusterBackend extends AutoCloseable {
  /** Begins to answer demand; what happens is told to the listener, from any thread. */
  void start(ExecutorListener listener);

  /**
   * How many executors should be alive in total. Fewer than now lets surplus requests go, never a
   * live executor.
   */
  void requestExecutors(int total);

  /** Ends one executor, normally. */
  void release(ExecutorHandle executor);

  /**
   * Ends every executor and withdraws every request; returns when they are gone or a bounded time
   * has passed.
   */
  @Override
  void close();
}
