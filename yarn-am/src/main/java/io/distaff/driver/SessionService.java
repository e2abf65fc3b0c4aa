package io.distaff.driver;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.rpc.ControlMessage.CancelStatement;
import io.distaff.rpc.ControlMessage.ExecuteStatement;
import io.distaff.rpc.ControlMessage.StatementFailed;
import io.distaff.rpc.ControlMessage.StatementFinished;
import io.distaff.rpc.ControlMessage.StatementRows;
import io.distaff.rpc.ControlMessage.StatementSchema;
import io.distaff.transport.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the statements that a session's client sends, one after the other, on a thread of its own.
 * Thread-safe.
 */
final class SessionService implements ClientEndpoint.SessionHandler, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SessionService.class);

  private final ExecutorService statements =
      Executors.newSingleThreadExecutor(
          body -> {
            Thread thread = new Thread(body, "session");
            thread.setDaemon(true);
            return thread;
          });
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CompletableFuture<Driver> driver = new CompletableFuture<>();
  private final CompletableFuture<ClientEndpoint> clients = new CompletableFuture<>();
  private volatile int cancelledStatement = -1;
  private volatile StatementRun running;

  /** What it works with; statements that come before wait. */
  void start(Driver startedDriver, ClientEndpoint clientEndpoint) {
    clients.complete(clientEndpoint);
    driver.complete(startedDriver);
  }

  @Override
  public void execute(Connection client, ExecuteStatement statement) {
    statements.execute(() -> run(client, statement));
  }

  private void run(Connection client, ExecuteStatement statement) {
    int number = statement.statement();
    ClientEndpoint endpoint = clients.join();
    try (StatementRun run = driver.join().run(statement.sql())) {
      running = run;
      endpoint.tell(client, new StatementSchema(number, run.schema()));
      for (byte[] blocks = run.nextBlocks(); blocks != null; blocks = run.nextBlocks()) {
        if (cancelledStatement == number) {
          throw new DistaffException(ErrorCode.CANCELLED, "the statement was cancelled");
        }
        CompletableFuture<Void> sent = endpoint.send(client, new StatementRows(number, blocks));
        // What is too long for a message is refused at once: no rows may go missing unsaid.
        if (sent.isCompletedExceptionally() || !client.isWritable()) {
          sent.join();
        }
      }
      endpoint.tell(client, new StatementFinished(number, run.statistics()));
    } catch (RuntimeException e) {
      DistaffException failure = DistaffException.of(e, ErrorCode.INTERNAL_ERROR);
      if (!failure.code().isFatalForQuery()) {
        log.warn("statement {} failed", number, e);
      }
      endpoint.tell(client, new StatementFailed(number, failure.code(), failure.getMessage()));
    } finally {
      running = null;
    }
  }

  @Override
  public void cancel(CancelStatement cancel) {
    cancelledStatement = cancel.statement();
    StatementRun current = running;
    if (current != null) {
      current.cancel("cancelled by the client");
    }
  }

  @Override
  public void sessionEnded() {
    ended.countDown();
  }

  /** Waits until the client has closed the session or is gone. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    StatementRun current = running;
    if (current != null) {
      current.cancel("the session has ended");
    }
    statements.shutdownNow();
  }
}
