package io.distaff.cli;

import io.distaff.driver.StatementExecution;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.rpc.ControlMessage.CancelStatement;
import io.distaff.rpc.ControlMessage.CloseSession;
import io.distaff.rpc.ControlMessage.ExecuteStatement;
import io.distaff.rpc.ControlMessage.StatementFailed;
import io.distaff.rpc.ControlMessage.StatementFinished;
import io.distaff.rpc.ControlMessage.StatementRows;
import io.distaff.rpc.ControlMessage.StatementSchema;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.rpc.ControlMessage.ToClient;
import io.distaff.serde.BlockReader;
import io.distaff.submit.ApplicationMonitor;
import io.distaff.submit.DriverConnection;
import io.distaff.submit.HadoopCluster;
import io.distaff.submit.Submission;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;

/** A session application: an ApplicationMaster that runs this client's statements. */
final class YarnStatementRunner implements StatementRunner {
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
    runningStatement = statement;
    driver.send(new ExecuteStatement(statement, sql));
    RemoteExecution execution = new RemoteExecution(statement);
    execution.awaitSchema();
    return execution;
  }

  @Override
  public boolean isAlive() {
    return application.monitor().isConnected();
  }

  /** The driver's next message about a statement; throws when there will be none. */
  private ToClient receive() throws InterruptedException {
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

  /** Rows as the driver sends them; the driver runs ahead. */
  private final class RemoteExecution implements StatementExecution {
    private final int statement;
    private Schema schema = Schema.EMPTY;
    private BlockReader reader;
    private StatementStatistics statistics;
    private boolean ended;

    RemoteExecution(int statement) {
      this.statement = statement;
    }

    private void awaitSchema() throws InterruptedException {
      while (reader == null && !ended) {
        accept(receive());
      }
    }

    /** What is left of statements that were cancelled is passed over. */
    private void accept(ToClient message) {
      if (message instanceof StatementSchema answer && answer.statement() == statement) {
        schema = answer.schema();
        reader = new BlockReader(schema);
      } else if (message instanceof StatementRows rows && rows.statement() == statement) {
        reader.reset(rows.batches(), 0, rows.batches().length);
      } else if (message instanceof StatementFinished end && end.statement() == statement) {
        statistics = end.statistics();
        ended = true;
        runningStatement = NONE;
      } else if (message instanceof StatementFailed failure && failure.statement() == statement) {
        ended = true;
        runningStatement = NONE;
        throw new DistaffException(failure.code(), failure.message());
      }
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public VectorBatch next() {
      try {
        while (true) {
          VectorBatch batch = reader == null ? null : reader.next();
          if (batch != null || ended) {
            return batch;
          }
          accept(receive());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DistaffException(ErrorCode.CANCELLED, "interrupted", e);
      }
    }

    @Override
    public StatementStatistics statistics() {
      return statistics;
    }

    @Override
    public void close() {
      if (!ended && application.monitor().isConnected()) {
        driver.send(new CancelStatement(statement));
      }
    }
  }
}
