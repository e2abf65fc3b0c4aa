package io.distaff.submit;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.LogAggregationStatus;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.logaggregation.ContainerLogsRequest;
import org.apache.hadoop.yarn.logaggregation.filecontroller.LogAggregationFileController;
import org.apache.hadoop.yarn.logaggregation.filecontroller.LogAggregationFileControllerFactory;

/**
 * The logs that YARN has collected of an application that has ended. Where it has ended only just
 * now, they may still be on their way. Confined to one thread.
 */
public final class ApplicationLogs {
  private static final long LONGEST_WAIT_MILLIS = 15_000;
  private static final long POLL_MILLIS = 500;

  /** What a Distaff container writes; YARN adds descriptions of the launch, which nobody reads. */
  private static final Set<String> LOG_FILES = Set.of("stdout", "stderr", "prelaunch.err");

  private final HadoopCluster cluster;
  private final ApplicationId id;

  public ApplicationLogs(HadoopCluster cluster, ApplicationId id) {
    this.cluster = cluster;
    this.id = id;
  }

  /**
   * Prints the logs, waiting a while for logs that aren't there yet.
   *
   * @param container only this one's
   * @return false when there are none
   */
  public boolean print(Optional<String> container, OutputStream out) throws InterruptedException {
    return read(awaitCollected(), container, out);
  }

  private ApplicationReport awaitCollected() throws InterruptedException {
    while (true) {
      ApplicationReport report = report();
      LogAggregationStatus status = report.getLogAggregationStatus();
      boolean collecting =
          status == LogAggregationStatus.NOT_START
              || status == LogAggregationStatus.RUNNING
              || status == LogAggregationStatus.RUNNING_WITH_FAILURE;
      long sinceEndMillis = System.currentTimeMillis() - report.getFinishTime();
      if (!collecting || sinceEndMillis > LONGEST_WAIT_MILLIS) {
        return report;
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private ApplicationReport report() {
    try {
      return cluster.yarn().getApplicationReport(id);
    } catch (YarnException | IOException e) {
      throw new DistaffException(
          ErrorCode.CLUSTER_UNREACHABLE, "lost sight of " + id + ": " + RemoteError.reason(e), e);
    }
  }

  private boolean read(ApplicationReport report, Optional<String> container, OutputStream out) {
    ContainerLogsRequest request = new ContainerLogsRequest();
    request.setAppId(id);
    request.setAppOwner(report.getUser());
    request.setAppFinished(true);
    request.setLogTypes(LOG_FILES);
    request.setBytes(Long.MAX_VALUE);
    container.ifPresent(request::setContainerId);
    try {
      LogAggregationFileController controller =
          new LogAggregationFileControllerFactory(cluster.configuration())
              .getFileControllerForRead(id, report.getUser());
      return controller.readAggregatedLogs(request, out);
    } catch (IOException e) {
      if (e.getMessage() != null && e.getMessage().contains("does not exist")) {
        return false;
      }
      throw new DistaffException(
          ErrorCode.PATH_NOT_READABLE,
          "can't read the logs of " + id + ": " + RemoteError.reason(e),
          e);
    }
  }
}
