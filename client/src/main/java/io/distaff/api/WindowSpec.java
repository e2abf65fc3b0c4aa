package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows around each row that a function {@link Column#over} sees: those of its partition, in an
 * order, and of these a frame. Without a frame all of the partition or, if there is an order, its
 * rows up to those that are equal in the order. Immutable.
 */
public final class WindowSpec {
  /** Of all rows, without an order. */
  static final WindowSpec ALL_ROWS = new WindowSpec(List.of(), List.of(), "");

  private final List<Term> partitionBy;
  private final List<Term> orderBy;
  private final String frame;

  private WindowSpec(List<Term> partitionBy, List<Term> orderBy, String frame) {
    this.partitionBy = List.copyOf(partitionBy);
    this.orderBy = List.copyOf(orderBy);
    this.frame = frame;
  }

  /** Rows of equal values are one partition. */
  public WindowSpec partitionBy(Column... columns) {
    return new WindowSpec(Column.terms(columns), orderBy, frame);
  }

  /** As {@link #partitionBy(Column...)}, by names. */
  public WindowSpec partitionBy(String first, String... more) {
    return partitionBy(Functions.columns(first, more));
  }

  /** The order within a partition. */
  public WindowSpec orderBy(Column... columns) {
    return new WindowSpec(partitionBy, Column.terms(columns), frame);
  }

  /** As {@link #orderBy(Column...)}, ascending by names. */
  public WindowSpec orderBy(String first, String... more) {
    return orderBy(Functions.columns(first, more));
  }

  /**
   * Rows by their place: {@code rowsBetween(-2, Window.currentRow)} are this one and the two
   * before.
   *
   * @param start rows before, as a negative number, or behind; {@link Window#unboundedPreceding}
   * @param end likewise; {@link Window#unboundedFollowing}
   */
  public WindowSpec rowsBetween(long start, long end) {
    return framed("ROWS", start, end);
  }

  /**
   * Rows by the value of the only column of the order: {@code rangeBetween(-10, 0)} are those whose
   * value is at most 10 less.
   */
  public WindowSpec rangeBetween(long start, long end) {
    return framed("RANGE", start, end);
  }

  private WindowSpec framed(String unit, long start, long end) {
    if (start > end) {
      throw new DistaffException(
          ErrorCode.USAGE, "a frame from %d to %d has no rows".formatted(start, end));
    }
    String text = unit + " BETWEEN " + bound(start) + " AND " + bound(end);
    return new WindowSpec(partitionBy, orderBy, text);
  }

  private static String bound(long offset) {
    if (offset == Window.unboundedPreceding) {
      return "UNBOUNDED PRECEDING";
    } else if (offset == Window.unboundedFollowing) {
      return "UNBOUNDED FOLLOWING";
    } else if (offset == Window.currentRow) {
      return "CURRENT ROW";
    }
    return offset < 0 ? -offset + " PRECEDING" : offset + " FOLLOWING";
  }

  void write(TermWriter out) {
    List<Runnable> clauses = new ArrayList<>();
    if (!partitionBy.isEmpty()) {
      clauses.add(() -> out.sql("PARTITION BY ").terms(partitionBy));
    }
    if (!orderBy.isEmpty()) {
      clauses.add(() -> out.sql("ORDER BY ").terms(orderBy));
    }
    if (!frame.isEmpty()) {
      clauses.add(() -> out.sql(frame));
    }
    for (int i = 0; i < clauses.size(); i++) {
      out.sql(i == 0 ? "" : " ");
      clauses.get(i).run();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WindowSpec spec
        && partitionBy.equals(spec.partitionBy)
        && orderBy.equals(spec.orderBy)
        && frame.equals(spec.frame);
  }

  @Override
  public int hashCode() {
    return List.of(partitionBy, orderBy, frame).hashCode();
  }
}
