/**
 * Ordering rows. {@link io.distaff.operator.sort.SortOperator} collects, sorts, keeps the first
 * rows only where there is a limit, and spills sorted runs; {@link
 * io.distaff.operator.sort.RowSorter} orders rows in memory by keys packed into 64 bits; {@link
 * io.distaff.operator.sort.RunMerger} merges runs; {@link io.distaff.operator.sort.KeyCode} maps
 * values to numbers in the same order. Imports the operator contract and spill, plan, memory,
 * types, vector. Confined to a task's thread.
 */
package io.distaff.operator.sort;
