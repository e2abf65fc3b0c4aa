package io.distaff.memory;

/**
 * Something that holds reserved memory and can give it back by writing to disk. Called on its own
 * task's thread only.
 */
public interface Spillable {
  /**
   * Writes out state and shrinks the reservation. May be called while the owner itself is growing
   * its reservation.
   *
   * @param wantedBytes how much is missing; giving back more is fine, less is allowed
   * @return bytes given back; 0 when there was nothing to spill
   */
  long spill(long wantedBytes);

  /**
   * Whether this may also be called while another reservation of the same operator grows. That
   * happens in the middle of the operator's work, when most have state that must stay.
   */
  default boolean givesWayToOwnOperator() {
    return false;
  }

  /** Whether this is asked only when nothing else of the task can spill: it costs other tasks. */
  default boolean isLastResort() {
    return false;
  }
}
