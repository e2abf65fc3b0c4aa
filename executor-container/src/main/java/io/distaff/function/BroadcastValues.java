package io.distaff.function;

/** Where tasks find values that the program has broadcast. */
@FunctionalInterface
public interface BroadcastValues {
  /**
   * The value; waits until it is here. Throws BROADCAST_DESTROYED, MEMORY_EXCEEDED when its objects
   * don't fit, CANCELLED when who asks is to end, and READ_FAILED when it can't be had from
   * anybody.
   */
  Object value(BroadcastDescription broadcast);
}
