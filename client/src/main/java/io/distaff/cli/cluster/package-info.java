/**
 * The handle on an embedded Hadoop cluster, for the command {@code cluster}, {@code quickstart} and
 * the end-to-end tests. The cluster is another process, with a class path of its own (the module
 * {@code embedded-cluster}); this package starts it, finds it again by its directory, sends it
 * commands and ends it, and knows nothing of Hadoop.
 *
 * <p>In reading order: {@link io.distaff.cli.cluster.EmbeddedClusterOptions}, {@link
 * io.distaff.cli.cluster.EmbeddedCluster}. Imports only error. Starts no threads.
 */
package io.distaff.cli.cluster;
