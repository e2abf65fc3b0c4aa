package io.distaff.api;

import java.util.concurrent.atomic.AtomicLong;

/** Names for DataFrames, by which their columns know where they come from. Thread-safe. */
final class FrameIds {
  private static final String PREFIX = "#";

  private final AtomicLong last = new AtomicLong();

  String next() {
    return PREFIX + last.incrementAndGet();
  }

  static boolean isFrame(String name) {
    return name.startsWith(PREFIX);
  }
}
