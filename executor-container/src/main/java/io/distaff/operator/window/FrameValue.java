package io.distaff.operator.window;

import io.distaff.memory.ReservedArrays;
import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.plan.WindowCall;
import io.distaff.vector.ColumnVector;

/** FIRST_VALUE, LAST_VALUE and NTH_VALUE. */
final class FrameValue implements WindowFunction {
  private final WindowCall.FrameValue call;
  private final FrameBounds bounds;
  private final ColumnFetcher fetcher;
  private final NthValue nth;
  private final Cursor scan;
  private long scanned;
  private long lastValue = -1;
  private long[] sources = new long[0];

  FrameValue(
      WindowCall.FrameValue call, FrameBounds bounds, WindowRows rows, ReservedArrays arrays) {
    this.call = call;
    this.bounds = bounds;
    this.fetcher = new ColumnFetcher(call.column(), -1, call.type(), rows.newCursor(), arrays);
    boolean counts = call.ignoreNulls() && call.position() > 0;
    this.nth =
        counts
            ? new NthValue(call.column(), call.position(), rows.newCursor(), rows.newCursor())
            : null;
    this.scan = call.ignoreNulls() && !counts ? rows.newCursor() : null;
  }

  @Override
  public ColumnVector compute(RowPlaces places, Cursor at) {
    int count = places.count();
    if (sources.length < count) {
      sources = new long[count];
    }
    long[] starts = bounds.starts();
    long[] ends = bounds.ends();
    if (nth != null) {
      nth.find(starts, ends, count, sources);
    } else if (scan != null) {
      findLast(starts, ends, count);
    } else if (call.position() < 0) {
      for (int i = 0; i < count; i++) {
        sources[i] = ends[i] > starts[i] ? ends[i] - 1 : ColumnFetcher.NULL;
      }
    } else {
      for (int i = 0; i < count; i++) {
        boolean exists = call.position() <= ends[i] - starts[i];
        sources[i] = exists ? starts[i] + call.position() - 1 : ColumnFetcher.NULL;
      }
    }
    return fetcher.fetch(sources, count, at);
  }

  private void findLast(long[] starts, long[] ends, int count) {
    for (int i = 0; i < count; i++) {
      scanned = Math.max(scanned, starts[i]);
      for (; scanned < ends[i]; scanned++) {
        lastValue = NthValue.isNull(scan, call.column(), scanned) ? lastValue : scanned;
      }
      sources[i] = lastValue >= starts[i] ? lastValue : ColumnFetcher.NULL;
    }
  }
}
