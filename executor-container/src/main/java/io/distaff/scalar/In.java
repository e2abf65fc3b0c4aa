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

  /**
   * Longs. Of a narrow range a bitmap says all; else one says of most others by a hash that they
   * are none of the values, and the rest is looked up by open addressing, where half of the slots
   * are free.
   */
  private static final class LongSet {
    private static final int MOST_BITS = 1 << 16;

    /** Bits for each slot: of other values, few in a hundred find one set. */
    private static final int BITS_A_SLOT = 16;

    private final long[] bits;
    private final int numBits;

    /** Of the range of {@code bits}; they are by hash where there are slots. */
    private final long smallest;

    private final long[] slots;
    private final boolean[] used;

    LongSet(long[] values) {
      smallest = Arrays.stream(values).min().orElse(0);
      long range = Arrays.stream(values).max().orElse(0) - smallest;
      if (range >= 0 && range < MOST_BITS) {
        numBits = (int) range + 1;
        bits = new long[(numBits + 63) >>> 6];
        slots = null;
        used = null;
        for (long value : values) {
          set((int) (value - smallest));
        }
        return;
      }
      int capacity = Integer.highestOneBit(values.length) * 4;
      numBits = (int) Math.min((long) capacity * BITS_A_SLOT, 1 << 30);
      bits = new long[numBits >>> 6];
      slots = new long[capacity];
      used = new boolean[capacity];
      for (long value : values) {
        set(bit(mix(value)));
        int slot = slot(value, mix(value));
        slots[slot] = value;
        used[slot] = true;
      }
    }

    private void set(int bit) {
      bits[bit >>> 6] |= 1L << bit;
    }

    private static long mix(long value) {
      long mixed = value * 0x9E3779B97F4A7C15L;
      return mixed ^ (mixed >>> 32);
    }

    private int bit(long mixed) {
      return (int) mixed & (numBits - 1);
    }

    private int slot(long value, long mixed) {
      int mask = slots.length - 1;
      int slot = (int) mixed & mask;
      while (used[slot] && slots[slot] != value) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    byte contains(long value) {
      if (slots == null) {
        long bit = value - smallest;
        return bit < 0 || bit >= numBits ? 0 : (byte) (bits[(int) bit >>> 6] >>> bit & 1);
      }
      long mixed = mix(value);
      int bit = bit(mixed);
      if ((bits[bit >>> 6] >>> bit & 1) == 0) {
        return 0;
      }
      return (byte) (used[slot(value, mixed)] ? 1 : 0);
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
