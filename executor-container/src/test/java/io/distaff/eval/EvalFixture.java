package io.distaff.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.kernel.IntegerRange;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Int128Math;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Vectors of random values in every form, and the comparison of evaluators with the oracle. */
final class EvalFixture {
  enum Shape {
    FLAT,
    FLAT_NULLS,
    DICTIONARY,
    DICTIONARY_NULLS,
    CONSTANT,
    NULL_CONSTANT
  }

  enum Selected {
    ALL,
    MANY,
    FEW,
    NONE
  }

  private EvalFixture() {}

  static InputRef column(int index, DataType type) {
    return new InputRef(index, type);
  }

  static Call call(String function, DataType type, Expression... arguments) {
    return new Call(function, type, arguments);
  }

  static Literal literal(DataType type, Object value) {
    return Literal.of(type, value);
  }

  static Literal text(String value) {
    return Literal.of(DataType.STRING, value);
  }

  /** A flat vector; null rows hold whatever {@code garbage} gives. */
  static ColumnVector flat(DataType type, List<?> values, Supplier<Object> garbage) {
    int n = values.size();
    long[] validity = null;
    if (values.stream().anyMatch(Objects::isNull)) {
      validity = Validity.allValid(n);
      for (int i = 0; i < n; i++) {
        if (values.get(i) == null) {
          Validity.setNull(validity, i);
        }
      }
    }
    List<Object> slots = new ArrayList<>();
    for (Object value : values) {
      slots.add(value == null ? garbage.get() : value);
    }
    switch (type.kind()) {
      case BOOLEAN -> {
        byte[] booleans = new byte[n];
        for (int i = 0; i < n; i++) {
          booleans[i] = (byte) ((Boolean) slots.get(i) ? 1 : 0);
        }
        return new BooleanVector(type, booleans, validity, n);
      }
      case TINYINT, SMALLINT, INT, DATE, NULL -> {
        int[] ints = new int[n];
        for (int i = 0; i < n; i++) {
          ints[i] = Math.toIntExact((Long) slots.get(i));
        }
        return new IntVector(type, ints, validity, n);
      }
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> {
        long[] longs = new long[n];
        for (int i = 0; i < n; i++) {
          longs[i] = (Long) slots.get(i);
        }
        return new LongVector(type, longs, validity, n);
      }
      case FLOAT -> {
        float[] floats = new float[n];
        for (int i = 0; i < n; i++) {
          floats[i] = ((Double) slots.get(i)).floatValue();
        }
        return new FloatVector(type, floats, validity, n);
      }
      case DOUBLE -> {
        double[] doubles = new double[n];
        for (int i = 0; i < n; i++) {
          doubles[i] = (Double) slots.get(i);
        }
        return new DoubleVector(type, doubles, validity, n);
      }
      case DECIMAL -> {
        return decimals((DecimalType) type, slots, validity);
      }
      case STRING, BINARY -> {
        return bytes(type, values, validity);
      }
      case ARRAY, MAP, STRUCT -> {}
    }
    throw new IllegalStateException();
  }

  private static ColumnVector decimals(DecimalType type, List<Object> slots, long[] validity) {
    int n = slots.size();
    long[] high = new long[n];
    long[] low = new long[n];
    boolean fits = true;
    for (int i = 0; i < n; i++) {
      BigInteger unscaled = ((BigDecimal) slots.get(i)).setScale(type.scale()).unscaledValue();
      high[i] = Int128Math.high(unscaled);
      low[i] = Int128Math.low(unscaled);
      fits &= unscaled.bitLength() <= 63;
    }
    // A wide decimal whose values all fit comes in either form; by the parity of the first value.
    boolean asLong = type.isLong() || (fits && n > 0 && (low[0] & 1) == 0);
    return asLong
        ? new LongVector(type, low, validity, n)
        : new Int128Vector(type, high, low, validity, n);
  }

  private static ColumnVector bytes(DataType type, List<?> values, long[] validity) {
    int n = values.size();
    int[] starts = new int[n];
    int[] lengths = new int[n];
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int i = 0; i < n; i++) {
      data.write(0xFF); // a gap
      Object value = values.get(i);
      byte[] encoded =
          value == null
              ? new byte[0]
              : value instanceof String s ? s.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
      starts[i] = value == null ? 1_000_000 : data.size(); // empty values may start anywhere
      lengths[i] = encoded.length;
      data.writeBytes(encoded);
    }
    return new BytesVector(type, data.toByteArray(), starts, lengths, validity, n);
  }

  /** A vector of values that {@code values} gives. */
  static ColumnVector vector(
      DataType type, Shape shape, int n, Supplier<Object> values, Random random) {
    switch (shape) {
      case CONSTANT -> {
        return new ConstantVector(Vectors.single(type, values.get()), n);
      }
      case NULL_CONSTANT -> {
        return ConstantVector.ofNull(type, n);
      }
      case FLAT, FLAT_NULLS -> {
        List<Object> flat = new ArrayList<>();
        for (int i = 0; i < n; i++) {
          boolean isNull = shape == Shape.FLAT_NULLS && random.nextInt(4) == 0;
          flat.add(isNull ? null : values.get());
        }
        return flat(type, flat, values);
      }
      case DICTIONARY, DICTIONARY_NULLS -> {
        List<Object> entries = new ArrayList<>();
        int size = 1 + random.nextInt(random.nextBoolean() ? 8 : n);
        for (int i = 0; i < size; i++) {
          entries.add(values.get());
        }
        int[] ids = new int[n];
        long[] validity = shape == Shape.DICTIONARY ? null : Validity.allValid(n);
        for (int i = 0; i < n; i++) {
          ids[i] = random.nextInt(size);
          if (validity != null && random.nextInt(4) == 0) {
            Validity.setNull(validity, i);
          }
        }
        return new DictionaryVector(flat(type, entries, values), ids, validity, n);
      }
    }
    throw new IllegalStateException();
  }

  static SelectionVector selection(Selected selected, int n, Random random) {
    if (selected == Selected.ALL) {
      return null;
    }
    int[] rows = new int[n];
    int count = 0;
    int bound = selected == Selected.MANY ? 80 : selected == Selected.FEW ? 8 : 0;
    for (int i = 0; i < n; i++) {
      if (random.nextInt(100) < bound) {
        rows[count++] = i;
      }
    }
    return new SelectionVector(rows, count);
  }

  /** Values of one type; small ones, extreme ones and those in between. */
  static Supplier<Object> values(DataType type, Random random) {
    return () -> value(type, random);
  }

  private static final String[] TEXTS = {
    "",
    "a",
    "ab",
    "abc",
    "PROMO BURNISHED",
    "  padded ",
    "ünï©ødé",
    "日本語 text",
    "%_",
    "x\uD83D\uDE00y",
    "special requests",
    "ABCabc",
    "zz top",
    "a%b",
    "12-345-678"
  };

  static Object value(DataType type, Random random) {
    boolean extreme = random.nextInt(20) == 0;
    return switch (type.kind()) {
      case NULL -> null;
      case BOOLEAN -> random.nextBoolean();
      case TINYINT, SMALLINT, INT, BIGINT -> {
        int bits = IntegerRange.bits(type);
        if (extreme) {
          yield random.nextBoolean() ? IntegerRange.low(bits) : IntegerRange.high(bits);
        }
        yield random.nextBoolean()
            ? (long) random.nextInt(21) - 10
            : random.nextLong() >> (70 - bits);
      }
      case DATE -> (long) random.nextInt(40_000) - 10_000;
      case TIMESTAMP, TIMESTAMP_LOCAL -> random.nextLong() >> 9;
      case FLOAT -> (double) (float) floating(random, extreme);
      case DOUBLE -> floating(random, extreme);
      case DECIMAL -> decimal((DecimalType) type, random, extreme);
      case STRING ->
          random.nextInt(3) == 0
              ? TEXTS[random.nextInt(TEXTS.length)]
              : TEXTS[random.nextInt(TEXTS.length)] + TEXTS[random.nextInt(TEXTS.length)];
      case BINARY -> {
        byte[] bytes = new byte[random.nextInt(4)];
        random.nextBytes(bytes);
        yield bytes;
      }
      case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException(type.sqlName());
    };
  }

  private static double floating(Random random, boolean extreme) {
    double[] special = {
      Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, 1e30, -1e30
    };
    return extreme
        ? special[random.nextInt(special.length)]
        : random.nextBoolean() ? random.nextInt(10) - 4.5 : random.nextGaussian() * 1000;
  }

  private static BigDecimal decimal(DecimalType type, Random random, boolean extreme) {
    BigInteger limit = BigInteger.TEN.pow(type.precision());
    BigInteger unscaled;
    if (extreme) {
      unscaled = limit.subtract(BigInteger.ONE);
    } else {
      int digits = 1 + random.nextInt(Math.min(type.precision(), random.nextBoolean() ? 4 : 38));
      unscaled = new BigInteger(127, random).mod(BigInteger.TEN.pow(digits));
    }
    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
  }

  /**
   * Evaluates the expression for a batch and compares every selected row with the oracle. Where a
   * row fails in the oracle, the evaluator must fail with the code of one of the rows that do.
   */
  static void check(
      Evaluator evaluator,
      Expression expression,
      VectorBatch batch,
      SelectionVector selection,
      String description) {
    int count = selection == null ? batch.numRows() : selection.count();
    Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);
    Object[] expected = new Object[count];
    for (int i = 0; i < count; i++) {
      try {
        expected[i] = ExpressionOracle.evaluate(expression, row(batch, rowOf(selection, i)));
      } catch (DistaffException e) {
        codes.add(e.code());
      }
    }
    if (!codes.isEmpty()) {
      assertThatThrownBy(() -> evaluator.evaluate(batch, selection))
          .as("%s: %s", description, expression)
          .isInstanceOfSatisfying(
              DistaffException.class, e -> assertThat(codes).contains(e.code()));
      return;
    }
    ColumnVector result = evaluator.evaluate(batch, selection);
    assertThat(result.length()).isEqualTo(batch.numRows());
    assertThat(result.type()).isEqualTo(expression.type());
    for (int i = 0; i < count; i++) {
      int row = rowOf(selection, i);
      Object actual = Vectors.value(result, row);
      if (!same(expected[i], actual)) {
        throw new AssertionError(
            description
                + ": "
                + expression
                + " of "
                + List.of(Arrays.toString(row(batch, row)))
                + " in row "
                + row
                + " is "
                + actual
                + ", not "
                + expected[i]);
      }
    }
  }

  private static boolean same(Object expected, Object actual) {
    if (expected instanceof byte[] bytes) {
      return actual instanceof byte[] other && Arrays.equals(bytes, other);
    }
    return Objects.equals(expected, actual);
  }

  static int rowOf(SelectionVector selection, int i) {
    return selection == null ? i : selection.rows()[i];
  }

  static Object[] row(VectorBatch batch, int row) {
    Object[] values = new Object[batch.numColumns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Vectors.value(batch.column(i), row);
    }
    return values;
  }

  /** Checks one expression over columns of these types in all shapes and selections. */
  static void checkAllShapes(Expression expression, long seed, DataType... types) {
    List<Supplier<Object>> sources = new ArrayList<>();
    Random random = new Random(seed);
    for (DataType type : types) {
      sources.add(values(type, random));
    }
    checkAllShapes(expression, random, types, sources);
  }

  static void checkAllShapes(
      Expression expression, Random random, DataType[] types, List<Supplier<Object>> sources) {
    Evaluator evaluator = ExpressionCompiler.compile(expression, ReservedArrays.uncounted());
    for (Shape first : Shape.values()) {
      for (Shape second : types.length > 1 ? Shape.values() : new Shape[] {Shape.FLAT}) {
        for (Selected selected : Selected.values()) {
          int n = 1 + random.nextInt(300);
          ColumnVector[] columns = new ColumnVector[types.length];
          for (int i = 0; i < types.length; i++) {
            Shape shape = i == 0 ? first : i == 1 ? second : Shape.values()[random.nextInt(4)];
            columns[i] = vector(types[i], shape, n, sources.get(i), random);
          }
          SelectionVector selection = selection(selected, n, random);
          VectorBatch batch = new VectorBatch(n, columns);
          String description = first + " " + second + " " + selected;
          check(evaluator, expression, batch, selection, description);
          // The same dictionaries again: what was kept for them must still be right.
          check(evaluator, expression, batch, selection, description + " again");
        }
      }
    }
  }
}
