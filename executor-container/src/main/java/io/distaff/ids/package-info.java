/**
 * Identity. Ids are deterministic: the same program run again by the next driver gives the same
 * queries, stages and tasks the same ids, and a stage the same {@link
 * io.distaff.ids.StageFingerprint}. Reading order: {@link io.distaff.ids.Epoch}, {@link
 * io.distaff.ids.QueryId}, {@link io.distaff.ids.StageId}, {@link io.distaff.ids.TaskId}, {@link
 * io.distaff.ids.AttemptId}, {@link io.distaff.ids.ExecutorId}. Imports nothing. Immutable.
 */
package io.distaff.ids;
