package io.distaff.ids;

/**
 * An executor of this application; never reused, also not by its replacement. {@code name} is
 * unique within the application.
 */
public record ExecutorId(String name) {
  /** The driver's own slot, which isn't one of the executors. */
  public static final ExecutorId DRIVER = new ExecutorId("driver");

  @Override
  public String toString() {
    return name;
  }
}
