/**
 * Sorting: {@link io.distaff.operator.sort.SortOperator} is the operator. {@link
 * io.distaff.operator.sort.KeyWords} turns key values into longs that order as the values do;
 * {@link io.distaff.operator.sort.RowSorter} sorts the rows of a store by them, with {@link
 * io.distaff.operator.sort.PackedKeys} and {@link io.distaff.operator.sort.RadixSort}; {@link
 * io.distaff.operator.sort.SortedStore} gathers them, but for {@link
 * io.distaff.operator.sort.SortedKeys}. {@link io.distaff.operator.sort.RowOrder} compares rows of
 * different batches, by {@link io.distaff.operator.sort.KeyedBatch}; {@link
 * io.distaff.operator.sort.RunMerger} merges sorted runs with it, {@link
 * io.distaff.operator.sort.RowBound} keeps out rows beyond a limit; {@link
 * io.distaff.operator.sort.SortBound} is what the tasks of an executor know of that limit together,
 * and tell the scans below. Imports ids, types, expression, vector, memory, plan, parquet.read,
 * shuffle, the operator contract and its spill files. Confined to a task's thread, but for
 * SortBound and SortBounds.
 */
package io.distaff.operator.sort;
