package io.distaff.driver;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The driver that a user's program finds itself in, and the program's classes, which tasks in the
 * same process need: what is handed over through static fields, because main() takes nothing but
 * strings. Set by whoever runs the program. Thread-safe.
 */
public final class RunningDriver {
  private static final AtomicReference<Driver> CURRENT = new AtomicReference<>();

  private static final AtomicReference<ClassLoader> PROGRAM_CLASSES = new AtomicReference<>();

  private RunningDriver() {}

  /** The classes of the program that runs in this process; null = none does. */
  static void setProgramClasses(ClassLoader classes) {
    PROGRAM_CLASSES.set(classes);
  }

  static Optional<ClassLoader> programClasses() {
    return Optional.ofNullable(PROGRAM_CLASSES.get());
  }

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
