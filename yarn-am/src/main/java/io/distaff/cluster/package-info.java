/**
 * Where executors come from: the scheduler states its demand to a {@link
 * io.distaff.cluster.ClusterBackend} and hears of {@link io.distaff.cluster.ExecutorHandle}s
 * through an {@link io.distaff.cluster.ExecutorListener}. The backends are in {@code cluster.yarn}
 * and {@code cluster.local}. Imports ids, rpc, error.
 */
package io.distaff.cluster;
