package io.distaff.scalar;

import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.BytesKernels;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Upper, lower and title case, by Unicode's rules without a language's. What a character becomes
 * depends on others for one of them only, the capital sigma: its small form is another at the end
 * of a word (The Unicode Standard 15.0, section 3.13, Final_Sigma).
 */
final class LetterCase {
  private static final char SIGMA = '\u03a3';
  private static final char SMALL_SIGMA = '\u03c3';
  private static final char FINAL_SIGMA = '\u03c2';

  /** What may be within a word, beside marks and the like: Word_Break MidLetter and such. */
  private static final String WITHIN_WORDS =
      "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027"
          + "\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

  private static final int UPPER_A = 'A';
  private static final int LOWER_A = 'a';

  /** A window of its own, for what comes after the one that is worked on. */
  private final ByteValue ahead;

  LetterCase(CallSite site) {
    this.ahead = new ByteValue(site.arrays(), site.values());
  }

  static void upper(Row row, BytesBuilder out) {
    ByteValue text = row.value(0);
    text.begin(0, ByteValue.TEXT);
    while (text.next()) {
      if (BytesKernels.isAscii(text.data(), text.from(), text.to())) {
        appendAscii(text, LOWER_A, out);
      } else {
        append(window(text).toUpperCase(Locale.ROOT), out);
      }
    }
  }

  void lower(Row row, BytesBuilder out) {
    ByteValue text = row.value(0);
    boolean followsCased = false;
    text.begin(0, ByteValue.TEXT);
    while (text.next()) {
      if (BytesKernels.isAscii(text.data(), text.from(), text.to())) {
        appendAscii(text, UPPER_A, out);
      } else {
        append(lower(window(text), followsCased, row, text), out);
      }
      followsCased = text.isStored() && endsCased(text, followsCased);
    }
  }

  /** The first character of each word in title case, the others in lower case. */
  void capitalize(Row row, BytesBuilder out) {
    ByteValue text = row.value(0);
    boolean followsCased = false;
    boolean begins = true;
    text.begin(0, ByteValue.TEXT);
    while (text.next()) {
      String lower = lower(window(text), followsCased, row, text);
      StringBuilder capitalized = new StringBuilder(lower.length());
      for (int i = 0; i < lower.length(); ) {
        int c = lower.codePointAt(i);
        i += Character.charCount(c);
        capitalized.appendCodePoint(begins ? Character.toTitleCase(c) : c);
        begins = Character.isWhitespace(c);
      }
      append(capitalized.toString(), out);
      followsCased = text.isStored() && endsCased(text, followsCased);
    }
  }

  private static String window(ByteValue text) {
    return new String(text.data(), text.from(), text.to() - text.from(), StandardCharsets.UTF_8);
  }

  private static void append(String text, BytesBuilder out) {
    out.append(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param first the letter A of the case that is changed
   */
  private static void appendAscii(ByteValue text, int first, BytesBuilder out) {
    byte[] data = text.data();
    for (int i = text.from(); i < text.to(); i++) {
      int b = data[i];
      int letter = b - first;
      // Bit 5 is what tells the cases of a letter apart.
      out.append((byte) (b ^ ((~(letter | (25 - letter)) >>> 31) << 5)));
    }
  }

  private String lower(String window, boolean followsCased, Row row, ByteValue text) {
    int sigma = window.indexOf(SIGMA);
    if (sigma < 0) {
      return window.toLowerCase(Locale.ROOT);
    }
    StringBuilder lower = new StringBuilder(window.length());
    int done = 0;
    for (; sigma >= 0; sigma = window.indexOf(SIGMA, done)) {
      boolean isFinal =
          followsCased(window, sigma, followsCased) && !precedesCased(window, sigma + 1, row, text);
      lower
          .append(window.substring(done, sigma).toLowerCase(Locale.ROOT))
          .append(isFinal ? FINAL_SIGMA : SMALL_SIGMA);
      done = sigma + 1;
    }
    return lower.append(window.substring(done).toLowerCase(Locale.ROOT)).toString();
  }

  /** Whether the last character before a position that tells is a letter with a case. */
  private static boolean followsCased(String window, int position, boolean before) {
    int c;
    for (int i = position; i > 0; i -= Character.charCount(c)) {
      c = window.codePointBefore(i);
      if (tells(c)) {
        return isCased(c);
      }
    }
    return before;
  }

  /** Whether the next character that tells is a letter with a case, in this window or after it. */
  private boolean precedesCased(String window, int position, Row row, ByteValue text) {
    int c;
    for (int i = position; i < window.length(); i += Character.charCount(c)) {
      c = window.codePointAt(i);
      if (tells(c)) {
        return isCased(c);
      }
    }
    int end = text.offset() + text.to() - text.from();
    if (end == text.length()) {
      return false;
    }
    row.set(ahead, 0);
    ahead.begin(end, ByteValue.TEXT);
    while (ahead.next()) {
      int next;
      for (int i = ahead.from(); i < ahead.to(); i = next) {
        next = BytesKernels.next(ahead.data(), i, ahead.to());
        int code = codePoint(ahead.data(), i, next);
        if (tells(code)) {
          return isCased(code);
        }
      }
    }
    return false;
  }

  /** Whether the window ends with a letter with a case, but for characters that don't tell. */
  private static boolean endsCased(ByteValue text, boolean before) {
    int start;
    for (int end = text.to(); end > text.from(); end = start) {
      start = BytesKernels.previous(text.data(), end, text.from());
      int c = codePoint(text.data(), start, end);
      if (tells(c)) {
        return isCased(c);
      }
    }
    return before;
  }

  private static int codePoint(byte[] data, int from, int to) {
    return new String(data, from, to - from, StandardCharsets.UTF_8).codePointAt(0);
  }

  /** Whether a character isn't passed over. */
  private static boolean tells(int c) {
    return isCased(c) || !isIgnorable(c);
  }

  private static boolean isCased(int c) {
    return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
  }

  private static boolean isIgnorable(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> WITHIN_WORDS.indexOf(c) >= 0;
    };
  }
}
