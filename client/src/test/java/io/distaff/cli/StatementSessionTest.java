package io.distaff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.driver.StatementExecution;
import io.distaff.format.ResultFormat;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskCounters;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.sql.SqlText;
import io.distaff.sql.StatementSplitter;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatementSessionTest {
  private final TestConsole console = new TestConsole();
  private final FakeRunner runner = new FakeRunner();

  private static final TaskCounters COUNTERS =
      TaskCounters.of(
          Map.of(Counter.SHUFFLE_BYTES_WRITTEN, 5L, Counter.ROW_GROUPS_PRUNED_BY_DICTIONARY, 6L));

  private StatementSession session(ResultFormat format, StatementSession.Timing timing) {
    return new StatementSession(runner, format, timing, console.console());
  }

  @Test
  void resultsGoToOutAndTheRowCountToErr() throws InterruptedException {
    session(ResultFormat.TABLE, StatementSession.Timing.HIDDEN).run(SqlText.of("SELECT 7"));
    assertThat(console.out()).isEqualTo(" n\n---\n 7\n");
    assertThat(console.err()).isEqualTo("(1 row)\n");
  }

  @Test
  void aStatementWithoutResultPrintsNothing() throws InterruptedException {
    session(ResultFormat.CSV, StatementSession.Timing.HIDDEN).run(SqlText.of("SET a = b"));
    assertThat(console.out()).isEmpty();
    assertThat(console.err()).isEmpty();
  }

  @Test
  void timingIsOneJsonLineAStatement() throws InterruptedException {
    StatementSession session = session(ResultFormat.CSV, StatementSession.Timing.SHOWN);
    session.run(SqlText.of("SELECT 7"));
    session.run(SqlText.of("SELECT 7"));
    List<String> lines = console.err().lines().toList();
    assertThat(lines)
        .hasSize(2)
        .allMatch(
            line ->
                line.matches(
                    "\\{\"statement\":[12],\"wallMillis\":\\d+\\.\\d,\"planMillis\":1\\.5,\"tasks\":2,"
                        + "\"retries\":3,\"rows\":1,\"bytesShuffled\":5(,\"\\w+\":\\d+)+\\}"));
    for (Counter counter : Counter.values()) {
      String count = ",\"%s\":%d".formatted(counter.key(), COUNTERS.count(counter));
      assertThat(lines).allMatch(line -> line.contains(count));
    }
    assertThat(lines.get(0)).contains("\"rowGroupsPrunedByDictionary\":6,");
  }

  @Test
  void statementsKeepTheirPlaceInTheScript() throws InterruptedException {
    StatementSession session = session(ResultFormat.CSV, StatementSession.Timing.HIDDEN);
    for (SqlText statement : StatementSplitter.split("SELECT 1;\n\n  SELECT\n2;")) {
      session.run(statement);
    }
    assertThat(runner.statements).containsExactly("SELECT 1", "\n\n  SELECT\n2");
  }

  /** Gives one row for a SELECT, and nothing for anything else. */
  private static final class FakeRunner implements StatementRunner {
    private final List<String> statements = new ArrayList<>();

    @Override
    public StatementExecution run(String sql) {
      statements.add(sql);
      return new FakeExecution(sql.strip().startsWith("SELECT"));
    }

    @Override
    public boolean isAlive() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static final class FakeExecution implements StatementExecution {
    private final boolean givesRows;
    private boolean given;

    FakeExecution(boolean givesRows) {
      this.givesRows = givesRows;
    }

    @Override
    public Schema schema() {
      return givesRows ? Schema.of(new Field("n", DataType.INT, true)) : Schema.EMPTY;
    }

    @Override
    public VectorBatch next() {
      if (given || !givesRows) {
        return null;
      }
      given = true;
      return new VectorBatch(1, Vectors.single(DataType.INT, 7L));
    }

    @Override
    public StatementStatistics statistics() {
      return new StatementStatistics(1.5, 2, 3, 1, COUNTERS);
    }

    @Override
    public void close() {}
  }
}
