package io.distaff.vector;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Vectors of single values, and the value of a single row: for literals, results, messages and
 * tests. Not for loops over rows.
 */
public final class Vectors {
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

  private Vectors() {}

  /** A one-row null. */
  public static ColumnVector nullOf(DataType type) {
    long[] validity = {0};
    return switch (type.kind()) {
      case BOOLEAN -> new BooleanVector(type, new byte[1], validity, 1);
      case NULL, TINYINT, SMALLINT, INT, DATE -> new IntVector(type, new int[1], validity, 1);
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> new LongVector(type, new long[1], validity, 1);
      case FLOAT -> new FloatVector(type, new float[1], validity, 1);
      case DOUBLE -> new DoubleVector(type, new double[1], validity, 1);
      case DECIMAL ->
          ((DecimalType) type).isLong()
              ? new LongVector(type, new long[1], validity, 1)
              : new Int128Vector(type, new long[1], new long[1], validity, 1);
      case STRING, BINARY ->
          new BytesVector(type, new byte[0], new int[1], new int[1], validity, 1);
      case ARRAY -> {
        ArrayType array = (ArrayType) type;
        yield new ArrayVector(array, new int[1], new int[1], nullOf(array.element()), validity, 1);
      }
      case MAP -> {
        MapType map = (MapType) type;
        ColumnVector keys = nullOf(map.key());
        yield new MapVector(map, new int[1], new int[1], keys, nullOf(map.value()), validity, 1);
      }
      case STRUCT -> {
        StructType struct = (StructType) type;
        ColumnVector[] members =
            struct.types().stream().map(Vectors::nullOf).toArray(ColumnVector[]::new);
        yield new StructVector(struct, members, validity, 1);
      }
    };
  }

  /**
   * A one-row vector of a value.
   *
   * @param value null, Boolean, Long (TINYINT to BIGINT, DATE in days, timestamps in microseconds),
   *     Double (FLOAT, DOUBLE), BigDecimal of the type's scale, String, byte[], List of the
   *     elements (ARRAY) or members (STRUCT), or Map
   */
  public static ColumnVector single(DataType type, Object value) {
    if (value == null) {
      return nullOf(type);
    }
    return switch (type.kind()) {
      case NULL -> throw new IllegalArgumentException("a value of type null: " + value);
      case BOOLEAN ->
          new BooleanVector(type, new byte[] {(byte) ((Boolean) value ? 1 : 0)}, null, 1);
      case TINYINT, SMALLINT, INT, DATE ->
          new IntVector(type, new int[] {Math.toIntExact((Long) value)}, null, 1);
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL ->
          new LongVector(type, new long[] {(Long) value}, null, 1);
      case FLOAT -> new FloatVector(type, new float[] {((Double) value).floatValue()}, null, 1);
      case DOUBLE -> new DoubleVector(type, new double[] {(Double) value}, null, 1);
      case DECIMAL -> decimal((DecimalType) type, (BigDecimal) value);
      case STRING -> bytes(type, ((String) value).getBytes(StandardCharsets.UTF_8));
      case BINARY -> bytes(type, (byte[]) value);
      case ARRAY -> {
        List<?> elements = (List<?>) value;
        yield new ArrayVector(
            (ArrayType) type,
            new int[1],
            new int[] {elements.size()},
            of(((ArrayType) type).element(), elements),
            null,
            1);
      }
      case MAP -> {
        MapType map = (MapType) type;
        Map<?, ?> entries = (Map<?, ?>) value;
        yield new MapVector(
            map,
            new int[1],
            new int[] {entries.size()},
            of(map.key(), new ArrayList<>(entries.keySet())),
            of(map.value(), new ArrayList<>(entries.values())),
            null,
            1);
      }
      case STRUCT -> {
        StructType struct = (StructType) type;
        ColumnVector[] members = new ColumnVector[struct.size()];
        for (int m = 0; m < members.length; m++) {
          members[m] = single(struct.member(m).type(), ((List<?>) value).get(m));
        }
        yield new StructVector(struct, members, null, 1);
      }
    };
  }

  /**
   * A flat vector of some values.
   *
   * @param values in the classes that {@link #single} takes
   */
  public static ColumnVector of(DataType type, List<?> values) {
    ColumnBuffer buffer = new ColumnBuffer(type, ReservedArrays.uncounted());
    buffer.begin(values.size());
    FlatView view = new FlatView();
    for (int i = 0; i < values.size(); i++) {
      view.set(single(type, values.get(i)), new int[1], 1);
      buffer.copy(view, new int[] {i}, 1);
    }
    return buffer.vector();
  }

  private static ColumnVector bytes(DataType type, byte[] value) {
    return new BytesVector(type, value, new int[1], new int[] {value.length}, null, 1);
  }

  private static ColumnVector decimal(DecimalType type, BigDecimal value) {
    BigInteger unscaled = value.setScale(type.scale()).unscaledValue();
    if (type.isLong()) {
      return new LongVector(type, new long[] {unscaled.longValueExact()}, null, 1);
    }
    return new Int128Vector(
        type,
        new long[] {unscaled.shiftRight(64).longValueExact()},
        new long[] {unscaled.longValue()},
        null,
        1);
  }

  /** The value of a row in the classes that {@link #single} takes; null when the row is null. */
  public static Object value(ColumnVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    return switch (vector.form()) {
      case BOOLEAN -> ((BooleanVector) vector).values()[row] != 0;
      case INT -> (long) ((IntVector) vector).values()[row];
      case LONG -> {
        long value = ((LongVector) vector).values()[row];
        yield vector.type() instanceof DecimalType decimal
            ? BigDecimal.valueOf(value, decimal.scale())
            : (Object) value;
      }
      case INT128 -> {
        Int128Vector wide = (Int128Vector) vector;
        yield new BigDecimal(
            int128(wide.high()[row], wide.low()[row]), ((DecimalType) vector.type()).scale());
      }
      case FLOAT -> (double) ((FloatVector) vector).values()[row];
      case DOUBLE -> ((DoubleVector) vector).values()[row];
      case BYTES -> {
        BytesVector bytes = (BytesVector) vector;
        yield vector.type().kind() == DataType.Kind.STRING
            ? bytes.text(row)
            : java.util.Arrays.copyOfRange(
                bytes.data(), bytes.starts()[row], bytes.starts()[row] + bytes.lengths()[row]);
      }
      case ARRAY -> {
        ArrayVector array = (ArrayVector) vector;
        yield values(array.elements(), array.starts()[row], array.lengths()[row]);
      }
      case MAP -> {
        MapVector map = (MapVector) vector;
        Map<Object, Object> entries = new LinkedHashMap<>();
        int start = map.starts()[row];
        for (int entry = start; entry < start + map.lengths()[row]; entry++) {
          entries.put(value(map.keys(), entry), value(map.values(), entry));
        }
        yield Collections.unmodifiableMap(entries);
      }
      case STRUCT -> {
        List<Object> members = new ArrayList<>();
        for (ColumnVector member : ((StructVector) vector).members()) {
          members.add(value(member, row));
        }
        yield Collections.unmodifiableList(members);
      }
      case DICTIONARY -> {
        DictionaryVector dictionary = (DictionaryVector) vector;
        yield value(dictionary.dictionary(), dictionary.ids()[row]);
      }
      case CONSTANT -> value(((ConstantVector) vector).single(), 0);
    };
  }

  private static List<Object> values(ColumnVector vector, int start, int count) {
    List<Object> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(value(vector, start + i));
    }
    return Collections.unmodifiableList(values);
  }

  private static BigInteger int128(long high, long low) {
    BigInteger unsignedLow = BigInteger.valueOf(low);
    if (low < 0) {
      unsignedLow = unsignedLow.add(TWO_64);
    }
    return BigInteger.valueOf(high).shiftLeft(64).add(unsignedLow);
  }
}
