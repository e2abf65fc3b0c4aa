/**
 * End-to-end tests: the built distribution, as a user calls it, on a real HDFS and YARN.
 *
 * <p>Every command is a process {@code bin/distaff ...} ({@link io.distaff.it.Distaff}, {@link
 * io.distaff.it.DistaffProcess}); what it leaves behind is looked at with Hadoop's own clients. All
 * tests of a run share one embedded cluster ({@link io.distaff.it.TestCluster}), which {@link
 * io.distaff.it.SharedCluster} starts when the first test asks for it, with TPC-H data on its HDFS
 * ({@link io.distaff.it.TpchData}). {@link io.distaff.it.DuckDb} is the oracle of results.
 *
 * <p>The distribution and the cluster's jars are where the build puts them; the system properties
 * {@code distaff.it.home} and {@code distaff.it.cluster.lib} name other places, and {@code
 * distaff.it.cluster} the directory of a cluster that runs already and is used as it is.
 *
 * <p>The tests run one after the other. May import {@code cli.cluster} for the cluster, and
 * libraries; the rest of the engine is behind the processes.
 */
package io.distaff.it;
