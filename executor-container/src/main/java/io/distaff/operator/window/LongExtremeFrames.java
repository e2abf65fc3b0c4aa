package io.distaff.operator.window;

import io.distaff.memory.MemoryReservation;
import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.FloatVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/**
 * MIN and MAX of values that fit into 64 bits. Values are turned into longs of which the smallest
 * is wanted; a queue holds those rows of the frame that no later row is as small as, so that its
 * head is the smallest and its values ascend. Where rows never leave, the head is enough. Of
 * floating point numbers NaN is above all, and -0 is 0.
 */
final class LongExtremeFrames extends AggregateFrames {
  private static final int ENTRY_BYTES = 2 * Long.BYTES;

  private final boolean isMax;
  private final boolean onlyGrows;
  private final DataType type;
  private final MemoryReservation memory;

  // A ring of a power of two entries.
  private long[] keys = new long[16];
  private long[] rows = new long[16];
  private int head;
  private int size;

  private long[] out = new long[0];
  private long[] validity;

  LongExtremeFrames(
      RowRanges ranges,
      int column,
      boolean isMax,
      DataType type,
      WindowRows rows,
      MemoryReservation memory) {
    super(ranges, column, rows);
    this.isMax = isMax;
    this.onlyGrows = ranges.onlyGrow();
    this.type = type;
    this.memory = memory;
  }

  @Override
  void begin(int count) {
    out = out.length < count ? new long[count] : out;
    validity = null;
  }

  @Override
  void reset() {
    size = 0;
  }

  @Override
  void add(Cursor at, int from, int to) {
    FlatView view = at.view(column());
    for (int i = from; i < to; i++) {
      if (isValid(view, i)) {
        push(isMax ? ~key(view, i) : key(view, i), at.start() + i);
      }
    }
  }

  private static long key(FlatView view, int i) {
    int position = view.positions()[i];
    return switch (view.values().form()) {
      case BOOLEAN -> ((BooleanVector) view.values()).values()[position];
      case INT -> ((IntVector) view.values()).values()[position];
      case LONG -> ((LongVector) view.values()).values()[position];
      case FLOAT -> ordered(((FloatVector) view.values()).values()[position]);
      case DOUBLE -> ordered(((DoubleVector) view.values()).values()[position]);
      case INT128, BYTES, DICTIONARY, CONSTANT, ARRAY, MAP, STRUCT ->
          throw new IllegalStateException("no long for " + view.values().form());
    };
  }

  /** Bits in the order of the numbers. */
  private static long ordered(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private static double number(long ordered) {
    return Double.longBitsToDouble(ordered ^ ((ordered >> 63) & Long.MAX_VALUE));
  }

  private void push(long key, long row) {
    int mask = keys.length - 1;
    if (onlyGrows && size > 0 && keys[head] <= key) {
      return;
    }
    while (size > 0 && keys[(head + size - 1) & mask] >= key) {
      size--;
    }
    if (size == keys.length) {
      grow();
      mask = keys.length - 1;
    }
    int tail = (head + size++) & mask;
    keys[tail] = key;
    rows[tail] = row;
  }

  private void grow() {
    int capacity = 2 * keys.length;
    memory.add((long) ENTRY_BYTES * (capacity - keys.length));
    long[] newKeys = new long[capacity];
    long[] newRows = new long[capacity];
    int first = keys.length - head;
    System.arraycopy(keys, head, newKeys, 0, first);
    System.arraycopy(keys, 0, newKeys, first, head);
    System.arraycopy(rows, head, newRows, 0, first);
    System.arraycopy(rows, 0, newRows, first, head);
    keys = newKeys;
    rows = newRows;
    head = 0;
  }

  @Override
  void remove(long start) {
    int mask = keys.length - 1;
    while (size > 0 && rows[head] < start) {
      head = (head + 1) & mask;
      size--;
    }
  }

  @Override
  void give(int from, int to) {
    if (from == to) {
      return;
    }
    if (size > 0) {
      Arrays.fill(out, from, to, isMax ? ~keys[head] : keys[head]);
      return;
    }
    if (validity == null) {
      validity = Validity.allValid(out.length);
    }
    Arrays.fill(out, from, to, 0);
    for (int i = from; i < to; i++) {
      Validity.setNull(validity, i);
    }
  }

  @Override
  ColumnVector end(int count) {
    return switch (type.kind()) {
      case BOOLEAN -> {
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++) {
          values[i] = (byte) out[i];
        }
        yield new BooleanVector(type, values, validity, count);
      }
      case NULL, TINYINT, SMALLINT, INT, DATE -> {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
          values[i] = (int) out[i];
        }
        yield new IntVector(type, values, validity, count);
      }
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL, DECIMAL ->
          new LongVector(type, out, validity, count);
      case FLOAT -> {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
          values[i] = (float) number(out[i]);
        }
        yield new FloatVector(type, values, validity, count);
      }
      case DOUBLE -> {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
          values[i] = number(out[i]);
        }
        yield new DoubleVector(type, values, validity, count);
      }
      case STRING, BINARY, ARRAY, MAP, STRUCT -> throw new IllegalStateException(type.sqlName());
    };
  }
}
