package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.BytesKernels;
import io.distaff.kernel.CompareKernels;
import io.distaff.kernel.ComparisonOperator;
import io.distaff.kernel.Int128Range;
import io.distaff.kernel.KeyRange;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Int128Math;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * IN with a list of literals. Numbers and dates are looked up by their key (see {@link KeyRange}),
 * a decimal of 128 bits by its lower half first; text by its bytes.
 */
public final class In implements VectorFunction {
  private final boolean nullListed;
  private final LongSet keys;
  private final Int128Range[] wideValues;
  private final BytesSet texts;
  private final Buffers buffers;

  /**
   * @param values in the classes of {@link io.distaff.vector.Vectors#value}, nulls among them
   */
  public In(DataType type, List<Object> values, ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.nullListed = values.contains(null);
    List<Object> present = values.stream().filter(v -> v != null).toList();
    if (type.kind() == DataType.Kind.STRING || type.kind() == DataType.Kind.BINARY) {
      this.texts = new BytesSet(present.stream().map(In::bytes).toList());
      this.keys = null;
      this.wideValues = null;
      return;
    }
    this.texts = null;
    List<KeyRange> points =
        present.stream()
            .map(v -> KeyRange.of(ComparisonOperator.EQUAL, v, type))
            .filter(range -> range.low().equals(range.high())) // else of a finer scale: equals none
            .toList();
    this.wideValues =
        points.stream()
            .filter(point -> type instanceof DecimalType && point.low().bitLength() > 63)
            .map(point -> Int128Range.of(point.low(), point.high()))
            .toArray(Int128Range[]::new);
    this.keys =
        new LongSet(
            points.stream()
                .filter(point -> point.low().bitLength() <= 63)
                .mapToLong(point -> point.low().longValueExact())
                .toArray());
  }

  public static byte[] bytes(Object value) {
    return value instanceof String s ? s.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    byte[] out = buffers.bytes(rows.length());
    find(arguments[0], rows, out);
    long[] resultValidity = validity;
    if (nullListed) {
      resultValidity =
          validity == null
              ? Validity.allValid(rows.length())
              : Arrays.copyOf(validity, Validity.words(rows.length()));
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (out[row] == 0) {
          Validity.setNull(resultValidity, row);
        }
      }
    }
    return new BooleanVector(DataType.BOOLEAN, out, resultValidity, rows.length());
  }

  private void find(Argument argument, RowSet rows, byte[] out) {
    ColumnVector vector = argument.vector();
    if (vector instanceof BytesVector bytes) {
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        out[row] = texts.contains(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
      }
    } else if (vector instanceof Int128Vector wide) {
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        out[row] = containsWide(wide.high()[row], wide.low()[row]);
      }
    } else if (vector instanceof LongVector longs) {
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        out[row] = keys.contains(longs.values()[row]);
      }
    } else if (vector instanceof IntVector || vector instanceof BooleanVector) {
      int[] ints = argument.ints(rows);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        out[row] = keys.contains(ints[row]);
      }
    } else {
      double[] doubles = argument.doubles(rows);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        out[row] = keys.contains(CompareKernels.key(doubles[row]));
      }
    }
  }

  private byte containsWide(long high, long low) {
    if (Int128Math.fitsLong(high, low)) {
      return keys.contains(low);
    }
    for (Int128Range value : wideValues) {
      if (value.contains(high, low) != 0) {
        return 1;
      }
    }
    return 0;
  }

  /** Longs by open addressing; half of the slots are free. */
  private static final class LongSet {
    private final long[] slots;
    private final boolean[] used;
    private final int mask;

    LongSet(long[] values) {
      int capacity = Integer.highestOneBit(Math.max(1, values.length)) * 4;
      slots = new long[capacity];
      used = new boolean[capacity];
      mask = capacity - 1;
      for (long value : values) {
        int slot = slot(value);
        slots[slot] = value;
        used[slot] = true;
      }
    }

    private int slot(long value) {
      long mixed = value * 0x9E3779B97F4A7C15L;
      int slot = (int) (mixed ^ (mixed >>> 32)) & mask;
      while (used[slot] && slots[slot] != value) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    byte contains(long value) {
      return (byte) (used[slot(value)] ? 1 : 0);
    }
  }

  /** Byte strings by open addressing; half of the slots are free. */
  private static final class BytesSet {
    private final byte[][] slots;
    private final int mask;

    BytesSet(List<byte[]> values) {
      int capacity = Integer.highestOneBit(Math.max(1, values.size())) * 4;
      slots = new byte[capacity][];
      mask = capacity - 1;
      for (byte[] value : values) {
        slots[slot(value, 0, value.length)] = value;
      }
    }

    private int slot(byte[] data, int start, int length) {
      int hash = length;
      for (int i = start; i < start + length; i++) {
        hash = 31 * hash + data[i];
      }
      hash *= 0x9E3779B9;
      int slot = (hash ^ (hash >>> 16)) & mask;
      while (slots[slot] != null && !isAt(slot, data, start, length)) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    private boolean isAt(int slot, byte[] data, int start, int length) {
      byte[] value = slots[slot];
      return value.length == length && (length == 0 || BytesKernels.matches(data, start, value));
    }

    byte contains(byte[] data, int start, int length) {
      return (byte) (slots[slot(data, start, length)] != null ? 1 : 0);
    }
  }
}
