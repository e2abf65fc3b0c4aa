package io.distaff.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distaff.error.ErrorCode;
import io.distaff.metrics.TaskCounters;
import io.distaff.rpc.ControlCodec;
import io.distaff.rpc.ControlMessage.CancelStatement;
import io.distaff.rpc.ControlMessage.ExecuteStatement;
import io.distaff.rpc.ControlMessage.FromClient;
import io.distaff.rpc.ControlMessage.RowsTaken;
import io.distaff.rpc.ControlMessage.StatementFailed;
import io.distaff.rpc.ControlMessage.StatementFinished;
import io.distaff.rpc.ControlMessage.StatementRows;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.transport.ConnectionListener;
import io.distaff.types.Schema;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statements of a client that takes up their rows when the test says so. */
@Timeout(30)
class SessionServiceTest {
  private static final int STATEMENT = 1;

  private final ControlCodec codec = new ControlCodec();
  private final SessionService session = new SessionService();
  private final ClientEndpoint endpoint = new ClientEndpoint(codec, session);
  private final FakeConnection client = new FakeConnection();
  private final ConnectionListener driver = endpoint.accept(client);

  @AfterEach
  void close() {
    session.close();
  }

  private void say(FromClient message) {
    driver.onMessage(client, codec.encode(message));
  }

  private FakeRun run(int blocks, int blockBytes) {
    FakeRun run = new FakeRun(blocks, blockBytes);
    session.start(sql -> run, endpoint);
    say(new ExecuteStatement(STATEMENT, "SELECT"));
    return run;
  }

  private List<StatementRows> rows() {
    return client.sent(StatementRows.class);
  }

  @Test
  void aClientThatTakesNothingUpStopsTheStatement() {
    FakeRun run = run(100, 10);
    await().until(() -> rows().size() == ResultWindow.MAX_PIECES);
    for (int taken = 1; taken <= 100 - ResultWindow.MAX_PIECES; taken++) {
      int expected = ResultWindow.MAX_PIECES + taken;
      say(new RowsTaken(STATEMENT));
      await().until(() -> rows().size() == expected);
      // One more is at hand and waits for room.
      assertThat(run.given.get()).isLessThanOrEqualTo(expected + 1);
    }
    await().until(() -> client.sent(StatementFinished.class).size() == 1);
    assertThat(rows()).hasSize(100);
  }

  @Test
  void takingUpAnotherStatementsRowsMakesNoRoom() {
    FakeRun run = run(100, 10);
    await().until(() -> run.given.get() == ResultWindow.MAX_PIECES + 1);
    say(new RowsTaken(STATEMENT + 1));
    say(new RowsTaken(STATEMENT));
    await().until(() -> run.given.get() == ResultWindow.MAX_PIECES + 2);
    assertThat(rows()).hasSize(ResultWindow.MAX_PIECES + 1);
  }

  @Test
  void aBlockThatIsLongerThanAPieceTravelsInSeveral() {
    FakeRun run = run(2, 3 * ResultWindow.PIECE_BYTES + 5);
    await()
        .until(
            () -> {
              int before = rows().size();
              say(new RowsTaken(STATEMENT));
              return before == 8 && !client.sent(StatementFinished.class).isEmpty();
            });
    ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    for (StatementRows piece : rows()) {
      assertThat(piece.piece().length).isBetween(1, ResultWindow.PIECE_BYTES);
      arrived.writeBytes(piece.piece());
    }
    assertThat(arrived.toByteArray()).isEqualTo(run.all.toByteArray());
  }

  @Test
  void cancellingFreesAStatementThatWaitsForItsClient() {
    FakeRun run = run(100, 10);
    await().until(() -> run.given.get() == ResultWindow.MAX_PIECES + 1);
    say(new CancelStatement(STATEMENT));
    await().until(() -> client.sent(StatementFailed.class).size() == 1);
    assertThat(client.sent(StatementFailed.class).get(0).code()).isEqualTo(ErrorCode.CANCELLED);
    await().until(() -> run.closed);
  }

  @Test
  void theEndOfTheSessionFreesAStatementThatWaitsForItsClient() {
    FakeRun run = run(100, 10);
    await().until(() -> run.given.get() == ResultWindow.MAX_PIECES + 1);
    session.close();
    await().until(() -> run.closed);
  }

  private static final class FakeRun implements StatementRun {
    final AtomicInteger given = new AtomicInteger();
    final ByteArrayOutputStream all = new ByteArrayOutputStream();
    volatile boolean closed;
    private final Random random = new Random(1);
    private final int blocks;
    private final int blockBytes;

    FakeRun(int blocks, int blockBytes) {
      this.blocks = blocks;
      this.blockBytes = blockBytes;
    }

    @Override
    public Schema schema() {
      return Schema.EMPTY;
    }

    @Override
    public byte[] nextBlocks() {
      if (given.get() == blocks) {
        return null;
      }
      byte[] block = new byte[blockBytes];
      random.nextBytes(block);
      all.writeBytes(block);
      given.incrementAndGet();
      return block;
    }

    @Override
    public StatementStatistics statistics() {
      return new StatementStatistics(0, 0, 0, 0, TaskCounters.ZERO);
    }

    @Override
    public void cancel(String reason) {}

    @Override
    public void close() {
      closed = true;
    }
  }
}
