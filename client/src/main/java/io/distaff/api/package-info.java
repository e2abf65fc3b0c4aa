/**
 * What programs are written against, under the names that Spark has for the same things. In reading
 * order: {@link io.distaff.api.Session} is a program's way to the driver that it runs in, or that
 * it starts; {@link io.distaff.api.Dataset} is a query that runs when its rows are asked for, as
 * {@link io.distaff.api.QueryResult} has it, and of which {@link io.distaff.api.UntypedQuery} makes
 * others of other columns; {@link io.distaff.api.DataFrame} is one of rows, {@code ObjectDataset}
 * one of objects; {@link io.distaff.api.Column} is an expression, made by {@link
 * io.distaff.api.Functions}, of which {@link io.distaff.api.RegistryFunctions} are generated, and
 * {@link io.distaff.api.WindowSpec}; {@link io.distaff.api.GroupedData} is one between groupBy and
 * agg, {@link io.distaff.api.NullFunctions} what na() gives; {@link io.distaff.api.DataFrameReader}
 * and {@link io.distaff.api.DataFrameWriter} are its ends in files; {@link
 * io.distaff.api.ResultIterator} streams a result. {@link io.distaff.api.KeyValueGroupedDataset}
 * has groups of rows or objects; {@code TypedColumns} knows which columns these are, and makes
 * functions of the program's part of a query.
 *
 * <p>A Column holds a {@code Term}, which {@code TermWriter} writes as SQL; {@code StatementWriter}
 * makes statements of terms, and {@code Algebra}, the only class here that knows Calcite, has them
 * analysed as any SQL is: both mean the same because they are the same. What SQL can't say, which
 * side of a join a column is of, is in the {@code Scope} that each DataFrame has beside its query,
 * and {@code ScopeNames} tells the analyser. Imports format, yarn-am and executor-container.
 *
 * <p>Sessions, DataFrames and Datasets are thread-safe; an iterator belongs to one thread.
 */
package io.distaff.api;
