package io.distaff.kernel;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.function.Supplier;

/** Memory for what functions can't compute piece by piece. */
public final class WholeTexts {
  private WholeTexts() {}

  /**
   * What takes memory for an argument of a function; MEMORY_EXCEEDED, with what it is, if there is
   * none.
   *
   * @param argument its position, from 0
   * @param bytes of the text, or of all in a nested value
   */
  public static <T> T ofArgument(
      String function, int argument, long bytes, Supplier<T> reservation) {
    return of(function, "its argument " + (argument + 1), bytes, reservation);
  }

  /** As {@link #ofArgument}, of a text that the function makes. */
  public static <T> T ofResult(String function, long bytes, Supplier<T> reservation) {
    return of(function, "a text that it makes", bytes, reservation);
  }

  private static <T> T of(String function, String text, long bytes, Supplier<T> reservation) {
    try {
      return reservation.get();
    } catch (DistaffException e) {
      if (e.code() != ErrorCode.MEMORY_EXCEEDED) {
        throw e;
      }
      throw new DistaffException(
          e.code(),
          ("%s needs %s as a whole, and has no room for its %d bytes: conf/sql.md says which"
                  + " functions go through texts piece by piece. %s")
              .formatted(function, text, bytes, e.getMessage()),
          e);
    }
  }
}
