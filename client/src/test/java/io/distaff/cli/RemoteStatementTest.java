package io.distaff.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskCounters;
import io.distaff.rpc.ControlMessage.CancelStatement;
import io.distaff.rpc.ControlMessage.FromClient;
import io.distaff.rpc.ControlMessage.RowsTaken;
import io.distaff.rpc.ControlMessage.StatementFailed;
import io.distaff.rpc.ControlMessage.StatementFinished;
import io.distaff.rpc.ControlMessage.StatementRows;
import io.distaff.rpc.ControlMessage.StatementSchema;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.rpc.ControlMessage.ToClient;
import io.distaff.serde.BlockWriter;
import io.distaff.serde.Compression;
import io.distaff.serde.GrowableBytes;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a client does with what a driver says, without either. */
class RemoteStatementTest {
  private static final int STATEMENT = 4;
  private static final Schema SCHEMA = Schema.of(new Field("n", DataType.BIGINT, false));
  private static final StatementStatistics STATISTICS =
      new StatementStatistics(
          1, 2, 3, 4, TaskCounters.of(Map.of(Counter.BYTES_READ, 5L, Counter.CACHE_HITS, 6L)));

  private final FakeSession session = new FakeSession();
  private final RemoteStatement statement = new RemoteStatement(STATEMENT, session);

  @Test
  void rowsComeWholeHoweverTheirBlocksAreCut() throws InterruptedException {
    byte[] blocks = blocks(1000, 2000, 10);
    for (int pieceBytes : List.of(7, 1000, blocks.length)) {
      RemoteStatement cut = new RemoteStatement(STATEMENT, session);
      session.driver.add(new StatementSchema(STATEMENT, SCHEMA, List.of()));
      int pieces = sayRows(blocks, pieceBytes);
      session.driver.add(new StatementFinished(STATEMENT, STATISTICS));
      session.said.clear();
      cut.awaitSchema();
      List<Long> rows = new ArrayList<>();
      for (VectorBatch batch = cut.next(); batch != null; batch = cut.next()) {
        for (int i = 0; i < batch.numRows(); i++) {
          rows.add((Long) Vectors.value(batch.column(0), i));
        }
      }
      assertThat(rows).isEqualTo(LongStream.range(0, 3010).boxed().toList());
      assertThat(cut.statistics()).isEqualTo(STATISTICS);
      assertThat(session.said).hasSize(pieces).containsOnly(new RowsTaken(STATEMENT));
    }
  }

  @Test
  void aReaderThatDoesNotReadTakesNothingUp() throws InterruptedException {
    session.driver.add(new StatementSchema(STATEMENT, SCHEMA, List.of()));
    for (int i = 0; i < 3; i++) {
      byte[] block = blocks(5);
      int unused = sayRows(block, block.length);
    }
    statement.awaitSchema();
    assertThat(session.said).isEmpty();
    assertThat(statement.next().numRows()).isEqualTo(5);
    assertThat(session.said).hasSize(1);
    assertThat(session.driver).hasSize(2);
    statement.close();
    assertThat(session.said).endsWith(new CancelStatement(STATEMENT));
  }

  @Test
  void whatIsLeftOfAnotherStatementIsPassedOver() throws InterruptedException {
    session.driver.add(new StatementRows(STATEMENT - 1, new byte[] {1}));
    session.driver.add(new StatementFailed(STATEMENT - 1, ErrorCode.CANCELLED, "cancelled"));
    session.driver.add(new StatementSchema(STATEMENT, SCHEMA, List.of()));
    session.driver.add(new StatementFailed(STATEMENT, ErrorCode.DIVISION_BY_ZERO, "1 / 0"));
    statement.awaitSchema();
    assertThatThrownBy(statement::next).isInstanceOf(DistaffException.class).hasMessage("1 / 0");
    statement.close();
    assertThat(session.said).isEmpty();
    assertThat(session.ends).isEqualTo(1);
  }

  @Test
  void aResultThatEndsWithinABlockIsAnError() throws InterruptedException {
    byte[] block = blocks(50);
    session.driver.add(new StatementSchema(STATEMENT, SCHEMA, List.of()));
    session.driver.add(new StatementRows(STATEMENT, Arrays.copyOf(block, block.length - 1)));
    session.driver.add(new StatementFinished(STATEMENT, STATISTICS));
    statement.awaitSchema();
    assertThatThrownBy(statement::next).hasMessageContaining("within a block");
  }

  private int sayRows(byte[] blocks, int pieceBytes) {
    int pieces = 0;
    for (int from = 0; from < blocks.length; from += pieceBytes) {
      int end = Math.min(blocks.length, from + pieceBytes);
      session.driver.add(new StatementRows(STATEMENT, Arrays.copyOfRange(blocks, from, end)));
      pieces++;
    }
    return pieces;
  }

  /** Blocks of as many rows each, numbered through. */
  private static byte[] blocks(int... rows) {
    GrowableBytes out = new GrowableBytes(16);
    BlockWriter writer = new BlockWriter(Compression.SPACE);
    long next = 0;
    for (int count : rows) {
      long[] values = LongStream.range(next, next + count).toArray();
      next += count;
      int unused =
          writer.write(
              new VectorBatch(count, new LongVector(DataType.BIGINT, values, null, count)), out);
    }
    return out.toByteArray();
  }

  private static final class FakeSession implements RemoteStatement.Session {
    final ArrayDeque<ToClient> driver = new ArrayDeque<>();
    final List<FromClient> said = new ArrayList<>();
    int ends;

    @Override
    public void send(FromClient message) {
      said.add(message);
    }

    @Override
    public ToClient receive() {
      return driver.remove();
    }

    @Override
    public void ended() {
      ends++;
    }
  }
}
