package io.distaff.operator.window;

import io.distaff.memory.ReservedArrays;
import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.plan.WindowCall;
import io.distaff.vector.ColumnVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** FIRST_VALUE, LAST_VALUE and NTH_VALUE. */
final class FrameValue implements WindowFunction {
  private final WindowCall.FrameValue call;

  /** The frame's parts; of LAST_VALUE the last one first. */
  private final List<Part> parts = new ArrayList<>();

  private final ColumnFetcher fetcher;
  private long[] sources = new long[0];
  private long[] found = new long[0];

  FrameValue(
      WindowCall.FrameValue call, FrameBounds bounds, WindowRows rows, ReservedArrays arrays) {
    if (call.ignoreNulls() && call.position() > 1 && bounds.parts().size() > 1) {
      throw new IllegalStateException("rows with a value aren't counted across gaps");
    }
    this.call = call;
    this.fetcher = new ColumnFetcher(call.column(), -1, call.type(), rows.newCursor(), arrays);
    bounds.parts().forEach(ranges -> parts.add(new Part(ranges, rows)));
    if (call.position() < 0) {
      Collections.reverse(parts);
    }
  }

  @Override
  public ColumnVector compute(RowPlaces places, Cursor at) {
    int count = places.count();
    if (sources.length < count) {
      sources = new long[count];
      found = new long[count];
    }
    if (call.position() > 1 && !call.ignoreNulls()) {
      findNth(count);
    } else {
      parts.get(0).find(count, sources);
      for (Part part : parts.subList(1, parts.size())) {
        part.find(count, found);
        for (int i = 0; i < count; i++) {
          sources[i] = sources[i] < 0 ? found[i] : sources[i];
        }
      }
    }
    return fetcher.fetch(sources, count, at);
  }

  /** Counts through the parts. */
  private void findNth(int count) {
    Arrays.fill(sources, 0, count, ColumnFetcher.NULL);
    Arrays.fill(found, 0, count, call.position() - 1);
    for (Part part : parts) {
      long[] starts = part.ranges.starts();
      long[] ends = part.ranges.ends();
      for (int i = 0; i < count; i++) {
        long numRows = ends[i] - starts[i];
        if (found[i] >= 0 && found[i] < numRows) {
          sources[i] = starts[i] + found[i];
        }
        found[i] -= numRows;
      }
    }
  }

  /** Finds the row in a part of the frame, {@link ColumnFetcher#NULL} where it isn't there. */
  private final class Part {
    private final RowRanges ranges;
    private final NthValue nth;
    private final Cursor scan;
    private long scanned;
    private long lastValue = -1;

    Part(RowRanges ranges, WindowRows rows) {
      this.ranges = ranges;
      boolean counts = call.ignoreNulls() && call.position() > 0;
      this.nth =
          counts
              ? new NthValue(call.column(), call.position(), rows.newCursor(), rows.newCursor())
              : null;
      this.scan = call.ignoreNulls() && !counts ? rows.newCursor() : null;
    }

    void find(int count, long[] target) {
      long[] starts = ranges.starts();
      long[] ends = ranges.ends();
      if (nth != null) {
        nth.find(starts, ends, count, target);
      } else if (scan != null) {
        findLast(starts, ends, count, target);
      } else {
        boolean isLast = call.position() < 0;
        for (int i = 0; i < count; i++) {
          long row = isLast ? ends[i] - 1 : starts[i];
          target[i] = ends[i] > starts[i] ? row : ColumnFetcher.NULL;
        }
      }
    }

    private void findLast(long[] starts, long[] ends, int count, long[] target) {
      for (int i = 0; i < count; i++) {
        scanned = Math.max(scanned, starts[i]);
        for (; scanned < ends[i]; scanned++) {
          lastValue = NthValue.isNull(scan, call.column(), scanned) ? lastValue : scanned;
        }
        target[i] = lastValue >= starts[i] ? lastValue : ColumnFetcher.NULL;
      }
    }
  }
}
