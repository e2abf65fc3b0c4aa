package io.distaff.cli;

import io.distaff.driver.StatementExecution;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.format.ResultFormat;
import io.distaff.format.ResultWriter;
import io.distaff.metrics.Counter;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.sql.SqlText;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.util.Locale;

/** Runs statements and prints their results. Confined to one thread. */
final class StatementSession {
  private final StatementRunner runner;
  private final ResultFormat format;
  private final Console console;
  private final Timing timing;
  private int statements;

  /** Whether each statement is followed by what it took. */
  enum Timing {
    SHOWN,
    HIDDEN
  }

  StatementSession(StatementRunner runner, ResultFormat format, Timing timing, Console console) {
    this.runner = runner;
    this.format = format;
    this.timing = timing;
    this.console = console;
  }

  /** Runs a statement without saying anything of it. */
  void runSilently(String sql) throws InterruptedException {
    try (StatementExecution execution = runner.run(sql)) {
      while (execution.next() != null) {
        // What comes is of no interest.
      }
    }
  }

  /** Runs a statement and prints its rows; gives their number. */
  long run(SqlText statement) throws InterruptedException {
    statements++;
    long startNanos = System.nanoTime();
    // The driver's messages point into the text: it stands where it stood in the script.
    String sql =
        "\n".repeat(statement.line() - 1) + " ".repeat(statement.column() - 1) + statement.text();
    try (StatementExecution execution = runner.run(sql)) {
      execution.warnings().forEach(warning -> console.err().println("warning: " + warning));
      boolean hasResult = execution.schema().size() > 0;
      long rows = print(execution);
      double wallMillis = (System.nanoTime() - startNanos) / 1e6;
      console.out().flush();
      if (hasResult && format == ResultFormat.TABLE) {
        console.err().println(rows == 1 ? "(1 row)" : "(" + rows + " rows)");
      }
      if (timing == Timing.SHOWN) {
        console.err().println(timingLine(statements, wallMillis, execution.statistics()));
      }
      return rows;
    }
  }

  /** False when nothing can run in it any more. */
  boolean isAlive() {
    return runner.isAlive();
  }

  /** The number of the last statement, from 1. */
  int lastStatement() {
    return statements;
  }

  private long print(StatementExecution execution) {
    ResultWriter writer = format.writer(execution.schema(), console.out());
    boolean hasResult = execution.schema().size() > 0;
    long rows = 0;
    try {
      VectorBatch batch = execution.next();
      while (batch != null) {
        rows += batch.numSelected();
        if (hasResult) {
          writer.write(batch);
        }
        // checkError() flushes: the reader of a pipe sees rows as they come.
        if (console.out().checkError()) {
          throw outputClosed(null);
        }
        batch = execution.next();
      }
      if (hasResult) {
        writer.finish();
      }
      return rows;
    } catch (IOException e) {
      throw outputClosed(e);
    }
  }

  private static DistaffException outputClosed(IOException cause) {
    return new DistaffException(
        ErrorCode.CANCELLED, "standard output was closed before the last row", cause);
  }

  static String timingLine(int statement, double wallMillis, StatementStatistics statistics) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "{\"statement\":%d,\"wallMillis\":%.1f,\"planMillis\":%.1f,\"tasks\":%d,\"retries\":%d,\"rows\":%d,\"bytesShuffled\":%d",
            statement,
            wallMillis,
            statistics.planMillis(),
            statistics.tasks(),
            statistics.retries(),
            statistics.rows(),
            statistics.count(Counter.SHUFFLE_BYTES_WRITTEN)));
    for (Counter counter : Counter.values()) {
      line.append(",\"%s\":%d".formatted(counter.key(), statistics.count(counter)));
    }
    return line.append('}').toString();
  }
}
