package io.distaff.ids;

/** The n-th value that a driver has broadcast, counted from 1; never reused by that driver. */
public record BroadcastId(long number) {
  @Override
  public String toString() {
    return "broadcast-" + number;
  }
}
