package io.distaff.encoder;

import io.distaff.memory.ReservedArrays;
import io.distaff.row.RowValues;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.StructVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The writers for each shape. Stateless. */
final class ValueWriters {
  private ValueWriters() {}

  static ValueWriter of(ObjectShape shape, ReservedArrays arrays) {
    if (shape instanceof ObjectShape.Composite composite) {
      return new StructWriter(composite, arrays);
    } else if (shape instanceof ObjectShape.Elements elements) {
      return new ListWriter((ArrayType) shape.type(), of(elements.element(), arrays), arrays);
    } else if (shape instanceof ObjectShape.Entries entries) {
      return new MapWriter(
          (MapType) shape.type(), of(entries.key(), arrays), of(entries.value(), arrays), arrays);
    } else if (shape instanceof ObjectShape.Maybe maybe) {
      return new MaybeWriter(of(maybe.value(), arrays), arrays);
    }
    DataType type = shape.type();
    return switch (type.kind()) {
      case BOOLEAN -> new BooleanWriter(type, arrays);
      case NULL, TINYINT, SMALLINT, INT, DATE -> new IntWriter(type, arrays);
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> new LongWriter(type, arrays);
      case FLOAT -> new FloatWriter(type, arrays);
      case DOUBLE -> new DoubleWriter(type, arrays);
      case DECIMAL ->
          ((DecimalType) type).isLong()
              ? new ShortDecimalWriter((DecimalType) type, arrays)
              : new DecimalWriter((DecimalType) type, arrays);
      case STRING, BINARY -> new BytesWriter(type, arrays);
      case ARRAY, MAP, STRUCT -> throw new IllegalStateException(type.sqlName());
    };
  }

  private static final class BooleanWriter extends ValueWriter {
    private byte[] values = {};

    BooleanWriter(DataType type, ReservedArrays arrays) {
      super(type, arrays);
    }

    @Override
    void add(boolean value) {
      put((byte) (value ? 1 : 0));
      endRow(true);
    }

    @Override
    void addValue(Object value) {
      add((boolean) value);
    }

    @Override
    void addNull() {
      put((byte) 0);
      endRow(false);
    }

    private void put(byte value) {
      values = arrays.grownBytes(values, Math.max(FIRST_ROWS, rows + 1), rows);
      values[rows] = value;
    }

    @Override
    ColumnVector vector() {
      return new BooleanVector(type, values, validity(), rows);
    }

    @Override
    long sizeBytes() {
      return rows;
    }
  }

  private static final class IntWriter extends ValueWriter {
    private int[] values = {};

    IntWriter(DataType type, ReservedArrays arrays) {
      super(type, arrays);
    }

    @Override
    void add(int value) {
      put(value);
      endRow(true);
    }

    @Override
    void addValue(Object value) {
      add(((Long) RowValues.fromProgram(type, value)).intValue());
    }

    @Override
    void addNull() {
      put(0);
      endRow(false);
    }

    private void put(int value) {
      values = arrays.grownInts(values, Math.max(FIRST_ROWS, rows + 1));
      values[rows] = value;
    }

    @Override
    ColumnVector vector() {
      return new IntVector(type, values, validity(), rows);
    }

    @Override
    long sizeBytes() {
      return 4L * rows;
    }
  }

  private static class LongWriter extends ValueWriter {
    private long[] values = {};

    LongWriter(DataType type, ReservedArrays arrays) {
      super(type, arrays);
    }

    @Override
    void add(long value) {
      put(value);
      endRow(true);
    }

    @Override
    void addValue(Object value) {
      add((long) (Long) RowValues.fromProgram(type, value));
    }

    @Override
    void addNull() {
      put(0);
      endRow(false);
    }

    private void put(long value) {
      values = arrays.grownLongs(values, Math.max(FIRST_ROWS, rows + 1));
      values[rows] = value;
    }

    @Override
    ColumnVector vector() {
      return new LongVector(type, values, validity(), rows);
    }

    @Override
    long sizeBytes() {
      return 8L * rows;
    }
  }

  private static final class FloatWriter extends ValueWriter {
    private float[] values = {};

    FloatWriter(DataType type, ReservedArrays arrays) {
      super(type, arrays);
    }

    @Override
    void add(float value) {
      put(value);
      endRow(true);
    }

    @Override
    void addValue(Object value) {
      add((float) value);
    }

    @Override
    void addNull() {
      put(0);
      endRow(false);
    }

    private void put(float value) {
      if (rows == values.length) {
        float[] grown = arrays.floats(values, Math.max(FIRST_ROWS, 2 * rows));
        System.arraycopy(values, 0, grown, 0, rows);
        values = grown;
      }
      values[rows] = value;
    }

    @Override
    ColumnVector vector() {
      return new FloatVector(type, values, validity(), rows);
    }

    @Override
    long sizeBytes() {
      return 4L * rows;
    }
  }

  private static final class DoubleWriter extends ValueWriter {
    private double[] values = {};

    DoubleWriter(DataType type, ReservedArrays arrays) {
      super(type, arrays);
    }

    @Override
    void add(double value) {
      put(value);
      endRow(true);
    }

    @Override
    void addValue(Object value) {
      add((double) value);
    }

    @Override
    void addNull() {
      put(0);
      endRow(false);
    }

    private void put(double value) {
      if (rows == values.length) {
        double[] grown = arrays.doubles(values, Math.max(FIRST_ROWS, 2 * rows));
        System.arraycopy(values, 0, grown, 0, rows);
        values = grown;
      }
      values[rows] = value;
    }

    @Override
    ColumnVector vector() {
      return new DoubleVector(type, values, validity(), rows);
    }

    @Override
    long sizeBytes() {
      return 8L * rows;
    }
  }

  /** Wide decimals: those that a program has are of the widest type. */
  /** Of at most 18 digits. */
  private static final class ShortDecimalWriter extends LongWriter {
    ShortDecimalWriter(DecimalType type, ReservedArrays arrays) {
      super(type, arrays);
    }

    @Override
    void addValue(Object value) {
      add(((BigDecimal) RowValues.fromProgram(type, value)).unscaledValue().longValue());
    }
  }

  private static final class DecimalWriter extends ValueWriter {
    private long[] high = {};
    private long[] low = {};

    DecimalWriter(DecimalType type, ReservedArrays arrays) {
      super(type, arrays);
    }

    @Override
    void addValue(Object value) {
      BigInteger unscaled = ((BigDecimal) RowValues.fromProgram(type, value)).unscaledValue();
      put(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
      endRow(true);
    }

    @Override
    void addNull() {
      put(0, 0);
      endRow(false);
    }

    private void put(long upper, long lower) {
      high = arrays.grownLongs(high, Math.max(FIRST_ROWS, rows + 1));
      low = arrays.grownLongs(low, Math.max(FIRST_ROWS, rows + 1));
      high[rows] = upper;
      low[rows] = lower;
    }

    @Override
    ColumnVector vector() {
      return new Int128Vector(type, high, low, validity(), rows);
    }

    @Override
    long sizeBytes() {
      return 16L * rows;
    }
  }

  private static final class BytesWriter extends ValueWriter {
    private static final byte[] EMPTY = {};

    private byte[] data = {};
    private int used;
    private int[] starts = {};
    private int[] lengths = {};

    BytesWriter(DataType type, ReservedArrays arrays) {
      super(type, arrays);
    }

    @Override
    void addValue(Object value) {
      put(bytes(value));
      endRow(true);
    }

    private static byte[] bytes(Object value) {
      if (value instanceof byte[] bytes) {
        return bytes;
      }
      String text = value instanceof Enum<?> constant ? constant.name() : (String) value;
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    void addNull() {
      put(EMPTY);
      endRow(false);
    }

    private void put(byte[] value) {
      starts = arrays.grownInts(starts, Math.max(FIRST_ROWS, rows + 1));
      lengths = arrays.grownInts(lengths, starts.length);
      data = arrays.grownBytes(data, (long) used + value.length, used);
      System.arraycopy(value, 0, data, used, value.length);
      starts[rows] = used;
      lengths[rows] = value.length;
      used += value.length;
    }

    @Override
    void clear() {
      super.clear();
      used = 0;
    }

    @Override
    ColumnVector vector() {
      return new BytesVector(type, data, starts, lengths, validity(), rows);
    }

    @Override
    long sizeBytes() {
      return used + 8L * rows;
    }
  }

  private static final class MaybeWriter extends ValueWriter {
    private final ValueWriter within;

    MaybeWriter(ValueWriter within, ReservedArrays arrays) {
      super(within.type, arrays);
      this.within = within;
    }

    @Override
    void addValue(Object value) {
      within.add(((Optional<?>) value).orElse(null));
    }

    @Override
    void addNull() {
      within.addNull();
    }

    @Override
    int rows() {
      return within.rows();
    }

    @Override
    void clear() {
      within.clear();
    }

    @Override
    ColumnVector vector() {
      return within.vector();
    }

    @Override
    long sizeBytes() {
      return within.sizeBytes();
    }
  }

  /** Rows that are ranges of what their children have. */
  private abstract static class RangesWriter extends ValueWriter {
    int[] starts = {};
    int[] lengths = {};

    RangesWriter(DataType type, ReservedArrays arrays) {
      super(type, arrays);
    }

    final void put(int start, int length) {
      starts = arrays.grownInts(starts, Math.max(FIRST_ROWS, rows + 1));
      lengths = arrays.grownInts(lengths, starts.length);
      starts[rows] = start;
      lengths[rows] = length;
    }
  }

  private static final class ListWriter extends RangesWriter {
    private final ValueWriter element;

    ListWriter(ArrayType type, ValueWriter element, ReservedArrays arrays) {
      super(type, arrays);
      this.element = element;
    }

    @Override
    void addValue(Object value) {
      int start = element.rows();
      if (value instanceof List<?> list) {
        list.forEach(element::add);
      } else {
        ArrayElements.write(value, element);
      }
      put(start, element.rows() - start);
      endRow(true);
    }

    @Override
    void addNull() {
      put(element.rows(), 0);
      endRow(false);
    }

    @Override
    void clear() {
      super.clear();
      element.clear();
    }

    @Override
    ColumnVector vector() {
      return new ArrayVector((ArrayType) type, starts, lengths, element.vector(), validity(), rows);
    }

    @Override
    long sizeBytes() {
      return 8L * rows + element.sizeBytes();
    }
  }

  private static final class MapWriter extends RangesWriter {
    private final ValueWriter key;
    private final ValueWriter entry;

    MapWriter(MapType type, ValueWriter key, ValueWriter entry, ReservedArrays arrays) {
      super(type, arrays);
      this.key = key;
      this.entry = entry;
    }

    @Override
    void addValue(Object value) {
      int start = key.rows();
      for (Map.Entry<?, ?> each : ((Map<?, ?>) value).entrySet()) {
        key.add(each.getKey());
        entry.add(each.getValue());
      }
      put(start, key.rows() - start);
      endRow(true);
    }

    @Override
    void addNull() {
      put(key.rows(), 0);
      endRow(false);
    }

    @Override
    void clear() {
      super.clear();
      key.clear();
      entry.clear();
    }

    @Override
    ColumnVector vector() {
      return new MapVector(
          (MapType) type, starts, lengths, key.vector(), entry.vector(), validity(), rows);
    }

    @Override
    long sizeBytes() {
      return 8L * rows + key.sizeBytes() + entry.sizeBytes();
    }
  }

  private static final class StructWriter extends ValueWriter {
    private final ObjectAccess access;
    private final ValueWriter[] members;

    StructWriter(ObjectShape.Composite shape, ReservedArrays arrays) {
      super(shape.type(), arrays);
      this.access = shape.access();
      this.members =
          shape.components().stream()
              .map(component -> of(component.shape(), arrays))
              .toArray(ValueWriter[]::new);
    }

    @Override
    void addValue(Object value) {
      access.take(value, members);
      endRow(true);
    }

    @Override
    void addNull() {
      for (ValueWriter member : members) {
        member.addNull();
      }
      endRow(false);
    }

    @Override
    void clear() {
      super.clear();
      for (ValueWriter member : members) {
        member.clear();
      }
    }

    @Override
    ColumnVector vector() {
      ColumnVector[] vectors = new ColumnVector[members.length];
      for (int m = 0; m < vectors.length; m++) {
        vectors[m] = members[m].vector();
      }
      return new StructVector((StructType) type, vectors, validity(), rows);
    }

    @Override
    long sizeBytes() {
      long total = 0;
      for (ValueWriter member : members) {
        total += member.sizeBytes();
      }
      return total;
    }
  }
}
