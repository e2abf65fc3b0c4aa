/**
 * Local mode: one executor inside the driver's process, its slots threads. {@link
 * io.distaff.cluster.local.LocalBackend} joins it to the scheduler by direct calls; planner,
 * scheduler, operators, shuffle files and commit are those of a cluster. Imports cluster, executor,
 * and what an executor needs.
 */
package io.distaff.cluster.local;
