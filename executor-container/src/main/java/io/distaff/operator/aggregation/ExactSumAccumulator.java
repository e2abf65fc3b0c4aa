package io.distaff.operator.aggregation;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;

/**
 * SUM of integers and decimals, exact in 128 bits whatever the order of the rows.
 *
 * <p>Sums are kept in 64 bits as long as that is provably enough: {@code bound} is what the
 * absolute value of any group's sum can't exceed, the sum over all batches of (largest absolute
 * value) * (rows). When the next batch would take it beyond 2^62, upper halves are added, for good.
 * Then a batch is summed in 64 bits first where groups are few and its own bound allows, and row by
 * row in 128 bits otherwise. A sum that leaves 128 bits is {@link #LOST} from then on.
 */
final class ExactSumAccumulator extends Accumulator {
  /** Up to this many groups, each has four sums that are added to by turns. */
  static final int MOST_LANED_GROUPS = 16;

  /** What becomes of a sum that its type can't hold. */
  enum OnOverflow {
    /** NUMERIC_OVERFLOW; states between phases have the type of the result. */
    ERROR,

    /** The result is null; states between phases are exact. */
    NULL
  }

  /** The upper half of a sum that has left 128 bits: less than any decimal's. */
  private static final long LOST = Long.MIN_VALUE;

  private static final long LARGEST_BOUND = 1L << 62;
  private static final DecimalType WIDEST = DataType.decimal(38, 0);

  private final OnOverflow onOverflow;
  private long[] low = new long[0];
  private long[] high;
  private long bound;
  private long batchBound;
  private final long[] lanes = new long[4 * MOST_LANED_GROUPS];
  private long[] partial = new long[0];

  /** The last dictionary of the argument that was looked at as a whole. */
  private LongVector dictionary;

  private long dictionaryBits;
  private long[] stateOut = new long[0];

  ExactSumAccumulator(DataType type, OnOverflow onOverflow, boolean groupsBeginEmpty) {
    super(type, groupsBeginEmpty);
    this.onOverflow = onOverflow;
  }

  /**
   * The type of sums that are exact: those of integers may pass through values that a BIGINT can't
   * hold.
   */
  static DataType exactType(DataType type) {
    return type instanceof DecimalType decimal
        ? DataType.decimal(DecimalType.MAX_PRECISION, decimal.scale())
        : WIDEST;
  }

  @Override
  int stateBytes() {
    return high == null ? Long.BYTES : 2 * Long.BYTES;
  }

  @Override
  long extraBytes(AggregateInput in, int newCapacity) {
    batchBound = boundOf(in);
    return high == null && !fits() ? 8L * newCapacity : 0;
  }

  private boolean fits() {
    return batchBound >= 0 && bound + batchBound < LARGEST_BOUND;
  }

  /** What no group's sum over the input exceeds; -1 if that is 2^62 or more. */
  private long boundOf(AggregateInput in) {
    int count = in.count();
    if (in.values() instanceof Int128Vector) {
      return -1;
    }
    long largest = 1L << 31;
    if (in.values() instanceof LongVector vector) {
      largest = bits(in, vector) + 1;
    }
    return largest <= 0 || largest > LARGEST_BOUND / (count + 1) ? -1 : largest * count;
  }

  /** All bits that may occur in the values: of a dictionary its entries', looked at once. */
  private long bits(AggregateInput in, LongVector values) {
    if (!(in.column(0) instanceof DictionaryVector)) {
      return bits(in.longs(), in.count());
    }
    if (dictionary != values) {
      if (values.length() > in.count()) {
        return bits(in.longs(), in.count());
      }
      dictionary = values;
      dictionaryBits = bits(values.values(), values.length());
    }
    return dictionaryBits;
  }

  /** All bits that occur in the absolute values (less one, of negative ones). */
  private static long bits(long[] values, int count) {
    long bits = 0;
    for (int k = 0; k < count; k++) {
      bits |= values[k] ^ values[k] >> 63;
    }
    return bits;
  }

  @Override
  void resize(int before, int wanted) {
    low = Arrays.copyOf(low, wanted);
    if (high != null) {
      high = Arrays.copyOf(high, wanted);
    }
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    int[] groups = in.groups();
    int count = in.count();
    if (high == null && fits()) {
      bound += batchBound;
      addNarrow(low, in, numGroups);
      return;
    }
    if (high == null) {
      high = new long[capacity()];
      for (int g = 0; g < high.length; g++) {
        high[g] = low[g] >> 63;
      }
    }
    if (batchBound >= 0 && 4L * numGroups <= count) {
      addThroughPartials(in, numGroups);
      return;
    }
    if (in.values() instanceof Int128Vector vector) {
      addInt128s(low, high, groups, vector, in.positions(), count);
    } else {
      addLongs(low, high, groups, in.longs(), count);
    }
  }

  private void addNarrow(long[] sums, AggregateInput in, int numGroups) {
    if (numGroups == 1) {
      sums[0] += OneGroupKernels.sum(in);
    } else if (numGroups <= MOST_LANED_GROUPS) {
      addInLanes(sums, in.groups(), in.longs(), in.count(), numGroups);
    } else {
      add(sums, in.groups(), in.longs(), in.count());
    }
  }

  private void addThroughPartials(AggregateInput in, int numGroups) {
    if (partial.length < numGroups) {
      partial = new long[numGroups];
    }
    Arrays.fill(partial, 0, numGroups, 0);
    addNarrow(partial, in, numGroups);
    for (int g = 0; g < numGroups; g++) {
      add128(low, high, g, partial[g], partial[g] >> 63);
    }
  }

  /** {@code sums[groups[k]] += values[k]}. */
  static void add(long[] sums, int[] groups, long[] values, int count) {
    for (int k = 0; k < count; k++) {
      sums[groups[k]] += values[k];
    }
  }

  /** As {@link #add}, without waiting for the sum of the row before. */
  private void addInLanes(long[] sums, int[] groups, long[] values, int count, int numGroups) {
    Arrays.fill(lanes, 0, 4 * numGroups, 0);
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      lanes[4 * groups[k]] += values[k];
      lanes[4 * groups[k + 1] + 1] += values[k + 1];
      lanes[4 * groups[k + 2] + 2] += values[k + 2];
      lanes[4 * groups[k + 3] + 3] += values[k + 3];
    }
    for (; k < count; k++) {
      lanes[4 * groups[k]] += values[k];
    }
    for (int g = 0; g < numGroups; g++) {
      sums[g] += lanes[4 * g] + lanes[4 * g + 1] + lanes[4 * g + 2] + lanes[4 * g + 3];
    }
  }

  private static void addLongs(long[] low, long[] high, int[] groups, long[] values, int count) {
    for (int k = 0; k < count; k++) {
      add128(low, high, groups[k], values[k], values[k] >> 63);
    }
  }

  private static void addInt128s(
      long[] low, long[] high, int[] groups, Int128Vector vector, int[] positions, int count) {
    long[] valueLow = vector.low();
    long[] valueHigh = vector.high();
    for (int k = 0; k < count; k++) {
      int position = positions[k];
      add128(low, high, groups[k], valueLow[position], valueHigh[position]);
    }
  }

  /** Adds to one sum, which is lost if it was, or overflows 128 bits. */
  private static void add128(long[] low, long[] high, int g, long addLow, long addHigh) {
    long a = low[g];
    long sum = a + addLow;
    long carry = ((a & addLow) | ((a | addLow) & ~sum)) >>> 63;
    long h = high[g];
    long sumHigh = h + addHigh + carry;
    boolean lost = h == LOST || addHigh == LOST || ((h ^ sumHigh) & (addHigh ^ sumHigh)) < 0;
    low[g] = sum;
    high[g] = lost ? LOST : sumHigh;
  }

  @Override
  ColumnVector results(int from, int count) {
    long[] validity = validity(from, count);
    long[] outLow = Arrays.copyOfRange(low, from, from + count);
    if (high == null) {
      if (type instanceof DecimalType decimal && decimal.isLong()) {
        validity = checkDecimals(decimal, outLow, validity, count);
      }
      return new LongVector(type, outLow, validity, count);
    }
    long[] outHigh = Arrays.copyOfRange(high, from, from + count);
    if (type instanceof DecimalType decimal) {
      validity = checkInt128s(decimal, outHigh, outLow, validity, count);
      if (!decimal.isLong()) {
        return new Int128Vector(type, outHigh, outLow, validity, count);
      }
    } else {
      validity = checkLongs(outHigh, outLow, validity, count);
    }
    return new LongVector(type, outLow, validity, count);
  }

  /** The validity of sums of which those that are too large are null, if they may be. */
  private long[] checkLongs(long[] sumHigh, long[] sumLow, long[] validity, int count) {
    long[] checked = validity;
    for (int i = 0; i < count; i++) {
      if (sumHigh[i] != sumLow[i] >> 63 && isValid(validity, i)) {
        checked = tooLarge(checked, i, count);
      }
    }
    return checked;
  }

  private long[] checkDecimals(DecimalType decimal, long[] sums, long[] validity, int count) {
    long limit = Int128Limit.powerOfTen(decimal.precision()).low();
    long[] checked = validity;
    for (int i = 0; i < count; i++) {
      if ((sums[i] >= limit || sums[i] <= -limit) && isValid(validity, i)) {
        checked = tooLarge(checked, i, count);
      }
    }
    return checked;
  }

  private long[] checkInt128s(
      DecimalType decimal, long[] sumHigh, long[] sumLow, long[] validity, int count) {
    Int128Limit limit = Int128Limit.powerOfTen(decimal.precision());
    long[] checked = validity;
    for (int i = 0; i < count; i++) {
      if (!limit.exceedsMagnitudeOf(sumHigh[i], sumLow[i]) && isValid(validity, i)) {
        checked = tooLarge(checked, i, count);
      }
    }
    return checked;
  }

  private long[] tooLarge(long[] validity, int row, int count) {
    if (onOverflow == OnOverflow.ERROR) {
      throw overflow();
    }
    long[] checked = validity == null ? Validity.allValid(count) : validity;
    Validity.setNull(checked, row);
    return checked;
  }

  private static boolean isValid(long[] validity, int row) {
    return validity == null || Validity.isValid(validity, row);
  }

  private DistaffException overflow() {
    return new DistaffException(
        ErrorCode.NUMERIC_OVERFLOW,
        "a sum is beyond the range of "
            + type.sqlName()
            + ". Cast the argument of sum() to double if an approximate result will do, or use"
            + " try_sum() for a null");
  }

  @Override
  DataType stateType() {
    return onOverflow == OnOverflow.NULL ? exactType() : type;
  }

  @Override
  ColumnVector states(int from, int count) {
    return onOverflow == OnOverflow.NULL ? exactStates(from, count) : results(from, count);
  }

  @Override
  DataType exactType() {
    return exactType(type);
  }

  @Override
  ColumnVector exactStates(int from, int count) {
    long[] validity = validity(from, count);
    long[] outLow = Arrays.copyOfRange(low, from, from + count);
    return high == null
        ? new LongVector(exactType(), outLow, validity, count)
        : new Int128Vector(
            exactType(), Arrays.copyOfRange(high, from, from + count), outLow, validity, count);
  }

  @Override
  ColumnVector statesOfRows(VectorBatch batch, AggregateInput in) {
    if (in.values() instanceof Int128Vector) {
      return copyOfRows(batch, in);
    }
    int numRows = batch.numRows();
    if (!in.filtered() && in.column(0) instanceof LongVector vector) {
      return new LongVector(stateType(), vector.values(), vector.validity(), numRows);
    }
    if (stateOut.length < numRows) {
      stateOut = new long[Math.max(numRows, VectorBatch.TARGET_ROWS)];
    }
    int[] counting = in.countingRows();
    long[] values = in.longs();
    long[] validity = in.picked() ? new long[Validity.words(numRows)] : null;
    for (int k = 0; k < in.count(); k++) {
      stateOut[counting[k]] = values[k];
    }
    for (int k = 0; validity != null && k < in.count(); k++) {
      Validity.setValid(validity, counting[k]);
    }
    return new LongVector(stateType(), stateOut, validity, numRows);
  }

  @Override
  void drop() {
    low = new long[0];
    high = null;
    bound = 0;
    dictionary = null;
    partial = new long[0];
  }
}
