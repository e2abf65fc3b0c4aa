package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A word that stands for a constant of an enum. */
final class Choice {
  private Choice() {}

  /** The constant of this name, in any case; throws USAGE with the names there are. */
  static <E extends Enum<E>> E of(Class<E> type, String what, String word) {
    Required.of(word, "the " + what);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(word.trim())) {
        return constant;
      }
    }
    String known =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw new DistaffException(
        ErrorCode.USAGE, "no %s '%s': there are %s".formatted(what, word, known));
  }
}
