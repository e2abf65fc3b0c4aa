package io.distaff.plan;

import io.distaff.types.DataType;

/** One window function: gives a value for each row. Closed family, immutable. */
public sealed interface WindowCall {
  /** The type of the result. */
  DataType type();

  /**
   * A number that depends on the row's place in its partition.
   *
   * @param buckets of NTILE
   */
  record Ranking(RankingFunction function, long buckets, DataType type) implements WindowCall {}

  /** What a ranking computes; BIGINT, but DOUBLE for PERCENT_RANK and CUME_DIST. */
  enum RankingFunction {
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST,
    NTILE
  }

  /**
   * LAG and LEAD: a column's value in another row of the partition.
   *
   * @param offset rows to go; negative = back
   * @param defaultColumn whose value in the current row is taken where there is no such row, of the
   *     same type; -1 = null
   * @param ignoreNulls whether only rows count in which the column isn't null
   */
  record Shift(int column, long offset, int defaultColumn, boolean ignoreNulls, DataType type)
      implements WindowCall {}

  /**
   * FIRST_VALUE, LAST_VALUE and NTH_VALUE: a column's value in a row of the frame.
   *
   * @param position from 1; -1 = the last
   * @param ignoreNulls whether only rows count in which the column isn't null
   */
  record FrameValue(
      int column, long position, boolean ignoreNulls, WindowFrame frame, DataType type)
      implements WindowCall {}

  /**
   * An aggregate of the rows of the frame.
   *
   * @param call without a filter
   */
  record FrameAggregate(AggregateCall call, WindowFrame frame) implements WindowCall {
    @Override
    public DataType type() {
      return call.type();
    }
  }
}
