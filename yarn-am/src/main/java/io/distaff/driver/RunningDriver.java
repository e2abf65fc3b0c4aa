package io.distaff.driver;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The driver that a user's program finds itself in: the one thing that is handed over through a
 * static field, because main() takes nothing but strings. Set by whoever runs the program.
 * Thread-safe.
 */
public final class RunningDriver {
  private static final AtomicReference<Driver> CURRENT = new AtomicReference<>();

  private RunningDriver() {}

  /** Gives a driver to the programs of this process. */
  public static void set(Driver driver) {
    if (!CURRENT.compareAndSet(null, driver)) {
      throw new IllegalStateException("this process has a driver");
    }
  }

  public static Optional<Driver> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** Takes the driver back. */
  public static void clear(Driver driver) {
    CURRENT.compareAndSet(driver, null);
  }
}
