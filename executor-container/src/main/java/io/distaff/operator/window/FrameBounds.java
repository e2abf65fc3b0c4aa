package io.distaff.operator.window;

import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.plan.SortKey;
import io.distaff.plan.WindowFrame;
import io.distaff.plan.WindowFrame.Bound;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import io.distaff.vector.ValueOrder;
import java.util.List;

/**
 * The first row of each row's frame, and the row behind its last one. Within a partition neither
 * goes back from row to row, and frames of later partitions lie behind. Rows that the frame
 * excludes are between the two: {@link #parts} leaves them out. Confined to a task's thread.
 */
final class FrameBounds implements RowRanges {
  private final WindowFrame frame;
  private final BoundSeeker startSeeker;
  private final BoundSeeker endSeeker;
  private long[] starts = new long[0];
  private long[] ends = new long[0];
  private final List<FramePart> parts;

  /**
   * @param order of a frame of unit RANGE with offsets; else null
   */
  FrameBounds(WindowFrame frame, SortKey order, WindowRows rows, int peerFlags) {
    this.frame = frame;
    this.startSeeker = seeker(frame.start(), false, order, rows, peerFlags);
    this.endSeeker = seeker(frame.end(), true, order, rows, peerFlags);
    this.parts = FramePart.of(frame);
  }

  private BoundSeeker seeker(
      Bound bound, boolean isEnd, SortKey order, WindowRows rows, int peerFlags) {
    boolean hasOffset =
        bound.kind() == Bound.Kind.PRECEDING || bound.kind() == Bound.Kind.FOLLOWING;
    if (!hasOffset) {
      return null;
    }
    return switch (frame.unit()) {
      case ROWS -> null;
      case GROUPS -> new GroupSeeker(rows.newCursor(), peerFlags, signed(bound), isEnd);
      case RANGE ->
          bound.column() < 0
              ? new DifferenceSeeker(
                  rows.newCursor(), frame.rangeKey(), signed(bound), order, isEnd)
              : new LimitSeeker(rows.newCursor(), frame.rangeKey(), bound.column(), order, isEnd);
    };
  }

  private static long signed(Bound bound) {
    return bound.kind() == Bound.Kind.PRECEDING ? -bound.offset() : bound.offset();
  }

  /** The frame in the order of its rows: itself, or what is left of it. */
  List<? extends RowRanges> parts() {
    return parts.isEmpty() ? List.of(this) : parts;
  }

  @Override
  public boolean onlyGrow() {
    return frame.onlyGrows();
  }

  /** Computes the frames of a cursor's rows. */
  void set(RowPlaces places, Cursor at) {
    int count = places.count();
    if (starts.length < count) {
      starts = new long[count];
      ends = new long[count];
    }
    fill(frame.start(), startSeeker, places, at, 0, starts);
    fill(frame.end(), endSeeker, places, at, 1, ends);
    for (int i = 0; i < count; i++) {
      ends[i] = Math.max(starts[i], ends[i]);
    }
    parts.forEach(part -> part.set(this, places));
  }

  @Override
  public long[] starts() {
    return starts;
  }

  @Override
  public long[] ends() {
    return ends;
  }

  /**
   * @param behind 0 for the first row, 1 for the row behind the last one
   */
  private void fill(
      Bound bound, BoundSeeker seeker, RowPlaces places, Cursor at, int behind, long[] target) {
    int count = places.count();
    switch (bound.kind()) {
      case UNBOUNDED_PRECEDING -> System.arraycopy(places.partitionStarts(), 0, target, 0, count);
      case UNBOUNDED_FOLLOWING -> System.arraycopy(places.partitionEnds(), 0, target, 0, count);
      case CURRENT_ROW -> {
        if (frame.unit() == WindowFrame.Unit.ROWS) {
          for (int i = 0; i < count; i++) {
            target[i] = places.first() + i + behind;
          }
        } else {
          long[] source = behind == 0 ? places.peerStarts() : places.peerEnds();
          System.arraycopy(source, 0, target, 0, count);
        }
      }
      case PRECEDING, FOLLOWING -> {
        if (seeker == null) {
          offsetRows(signed(bound), places, behind, target);
        } else {
          seeker.seek(places, at, target);
        }
      }
    }
  }

  private static void offsetRows(long offset, RowPlaces places, int behind, long[] target) {
    long[] from = places.partitionStarts();
    long[] to = places.partitionEnds();
    for (int i = 0; i < places.count(); i++) {
      long row = places.first() + i;
      // Beyond the partition's length any offset is the same.
      long moved = row + Math.max(from[i] - row - 1, Math.min(to[i] - row, offset)) + behind;
      target[i] = Math.max(from[i], Math.min(to[i], moved));
    }
  }

  /** Finds bounds by going through the rows of the partition, never back. */
  private abstract static class BoundSeeker {
    final Cursor ahead;
    private long partition = -1;
    long position;

    BoundSeeker(Cursor ahead) {
      this.ahead = ahead;
    }

    final void seek(RowPlaces places, Cursor at, long[] target) {
      long[] partitions = places.partitionStarts();
      long[] ends = places.partitionEnds();
      for (int i = 0; i < places.count(); i++) {
        if (partitions[i] != partition) {
          partition = partitions[i];
          position = partition;
          begin();
        }
        target[i] = bound(places, at, i, ends[i]);
      }
    }

    /** A partition begins at {@link #position}. */
    void begin() {}

    abstract long bound(RowPlaces places, Cursor at, int i, long partitionEnd);
  }

  private static final class GroupSeeker extends BoundSeeker {
    private final int peerFlags;
    private final long offset;
    private final boolean isEnd;
    private long group;

    GroupSeeker(Cursor ahead, int peerFlags, long offset, boolean isEnd) {
      super(ahead);
      this.peerFlags = peerFlags;
      this.offset = offset;
      this.isEnd = isEnd;
    }

    @Override
    void begin() {
      group = 0;
    }

    @Override
    long bound(RowPlaces places, Cursor at, int i, long partitionEnd) {
      // The bound is the first row whose group is at least this one.
      long wanted = places.groups()[i] + (isEnd ? 1 : 0);
      wanted = offset > Long.MAX_VALUE - wanted ? Long.MAX_VALUE : wanted + offset;
      while (position < partitionEnd && group < wanted) {
        position++;
        if (position < partitionEnd && ahead.flag(peerFlags, position)) {
          group++;
        }
      }
      return position;
    }
  }

  /** Goes by the values of the only sort key. */
  private abstract static class RangeSeeker extends BoundSeeker {
    final int key;
    final boolean descending;
    final boolean isEnd;
    private final boolean nullsFirst;

    RangeSeeker(Cursor ahead, int key, SortKey order, boolean isEnd) {
      super(ahead);
      this.key = key;
      this.descending = order.descending();
      this.nullsFirst = order.nullsFirst();
      this.isEnd = isEnd;
    }

    @Override
    final long bound(RowPlaces places, Cursor at, int i, long partitionEnd) {
      if (isNull(at.view(key), i)) {
        return isEnd ? places.peerEnds()[i] : places.peerStarts()[i];
      }
      setLimit(at, i);
      while (position < partitionEnd && isBefore(position)) {
        position++;
      }
      return position;
    }

    private boolean isBefore(long row) {
      ahead.seek(row);
      FlatView keys = ahead.view(key);
      int i = (int) (row - ahead.start());
      if (isNull(keys, i)) {
        return nullsFirst;
      }
      int order = compareWithLimit(keys.values(), keys.positions()[i]);
      if (descending) {
        order = -order;
      }
      return order < 0 || (isEnd && order == 0);
    }

    /** The i-th row's frame reaches so far. */
    abstract void setLimit(Cursor at, int i);

    abstract int compareWithLimit(ColumnVector keys, int position);

    private static boolean isNull(FlatView view, int i) {
      return view.validity() != null && !Validity.isValid(view.validity(), view.rows()[i]);
    }
  }

  /** Keys of at most 64 bits, plus or minus a number; what is beyond 64 bits is beyond all keys. */
  private static final class DifferenceSeeker extends RangeSeeker {
    private final long offset;
    private long limit;

    DifferenceSeeker(Cursor ahead, int key, long offset, SortKey order, boolean isEnd) {
      super(ahead, key, order, isEnd);
      this.offset = order.descending() ? -offset : offset;
    }

    @Override
    void setLimit(Cursor at, int i) {
      FlatView keys = at.view(key);
      long value = value(keys.values(), keys.positions()[i]);
      long sum = value + offset;
      boolean overflows = ((value ^ sum) & (offset ^ sum)) < 0;
      limit = overflows ? (offset < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    @Override
    int compareWithLimit(ColumnVector keys, int position) {
      return Long.compare(value(keys, position), limit);
    }

    private static long value(ColumnVector values, int position) {
      return values instanceof IntVector ints
          ? ints.values()[position]
          : ((LongVector) values).values()[position];
    }
  }

  /** Keys and limits of any type. */
  private static final class LimitSeeker extends RangeSeeker {
    private final int limit;
    private ColumnVector limits;
    private int limitPosition;

    LimitSeeker(Cursor ahead, int key, int limit, SortKey order, boolean isEnd) {
      super(ahead, key, order, isEnd);
      this.limit = limit;
    }

    @Override
    void setLimit(Cursor at, int i) {
      FlatView view = at.view(limit);
      limits = view.values();
      limitPosition = view.positions()[i];
    }

    @Override
    int compareWithLimit(ColumnVector keys, int position) {
      return ValueOrder.compareValues(keys, position, limits, limitPosition);
    }
  }
}
