package io.distaff.cli;

import io.distaff.driver.StatementExecution;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.rpc.ControlMessage.CancelStatement;
import io.distaff.rpc.ControlMessage.CloseSession;
import io.distaff.rpc.ControlMessage.ExecuteStatement;
import io.distaff.rpc.ControlMessage.FromClient;
import io.distaff.rpc.ControlMessage.ToClient;
import io.distaff.submit.ApplicationMonitor;
import io.distaff.submit.DriverConnection;
import io.distaff.submit.HadoopCluster;
import io.distaff.submit.Submission;

/** A session application: an ApplicationMaster that runs this client's statements. */
final class YarnStatementRunner implements StatementRunner, RemoteStatement.Session {
  private static final long POLL_MILLIS = 500;
  private static final int NONE = 0;

  private final YarnApplication application;
  private final ApplicationConsole listener;
  private final DriverConnection driver;
  private int lastStatement;
  private volatile int runningStatement = NONE;

  private YarnStatementRunner(
      YarnApplication application, ApplicationConsole listener, DriverConnection driver) {
    this.application = application;
    this.listener = listener;
    this.driver = driver;
    application.onExit(this::abandon);
  }

  /**
   * On the exit thread. A statement that is cancelled takes its temporary files away and fails;
   * whoever waits for it then closes the session.
   */
  private void abandon() {
    int running = runningStatement;
    driver.send(running == NONE ? new CloseSession() : new CancelStatement(running));
  }

  /** Submits the session, and waits until its driver answers. */
  static YarnStatementRunner start(
      HadoopCluster cluster, Submission submission, ApplicationConsole listener)
      throws InterruptedException {
    YarnApplication application = YarnApplication.submit(cluster, submission, listener);
    try {
      DriverConnection driver =
          application.monitor().awaitDriver().orElseThrow(() -> ended(application, listener));
      return new YarnStatementRunner(application, listener, driver);
    } catch (RuntimeException | InterruptedException e) {
      application.close();
      throw e;
    }
  }

  /** What the application's end means for whoever waits for an answer. */
  private static DistaffException ended(YarnApplication application, ApplicationConsole listener) {
    listener.clearLine();
    try {
      ApplicationMonitor.Outcome outcome = application.monitor().awaitEnd();
      return new DistaffException(
          ErrorCode.EXECUTOR_LAUNCH_FAILED,
          application.id()
              + " ended: "
              + outcome.diagnostics().strip()
              + "\nlogs: distaff logs "
              + application.id());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new DistaffException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }

  String applicationId() {
    return application.id();
  }

  String trackingUrl() {
    return application.monitor().lastReport().getTrackingUrl();
  }

  @Override
  public StatementExecution run(String sql) throws InterruptedException {
    int statement = ++lastStatement;
    driver.send(new ExecuteStatement(statement, sql));
    runningStatement = statement;
    RemoteStatement execution = new RemoteStatement(statement, this);
    execution.awaitSchema();
    return execution;
  }

  @Override
  public boolean isAlive() {
    return application.monitor().isConnected();
  }

  @Override
  public void send(FromClient message) {
    if (application.monitor().isConnected()) {
      driver.send(message);
    }
  }

  @Override
  public void ended() {
    runningStatement = NONE;
  }

  @Override
  public ToClient receive() throws InterruptedException {
    while (true) {
      boolean connected = application.monitor().isConnected();
      ToClient message = application.monitor().nextMessage(connected ? POLL_MILLIS : 0);
      if (message != null) {
        listener.clearLine();
        return message;
      }
      if (!connected) {
        throw ended(application, listener);
      }
    }
  }

  @Override
  public void close() {
    try (application) {
      if (application.monitor().isConnected()) {
        driver.send(new CloseSession());
        var unused = application.monitor().awaitEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DistaffException(ErrorCode.CANCELLED, "interrupted", e);
    } finally {
      listener.clearLine();
    }
  }
}
