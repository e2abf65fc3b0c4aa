package io.distaff.config;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.Arrays;
import java.util.Locale;

/** How much is logged, the least first. */
public enum LogLevel {
  OFF,
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE;

  /** A level by its name, in upper or lower case. Throws USAGE that lists them. */
  public static LogLevel of(String name) {
    try {
      return valueOf(name.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "there is no log level '%s': there are %s".formatted(name, Arrays.toString(values())),
          e);
    }
  }
}
