package io.distaff.event;

/**
 * How near a task runs to its input, the nearest first: in the executor that last read it or has it
 * cached, on a host or rack that has it on disk, anywhere.
 */
public enum Locality {
  EXECUTOR,
  NODE,
  RACK,
  ANY
}
