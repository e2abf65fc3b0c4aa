/**
 * Joining by hash. {@link io.distaff.operator.join.HashJoinOperator} leads through building,
 * probing and spilling; {@link io.distaff.operator.join.BuildSide} keeps the build rows and an
 * index of their keys ({@link io.distaff.operator.join.JoinIndex}), which tasks of an executor may
 * have in common ({@link io.distaff.operator.join.SharedBuilds}); {@link
 * io.distaff.operator.join.JoinProbe} turns a probe batch into output batches, where there are no
 * keys with the help of {@link io.distaff.operator.join.NestedLoop}; {@link
 * io.distaff.operator.join.JoinCondition} is what counts beyond equal keys, made of {@link
 * io.distaff.operator.join.RowFilter}s. What keys there are is told to the scan of the probe side
 * by {@link io.distaff.operator.RuntimeFilter}s. Imports the operator contract and spill, plan,
 * memory, types, vector, vector.large, ids, error. Confined to a task's thread, but for the shared
 * builds, which are thread-safe.
 */
package io.distaff.operator.join;
