/**
 * State on disk: {@link io.distaff.operator.spill.SpillFile}, batches in a file that are read back
 * in order; {@link io.distaff.operator.spill.PartitionedSpill}, rows divided by the hash of their
 * keys. A file consists of the blocks that {@code io.distaff.serde} specifies, nothing else. {@link
 * io.distaff.operator.spill.LargeValues} keeps single values that are large beside the memory of
 * the task in a file of their own, so that operators hold tokens in their place. Imports serde,
 * vector, storage and the operator contract. Confined to a task's thread.
 */
package io.distaff.operator.spill;
