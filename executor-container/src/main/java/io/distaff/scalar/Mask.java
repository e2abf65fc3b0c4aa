package io.distaff.scalar;

import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import java.nio.charset.StandardCharsets;

/** MASK: characters replaced by one for their kind. */
final class Mask {
  /** What stands for a character that is kept. */
  private static final int KEPT = -1;

  private static final int[] DEFAULTS = {'X', 'x', 'n', KEPT};

  private final CallSite site;
  private final int[] replacements = new int[DEFAULTS.length];
  private final StringBuilder masked = new StringBuilder();

  Mask(CallSite site) {
    this.site = site;
  }

  void write(Row row, BytesBuilder out) {
    if (row.isNull(0)) {
      row.setNull();
      return;
    }
    for (int kind = 0; kind < replacements.length; kind++) {
      replacements[kind] = row.has(kind + 1) ? replacement(row, kind + 1) : DEFAULTS[kind];
    }
    ByteValue text = row.value(0);
    text.begin(0, ByteValue.TEXT);
    while (text.next()) {
      masked.setLength(0);
      int length = text.to() - text.from();
      new String(text.data(), text.from(), length, StandardCharsets.UTF_8)
          .codePoints()
          .forEach(this::append);
      out.append(masked.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private int replacement(Row row, int argument) {
    if (row.isNull(argument)) {
      return KEPT;
    }
    String text = row.text(argument);
    if (text.isEmpty() || text.codePointCount(0, text.length()) > 1) {
      throw RowFunctions.invalid(
          site,
          "argument %d is one character, not %s".formatted(argument + 1, row.shown(argument)));
    }
    return text.codePointAt(0);
  }

  private void append(int codePoint) {
    int kind =
        Character.isUpperCase(codePoint)
            ? 0
            : Character.isLowerCase(codePoint) ? 1 : Character.isDigit(codePoint) ? 2 : 3;
    masked.appendCodePoint(replacements[kind] == KEPT ? codePoint : replacements[kind]);
  }
}
