package io.distaff.ids;

/**
 * An executor of this application; never reused, also not by its replacement. {@code name} is
 * unique within the application.
 */
public record ExecutorId(String name) {
  @Override
  public String toString() {
    return name;
  }
}
