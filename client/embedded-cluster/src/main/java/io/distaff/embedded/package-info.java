/**
 * A whole Hadoop in one process: NameNode, DataNodes, ResourceManager and NodeManagers, the real
 * daemons on real ports of 127.0.0.1, with all their files under one directory. The end-to-end
 * tests, {@code quickstart} and {@code cluster start} use it; {@code io.distaff.cli.cluster} is the
 * handle on the other side.
 *
 * <p>The process has a JVM and a class path of its own, because the daemons need the unshaded
 * Hadoop, whose classes have the names of the shaded client's but other signatures. Nothing here is
 * seen by the product, and the product is not seen here.
 *
 * <p>In reading order:
 *
 * <ol>
 *   <li>{@link io.distaff.embedded.ClusterOptions}: the command line;
 *   <li>{@link io.distaff.embedded.EmbeddedClusterMain}: starts the parts side by side, says that
 *       it is ready, obeys, and ends;
 *   <li>{@link io.distaff.embedded.HdfsDaemons} and {@link io.distaff.embedded.YarnDaemons}: the
 *       daemons, their settings, and the ways to break them;
 *   <li>{@link io.distaff.embedded.ClientConfiguration}: the files that any Hadoop client reads;
 *   <li>{@link io.distaff.embedded.ControlCommand} and {@link io.distaff.embedded.ControlServer}:
 *       the line protocol, on standard input and on a loopback port;
 *   <li>{@link io.distaff.embedded.ContainerProcesses}: what must not outlive the cluster.
 * </ol>
 *
 * <p>The control protocol is one line a command and one line an answer, in UTF-8. An answer begins
 * with {@code OK} or {@code ERROR}. On the port, the first line of a connection is the token from
 * {@code control.token}.
 *
 * <pre>
 * status                     OK namenode=running resourcemanager=running nodemanagers=running,frozen datanodes=running
 * stop                       OK; no process of the cluster is left but the one that answers, which ends
 * restart-resourcemanager    stops it, starts it on the same ports, recovers, waits for the nodes
 * stop-nodemanager I         in order: the node says goodbye and its containers die
 * freeze-nodemanager I       silently: no heartbeat any more, containers go on
 * stop-datanode I
 * restart-namenode           on the same port; waits until it has left safe mode
 * </pre>
 *
 * <p>Files of the directory: {@code conf/} (the clients' files), {@code cluster.pid}, {@code
 * control.port} (written last: it is there when the cluster is ready), {@code control.token},
 * {@code hdfs/}, {@code resourcemanager/}, {@code nodemanager-I/}, {@code logs/}.
 *
 * <p>Threads: HDFS and YARN start on one thread each; afterwards commands run one after another on
 * the lock of {@link io.distaff.embedded.EmbeddedClusterMain}.
 */
package io.distaff.embedded;
