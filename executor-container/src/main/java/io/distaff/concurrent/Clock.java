package io.distaff.concurrent;

/** Time as an argument. Tests pass a clock that they move by hand. */
public interface Clock {
  /** Monotonic nanoseconds from an arbitrary origin; for durations. */
  long nanoTime();

  /** Milliseconds since 1970-01-01T00:00Z; for what people read. */
  long currentTimeMillis();

  default long monotonicMillis() {
    return nanoTime() / 1_000_000;
  }

  /** The system's clock. */
  static Clock system() {
    return new Clock() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public long currentTimeMillis() {
        return System.currentTimeMillis();
      }
    };
  }
}
