package io.distaff.function;

/** The driver's side of broadcasts. Thread-safe. */
public interface BroadcastOwner extends BroadcastValues {
  /** Throws BROADCAST_DESTROYED when it was. */
  void check(BroadcastDescription broadcast);

  /** Has executors drop what they hold; they fetch it again when a task needs it. */
  void unpersist(BroadcastDescription broadcast);

  /** Drops it everywhere; does nothing when that was done. */
  void destroy(BroadcastDescription broadcast);
}
