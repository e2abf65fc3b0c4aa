package io.distaff.cli;

import io.distaff.submit.ApplicationMonitor;
import io.distaff.submit.DistributionFiles;
import io.distaff.submit.ExitGuard;
import io.distaff.submit.HadoopCluster;
import io.distaff.submit.Submission;
import io.distaff.submit.YarnSubmitter;
import io.distaff.submit.YarnSubmitter.Submitted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application that this process has submitted and follows. When a signal ends the process, the
 * application is asked to end if it knows how, and killed if it doesn't. Confined to one thread.
 */
final class YarnApplication implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(YarnApplication.class);

  private static final long LAST_WORDS_MILLIS = 8_000;

  private final HadoopCluster cluster;
  private final Submitted submitted;
  private final ApplicationMonitor monitor;
  private final ExitGuard guard;
  private volatile Runnable askToEnd;

  private YarnApplication(HadoopCluster cluster, Submitted submitted, ApplicationMonitor monitor) {
    this.cluster = cluster;
    this.submitted = submitted;
    this.monitor = monitor;
    this.guard = new ExitGuard(this::abandon);
  }

  /**
   * Submits; when that fails, nothing is left behind.
   *
   * @param cluster stays the caller's, and open longer than the application
   */
  static YarnApplication submit(
      HadoopCluster cluster, Submission submission, ApplicationConsole listener) {
    Submitted submitted =
        new YarnSubmitter(cluster, DistributionFiles.ofThisProcess()).submit(submission);
    log.info(
        "{} submitted; runtime {}",
        submitted.id(),
        submitted.runtimeUploaded() ? "uploaded" : "was there");
    listener.addMilestone("submitted");
    return new YarnApplication(
        cluster, submitted, new ApplicationMonitor(cluster, submitted, listener));
  }

  /** YARN's name of it. */
  String id() {
    return submitted.id().toString();
  }

  ApplicationMonitor monitor() {
    return monitor;
  }

  /**
   * How the application is told that it should end; it then has a while to clean up.
   *
   * @param request run on the exit thread
   */
  void onExit(Runnable request) {
    askToEnd = request;
  }

  /** On the exit thread. */
  private void abandon() {
    Runnable request = askToEnd;
    if (request != null) {
      request.run();
      if (ApplicationMonitor.awaitEnded(cluster, submitted.id(), LAST_WORDS_MILLIS)) {
        return;
      }
    }
    ApplicationMonitor.kill(cluster, submitted.id());
  }

  /** Lets go; the application goes on if it hasn't ended. */
  @Override
  public void close() {
    guard.close();
    monitor.close();
  }
}
