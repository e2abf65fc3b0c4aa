package io.distaff.parquet.read;

/**
 * What a row group says about the values of a column.
 *
 * @param min a lower bound of the values that aren't null, in the classes of {@code
 *     io.distaff.expression.Literal#value()}; null when unknown. Text is ordered by its UTF-8
 *     bytes. NaN is not counted
 * @param max an upper bound likewise; null when unknown
 * @param nullCount rows without a value; -1 when unknown
 */
public record ColumnStatistics(Object min, Object max, long nullCount) {
  static final ColumnStatistics UNKNOWN = new ColumnStatistics(null, null, -1);
}
