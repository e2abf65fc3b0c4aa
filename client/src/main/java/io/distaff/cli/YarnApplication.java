package io.distaff.cli;

import io.distaff.submit.ApplicationMonitor;
import io.distaff.submit.DistributionFiles;
import io.distaff.submit.HadoopCluster;
import io.distaff.submit.Submission;
import io.distaff.submit.YarnSubmitter;
import io.distaff.submit.YarnSubmitter.Submitted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application that this process has submitted and follows. When a signal ends the process, the
 * application is killed. Confined to one thread.
 */
final class YarnApplication implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(YarnApplication.class);

  private final Submitted submitted;
  private final ApplicationMonitor monitor;
  private final ExitGuard guard;

  private YarnApplication(Submitted submitted, ApplicationMonitor monitor, ExitGuard guard) {
    this.submitted = submitted;
    this.monitor = monitor;
    this.guard = guard;
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
    return new YarnApplication(
        submitted,
        new ApplicationMonitor(cluster, submitted, listener),
        new ExitGuard(() -> ApplicationMonitor.kill(cluster, submitted.id())));
  }

  /** YARN's name of it. */
  String id() {
    return submitted.id().toString();
  }

  ApplicationMonitor monitor() {
    return monitor;
  }

  /** Lets go; the application goes on if it hasn't ended. */
  @Override
  public void close() {
    guard.close();
    monitor.close();
  }
}
