/**
 * Where executors come from: the scheduler states its {@link io.distaff.cluster.ExecutorDemand} to
 * a {@link io.distaff.cluster.ClusterBackend} and hears of {@link
 * io.distaff.cluster.ExecutorHandle}s through an {@link io.distaff.cluster.ExecutorListener};
 * {@link io.distaff.cluster.Topology} says which hosts share a rack. The backends are in {@code
 * cluster.yarn} and {@code cluster.local}. Imports ids, rpc, error, config, transport.
 */
package io.distaff.cluster;
