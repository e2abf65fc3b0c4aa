/**
 * From a checked command line to a running application: {@link io.distaff.submit.HadoopCluster} is
 * the way to the cluster, {@link io.distaff.submit.DistributionFiles} what is installed here,
 * {@link io.distaff.submit.RuntimeArchive} puts it on the file system once, {@link
 * io.distaff.submit.StagingDirectory} puts the user's files there, {@link
 * io.distaff.submit.YarnSubmitter} submits, {@link io.distaff.submit.ApplicationMonitor} follows
 * the application to its end, {@link io.distaff.submit.ApplicationLogs} reads its logs. Whatever
 * would be left behind when a signal ends the process has an {@link io.distaff.submit.ExitGuard}.
 * Imports driver's specification, cluster.yarn's command, cluster, config, concurrent, error,
 * transport and rpc, and Hadoop's clients.
 */
package io.distaff.submit;
