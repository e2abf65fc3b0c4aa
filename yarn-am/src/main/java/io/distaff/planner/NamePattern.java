package io.distaff.planner;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The pattern of a SHOW statement: {@code *} and {@code %} stand for any characters, {@code _} for
 * itself, {@code |} for or. Without regard to case. Immutable.
 */
final class NamePattern {
  private final Pattern pattern;

  NamePattern(String text) {
    String regex =
        Arrays.stream(text.trim().split("\\|", -1))
            .map(NamePattern::alternative)
            .collect(Collectors.joining("|"));
    this.pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String alternative(String text) {
    return Arrays.stream(text.split("[*%]", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining(".*"));
  }

  boolean matches(String name) {
    return pattern.matcher(name).matches();
  }
}
