package io.distaff.config;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.Objects;
import java.util.function.Function;

/**
 * One setting: its key, type, default and meaning, declared beside the subsystem that reads it.
 * Immutable.
 *
 * @param key dotted, begins with {@code distaff.}
 * @param parser text to value; throws IllegalArgumentException with what is wrong
 * @param defaultText the default as a user would write it; null when there is none
 * @param unit what a value looks like, for the reference page, such as {@code size} or {@code
 *     milliseconds}
 * @param doc one sentence for the reference page
 * @param scope when the setting can still be changed
 * @param <T> the value's type
 */
public record ConfigOption<T>(
    String key,
    Function<String, T> parser,
    String defaultText,
    String unit,
    String doc,
    Scope scope) {

  /** When a setting takes effect, and until when it can be changed. */
  public enum Scope {
    /** Read when the application starts; too late afterwards. */
    LAUNCH,
    /** Read for each query; {@code SET} changes it in a running session. */
    SESSION
  }

  public ConfigOption {
    Objects.requireNonNull(key, "key");
    if (!key.startsWith("distaff.")) {
      throw new IllegalArgumentException("option keys begin with distaff.: " + key);
    }
  }

  public static ConfigOption<String> text(String key, String defaultText, String doc, Scope scope) {
    return new ConfigOption<>(key, Function.identity(), defaultText, "text", doc, scope);
  }

  public static ConfigOption<Boolean> flag(
      String key, boolean defaultValue, String doc, Scope scope) {
    return new ConfigOption<>(
        key, ConfigOption::parseFlag, Boolean.toString(defaultValue), "true or false", doc, scope);
  }

  /** A whole number of at least {@code smallest}. */
  public static ConfigOption<Integer> count(
      String key, int defaultValue, int smallest, String doc, Scope scope) {
    return new ConfigOption<>(
        key,
        text -> parseCount(text, smallest),
        Integer.toString(defaultValue),
        "count",
        doc,
        scope);
  }

  /** A size such as {@code 512m} or {@code 4g}; see {@link DataSize}. */
  public static ConfigOption<DataSize> size(
      String key, String defaultText, String doc, Scope scope) {
    return new ConfigOption<>(key, DataSize::parse, defaultText, "size", doc, scope);
  }

  /** A time in milliseconds, of at least 0. */
  public static ConfigOption<Integer> millis(
      String key, int defaultMillis, String doc, Scope scope) {
    return new ConfigOption<>(
        key,
        text -> parseCount(text, 0),
        Integer.toString(defaultMillis),
        "milliseconds",
        doc,
        scope);
  }

  /** A number between 0 and 1. */
  public static ConfigOption<Double> fraction(
      String key, double defaultValue, String doc, Scope scope) {
    return new ConfigOption<>(
        key, ConfigOption::parseFraction, Double.toString(defaultValue), "fraction", doc, scope);
  }

  /**
   * The value of {@code text}; throws INVALID_CONFIGURATION that names key, value and what is
   * accepted.
   */
  public T parse(String text) {
    try {
      return parser.apply(text.trim());
    } catch (IllegalArgumentException e) {
      String reason = e instanceof NumberFormatException ? "not a number" : e.getMessage();
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          key + " = '" + text + "': " + reason + " (expected: " + unit + ")",
          e);
    }
  }

  private static boolean parseFlag(String text) {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.parseBoolean(text);
    }
    throw new IllegalArgumentException("neither true nor false");
  }

  private static int parseCount(String text, int smallest) {
    int value = Integer.parseInt(text);
    if (value < smallest) {
      throw new IllegalArgumentException("less than " + smallest);
    }
    return value;
  }

  private static double parseFraction(String text) {
    double value = Double.parseDouble(text);
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("not between 0 and 1");
    }
    return value;
  }
}
