package io.distaff.scalar;

import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.BytesKernels;
import io.distaff.types.DecimalType;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.Locale;

/** Texts made of numbers, of pieces, or character by character of another text. */
final class TextMakers {
  private static final byte[] SPACE = {' '};

  private TextMakers() {}

  static void addTo(FunctionTable table) {
    table
        .add("concat_ws")
        .takes("(string, string...) -> string")
        .takes("(string, array<string>, array<string>...) -> string")
        .seesNulls("null if the first argument is; leaves out the others, and elements, that are")
        .says(
            "The arguments after the first one, or the elements of the arrays that they are, with"
                + " the first between them.")
        .example("concat_ws(', ', 'a', NULL, 'b')", "a, b")
        .example("concat_ws(', ', array('a', NULL, 'b'), array('c'))", "a, b, c")
        .example("concat_ws(', ')", "")
        .is(
            site ->
                site.numArguments() > 1 && site.argumentTypes().get(1).isNested()
                    ? new ConcatArrays(site)
                    : RowFunctions.bytes(site, TextMakers::concatWithSeparator));
    table
        .add("repeat")
        .takes("(string, bigint) -> string")
        .says("The text so many times; empty if the number is negative.")
        .example("repeat('ab', 3)", "ababab")
        .is(site -> RowFunctions.bytes(site, TextMakers::repeat));
    table
        .add("space")
        .takes("(bigint) -> string")
        .says("So many spaces; none if the number is negative.")
        .example("'[' || space(2) || ']'", "[  ]")
        .is(site -> RowFunctions.bytes(site, TextMakers::space));
    table
        .add("chr", "char")
        .takes("(bigint) -> string")
        .says(
            "The character of a code point from 0 to 255; of larger numbers, that of the remainder"
                + " after division by 256; empty of a negative one.")
        .example("chr(65)", "A")
        .example("chr(65 + 256)", "A")
        .is(site -> RowFunctions.bytes(site, TextMakers::character));
    table
        .add("initcap")
        .takes("(string) -> string")
        .says("With the first letter of each word in upper case, the others in lower case.")
        .example("initcap('dIstaff ÖLt alles')", "Distaff Ölt Alles")
        .is(site -> RowFunctions.bytes(site, new LetterCase(site)::capitalize));
    table
        .add("translate")
        .takes("(string, string, string) -> string")
        .says(
            "With every character that is in the second text replaced by the one at its place in"
                + " the third; left out if there is none.")
        .example("translate('AaBbCc', 'abc', '12')", "A1B2C")
        .is(site -> RowFunctions.bytes(site, TextMakers::translate));
    table
        .add("format_number")
        .takes("(decimal(p,s), int) -> string")
        .takes("(double, int) -> string")
        .alsoNull("if the number of digits is negative")
        .says(
            "The number as 1,234.50: so many digits after the point, rounded half to even, and a"
                + " comma before every three digits in front of it.")
        .fails("if the number of digits is above 340")
        .example("format_number(12332.123456, 4)", "12,332.1235")
        .example("format_number(-1234567, 0)", "-1,234,567")
        .is(site -> RowFunctions.bytes(site, new NumberFormatter(site)::write));
    table
        .add("format_string", "printf")
        .takes("(string, any...) -> string", FormatString::resultType)
        .seesNulls("null if the first argument is; others are printed as null")
        .says(
            "The arguments in the format of the first one, as Java's Formatter has it: %d, %,.2f,"
                + " %-10s, %x, ...")
        .fails("if the format doesn't fit the arguments")
        .example(
            "format_string('%s has %,d of %.1f%%', 'a', 1234567, 2.5)", "a has 1,234,567 of 2.5%")
        .is(site -> RowFunctions.bytes(site, new FormatString(site)::write));
    table
        .add("mask")
        .takes("(string, [string], [string], [string], [string]) -> string")
        .seesNulls("null if the first argument is")
        .says(
            "With each upper-case letter replaced by X, each lower-case one by x and each digit by"
                + " n, or by the characters that are given instead, the last of which is for"
                + " everything else; NULL leaves a kind as it is.")
        .fails("if one of the others isn't one character")
        .example("mask('AbCD123-@$#')", "XxXXnnn-@$#")
        .example("mask('AbCD123-@$#', NULL, '_', '0', '.')", "A_CD000....")
        .is(site -> RowFunctions.bytes(site, new Mask(site)::write));
  }

  private static void concatWithSeparator(Row row, BytesBuilder out) {
    if (row.isNull(0)) {
      row.setNull();
      return;
    }
    boolean first = true;
    for (int i = 1; i < row.numArguments(); i++) {
      if (!row.isNull(i)) {
        if (!first) {
          row.append(0, out);
        }
        row.append(i, out);
        first = false;
      }
    }
  }

  private static void repeat(Row row, BytesBuilder out) {
    int length = row.length(0);
    if (length > 0) {
      row.checkLength(length, row.number(1), 0);
      row.append(0, row.number(1), out);
    }
  }

  private static void space(Row row, BytesBuilder out) {
    row.checkLength(SPACE.length, row.number(0), 0);
    out.append(SPACE, 0, SPACE.length, row.number(0));
  }

  private static void character(Row row, BytesBuilder out) {
    if (row.number(0) >= 0) {
      int codePoint = (int) (row.number(0) & 0xFF);
      out.append(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void translate(Row row, BytesBuilder out) {
    ByteValue text = row.value(0);
    text.begin(0, ByteValue.TEXT);
    while (text.next()) {
      byte[] data = text.data();
      int to = text.to();
      int next;
      for (int i = text.from(); i < to; i = next) {
        next = BytesKernels.next(data, i, to);
        int place = place(row, data, i, next);
        if (place < 0) {
          out.append(data, i, next - i);
        } else {
          int start = BytesKernels.skip(row.data(2), row.from(2), row.to(2), place);
          if (start < row.to(2)) {
            int end = BytesKernels.next(row.data(2), start, row.to(2));
            out.append(row.data(2), start, end - start);
          }
        }
      }
    }
  }

  /** Which of the second argument's characters data[from, to) is; else -1. */
  private static int place(Row row, byte[] data, int from, int to) {
    byte[] set = row.data(1);
    int place = 0;
    int next;
    for (int i = row.from(1); i < row.to(1); i = next) {
      next = BytesKernels.next(set, i, row.to(1));
      if (Arrays.equals(set, i, next, data, from, to)) {
        return place;
      }
      place++;
    }
    return -1;
  }

  /** FORMAT_NUMBER. */
  private static final class NumberFormatter {
    private static final int MAX_DIGITS = 340;

    private final CallSite site;
    private final boolean decimal;
    private final DecimalFormat format =
        new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));

    NumberFormatter(CallSite site) {
      this.site = site;
      decimal = site.argumentTypes().get(0) instanceof DecimalType;
      format.setRoundingMode(RoundingMode.HALF_EVEN);
    }

    void write(Row row, BytesBuilder out) {
      if (row.number(1) < 0) {
        row.setNull();
        return;
      }
      if (row.number(1) > MAX_DIGITS) {
        throw RowFunctions.invalid(site, row.number(1) + " digits are more than " + MAX_DIGITS);
      }
      format.setMinimumFractionDigits(row.count(1));
      format.setMaximumFractionDigits(row.count(1));
      String text = decimal ? format.format(row.decimal(0)) : format.format(row.floating(0));
      out.append(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
