package io.distaff.operator.window;

import io.distaff.memory.ReservedArrays;
import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.plan.WindowCall;
import io.distaff.vector.ColumnVector;

/** LAG and LEAD. */
final class ShiftedValue implements WindowFunction {
  private final WindowCall.Shift call;
  private final ColumnFetcher fetcher;

  /** Of a LEAD that ignores nulls; else null. */
  private final NthValue nth;

  /** Of a LAG that ignores nulls the last rows with a value, in turns; else null. */
  private final long[] lastRows;

  private final Cursor scan;
  private long scanned = -1;
  private long partition = -1;
  private long numValues;
  private long[] sources = new long[0];
  private long[] after = new long[0];

  ShiftedValue(WindowCall.Shift call, WindowRows rows, ReservedArrays arrays) {
    this.call = call;
    this.fetcher =
        new ColumnFetcher(
            call.column(), call.defaultColumn(), call.type(), rows.newCursor(), arrays);
    boolean ignoreNulls = call.ignoreNulls() && call.offset() != 0;
    this.nth =
        ignoreNulls && call.offset() > 0
            ? new NthValue(call.column(), call.offset(), rows.newCursor(), rows.newCursor())
            : null;
    this.lastRows = ignoreNulls && call.offset() < 0 ? new long[(int) -call.offset()] : null;
    this.scan = lastRows == null ? null : rows.newCursor();
  }

  @Override
  public ColumnVector compute(RowPlaces places, Cursor at) {
    int count = places.count();
    if (sources.length < count) {
      sources = new long[count];
      after = new long[count];
    }
    if (nth != null) {
      for (int i = 0; i < count; i++) {
        after[i] = places.first() + i + 1;
      }
      nth.find(after, places.partitionEnds(), count, sources);
      for (int i = 0; i < count; i++) {
        sources[i] = sources[i] < 0 ? ColumnFetcher.DEFAULT : sources[i];
      }
    } else if (lastRows != null) {
      findBefore(places);
    } else {
      shift(places);
    }
    return fetcher.fetch(sources, count, at);
  }

  private void shift(RowPlaces places) {
    long[] starts = places.partitionStarts();
    long[] ends = places.partitionEnds();
    for (int i = 0; i < places.count(); i++) {
      long row = places.first() + i + call.offset();
      sources[i] = row >= starts[i] && row < ends[i] ? row : ColumnFetcher.DEFAULT;
    }
  }

  private void findBefore(RowPlaces places) {
    for (int i = 0; i < places.count(); i++) {
      if (places.partitionStarts()[i] != partition) {
        partition = places.partitionStarts()[i];
        scanned = partition;
        numValues = 0;
      }
      long row = places.first() + i;
      for (; scanned < row; scanned++) {
        if (!NthValue.isNull(scan, call.column(), scanned)) {
          lastRows[(int) (numValues++ % lastRows.length)] = scanned;
        }
      }
      sources[i] =
          numValues < lastRows.length
              ? ColumnFetcher.DEFAULT
              : lastRows[(int) (numValues % lastRows.length)];
    }
  }
}
