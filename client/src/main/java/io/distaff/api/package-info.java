/**
 * What programs are written against. In reading order: {@link io.distaff.api.Session} is a
 * program's way to the driver that it runs in, or that it starts; {@link io.distaff.api.DataFrame}
 * is a query that runs when its rows are asked for; {@link io.distaff.api.DataFrameReader} and
 * {@link io.distaff.api.DataFrameWriter} are its ends in files; {@link io.distaff.api.GroupedData}
 * is one between groupBy and agg; {@link io.distaff.api.RowIterator} streams a result. Rows are
 * {@link io.distaff.row.Row}s.
 *
 * <p>Everything a DataFrame can express becomes Calcite's algebra in {@code Algebra}, the only
 * class here that knows Calcite. Imports format, yarn-am and executor-container.
 *
 * <p>Sessions and DataFrames are thread-safe; a RowIterator belongs to one thread.
 */
package io.distaff.api;
