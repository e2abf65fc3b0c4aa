package io.distaff.operator.window;

import io.distaff.memory.MemoryReservation;
import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/**
 * SUM of floating point numbers. What was added can't be taken off without error, so a frame is two
 * parts: of the first one the sums of all its endings are known, of the second one the sum. When
 * the first part has left, the second one becomes the first: each row is summed up twice.
 *
 * <pre>
 *   low [ a b c | d e ] high      endings: a+b+c, b+c, c      rest: d+e
 *         low [ | d e f g ]  =>   endings: d+e+f+g, e+f+g, f+g, g      rest: 0
 * </pre>
 */
final class DoubleSumFrames extends AggregateFrames {
  private static final int ROW_BYTES = Double.BYTES + Integer.BYTES;

  private final MemoryReservation memory;
  private double[] endings = new double[0];
  private int[] endingValues = new int[0];
  private long endingsStart;
  private long endingsEnd;
  private double rest;
  private long restValues;
  private double[] out = new double[0];
  private long[] validity;

  DoubleSumFrames(RowRanges ranges, int column, WindowRows rows, MemoryReservation memory) {
    super(ranges, column, rows);
    this.memory = memory;
  }

  @Override
  void begin(int count) {
    out = out.length < count ? new double[count] : out;
    validity = null;
  }

  @Override
  void reset() {
    endingsStart = 0;
    endingsEnd = 0;
    rest = 0;
    restValues = 0;
  }

  @Override
  void add(Cursor at, int from, int to) {
    FlatView view = at.view(column());
    double sum = rest;
    for (int i = from; i < to; i++) {
      if (isValid(view, i)) {
        sum += value(view, i);
        restValues++;
      }
    }
    rest = sum;
  }

  private static double value(FlatView view, int i) {
    int position = view.positions()[i];
    return view.values() instanceof FloatVector floats
        ? floats.values()[position]
        : ((DoubleVector) view.values()).values()[position];
  }

  @Override
  void remove(long start) {
    if (start < endingsEnd) {
      return;
    }
    int count = Math.toIntExact(high() - start);
    if (endings.length < count) {
      int capacity = (int) Math.min(Integer.MAX_VALUE - 64, count + (long) (count >> 1));
      memory.add((long) ROW_BYTES * (capacity - endings.length));
      endings = new double[capacity];
      endingValues = new int[capacity];
    }
    for (long row = start; row < high(); ) {
      leaving.seek(row);
      FlatView view = leaving.view(column());
      long to = Math.min(high(), leaving.end());
      for (; row < to; row++) {
        int i = (int) (row - leaving.start());
        boolean valid = isValid(view, i);
        endings[(int) (row - start)] = valid ? value(view, i) : 0;
        endingValues[(int) (row - start)] = valid ? 1 : 0;
      }
    }
    for (int i = count - 2; i >= 0; i--) {
      endings[i] += endings[i + 1];
      endingValues[i] += endingValues[i + 1];
    }
    endingsStart = start;
    endingsEnd = high();
    rest = 0;
    restValues = 0;
  }

  @Override
  void give(int from, int to) {
    if (from == to) {
      return;
    }
    double sum = rest;
    long numValues = restValues;
    if (low() >= endingsStart && low() < endingsEnd) {
      int i = (int) (low() - endingsStart);
      sum += endings[i];
      numValues += endingValues[i];
    }
    Arrays.fill(out, from, to, sum);
    if (numValues == 0) {
      if (validity == null) {
        validity = Validity.allValid(out.length);
      }
      for (int i = from; i < to; i++) {
        Validity.setNull(validity, i);
      }
    }
  }

  @Override
  ColumnVector end(int count) {
    return new DoubleVector(DataType.DOUBLE, out, validity, count);
  }
}
