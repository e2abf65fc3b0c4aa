/**
 * Executors inside the driver's process, their slots threads: {@link
 * io.distaff.cluster.local.LocalExecutor}, joined to the scheduler by direct calls. In local mode
 * {@link io.distaff.cluster.local.LocalBackend} has one and nothing else; planner, scheduler,
 * operators, shuffle files and commit are those of a cluster. Imports cluster, executor, and what
 * an executor needs.
 */
package io.distaff.cluster.local;
