package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Integers as bits and as digits to other bases. */
final class BitFunctions {
  private BitFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.MATH);
    binary(
        table, "bitand", "The bits that are 1 in both. a & b is the same.", "4", BitOperator.AND);
    binary(table, "bitor", "The bits that are 1 in one of them or both.", "7", BitOperator.OR);
    binary(
        table,
        "bitxor",
        "The bits that are 1 in one of them only. a ^ b is the same.",
        "3",
        BitOperator.XOR);
    table
        .add("bitnot")
        .takes("(T:integral) -> T")
        .says("The bits that are 0.")
        .example("bitnot(5)", "-6")
        .is(site -> new Bitwise(BitOperator.NOT, site));
    shift(
        table,
        "shiftleft",
        "The bits moved to the left, that is times a power of two, without a look at overflow.",
        "shiftleft(3, 2)",
        "12",
        BitOperator.SHIFT_LEFT);
    shift(
        table,
        "shiftright",
        "The bits moved to the right, those that come in like the sign.",
        "shiftright(-9, 1)",
        "-5",
        BitOperator.SHIFT_RIGHT);
    shift(
        table,
        "shiftrightunsigned",
        "The bits moved to the right, those that come in 0.",
        "shiftrightunsigned(-1, 28)",
        "15",
        BitOperator.SHIFT_RIGHT_UNSIGNED);
    table
        .add("bit_count")
        .takes("(bigint) -> int")
        .takes("(boolean) -> int")
        .says("How many bits are 1; of a negative number, of its 64 bits.")
        .example("bit_count(7)", "3")
        .example("bit_count(-1)", "64")
        .is(Shapes.ofInteger(Long::bitCount));
    table
        .add("getbit", "bit_get")
        .takes("(bigint, int) -> int")
        .says("The bit at a position from 0, the lowest.")
        .fails("if the position isn't in 0 to 63")
        .example("getbit(11, 2)", "0")
        .is(Shapes.ofTwoIntegers(BitFunctions::bit));
    table
        .add("bin")
        .takes("(bigint) -> string")
        .says("The bits as text, without leading zeros.")
        .example("bin(13)", "1101")
        .is(site -> new Bin(site.arrays()));
    table
        .add("conv")
        .takes("(string, int, int) -> string")
        .takes("(bigint, int, int) -> string")
        .alsoNull("if a base isn't in 2 to 36 or there is no text")
        .says(
            "A number's digits to one base as those to another. Digits end at the first that the"
                + " base doesn't have. As in Spark the number is one of 64 bits without a sign,"
                + " unless the new base is negative.")
        .fails("if it has more than 64 bits")
        .example("conv('ff', 16, 10)", "255")
        .example("conv(-10, 16, -10)", "-16")
        .is(site -> new Conv(site));
    return table.functions();
  }

  private static void binary(
      FunctionTable table, String name, String says, String result, BitOperator operator) {
    table
        .add(name)
        .takes("(T:integral, T) -> T")
        .says(says)
        .example(name + "(6, 5)", result)
        .is(site -> new Bitwise(operator, site));
  }

  private static void shift(
      FunctionTable table,
      String name,
      String says,
      String example,
      String result,
      BitOperator operator) {
    table
        .add(name)
        .takes("(int, int) -> int")
        .takes("(bigint, int) -> bigint")
        .says(says + " The distance counts modulo the type's bits.")
        .example(example, result)
        .is(site -> new Bitwise(operator, site));
  }

  private static long bit(long value, long position) {
    if (position < 0 || position > 63) {
      throw new DistaffException(
          ErrorCode.INVALID_ARGUMENT, "getbit has no position " + position + ": 0 to 63.");
    }
    return value >>> position & 1;
  }

  private enum BitOperator {
    AND,
    OR,
    XOR,
    NOT,
    SHIFT_LEFT,
    SHIFT_RIGHT,
    SHIFT_RIGHT_UNSIGNED
  }

  /** A loop for each operator and width. Rows that don't count are computed too. */
  private static final class Bitwise implements VectorFunction {
    private final BitOperator operator;
    private final DataType type;
    private final Buffers buffers;

    Bitwise(BitOperator operator, CallSite site) {
      this.operator = operator;
      this.type = site.type();
      this.buffers = new Buffers(site.arrays());
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      Argument last = arguments[arguments.length - 1];
      if (type.kind() == DataType.Kind.BIGINT) {
        long[] out = buffers.longs(rows.length());
        compute(operator, arguments[0].longs(rows), last.longs(rows), out, rows.dense());
        return new LongVector(type, out, validity, rows.length());
      }
      int[] out = buffers.ints(rows.length());
      compute(operator, arguments[0].ints(rows), last.ints(rows), out, rows.dense());
      return new IntVector(type, out, validity, rows.length());
    }

    private static void compute(BitOperator operator, long[] a, long[] b, long[] out, RowSet set) {
      int count = set.count();
      switch (operator) {
        case AND -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = a[row] & b[row];
          }
        }
        case OR -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = a[row] | b[row];
          }
        }
        case XOR -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = a[row] ^ b[row];
          }
        }
        case NOT -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = ~a[row];
          }
        }
        case SHIFT_LEFT -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = a[row] << b[row];
          }
        }
        case SHIFT_RIGHT -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = a[row] >> b[row];
          }
        }
        case SHIFT_RIGHT_UNSIGNED -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = a[row] >>> b[row];
          }
        }
      }
    }

    private static void compute(BitOperator operator, int[] a, int[] b, int[] out, RowSet set) {
      int count = set.count();
      switch (operator) {
        case AND -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = a[row] & b[row];
          }
        }
        case OR -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = a[row] | b[row];
          }
        }
        case XOR -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = a[row] ^ b[row];
          }
        }
        case NOT -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = ~a[row];
          }
        }
        case SHIFT_LEFT -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = a[row] << b[row];
          }
        }
        case SHIFT_RIGHT -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = a[row] >> b[row];
          }
        }
        case SHIFT_RIGHT_UNSIGNED -> {
          for (int i = 0; i < count; i++) {
            int row = set.row(i);
            out[row] = a[row] >>> b[row];
          }
        }
      }
    }
  }

  /** The bits as text. */
  private static final class Bin extends BytesResult {
    private long[] values;

    Bin(ReservedArrays arrays) {
      super(DataType.STRING, arrays);
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      values = arguments[0].longs(rows);
    }

    @Override
    void write(int row, BytesBuilder to) {
      long value = values[row];
      for (int bit = Math.max(0, 63 - Long.numberOfLeadingZeros(value)); bit >= 0; bit--) {
        to.append((byte) ('0' + (value >>> bit & 1)));
      }
    }
  }

  /** Digits from base to base. */
  private static final class Conv extends BytesResult {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private final boolean fromText;
    private BytesVector texts;
    private long[] numbers;
    private int[] fromBases;
    private int[] toBases;

    Conv(CallSite site) {
      super(DataType.STRING, site.arrays());
      this.fromText = site.argumentTypes().get(0).kind() == DataType.Kind.STRING;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      texts = fromText ? arguments[0].bytes(rows) : null;
      numbers = fromText ? null : arguments[0].longs(rows);
      fromBases = arguments[1].ints(rows);
      toBases = arguments[2].ints(rows);
    }

    @Override
    void write(int row, BytesBuilder to) {
      String text = fromText ? texts.text(row).trim() : Long.toString(numbers[row]);
      int from = fromBases[row];
      int base = Math.abs(toBases[row]);
      if (text.isEmpty() || from < 2 || from > 36 || base < 2 || base > 36) {
        setNull(row);
        return;
      }
      boolean negative = text.charAt(0) == '-';
      BigInteger value = magnitude(text, negative ? 1 : 0, from);
      if (value.bitLength() > 64) {
        throw new DistaffException(
            ErrorCode.NUMERIC_OVERFLOW, "conv: '" + text + "' has more than 64 bits.");
      }
      BigInteger bits = negative ? value.negate().mod(TWO_64) : value;
      boolean signed = toBases[row] < 0;
      BigInteger shown = signed ? BigInteger.valueOf(bits.longValue()) : bits;
      to.append(shown.toString(base).toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
    }

    private static BigInteger magnitude(String text, int from, int base) {
      int end = from;
      while (end < text.length()
          && text.charAt(end) < 128
          && Character.digit(text.charAt(end), base) >= 0) {
        end++;
      }
      return end == from ? BigInteger.ZERO : new BigInteger(text.substring(from, end), base);
    }
  }
}
