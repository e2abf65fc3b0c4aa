package io.distaff.scalar;

import io.distaff.collection.Combinations;
import io.distaff.collection.Rearrangements;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.BytesKernels;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The functions of text. Positions and lengths count code points. */
public final class TextFunctions {
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
        .is(site -> new Substring(site.type(), site.arrays()));
    table
        .add("upper", "ucase")
        .takes("(string) -> string")
        .says("In upper case, by Unicode's rules without a language's.")
        .example("upper('Straße')", "STRASSE")
        .is(site -> new ChangeCase(true, site.type(), site.arrays()));
    table
        .add("lower", "lcase")
        .takes("(string) -> string")
        .says("In lower case, by Unicode's rules without a language's.")
        .example("lower('ÄB')", "äb")
        .is(site -> new ChangeCase(false, site.type(), site.arrays()));
    table
        .add("trim", "btrim")
        .takes("(string, [string]) -> string")
        .says(
            "Without the spaces, or those of the given characters, at both ends. TRIM([BOTH |"
                + " LEADING | TRAILING] characters FROM text) is the same.")
        .example("trim('  a b ')", "a b")
        .example("trim(BOTH 'x' FROM 'xxaxbx')", "axb")
        .is(site -> new Trim(true, true, site.arrays()));
    table
        .add("ltrim")
        .takes("(string, [string]) -> string")
        .says("Without the spaces, or those of the given characters, at the beginning.")
        .example("ltrim('yxaxy', 'xy')", "axy")
        .is(site -> new Trim(true, false, site.arrays()));
    table
        .add("rtrim")
        .takes("(string, [string]) -> string")
        .says("Without the spaces, or those of the given characters, at the end.")
        .example("rtrim('yxaxy', 'xy')", "yxa")
        .is(site -> new Trim(false, true, site.arrays()));
    table
        .add("lpad")
        .takes("(string, bigint, [string]) -> string")
        .says(
            "Filled up on the left, with spaces or the given text, to so many characters; what is"
                + " longer is cut off on the right.")
        .example("lpad('7', 3, '0')", "007")
        .example("lpad('abcd', 2)", "ab")
        .is(site -> new Pad(true, site.arrays()));
    table
        .add("rpad")
        .takes("(string, bigint, [string]) -> string")
        .says(
            "Filled up on the right, with spaces or the given text, to so many characters; what is"
                + " longer is cut off on the right.")
        .example("rpad('ab', 5, 'xyz')", "abxyz")
        .is(site -> new Pad(false, site.arrays()));
    table
        .add("replace")
        .takes("(string, string, [string]) -> string")
        .says("With every occurrence of the second text replaced by the third, or left out.")
        .example("replace('banana', 'an', 'i')", "biia")
        .example("replace('banana', 'an')", "ba")
        .is(site -> new Replace(site.arrays()));
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
                    : Shapes.textToText(TextFunctions::reverse).create(site));
    table
        .add("locate", "position", "charindex")
        .takes("(string, string, [bigint]) -> int")
        .says(
            "Where the first text begins in the second, from 1, not before the given position; 0 if"
                + " nowhere. POSITION(a IN b) is the same.")
        .example("locate('an', 'banana')", "2")
        .example("locate('an', 'banana', 3)", "4")
        .example("POSITION('an' IN 'banana')", "2")
        .is(site -> new Position(1, site.arrays()));
    table
        .add("instr")
        .takes("(string, string) -> int")
        .says("Where the second text begins in the first, from 1; 0 if nowhere.")
        .example("instr('banana', 'x')", "0")
        .is(site -> new Position(0, site.arrays()));
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
                    : new Concat(site.type(), site.arrays()));
    TextMeasures.addTo(table);
    TextParts.addTo(table);
    TextMakers.addTo(table);
    RegexFunctions.addTo(table);
    UrlFunctions.addTo(table);
    return table.functions();
  }

  private static void reverse(byte[] data, int from, int to, BytesBuilder out) {
    int end = to;
    while (end > from) {
      int start = BytesKernels.previous(data, end, from);
      out.append(data, start, end - start);
      end = start;
    }
  }

  /** SUBSTRING: views of the argument's bytes, no copies. Position 0 means 1. */
  private static final class Substring implements VectorFunction {
    private final DataType type;
    private final Buffers buffers;

    Substring(DataType type, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.type = type;
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      BytesVector text = arguments[0].bytes(rows);
      long[] positions = arguments[1].longs(rows);
      long[] counts = arguments.length > 2 ? arguments[2].longs(rows) : null;
      byte[] data = text.data();
      int[] starts = buffers.ints(rows.length());
      int[] lengths = buffers.lengths(rows.length());
      clear(starts, lengths, rows);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        int from = text.starts()[row];
        int to = from + text.lengths()[row];
        long begin = positions[row] > 0 ? positions[row] - 1 : positions[row];
        if (begin < 0) {
          begin += BytesKernels.countCodePoints(data, from, to);
        }
        long end = counts == null ? Long.MAX_VALUE : end(begin, counts[row]);
        begin = Math.max(begin, 0);
        int start = BytesKernels.skip(data, from, to, clamp(begin));
        starts[row] = start;
        lengths[row] =
            end <= begin ? 0 : BytesKernels.skip(data, start, to, clamp(end - begin)) - start;
      }
      return new BytesVector(type, data, starts, lengths, validity, rows.length());
    }

    private static long end(long begin, long count) {
      return count > Long.MAX_VALUE - Math.max(0, begin)
          ? Long.MAX_VALUE
          : begin + Math.max(0, count);
    }

    private static int clamp(long value) {
      return (int) Math.min(value, Integer.MAX_VALUE);
    }
  }

  /** UPPER and LOWER, by Unicode's rules without a language's. */
  private static final class ChangeCase implements VectorFunction {
    private final boolean upper;
    private final DataType type;
    private final BytesBuilder builder;

    ChangeCase(boolean upper, DataType type, ReservedArrays arrays) {
      this.builder = new BytesBuilder(arrays);
      this.upper = upper;
      this.type = type;
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      BytesVector text = arguments[0].bytes(rows);
      byte[] data = text.data();
      builder.reset(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        int from = text.starts()[row];
        int to = from + text.lengths()[row];
        if (BytesKernels.isAscii(data, from, to)) {
          appendAscii(data, from, to);
        } else {
          String value = text.text(row);
          String changed = upper ? value.toUpperCase(Locale.ROOT) : value.toLowerCase(Locale.ROOT);
          builder.append(changed.getBytes(StandardCharsets.UTF_8));
        }
        builder.endRow(row);
      }
      return builder.vector(type, validity);
    }

    private void appendAscii(byte[] data, int from, int to) {
      int first = upper ? 'a' : 'A';
      for (int i = from; i < to; i++) {
        int b = data[i];
        int letter = b - first;
        // Bit 5 is what tells the cases of a letter apart.
        builder.append((byte) (b ^ ((~(letter | (25 - letter)) >>> 31) << 5)));
      }
    }
  }

  /** TRIM, LTRIM, RTRIM: views of the argument's bytes. */
  private static final class Trim implements VectorFunction {
    private static final byte[] SPACE = {' '};

    private final boolean left;
    private final boolean right;
    private final Buffers buffers;

    Trim(boolean left, boolean right, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.left = left;
      this.right = right;
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      BytesVector text = arguments[0].bytes(rows);
      BytesVector characters = arguments.length > 1 ? arguments[1].bytes(rows) : null;
      byte[] data = text.data();
      byte[] set = characters == null ? SPACE : characters.data();
      int[] starts = buffers.ints(rows.length());
      int[] lengths = buffers.lengths(rows.length());
      clear(starts, lengths, rows);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        int from = text.starts()[row];
        int to = from + text.lengths()[row];
        int setFrom = characters == null ? 0 : characters.starts()[row];
        int setTo = characters == null ? 1 : setFrom + characters.lengths()[row];
        while (left && from < to) {
          int next = BytesKernels.next(data, from, to);
          if (!contains(set, setFrom, setTo, data, from, next)) {
            break;
          }
          from = next;
        }
        while (right && from < to) {
          int previous = BytesKernels.previous(data, to, from);
          if (!contains(set, setFrom, setTo, data, previous, to)) {
            break;
          }
          to = previous;
        }
        starts[row] = from;
        lengths[row] = to - from;
      }
      return new BytesVector(DataType.STRING, data, starts, lengths, validity, rows.length());
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
  }

  /** LPAD and RPAD: to a number of code points, cutting off what is too long. */
  private static final class Pad extends BytesResult {
    private static final byte[] SPACE = {' '};

    private final boolean left;
    private BytesVector text;
    private long[] sizes;
    private BytesVector fills;

    Pad(boolean left, ReservedArrays arrays) {
      super(DataType.STRING, arrays);
      this.left = left;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      text = arguments[0].bytes(rows);
      sizes = arguments[1].longs(rows);
      fills = arguments.length > 2 ? arguments[2].bytes(rows) : null;
    }

    @Override
    void write(int row, BytesBuilder to) {
      byte[] data = text.data();
      int from = text.starts()[row];
      int end = from + text.lengths()[row];
      int size = (int) Math.max(0, Math.min(sizes[row], Integer.MAX_VALUE));
      int missing = size - BytesKernels.countCodePoints(data, from, end);
      if (missing <= 0) {
        to.append(data, from, BytesKernels.skip(data, from, end, size) - from);
        return;
      }
      if (left) {
        fill(row, missing, to);
      }
      to.append(data, from, end - from);
      if (!left) {
        fill(row, missing, to);
      }
    }

    private void fill(int row, int missing, BytesBuilder to) {
      byte[] data = fills == null ? SPACE : fills.data();
      int from = fills == null ? 0 : fills.starts()[row];
      int end = fills == null ? 1 : from + fills.lengths()[row];
      int codePoints = BytesKernels.countCodePoints(data, from, end);
      int rest = missing;
      while (codePoints > 0 && rest > 0) {
        int taken = Math.min(rest, codePoints);
        to.append(data, from, BytesKernels.skip(data, from, end, taken) - from);
        rest -= taken;
      }
    }
  }

  /** REPLACE; an empty text to be replaced is found nowhere. */
  private static final class Replace extends BytesResult {
    private BytesVector text;
    private BytesVector wanted;
    private BytesVector replacement;

    Replace(ReservedArrays arrays) {
      super(DataType.STRING, arrays);
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      text = arguments[0].bytes(rows);
      wanted = arguments[1].bytes(rows);
      replacement = arguments.length > 2 ? arguments[2].bytes(rows) : null;
    }

    @Override
    void write(int row, BytesBuilder to) {
      byte[] data = text.data();
      int from = text.starts()[row];
      int end = from + text.lengths()[row];
      byte[] search = BytesKernels.copy(wanted, row);
      int position = from;
      while (search.length > 0) {
        int hit = BytesKernels.indexOf(data, position, end, search);
        if (hit < 0) {
          break;
        }
        to.append(data, position, hit - position);
        if (replacement != null) {
          to.append(replacement.data(), replacement.starts()[row], replacement.lengths()[row]);
        }
        position = hit + search.length;
      }
      to.append(data, position, end - position);
    }
  }

  /** POSITION and INSTR: from 1; 0 when the text isn't found. */
  private static final class Position extends IntegerResult {
    private final int textPosition;
    private BytesVector text;
    private BytesVector wanted;
    private long[] begins;

    /**
     * @param textPosition of the argument that is searched
     */
    Position(int textPosition, ReservedArrays arrays) {
      super(DataType.INT, arrays);
      this.textPosition = textPosition;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      text = arguments[textPosition].bytes(rows);
      wanted = arguments[1 - textPosition].bytes(rows);
      begins = arguments.length > 2 ? arguments[2].longs(rows) : null;
    }

    @Override
    long value(int row) {
      byte[] data = text.data();
      int from = text.starts()[row];
      int end = from + text.lengths()[row];
      long begin = begins == null ? 1 : begins[row];
      if (begin < 1 || begin - 1 > BytesKernels.countCodePoints(data, from, end)) {
        return 0;
      }
      int start = BytesKernels.skip(data, from, end, (int) begin - 1);
      byte[] search = BytesKernels.copy(wanted, row);
      int hit = search.length == 0 ? start : BytesKernels.indexOf(data, start, end, search);
      return hit < 0 ? 0 : BytesKernels.countCodePoints(data, from, hit) + 1;
    }
  }

  /** CONCAT of two or more. */
  private static final class Concat implements VectorFunction {
    private final DataType type;
    private final BytesBuilder builder;

    Concat(DataType type, ReservedArrays arrays) {
      this.builder = new BytesBuilder(arrays);
      this.type = type;
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      BytesVector[] parts = new BytesVector[arguments.length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = arguments[i].bytes(rows);
      }
      builder.reset(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        for (BytesVector part : parts) {
          builder.append(part.data(), part.starts()[row], part.lengths()[row]);
        }
        builder.endRow(row);
      }
      return builder.vector(type, validity);
    }
  }

  /** Rows that aren't selected must not point outside of the data. */
  private static void clear(int[] starts, int[] lengths, RowSet rows) {
    if (rows.rows() != null) {
      Arrays.fill(starts, 0, rows.length(), 0);
      Arrays.fill(lengths, 0, rows.length(), 0);
    }
  }
}
