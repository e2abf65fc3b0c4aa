package io.distaff.operator.aggregation;

import io.distaff.memory.ReservedArrays;
import io.distaff.plan.SortKey;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.Validity;
import java.util.Arrays;
import java.util.List;

/**
 * Aggregates of a group's values in their order: PERCENTILE with interpolation, PERCENTILE_DISC.
 */
final class OrderedValues extends CollectedRows {
  /** What is computed. */
  enum Statistic {
    PERCENTILE_CONT,
    PERCENTILE_DISC
  }

  private final Statistic statistic;
  private final double share;

  private final RowNumberSort sort = new RowNumberSort(List.of(new SortKey(0, false, false)));

  /**
   * @param share of the percentile, 0 to 1
   */
  OrderedValues(
      Statistic statistic,
      double share,
      DataType type,
      ArrayType stateType,
      boolean groupsBeginEmpty) {
    super(type, stateType, 0, groupsBeginEmpty);
    this.statistic = statistic;
    this.share = share;
  }

  @Override
  boolean canMoveRowsOut() {
    return true;
  }

  @Override
  ColumnVector results(int from, int count) {
    SortedValues sorted = sortedValues();
    if (sorted != null) {
      return ofSorted(sorted, from, count);
    }
    return switch (statistic) {
      case PERCENTILE_CONT -> interpolated(from, count);
      case PERCENTILE_DISC -> chosen(from, count);
    };
  }

  /** Of groups whose values were moved out, in ascending order from call to call. */
  private ColumnVector ofSorted(SortedValues sorted, int from, int count) {
    ColumnBuffer out = new ColumnBuffer(type, ReservedArrays.uncounted()).copying();
    out.beginNull(count);
    double[] interpolated = new double[count];
    long[] bits = Validity.allValid(count);
    for (int i = 0; i < count; i++) {
      long length = movedLength(from + i);
      if (length == 0) {
        Validity.setNull(bits, i);
        continue;
      }
      switch (statistic) {
        case PERCENTILE_CONT -> interpolated[i] = interpolatedOfSorted(sorted, length);
        case PERCENTILE_DISC -> {
          long place = discretePlace(length);
          sorted.skip(place);
          sorted.copyNext(out, i);
          sorted.skip(length - place - 1);
        }
      }
    }
    return statistic == Statistic.PERCENTILE_CONT
        ? new DoubleVector(type, interpolated, bits, count)
        : out.vector();
  }

  private double interpolatedOfSorted(SortedValues sorted, long length) {
    double place = share * (length - 1);
    long below = (long) place;
    double part = place - below;
    sorted.skip(below);
    double low = sorted.nextDouble();
    double high = part == 0 ? low : sorted.nextDouble();
    sorted.skip(length - below - (part == 0 ? 1 : 2));
    return between(low, high, part);
  }

  private long discretePlace(long length) {
    return Math.max(0, (long) Math.ceil(share * length) - 1);
  }

  private static double between(double low, double high, double part) {
    return part == 0 || low == high ? low : low * (1 - part) + high * part;
  }

  private DoubleVector interpolated(int from, int count) {
    double[] out = new double[count];
    int[] rows = new int[longest(from, count)];
    for (int i = 0; i < count; i++) {
      int length = length(from + i);
      if (length > 0) {
        rowsOf(from + i, rows, 0);
        double[] values = ((DoubleVector) copy(0, rows, length)).values();
        Arrays.sort(values, 0, length);
        out[i] = interpolated(values, length);
      }
    }
    return new DoubleVector(type, out, nonEmpty(from, count), count);
  }

  private double interpolated(double[] sorted, int length) {
    double place = share * (length - 1);
    int below = (int) place;
    double part = place - below;
    return between(sorted[below], sorted[part == 0 ? below : below + 1], part);
  }

  private ColumnVector chosen(int from, int count) {
    int[] rows = new int[longest(from, count)];
    int[] chosen = new int[count];
    int[] at = new int[count];
    int n = 0;
    for (int i = 0; i < count; i++) {
      int length = length(from + i);
      if (length > 0) {
        rowsOf(from + i, rows, 0);
        sort.sort(store, rows, 0, length);
        chosen[n] = rows[(int) discretePlace(length)];
        at[n++] = i;
      }
    }
    ColumnBuffer out = new ColumnBuffer(type, ReservedArrays.uncounted());
    out.beginNull(count);
    store.copyOut(0, chosen, at, n, out);
    return out.vector();
  }
}
