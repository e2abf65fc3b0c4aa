package io.distaff.driver;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.rpc.ControlMessage.CancelStatement;
import io.distaff.rpc.ControlMessage.ExecuteStatement;
import io.distaff.rpc.ControlMessage.RowsTaken;
import io.distaff.rpc.ControlMessage.StatementFailed;
import io.distaff.rpc.ControlMessage.StatementFinished;
import io.distaff.rpc.ControlMessage.StatementRows;
import io.distaff.rpc.ControlMessage.StatementSchema;
import io.distaff.transport.Connection;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the statements that a session's client sends, one after the other, on a thread of its own,
 * no faster than the client takes up their rows. Thread-safe.
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
  private final CompletableFuture<Function<String, StatementRun>> driver =
      new CompletableFuture<>();
  private final CompletableFuture<ClientEndpoint> clients = new CompletableFuture<>();
  private volatile Running running;
  private volatile int cancelledStatement = -1;

  /** The statement that runs, and what of its result is on its way. */
  private record Running(int statement, StatementRun run, ResultWindow window) {
    void cancel(String reason) {
      run.cancel(reason);
      window.cancel();
    }
  }

  /**
   * What it works with; statements that come before wait.
   *
   * @param runner begins to run a statement; throws what is wrong with it
   */
  void start(Function<String, StatementRun> runner, ClientEndpoint clientEndpoint) {
    clients.complete(clientEndpoint);
    driver.complete(runner);
  }

  @Override
  public void execute(Connection client, ExecuteStatement statement) {
    statements.execute(() -> run(client, statement));
  }

  private void run(Connection client, ExecuteStatement statement) {
    int number = statement.statement();
    ClientEndpoint endpoint = clients.join();
    try (StatementRun run = driver.join().apply(statement.sql())) {
      ResultWindow window = new ResultWindow();
      running = new Running(number, run, window);
      if (cancelledStatement == number) {
        throw new DistaffException(ErrorCode.CANCELLED, "the statement was cancelled");
      }
      endpoint.tell(client, new StatementSchema(number, run.schema(), run.warnings()));
      for (byte[] blocks = run.nextBlocks(); blocks != null; blocks = run.nextBlocks()) {
        for (int from = 0; from < blocks.length; from += ResultWindow.PIECE_BYTES) {
          int end = Math.min(blocks.length, from + ResultWindow.PIECE_BYTES);
          window.awaitRoom();
          endpoint.tell(client, new StatementRows(number, Arrays.copyOfRange(blocks, from, end)));
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
    Running current = running;
    if (current != null && current.statement() == cancel.statement()) {
      current.cancel("cancelled by the client");
    }
  }

  @Override
  public void taken(RowsTaken rows) {
    Running current = running;
    if (current != null && current.statement() == rows.statement()) {
      current.window().taken();
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
    Running current = running;
    if (current != null) {
      current.cancel("the session has ended");
    }
    statements.shutdownNow();
  }
}
