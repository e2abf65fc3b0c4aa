package io.distaff.text.record;

import io.distaff.config.DataSize;
import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The options that a user gave for a format, by key in any case. Every problem is
 * INVALID_CONFIGURATION that names the option, and where there is one the nearest name.
 */
public final class OptionReader {
  private final String what;
  private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * @param what for messages, such as {@code CSV reading}
   * @param known the keys that there are
   */
  public OptionReader(String what, Map<String, String> given, List<String> known) {
    this.what = what;
    for (Map.Entry<String, String> option : given.entrySet()) {
      String key = option.getKey();
      if (known.stream().noneMatch(key::equalsIgnoreCase)) {
        throw new DistaffException(
            ErrorCode.INVALID_CONFIGURATION,
            what
                + " has no option '"
                + key
                + "'."
                + NearestName.of(key, known)
                    .map(nearest -> " Did you mean '" + nearest + "'?")
                    .orElse(" It has: " + String.join(", ", known) + "."));
      }
      options.put(key, option.getValue());
    }
  }

  /** The text as it was given. */
  public String text(String key, String otherwise) {
    return options.getOrDefault(key, otherwise);
  }

  public boolean flag(String key, boolean otherwise) {
    String text = options.get(key);
    if (text == null) {
      return otherwise;
    }
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.parseBoolean(text);
    }
    throw invalid(key, "neither true nor false");
  }

  /** Throws for what is no number above 0 and up to 1. */
  public void checkShare(String key) {
    String text = options.get(key);
    if (text != null && !(number(text) > 0 && number(text) <= 1)) {
      throw invalid(key, "not a number above 0 and up to 1");
    }
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** A size in bytes that an array can have. */
  public int size(String key, String otherwise) {
    try {
      long bytes = DataSize.parse(options.getOrDefault(key, otherwise)).bytes();
      if (bytes < 1 || bytes > 1 << 30) {
        throw invalid(key, "not between 1 byte and 1g");
      }
      return (int) bytes;
    } catch (IllegalArgumentException e) {
      throw new DistaffException(ErrorCode.INVALID_CONFIGURATION, message(key, e.getMessage()), e);
    }
  }

  /** At most so many characters between fields. */
  private static final int LONGEST_DELIMITER = 16;

  /** ASCII characters between fields; also {@code \t} and {@code \\}. */
  public String delimiter(String key, String otherwise) {
    String text = options.getOrDefault(key, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    String plain = text.replace("\\t", "\t").replace("\\\\", "\\");
    boolean isPlain = plain.chars().allMatch(c -> c <= 126 && c != '\n' && c != '\r' && c != 0);
    if (!isPlain || plain.length() > LONGEST_DELIMITER) {
      throw invalid(
          key, "not one to %d ASCII characters without a line end".formatted(LONGEST_DELIMITER));
    }
    return plain;
  }

  /**
   * One ASCII character, as a byte; also {@code \t} and {@code \\}.
   *
   * @param otherwise for an option that isn't given, or is empty; {@link CsvDialect#NONE} for none
   */
  public int character(String key, int otherwise, int whenEmpty) {
    String text = options.get(key);
    if (text == null) {
      return otherwise;
    }
    if (text.isEmpty()) {
      return whenEmpty;
    }
    if (text.equals("\\t")) {
      return '\t';
    }
    String single = text.equals("\\\\") ? "\\" : text;
    char c = single.charAt(0);
    if (single.length() != 1 || c > 126 || c == '\n' || c == '\r' || c == 0) {
      throw invalid(key, "not one ASCII character other than a line end");
    }
    return c;
  }

  /**
   * The last byte of what ends a line: one ASCII character, or CR and LF; LF when none is given.
   */
  public int lineEnd(String key) {
    String text = options.getOrDefault(key, "\n");
    if (text.equals("\r\n")) {
      return '\n';
    }
    if (text.length() != 1 || text.charAt(0) > 126) {
      throw invalid(key, "neither one ASCII character nor CR and LF");
    }
    return text.charAt(0);
  }

  /** A constant of an enum by its name, in any case. */
  public <E extends Enum<E>> E choice(String key, E otherwise, Map<String, E> names) {
    String text = options.get(key);
    if (text == null) {
      return otherwise;
    }
    E value = names.get(text.toLowerCase(Locale.ROOT));
    if (value == null) {
      throw invalid(
          key,
          NearestName.of(text, names.keySet()).map(n -> "did you mean '" + n + "'? ").orElse("")
              + "known are "
              + names.keySet().stream().sorted().collect(Collectors.joining(", ")));
    }
    return value;
  }

  /** An encoding under one of several keys; UTF-8 when none is given. */
  public Charset charset(String... keys) {
    Charset charset = StandardCharsets.UTF_8;
    for (String key : keys) {
      if (options.containsKey(key)) {
        try {
          charset = Charset.forName(options.get(key));
        } catch (IllegalArgumentException e) {
          throw new DistaffException(
              ErrorCode.INVALID_CONFIGURATION, message(key, "there is no such encoding"), e);
        }
      }
    }
    return charset;
  }

  /** As {@link #charset}, where only UTF-8 is known. */
  public void requireUtf8(String... keys) {
    for (String key : keys) {
      if (!charset(key).equals(StandardCharsets.UTF_8)) {
        throw invalid(key, "only UTF-8 is written");
      }
    }
  }

  public DistaffException invalid(String key, String reason) {
    return new DistaffException(ErrorCode.INVALID_CONFIGURATION, message(key, reason));
  }

  private String message(String key, String reason) {
    return "option %s = '%s' of %s: %s".formatted(key, options.get(key), what, reason);
  }
}
