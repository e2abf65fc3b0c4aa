package io.distaff.ids;

/**
 * The driver's attempt, counted from 1. A message of another epoch than the receiver's comes from a
 * stale party and is refused.
 */
public record Epoch(int number) {
  public Epoch {
    if (number < 1) {
      throw new IllegalArgumentException("epoch must be at least 1: " + number);
    }
  }
}
