package io.distaff.submit;

import io.distaff.concurrent.Clock;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.rpc.ControlMessage.ApplicationFinished;
import io.distaff.rpc.ControlMessage.FollowApplication;
import io.distaff.rpc.ControlMessage.Milestone;
import io.distaff.rpc.ControlMessage.ProgramOutput;
import io.distaff.rpc.ControlMessage.Progress;
import io.distaff.rpc.ControlMessage.ToClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows an application from its submission to its end: asks YARN for the state, at first every
 * 100 ms, and connects to the driver as soon as there is one, for its output and progress. A
 * ResourceManager that restarts is waited for; meanwhile the driver is listened to. Confined to one
 * thread, the caller's.
 */
public final class ApplicationMonitor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ApplicationMonitor.class);
  private static final long FAST_POLL_MILLIS = 100;
  private static final long SLOW_POLL_MILLIS = 1_000;
  private static final long LAST_POLL_MILLIS = 20;
  private static final long FAST_PHASE_MILLIS = 60_000;
  private static final long CLOSING_MILLIS = 15_000;
  private static final long LONGEST_SILENCE_MILLIS = 120_000;

  private final HadoopCluster cluster;
  private final YarnSubmitter.Submitted application;
  private final ApplicationListener listener;
  private final Clock clock = Clock.system();
  private final LinkedBlockingQueue<ToClient> messages = new LinkedBlockingQueue<>();
  private volatile boolean connectionClosed;
  private CompletableFuture<DriverConnection.Connector> connector;
  private DriverConnection driver;
  private String driverAddress = "";
  private ApplicationFinished finished;
  private ApplicationReport lastReport;
  private long lastReportMillis;

  public ApplicationMonitor(
      HadoopCluster cluster, YarnSubmitter.Submitted application, ApplicationListener listener) {
    this.cluster = cluster;
    this.application = application;
    this.listener = listener;
  }

  /**
   * How an application ended.
   *
   * @param exitCode 0 when it succeeded
   * @param diagnostics the cause of a failure; empty otherwise
   */
  public record Outcome(int exitCode, String diagnostics, ApplicationReport report) {}

  /** Follows the application to its end. */
  public Outcome awaitEnd() throws InterruptedException {
    prepareConnector();
    long start = clock.monotonicMillis();
    long closingSince = -1;
    while (true) {
      pollReport();
      YarnApplicationState state = lastReport.getYarnApplicationState();
      if (isFinal(state)) {
        drainMessages(0);
        if (state != YarnApplicationState.FINISHED) {
          // The driver may have had no time to do it.
          new StagingDirectory(cluster.fileSystem(), application.id().toString()).delete();
        }
        return outcome();
      }
      if (finished != null) {
        closingSince = closingSince < 0 ? clock.monotonicMillis() : closingSince;
        if (clock.monotonicMillis() - closingSince > CLOSING_MILLIS) {
          return outcome();
        }
      } else if (state == YarnApplicationState.RUNNING) {
        connectIfNeeded();
      }
      boolean fast = clock.monotonicMillis() - start < FAST_PHASE_MILLIS || driver == null;
      drainMessages(
          finished != null ? LAST_POLL_MILLIS : fast ? FAST_POLL_MILLIS : SLOW_POLL_MILLIS);
    }
  }

  /** Waits until the driver can be talked to; empty when the application ended before. */
  public Optional<DriverConnection> awaitDriver() throws InterruptedException {
    prepareConnector();
    while (true) {
      pollReport();
      switch (lastReport.getYarnApplicationState()) {
        case RUNNING -> connectIfNeeded();
        case FINISHED, FAILED, KILLED -> {
          return Optional.empty();
        }
        case NEW, NEW_SAVING, SUBMITTED, ACCEPTED -> {}
      }
      if (driver != null) {
        return Optional.of(driver);
      }
      drainMessages(FAST_POLL_MILLIS);
    }
  }

  /**
   * The next message of the driver that {@link ApplicationListener} has no method for; null when
   * none comes in time.
   */
  public ToClient nextMessage(long timeoutMillis) throws InterruptedException {
    ToClient message = messages.poll(timeoutMillis, TimeUnit.MILLISECONDS);
    return message == null || handle(message) ? null : message;
  }

  public boolean isConnected() {
    return driver != null && !connectionClosed;
  }

  public ApplicationReport lastReport() {
    return lastReport;
  }

  /** While YARN starts the driver there is nothing else to do. */
  private void prepareConnector() {
    if (connector == null) {
      connector =
          CompletableFuture.supplyAsync(() -> new DriverConnection.Connector(application.secret()));
    }
  }

  private void pollReport() {
    ApplicationReport before = lastReport;
    try {
      lastReport = cluster.yarn().getApplicationReport(application.id());
      lastReportMillis = clock.monotonicMillis();
    } catch (YarnException e) {
      throw lostSight(e);
    } catch (IOException e) {
      // Each call has waited a few seconds for an answer.
      if (before == null || clock.monotonicMillis() - lastReportMillis > LONGEST_SILENCE_MILLIS) {
        throw lostSight(e);
      }
      log.warn("{}: the ResourceManager doesn't answer: {}", application.id(), e.toString());
      return;
    }
    if (before == null
        || before.getYarnApplicationState() != lastReport.getYarnApplicationState()
        || !Objects.equals(before.getTrackingUrl(), lastReport.getTrackingUrl())) {
      listener.reportChanged(lastReport);
    }
  }

  private DistaffException lostSight(Exception cause) {
    return new DistaffException(
        ErrorCode.CLUSTER_UNREACHABLE,
        "lost sight of "
            + application.id()
            + ": "
            + RemoteError.reason(cause)
            + "; it may still be running: distaff submit --status "
            + application.id(),
        cause);
  }

  private void connectIfNeeded() {
    String host = lastReport.getHost();
    int port = lastReport.getRpcPort();
    String address = host + ":" + port;
    if (host == null
        || port <= 0
        || (driver != null && !(connectionClosed && !address.equals(driverAddress)))) {
      return;
    }
    if (driver != null) {
      driver.close();
      driver = null;
    }
    driverAddress = address;
    connectionClosed = false;
    try {
      driver =
          connector
              .join()
              .connect(
                  new InetSocketAddress(host, port), messages::add, () -> connectionClosed = true);
      driver.send(new FollowApplication());
    } catch (DistaffException e) {
      // The driver may be ending; the next report tells.
      driver = null;
    }
  }

  /** Waits for a message, then handles all that have come. */
  private void drainMessages(long waitMillis) throws InterruptedException {
    ToClient message =
        waitMillis == 0 ? messages.poll() : messages.poll(waitMillis, TimeUnit.MILLISECONDS);
    while (message != null) {
      handle(message);
      message = messages.poll();
    }
  }

  private boolean handle(ToClient message) {
    if (message instanceof ProgramOutput output) {
      listener.programPrinted(output);
    } else if (message instanceof Milestone milestone) {
      listener.milestoneReached(milestone);
    } else if (message instanceof Progress progress) {
      listener.progressed(progress);
    } else if (message instanceof ApplicationFinished end) {
      finished = end;
    } else {
      return false;
    }
    return true;
  }

  private Outcome outcome() {
    if (finished != null) {
      return new Outcome(finished.exitCode(), finished.diagnostics(), lastReport);
    }
    boolean succeeded = lastReport.getFinalApplicationStatus() == FinalApplicationStatus.SUCCEEDED;
    String diagnostics =
        lastReport.getDiagnostics() == null ? "" : lastReport.getDiagnostics().strip();
    if (lastReport.getYarnApplicationState() == YarnApplicationState.KILLED) {
      return new Outcome(1, "the application was killed. " + diagnostics, lastReport);
    }
    return new Outcome(succeeded ? 0 : 1, succeeded ? "" : diagnostics, lastReport);
  }

  /** Ends the application; what has ended already stays as it is. */
  public void kill() {
    kill(cluster, application.id());
  }

  /** Waits until YARN says that an application has ended; false when it hasn't in time. */
  public static boolean awaitEnded(HadoopCluster cluster, ApplicationId id, long timeoutMillis) {
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    try {
      while (System.nanoTime() < deadlineNanos) {
        if (isFinal(cluster.yarn().getApplicationReport(id).getYarnApplicationState())) {
          return true;
        }
        Thread.sleep(FAST_POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (YarnException | IOException e) {
      log.warn("no report of {}", id, e);
    }
    return false;
  }

  private static boolean isFinal(YarnApplicationState state) {
    return state == YarnApplicationState.FINISHED
        || state == YarnApplicationState.FAILED
        || state == YarnApplicationState.KILLED;
  }

  /**
   * Ends any application of this user, and removes its staging directory; also of one that was
   * never submitted.
   */
  public static void kill(HadoopCluster cluster, ApplicationId id) {
    try {
      // Returns when the application has ended.
      cluster.yarn().killApplication(id);
    } catch (ApplicationNotFoundException e) {
      // Only files are there.
    } catch (YarnException | IOException e) {
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED, "can't kill " + id + ": " + RemoteError.reason(e), e);
    }
    new StagingDirectory(cluster.fileSystem(), id.toString()).delete();
  }

  @Override
  public void close() {
    if (connector != null) {
      connector.join().close();
    }
  }
}
