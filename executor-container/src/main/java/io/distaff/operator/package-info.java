/**
 * The physical operators: {@link io.distaff.operator.Operator} is the contract, {@link
 * io.distaff.operator.OperatorContext} what each is given. Here are those that hold no more than a
 * batch: the ends in files, exchanges, caches and the plan itself ({@code ParquetScanOperator},
 * {@code ExchangeReadOperator} and the like), {@code FilterOperator}, {@code ProjectOperator},
 * {@code ExpandOperator}, {@code SampleOperator}, {@code LimitOperator}, {@code UnionOperator},
 * {@code UserRowsOperator}, and the two {@code EntriesOperator}s, which give a row for each entry
 * of an array. Those that hold rows are in the packages below: {@code spill}, {@code sort}, {@code
 * aggregation}, {@code join}, {@code window}; {@code generate} makes rows. They take their input in
 * {@link io.distaff.operator.Portions}, which {@link io.distaff.operator.BoundedBatches} gives.
 * {@link io.distaff.operator.RowGather} repeats and reorders rows for those that need it. {@link
 * io.distaff.operator.RuntimeFilter} is how a join tells the scan of its probe side which rows can
 * match, {@link io.distaff.operator.KeySummarizer} how a stage tells scans of others. Imports
 * everything below. Confined to a task's thread.
 */
package io.distaff.operator;
