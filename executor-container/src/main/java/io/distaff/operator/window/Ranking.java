package io.distaff.operator.window;

import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.plan.WindowCall;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.LongVector;

/** The functions of a row's place: ROW_NUMBER, RANK and their like. */
final class Ranking implements WindowFunction {
  private final WindowCall.Ranking call;
  private long[] numbers = new long[0];
  private double[] fractions = new double[0];

  Ranking(WindowCall.Ranking call) {
    this.call = call;
  }

  @Override
  public ColumnVector compute(RowPlaces places, Cursor at) {
    int count = places.count();
    boolean isFraction =
        switch (call.function()) {
          case PERCENT_RANK, CUME_DIST -> true;
          case ROW_NUMBER, RANK, DENSE_RANK, NTILE -> false;
        };
    if (isFraction) {
      fractions = fractions.length < count ? new double[count] : fractions;
    } else {
      numbers = numbers.length < count ? new long[count] : numbers;
    }
    long[] starts = places.partitionStarts();
    switch (call.function()) {
      case ROW_NUMBER -> {
        for (int i = 0; i < count; i++) {
          numbers[i] = places.first() + i - starts[i] + 1;
        }
      }
      case RANK -> {
        long[] peers = places.peerStarts();
        for (int i = 0; i < count; i++) {
          numbers[i] = peers[i] - starts[i] + 1;
        }
      }
      case DENSE_RANK -> {
        long[] groups = places.groups();
        for (int i = 0; i < count; i++) {
          numbers[i] = groups[i] + 1;
        }
      }
      case NTILE -> buckets(places);
      case PERCENT_RANK -> {
        long[] ends = places.partitionEnds();
        long[] peers = places.peerStarts();
        for (int i = 0; i < count; i++) {
          long others = Math.max(1, ends[i] - starts[i] - 1);
          fractions[i] = (double) (peers[i] - starts[i]) / others;
        }
      }
      case CUME_DIST -> {
        long[] ends = places.partitionEnds();
        long[] peerEnds = places.peerEnds();
        for (int i = 0; i < count; i++) {
          fractions[i] = (double) (peerEnds[i] - starts[i]) / (ends[i] - starts[i]);
        }
      }
    }
    return isFraction
        ? new DoubleVector(call.type(), fractions, null, count)
        : new LongVector(call.type(), numbers, null, count);
  }

  /** The first buckets get one row more than the others where the rows don't divide evenly. */
  private void buckets(RowPlaces places) {
    long[] starts = places.partitionStarts();
    long[] ends = places.partitionEnds();
    for (int i = 0; i < places.count(); i++) {
      long row = places.first() + i - starts[i];
      long size = (ends[i] - starts[i]) / call.buckets();
      long larger = (ends[i] - starts[i]) % call.buckets();
      long inLarger = larger * (size + 1);
      numbers[i] =
          1 + (row < inLarger ? row / (size + 1) : larger + (row - inLarger) / Math.max(1, size));
    }
  }
}
