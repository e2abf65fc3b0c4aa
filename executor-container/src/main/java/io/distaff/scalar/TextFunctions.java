package io.distaff.scalar;

import io.distaff.collection.Combinations;
import io.distaff.collection.Rearrangements;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.ByteSearch;
import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.BytesKernels;
import io.distaff.types.ArrayType;
import java.util.Arrays;
import java.util.List;

/** The functions of text. Positions and lengths count code points. */
public final class TextFunctions {
  private static final byte[] SPACE = {' '};

  private TextFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.TEXT);
    table
        .add("substring", "substr")
        .takes("(string, bigint, [bigint]) -> string")
        .says(
            "The text from a position, and of at most so many characters. Position 0 means 1; a"
                + " negative one counts from the end. SUBSTRING(text FROM a FOR b) is the same.")
        .example("substring('distaff', 4)", "taff")
        .example("substring('distaff', -4, 2)", "ta")
        .is(site -> RowFunctions.part(site, TextFunctions::substring));
    table
        .add("upper", "ucase")
        .takes("(string) -> string")
        .says("In upper case, by Unicode's rules without a language's.")
        .example("upper('Straße')", "STRASSE")
        .is(site -> RowFunctions.bytes(site, new LetterCase(site)::upper));
    table
        .add("lower", "lcase")
        .takes("(string) -> string")
        .says("In lower case, by Unicode's rules without a language's.")
        .example("lower('ÄB')", "äb")
        .is(site -> RowFunctions.bytes(site, new LetterCase(site)::lower));
    table
        .add("trim", "btrim")
        .takes("(string, [string]) -> string")
        .says(
            "Without the spaces, or those of the given characters, at both ends. TRIM([BOTH |"
                + " LEADING | TRAILING] characters FROM text) is the same.")
        .example("trim('  a b ')", "a b")
        .example("trim(BOTH 'x' FROM 'xxaxbx')", "axb")
        .is(site -> RowFunctions.part(site, (row, part) -> trim(true, true, row, part)));
    table
        .add("ltrim")
        .takes("(string, [string]) -> string")
        .says("Without the spaces, or those of the given characters, at the beginning.")
        .example("ltrim('yxaxy', 'xy')", "axy")
        .is(site -> RowFunctions.part(site, (row, part) -> trim(true, false, row, part)));
    table
        .add("rtrim")
        .takes("(string, [string]) -> string")
        .says("Without the spaces, or those of the given characters, at the end.")
        .example("rtrim('yxaxy', 'xy')", "yxa")
        .is(site -> RowFunctions.part(site, (row, part) -> trim(false, true, row, part)));
    table
        .add("lpad")
        .takes("(string, bigint, [string]) -> string")
        .says(
            "Filled up on the left, with spaces or the given text, to so many characters; what is"
                + " longer is cut off on the right.")
        .example("lpad('7', 3, '0')", "007")
        .example("lpad('abcd', 2)", "ab")
        .is(site -> RowFunctions.bytes(site, (row, out) -> pad(true, row, out)));
    table
        .add("rpad")
        .takes("(string, bigint, [string]) -> string")
        .says(
            "Filled up on the right, with spaces or the given text, to so many characters; what is"
                + " longer is cut off on the right.")
        .example("rpad('ab', 5, 'xyz')", "abxyz")
        .is(site -> RowFunctions.bytes(site, (row, out) -> pad(false, row, out)));
    table
        .add("replace")
        .takes("(string, string, [string]) -> string")
        .says("With every occurrence of the second text replaced by the third, or left out.")
        .example("replace('banana', 'an', 'i')", "biia")
        .example("replace('banana', 'an')", "ba")
        .is(site -> RowFunctions.bytes(site, TextFunctions::replace));
    table
        .add("reverse")
        .takes("(string) -> string")
        .takes("(array<T>) -> array<T>")
        .says("The characters, or the elements, in the opposite order.")
        .example("reverse('añb')", "bña")
        .example("reverse(array(1, 2, NULL))", "[null, 2, 1]")
        .is(
            site ->
                site.type() instanceof ArrayType array
                    ? Rearrangements.reversed(array, site.arrays())
                    : RowFunctions.bytes(site, TextFunctions::reverse));
    table
        .add("locate", "position", "charindex")
        .takes("(string, string, [bigint]) -> int")
        .says(
            "Where the first text begins in the second, from 1, not before the given position; 0 if"
                + " nowhere. POSITION(a IN b) is the same.")
        .example("locate('an', 'banana')", "2")
        .example("locate('an', 'banana', 3)", "4")
        .example("POSITION('an' IN 'banana')", "2")
        .is(site -> RowFunctions.integer(site, row -> position(row, 1)));
    table
        .add("instr")
        .takes("(string, string) -> int")
        .says("Where the second text begins in the first, from 1; 0 if nowhere.")
        .example("instr('banana', 'x')", "0")
        .is(site -> RowFunctions.integer(site, row -> position(row, 0)));
    table
        .add("concat")
        .takes("(string...) -> string")
        .takes("(binary...) -> binary")
        .takes("(array<T>...) -> array<T>")
        .says("The arguments one after another: texts, bytes or arrays. a || b is the same.")
        .example("concat('a', 'b', 'c')", "abc")
        .example("'a' || NULL", "NULL")
        .example("concat(array(1, 2), array(NULL, 2.5))", "[1.0, 2.0, null, 2.5]")
        .is(
            site ->
                site.type() instanceof ArrayType array
                    ? Combinations.concatenated(array, site.numArguments(), site.arrays())
                    : RowFunctions.bytes(site, TextFunctions::concatenate));
    TextMeasures.addTo(table);
    TextParts.addTo(table);
    TextMakers.addTo(table);
    TextLists.addTo(table);
    RegexFunctions.addTo(table);
    UrlFunctions.addTo(table);
    return table.functions();
  }

  private static void reverse(Row row, BytesBuilder out) {
    ByteValue text = row.value(0);
    text.beginAtEnd();
    while (text.previous()) {
      int end = text.to();
      while (end > text.from()) {
        int start = BytesKernels.previous(text.data(), end, text.from());
        out.append(text.data(), start, end - start);
        end = start;
      }
    }
  }

  /** Position 0 means 1. */
  private static void substring(Row row, TextPart part) {
    ByteValue text = row.value(0);
    long position = row.number(1);
    long begin = position > 0 ? position - 1 : position;
    if (begin < 0) {
      begin += text.countCodePoints(text.length());
    }
    long end = row.has(2) ? end(begin, row.number(2)) : Long.MAX_VALUE;
    begin = Math.max(begin, 0);
    int start = text.skip(0, clamp(begin));
    part.is(start, end <= begin ? start : text.skip(start, clamp(end - begin)));
  }

  private static long end(long begin, long count) {
    return count > Long.MAX_VALUE - Math.max(0, begin)
        ? Long.MAX_VALUE
        : begin + Math.max(0, count);
  }

  private static int clamp(long value) {
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  private static void trim(boolean left, boolean right, Row row, TextPart part) {
    ByteValue text = row.value(0);
    byte[] set = row.has(1) ? row.data(1) : SPACE;
    int setFrom = row.has(1) ? row.from(1) : 0;
    int setTo = row.has(1) ? row.to(1) : SPACE.length;
    int begin = left ? firstOutside(text, set, setFrom, setTo) : 0;
    part.is(begin, right ? lastOutside(text, begin, set, setFrom, setTo) : text.length());
  }

  /** The offset of the first code point that isn't among those of set[setFrom, setTo). */
  private static int firstOutside(ByteValue text, byte[] set, int setFrom, int setTo) {
    text.begin(0, ByteValue.TEXT);
    while (text.next()) {
      int next;
      for (int i = text.from(); i < text.to(); i = next) {
        next = BytesKernels.next(text.data(), i, text.to());
        if (!contains(set, setFrom, setTo, text.data(), i, next)) {
          return text.offset() + i - text.from();
        }
      }
    }
    return text.length();
  }

  /** The offset after the last code point behind another offset that isn't among a set's. */
  private static int lastOutside(ByteValue text, int least, byte[] set, int setFrom, int setTo) {
    text.beginAtEnd();
    while (text.previous()) {
      int first = text.from() + Math.max(0, least - text.offset());
      int start;
      for (int i = text.to(); i > first; i = start) {
        start = BytesKernels.previous(text.data(), i, text.from());
        if (!contains(set, setFrom, setTo, text.data(), start, i)) {
          return text.offset() + i - text.from();
        }
      }
      if (text.offset() <= least) {
        break;
      }
    }
    return least;
  }

  /** Whether a code point is among those of set[setFrom, setTo). */
  private static boolean contains(
      byte[] set, int setFrom, int setTo, byte[] data, int from, int to) {
    for (int i = setFrom; i < setTo; i = BytesKernels.next(set, i, setTo)) {
      if (i + to - from <= setTo && Arrays.equals(set, i, i + to - from, data, from, to)) {
        return true;
      }
    }
    return false;
  }

  /** To a number of code points, cutting off what is too long. */
  private static void pad(boolean left, Row row, BytesBuilder out) {
    ByteValue text = row.value(0);
    long missing = Math.max(0, row.number(1)) - text.countCodePoints(text.length());
    if (missing <= 0) {
      text.copy(0, text.skip(0, row.count(1)), out);
      return;
    }
    if (left) {
      fill(row, missing, out);
    }
    text.copy(0, text.length(), out);
    if (!left) {
      fill(row, missing, out);
    }
  }

  private static void fill(Row row, long missing, BytesBuilder out) {
    byte[] data = row.has(2) ? row.data(2) : SPACE;
    int from = row.has(2) ? row.from(2) : 0;
    int end = row.has(2) ? row.to(2) : SPACE.length;
    int codePoints = BytesKernels.countCodePoints(data, from, end);
    if (codePoints > 0) {
      long times = missing / codePoints;
      row.checkLength(end - from, times, row.length(0));
      out.append(data, from, end - from, times);
      int rest = (int) (missing % codePoints);
      out.append(data, from, BytesKernels.skip(data, from, end, rest) - from);
    }
  }

  /** An empty text to be replaced is found nowhere. */
  private static void replace(Row row, BytesBuilder out) {
    ByteValue text = row.value(0);
    int done = 0;
    byte[] wanted = row.copy(1);
    if (wanted.length > 0) {
      ByteSearch search = row.search(0, 0, wanted);
      for (int hit = search.next(); hit >= 0; hit = search.next()) {
        text.copy(done, hit, out);
        if (row.has(2)) {
          row.append(2, out);
        }
        done = hit + wanted.length;
      }
    }
    text.copy(done, text.length(), out);
  }

  /**
   * From 1; 0 when the text isn't found.
   *
   * @param searched the argument that is searched, for the other of the first two
   */
  private static long position(Row row, int searched) {
    ByteValue text = row.value(searched);
    long begin = row.has(2) ? row.number(2) : 1;
    if (begin < 1 || begin - 1 > text.countCodePoints(text.length())) {
      return 0;
    }
    byte[] wanted = row.copy(1 - searched);
    if (wanted.length == 0) {
      return begin;
    }
    int hit = row.search(searched, text.skip(0, (int) begin - 1), wanted).next();
    return hit < 0 ? 0 : text.countCodePoints(hit) + 1;
  }

  private static void concatenate(Row row, BytesBuilder out) {
    for (int i = 0; i < row.numArguments(); i++) {
      row.append(i, out);
    }
  }
}
