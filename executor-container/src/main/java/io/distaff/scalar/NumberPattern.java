package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.Int128Math;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A number's format as Spark has it, in letters of any case:
 *
 * <pre>
 *   format  := [MI | S] [$] [group {separator group}] [point [group]] [MI | S | PR]
 *   group   := {0 | 9}+         separator := , | G         point := . | D
 * </pre>
 *
 * with one sign at most. In front of the point a group that begins with 0 has all of its digits,
 * any other at most so many; behind it are at most so many. MI is a minus or a space, S a minus or
 * a plus, PR puts a negative number in angle brackets. Mutable: the result of the last text that
 * was read.
 */
final class NumberPattern {
  private enum Sign {
    NONE,
    MINUS,
    PLUS_OR_MINUS,
    BRACKETS
  }

  /** Digits between separators; those that aren't there are written as zeros, or as spaces. */
  private record Group(int digits, boolean isPadded) {}

  private final String text;
  private final Sign leading;
  private final boolean hasDollar;
  private final List<Group> groups;
  private final boolean hasPoint;
  private final int fractionDigits;
  private final Sign trailing;
  private final int wholeDigits;

  /** How many digits each group of the text has. */
  private final int[] sizes;

  private byte[] data;
  private int position;
  private int end;
  private int numDigits;
  private long high;
  private long low;

  private NumberPattern(
      String text,
      Sign leading,
      boolean hasDollar,
      List<Group> groups,
      boolean hasPoint,
      int fractionDigits,
      Sign trailing) {
    this.text = text;
    this.leading = leading;
    this.hasDollar = hasDollar;
    this.groups = groups;
    this.hasPoint = hasPoint;
    this.fractionDigits = fractionDigits;
    this.trailing = trailing;
    this.wholeDigits = groups.stream().mapToInt(Group::digits).sum();
    this.sizes = new int[groups.size()];
  }

  /** Takes a format apart; throws INVALID_ARGUMENT saying what is wrong with it. */
  static NumberPattern of(String text) {
    return new Reader(text).pattern();
  }

  /** The type with as many digits as the format. */
  DecimalType type() {
    return DataType.decimal(wholeDigits + fractionDigits, fractionDigits);
  }

  @Override
  public String toString() {
    return text;
  }

  // Reading.

  /**
   * Whether text is a number in the format, spaces among its digits aside; it is then {@link #high}
   * and {@link #low}, of {@link #type}.
   */
  boolean read(byte[] bytes, int from, int to) {
    data = bytes;
    position = from;
    end = to;
    numDigits = 0;
    high = 0;
    low = 0;
    boolean isNegative = readSign(leading);
    boolean isOpen = trailing == Sign.BRACKETS && take('<');
    boolean isRead = (!hasDollar || take('$')) && readGroups();
    isRead = isRead && readFraction(hasPoint && take('.'));
    isNegative |= readSign(trailing);
    boolean isClosed = trailing == Sign.BRACKETS && take('>');
    if (isNegative || isClosed) {
      high = Int128Math.negateHigh(high, low);
      low = -low;
    }
    return isRead && isOpen == isClosed && position == end && numDigits > 0;
  }

  /** The upper half of the unscaled number. */
  long high() {
    return high;
  }

  /** The lower half of the unscaled number. */
  long low() {
    return low;
  }

  private boolean take(char wanted) {
    boolean isThere = position < end && data[position] == wanted;
    position += isThere ? 1 : 0;
    return isThere;
  }

  /** Takes a sign if there is one; whether it is a minus. */
  private boolean readSign(Sign sign) {
    boolean isMinus = (sign == Sign.MINUS || sign == Sign.PLUS_OR_MINUS) && take('-');
    if (!isMinus && sign == Sign.PLUS_OR_MINUS) {
      take('+');
    }
    return isMinus;
  }

  /** What is in front of the point; the last groups are the format's last ones. */
  private boolean readGroups() {
    if (groups.isEmpty()) {
      return true;
    }
    int numGroups = 0;
    do {
      if (numGroups == sizes.length) {
        return false;
      }
      int before = numDigits;
      if (!readDigits(wholeDigits)) {
        return false;
      }
      sizes[numGroups++] = numDigits - before;
    } while (take(','));
    for (int i = 1; i <= sizes.length; i++) {
      Group group = groups.get(sizes.length - i);
      int size = i <= numGroups ? sizes[numGroups - i] : 0;
      if (group.isPadded() ? size != group.digits() : size > group.digits()) {
        return false;
      }
    }
    return true;
  }

  /** What is behind the point, and zeros for what isn't there. */
  private boolean readFraction(boolean isThere) {
    int before = numDigits;
    if (isThere && fractionDigits > 0 && !readDigits(before + fractionDigits)) {
      return false;
    }
    for (int missing = before + fractionDigits - numDigits; missing > 0; missing--) {
      append(0);
    }
    return true;
  }

  /** Takes digits and spaces; false if there are too many digits. */
  private boolean readDigits(int most) {
    for (; position < end; position++) {
      byte b = data[position];
      if (b >= '0' && b <= '9') {
        if (numDigits == most) {
          return false;
        }
        append(b - '0');
        numDigits++;
      } else if (!Character.isWhitespace(b)) {
        return true;
      }
    }
    return true;
  }

  private void append(int digit) {
    high = high * 10 + Int128Math.unsignedMultiplyHigh(low, 10);
    low *= 10;
    high = Int128Math.addHigh(high, low, 0, digit);
    low += digit;
  }

  // Writing.

  /** A number in the format; # for each digit if it has more of them than the format. */
  String write(BigDecimal number) {
    String plain = number.abs().stripTrailingZeros().toPlainString();
    int point = plain.indexOf('.');
    String whole =
        plain.startsWith("0") ? "" : plain.substring(0, point < 0 ? plain.length() : point);
    String fraction = point < 0 ? "" : plain.substring(point + 1);
    if (whole.length() > wholeDigits || fraction.length() > fractionDigits) {
      whole = "#".repeat(wholeDigits);
      fraction = "#".repeat(fractionDigits);
    }
    StringBuilder out = new StringBuilder(hasDollar ? "$" : "");
    writeGroups(whole, out);
    if (hasPoint) {
      writeFraction(fraction, out);
    }
    writeSigns(number.signum() < 0, out);
    return out.toString();
  }

  private void writeGroups(String whole, StringBuilder out) {
    int missing = wholeDigits - whole.length();
    int next = 0;
    for (int g = 0; g < groups.size(); g++) {
      if (g > 0) {
        boolean isBehindDigit = Character.isDigit(out.charAt(out.length() - 1));
        out.append(isBehindDigit ? ',' : ' ');
      }
      Group group = groups.get(g);
      for (int i = 0; i < group.digits(); i++, next++) {
        char padding = group.isPadded() ? '0' : ' ';
        out.append(next < missing ? padding : whole.charAt(next - missing));
      }
    }
  }

  /** Behind the point, which has a digit in front if the format has, and is a space if alone. */
  private void writeFraction(String fraction, StringBuilder out) {
    int last = out.length() - 1;
    if (last >= 0 && out.charAt(last) == ' ') {
      out.setCharAt(last, '0');
    }
    out.append(fractionDigits == 0 ? ' ' : '.').append(fraction);
    out.append("0".repeat(fractionDigits - fraction.length()));
  }

  /** Signs stand at the digits, and spaces in their place. */
  private void writeSigns(boolean isNegative, StringBuilder out) {
    int first = 0;
    int behind = out.length();
    while (first < behind && out.charAt(first) == ' ') {
      first++;
    }
    while (behind > first && out.charAt(behind - 1) == ' ') {
      behind--;
    }
    if (!isNegative && trailing == Sign.BRACKETS) {
      out.append("  ");
    } else if (!isNegative && trailing == Sign.MINUS) {
      out.append(' ');
    } else if (trailing != Sign.NONE) {
      out.insert(behind, trailing == Sign.BRACKETS ? '>' : isNegative ? '-' : '+');
    }
    if (!isNegative && leading == Sign.MINUS) {
      out.insert(0, ' ');
    } else if (leading != Sign.NONE) {
      out.insert(first, isNegative ? '-' : '+');
    }
    if (isNegative && trailing == Sign.BRACKETS) {
      out.insert(first, '<');
    }
  }

  /** Takes a format apart. */
  private static final class Reader {
    private final String text;
    private int next;

    Reader(String text) {
      this.text = text;
    }

    NumberPattern pattern() {
      Sign leading = sign();
      boolean hasDollar = take("$");
      List<Group> groups = groups();
      boolean hasPoint = take(".") || take("D");
      int fractionDigits = hasPoint ? digits() : 0;
      Sign trailing = take("PR") ? Sign.BRACKETS : sign();
      if (next < text.length()) {
        throw wrong(
            "'%s' at character %d has no place there".formatted(text.substring(next), next + 1));
      } else if (leading != Sign.NONE && trailing != Sign.NONE) {
        throw wrong("it has two signs");
      }
      NumberPattern pattern =
          new NumberPattern(text, leading, hasDollar, groups, hasPoint, fractionDigits, trailing);
      int numDigits = pattern.wholeDigits + fractionDigits;
      if (numDigits == 0) {
        throw wrong("it has no 0 or 9, which stand for digits");
      } else if (numDigits > DecimalType.MAX_PRECISION) {
        throw wrong(numDigits + " digits are more than " + DecimalType.MAX_PRECISION);
      }
      return pattern;
    }

    private Sign sign() {
      return take("MI") ? Sign.MINUS : take("S") ? Sign.PLUS_OR_MINUS : Sign.NONE;
    }

    private List<Group> groups() {
      List<Group> groups = new ArrayList<>();
      boolean isSeparated;
      do {
        boolean isPadded = text.startsWith("0", next);
        int digits = digits();
        isSeparated = take(",") || take("G");
        if (digits > 0) {
          groups.add(new Group(digits, isPadded));
        } else if (isSeparated || !groups.isEmpty()) {
          throw wrong("a separator has digits on both sides");
        }
      } while (isSeparated);
      return List.copyOf(groups);
    }

    private int digits() {
      int first = next;
      while (take("0") || take("9")) {}
      return next - first;
    }

    private boolean take(String wanted) {
      boolean isThere = text.regionMatches(true, next, wanted, 0, wanted.length());
      next += isThere ? wanted.length() : 0;
      return isThere;
    }

    private DistaffException wrong(String what) {
      return new DistaffException(
          ErrorCode.INVALID_ARGUMENT,
          "number format '%s': %s; a format is [MI|S][$]9,990.99[MI|S|PR]".formatted(text, what));
    }
  }
}
