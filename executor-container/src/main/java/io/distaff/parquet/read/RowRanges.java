package io.distaff.parquet.read;

import java.util.Arrays;

/** Rows of a row group, as ascending ranges that neither touch nor overlap. Immutable. */
final class RowRanges {
  static final RowRanges NONE = new RowRanges(new long[0]);

  /** Start and end of each range in turn; ends are exclusive. */
  private final long[] bounds;

  private RowRanges(long[] bounds) {
    this.bounds = bounds;
  }

  static RowRanges of(long start, long end) {
    return start < end ? new RowRanges(new long[] {start, end}) : NONE;
  }

  /** Collects ranges that come in ascending order. */
  static final class Builder {
    private long[] bounds = new long[8];
    private int length;

    void add(long start, long end) {
      if (start >= end) {
        return;
      }
      if (length > 0 && start <= bounds[length - 1]) {
        bounds[length - 1] = Math.max(bounds[length - 1], end);
        return;
      }
      if (length == bounds.length) {
        bounds = Arrays.copyOf(bounds, length * 2);
      }
      bounds[length++] = start;
      bounds[length++] = end;
    }

    RowRanges build() {
      return length == 0 ? NONE : new RowRanges(Arrays.copyOf(bounds, length));
    }
  }

  int count() {
    return bounds.length / 2;
  }

  long start(int range) {
    return bounds[2 * range];
  }

  long end(int range) {
    return bounds[2 * range + 1];
  }

  long numRows() {
    long rows = 0;
    for (int i = 0; i < count(); i++) {
      rows += end(i) - start(i);
    }
    return rows;
  }

  /** True when one of these rows is in {@code [from, to)}. */
  boolean overlap(long from, long to) {
    // The first range that ends after the start decides.
    int low = 0;
    int high = count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (end(middle) <= from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < count() && start(low) < to;
  }

  RowRanges intersect(RowRanges other) {
    Builder both = new Builder();
    int i = 0;
    int j = 0;
    while (i < count() && j < other.count()) {
      both.add(Math.max(start(i), other.start(j)), Math.min(end(i), other.end(j)));
      if (end(i) < other.end(j)) {
        i++;
      } else {
        j++;
      }
    }
    return both.build();
  }

  RowRanges union(RowRanges other) {
    Builder either = new Builder();
    int i = 0;
    int j = 0;
    while (i < count() || j < other.count()) {
      if (j == other.count() || (i < count() && start(i) <= other.start(j))) {
        either.add(start(i), end(i));
        i++;
      } else {
        either.add(other.start(j), other.end(j));
        j++;
      }
    }
    return either.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowRanges ranges && Arrays.equals(bounds, ranges.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  @Override
  public String toString() {
    return Arrays.toString(bounds);
  }
}
