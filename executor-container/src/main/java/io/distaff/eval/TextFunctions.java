package io.distaff.eval;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The functions of text. Positions and lengths count code points. */
final class TextFunctions {
  private TextFunctions() {}

  /** LIKE with a literal pattern. */
  static final class Like implements VectorFunction {
    private final LikePattern pattern;
    private final Buffers buffers;

    Like(LikePattern pattern, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.pattern = pattern;
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      BytesVector text = arguments[0].bytes(rows);
      byte[] out = buffers.bytes(rows.length());
      byte[] exact = pattern.exact();
      if (exact != null) {
        CompareKernels.testEqualBytes(text, exact, 0, out, rows);
      } else {
        byte[] data = text.data();
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          int start = text.starts()[row];
          out[row] = (byte) (pattern.matches(data, start, start + text.lengths()[row]) ? 1 : 0);
        }
      }
      return new BooleanVector(DataType.BOOLEAN, out, validity, rows.length());
    }
  }

  /** SUBSTRING: views of the argument's bytes, no copies. Position 0 means 1. */
  static final class Substring implements VectorFunction {
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
        long count = counts == null ? Integer.MAX_VALUE : counts[row];
        long begin = positions[row] > 0 ? positions[row] - 1 : positions[row];
        if (begin < 0) {
          int codePoints = BytesKernels.countCodePoints(data, from, to);
          begin = Math.max(begin, -Integer.MAX_VALUE) + codePoints;
        }
        long end = begin + Math.min(count, Integer.MAX_VALUE);
        begin = Math.max(begin, 0);
        int start = BytesKernels.skip(data, from, to, clamp(begin));
        starts[row] = start;
        lengths[row] =
            end <= begin ? 0 : BytesKernels.skip(data, start, to, clamp(end - begin)) - start;
      }
      return new BytesVector(type, data, starts, lengths, validity, rows.length());
    }

    private static int clamp(long value) {
      return (int) Math.min(value, Integer.MAX_VALUE);
    }
  }

  /** UPPER and LOWER, by Unicode's rules without a language's. */
  static final class ChangeCase implements VectorFunction {
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

  /** TRIM: without the spaces at both ends; views of the argument's bytes. */
  static final class Trim implements VectorFunction {
    private final DataType type;
    private final Buffers buffers;

    Trim(DataType type, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.type = type;
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      BytesVector text = arguments[0].bytes(rows);
      byte[] data = text.data();
      int[] starts = buffers.ints(rows.length());
      int[] lengths = buffers.lengths(rows.length());
      clear(starts, lengths, rows);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        int from = text.starts()[row];
        int to = from + text.lengths()[row];
        while (from < to && data[from] == ' ') {
          from++;
        }
        while (to > from && data[to - 1] == ' ') {
          to--;
        }
        starts[row] = from;
        lengths[row] = to - from;
      }
      return new BytesVector(type, data, starts, lengths, validity, rows.length());
    }
  }

  /** CONCAT of two or more. */
  static final class Concat implements VectorFunction {
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

  /** CHAR_LENGTH, as INT or BIGINT. */
  static final class CharLength implements VectorFunction {
    private final DataType type;
    private final Buffers buffers;

    CharLength(DataType type, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.type = type;
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      BytesVector text = arguments[0].bytes(rows);
      int[] counts = buffers.ints(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        int from = text.starts()[row];
        counts[row] = BytesKernels.countCodePoints(text.data(), from, from + text.lengths()[row]);
      }
      if (type.kind() == DataType.Kind.INT) {
        return new IntVector(type, counts, validity, rows.length());
      }
      long[] longs = buffers.longs(rows.length());
      IntKernels.toLongs(counts, longs, rows);
      return new LongVector(type, longs, validity, rows.length());
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
