package io.distaff.event;

/** How near a task runs to its input, the nearest first. */
public enum Locality {
  NODE,
  RACK,
  ANY
}
