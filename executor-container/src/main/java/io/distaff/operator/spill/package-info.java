/**
 * State on disk: {@link io.distaff.operator.spill.SpillFile}, batches in a file that are read back
 * in order; {@link io.distaff.operator.spill.PartitionedSpill}, rows divided by the hash of their
 * keys. A file consists of the blocks that {@code io.distaff.serde} specifies, nothing else.
 * Imports serde, vector, storage and the operator contract. Confined to a task's thread.
 */
package io.distaff.operator.spill;
