package io.distaff.kernel;

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
import io.distaff.vector.Vectors;
import java.math.BigDecimal;

/**
 * An argument of a function: holds its values for the current batch, and gives them in the shape
 * that a kernel wants. What it gives is valid until the next batch is loaded. Mutable.
 */
public final class Argument {
  private final DataType type;
  private final Flattener dictionaryFlattener;
  private final Flattener constantFlattener;
  private final Buffers widened;
  private ColumnVector vector;
  private long bound;
  private ColumnVector boundedDictionary;
  private long dictionaryBound;

  public Argument(DataType type, ReservedArrays arrays) {
    this.dictionaryFlattener = new Flattener(arrays);
    this.constantFlattener = new Flattener(arrays);
    this.widened = new Buffers(arrays);
    this.type = type;
  }

  public DataType type() {
    return type;
  }

  /**
   * Takes the values of a batch.
   *
   * @param loaded in any form
   * @param valueBound see {@link VectorFunction#resultBound}
   */
  public void load(ColumnVector loaded, long valueBound, RowSet rows) {
    bound = valueBound;
    if (loaded instanceof DictionaryVector d) {
      if (d.dictionary().length() == 0) {
        vector = ConstantVector.ofNull(d.type(), d.length());
        return;
      }
      if (bound == Bounds.UNKNOWN && d.dictionary() instanceof LongVector longs) {
        bound = dictionaryBound(longs, rows);
      }
    }
    vector = loaded instanceof ConstantVector ? loaded : dictionaryFlattener.flatten(loaded, rows);
  }

  private long dictionaryBound(LongVector dictionary, RowSet rows) {
    if (dictionary != boundedDictionary) {
      if (dictionary.length() > rows.count()) {
        return Bounds.UNKNOWN;
      }
      boundedDictionary = dictionary;
      dictionaryBound =
          Bounds.ofBits(
              LongKernels.magnitudeBits(dictionary.values(), RowSet.all(dictionary.length())));
    }
    return dictionaryBound;
  }

  /** Lets go of the values. */
  public void clear() {
    vector = null;
  }

  /** Replaces a constant by its one row. */
  public void unwrap() {
    vector = ((ConstantVector) vector).single();
  }

  /** Flat or constant. */
  public ColumnVector vector() {
    return vector;
  }

  public boolean isConstant() {
    return vector instanceof ConstantVector;
  }

  public boolean isNullConstant() {
    return vector instanceof ConstantVector c && c.isNull();
  }

  /** The bitmap; null when no row is null. Not of constants. */
  public long[] validity() {
    return Forms.validity(vector);
  }

  /** The form of the values: of a constant, that of its value. */
  public ColumnVector.Form form() {
    return vector instanceof ConstantVector c ? c.single().form() : vector.form();
  }

  /** The values as a flat vector, constants repeated. */
  public ColumnVector flat(RowSet rows) {
    return constantFlattener.flatten(vector, rows);
  }

  /** The values as ints; booleans as 0 and 1. */
  public int[] ints(RowSet rows) {
    ColumnVector flat = flat(rows);
    if (flat instanceof BooleanVector booleans) {
      byte[] values = booleans.values();
      int[] ints = widened.ints(flat.length());
      for (int i = 0; i < flat.length(); i++) {
        ints[i] = values[i];
      }
      return ints;
    }
    return ((IntVector) flat).values();
  }

  /** The values as longs: those of a {@link LongVector}, ints or booleans. */
  public long[] longs(RowSet rows) {
    ColumnVector flat = flat(rows);
    if (flat instanceof LongVector longs) {
      return longs.values();
    }
    long[] longs = widened.longs(rows.length());
    IntKernels.toLongs(ints(rows), longs, rows.dense());
    return longs;
  }

  public float[] floats(RowSet rows) {
    return ((FloatVector) flat(rows)).values();
  }

  /** The values as doubles; floats widened. */
  public double[] doubles(RowSet rows) {
    ColumnVector flat = flat(rows);
    if (flat instanceof FloatVector floats) {
      double[] doubles = widened.doubles(rows.length());
      FloatingKernels.widen(floats.values(), doubles, rows.dense());
      return doubles;
    }
    return ((DoubleVector) flat).values();
  }

  public BytesVector bytes(RowSet rows) {
    return (BytesVector) flat(rows);
  }

  /** The values of integers or unscaled decimals as 128-bit integers. */
  public Int128Vector wide(RowSet rows) {
    ColumnVector flat = flat(rows);
    if (flat instanceof Int128Vector wide) {
      return wide;
    }
    long[] low = longs(rows);
    long[] high = widened.highs(rows.length());
    Int128Kernels.signs(low, high, rows);
    return new Int128Vector(type(), high, low, Forms.validity(flat), rows.length());
  }

  /** The value of a constant of form LONG. */
  public long longConstant() {
    return ((LongVector) ((ConstantVector) vector).single()).values()[0];
  }

  /**
   * A bound of the magnitudes of integers or unscaled decimals in these rows; looks at the values
   * unless whoever computed them says it.
   */
  public long bound(RowSet rows) {
    if (form() == ColumnVector.Form.INT || form() == ColumnVector.Form.BOOLEAN) {
      return 1L << 31;
    }
    if (bound == Bounds.UNKNOWN) {
      ColumnVector source = vector instanceof ConstantVector c ? c.single() : vector;
      if (source instanceof LongVector longs) {
        bound =
            vector instanceof ConstantVector
                ? Bounds.of(longs.values()[0])
                : Bounds.ofBits(LongKernels.magnitudeBits(longs.values(), rows));
      }
    }
    return bound;
  }

  /** A bound that takes no look at the values, if there is one. */
  public long boundByType() {
    if (bound != Bounds.UNKNOWN) {
      return bound;
    }
    return type() instanceof DecimalType decimal && decimal.isLong()
        ? Int128Math.longPowerOfTen(decimal.precision())
        : Bounds.UNKNOWN;
  }

  /** Bits of the magnitudes of integers or unscaled decimals: each is at most 2^bits. */
  public int bits(RowSet rows) {
    if (form() == ColumnVector.Form.INT || form() == ColumnVector.Form.BOOLEAN) {
      return 31;
    }
    ColumnVector flat = vector instanceof ConstantVector c ? c.single() : vector;
    RowSet looked = vector instanceof ConstantVector ? RowSet.all(1) : rows;
    if (flat instanceof LongVector longs) {
      return 64 - Long.numberOfLeadingZeros(LongKernels.magnitudeBits(longs.values(), looked));
    }
    Int128Vector wide = (Int128Vector) flat;
    long high = Int128Kernels.magnitudeBitsHigh(wide.high(), looked);
    if (high != 0) {
      return 128 - Long.numberOfLeadingZeros(high);
    }
    return 64
        - Long.numberOfLeadingZeros(
            Int128Kernels.magnitudeBitsLow(wide.high(), wide.low(), looked));
  }

  /** The decimal of a row that isn't null. */
  public BigDecimal decimal(int row) {
    return (BigDecimal) value(row);
  }

  /** The value of a row in the classes of {@link Vectors#value}. */
  public Object value(int row) {
    return Vectors.value(vector, row);
  }
}
