/**
 * State on disk: {@link io.distaff.operator.spill.SpillFile}, batches in a file that are read back
 * in order; {@link io.distaff.operator.spill.PartitionedSpill}, rows divided by the hash of their
 * keys. A file consists of the blocks that {@code io.distaff.serde} specifies, nothing else. Of
 * values that are large beside the memory of the task ({@code io.distaff.vector.large}) batches
 * between operators have tokens: {@link io.distaff.operator.spill.StoreLargeOperator} puts them in
 * the place of values that come from elsewhere, {@link
 * io.distaff.operator.spill.RestoreLargeOperator} the values in theirs; {@link
 * io.distaff.operator.spill.SeparateLargeOperator} gives a row with tokens alone. Imports error,
 * types, memory, metrics, vector, vector.large, serde and the operator contract. Confined to a
 * task's thread.
 */
package io.distaff.operator.spill;
