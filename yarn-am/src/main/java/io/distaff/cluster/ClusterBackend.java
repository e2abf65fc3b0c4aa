package io.distaff.cluster;

/** A source of executors. Thread-safe; calls return at once. */
public interface ClusterBackend extends AutoCloseable {
  /**
   * Begins to answer demand, also what was stated before; what happens is told to the listener,
   * from any thread.
   */
  void start(ExecutorListener listener);

  /**
   * How many executors should be alive in total, and where they are best placed; replaces what was
   * asked for before. Fewer than now lets surplus requests go, never a live executor. Hosts are
   * hints: an executor elsewhere is better than none.
   */
  void requestExecutors(ExecutorDemand demand);

  /** Where the cluster's hosts stand. */
  Topology topology();

  /** Ends one executor, normally. */
  void release(ExecutorHandle executor);

  /**
   * Ends every executor and withdraws every request; returns when they are gone or a bounded time
   * has passed.
   */
  @Override
  void close();
}
