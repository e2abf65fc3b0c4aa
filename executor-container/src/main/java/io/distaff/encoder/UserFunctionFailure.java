package io.distaff.encoder;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;

/** What is told when a function of the user's throws. Stateless. */
public final class UserFunctionFailure {
  private static final int SHOWN_CHARACTERS = 200;

  private UserFunctionFailure() {}

  /**
   * Names the function and what it was given.
   *
   * @param row number of the row within its task, from 1; 0 = it hadn't been given any
   */
  public static DistaffException of(String name, long row, Object given, Throwable thrown) {
    String at = row == 0 ? "before its first row" : "in row %d, %s".formatted(row, shown(given));
    return new DistaffException(
        ErrorCode.USER_FUNCTION_FAILED,
        "the function %s failed %s: %s".formatted(name, at, thrown),
        thrown);
  }

  /** Names the function and the value that it was given. */
  public static DistaffException ofValue(String name, Object given, Throwable thrown) {
    return new DistaffException(
        ErrorCode.USER_FUNCTION_FAILED,
        "the function %s failed for %s: %s".formatted(name, shown(given), thrown),
        thrown);
  }

  private static String shown(Object given) {
    String text;
    try {
      text = String.valueOf(given);
    } catch (RuntimeException e) {
      text = "an object of " + given.getClass().getName();
    }
    return text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "..." : text;
  }
}
