package io.distaff.cli;

import io.distaff.driver.StatementExecution;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.rpc.ControlMessage.CancelStatement;
import io.distaff.rpc.ControlMessage.FromClient;
import io.distaff.rpc.ControlMessage.RowsTaken;
import io.distaff.rpc.ControlMessage.StatementFailed;
import io.distaff.rpc.ControlMessage.StatementFinished;
import io.distaff.rpc.ControlMessage.StatementRows;
import io.distaff.rpc.ControlMessage.StatementSchema;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.rpc.ControlMessage.ToClient;
import io.distaff.serde.BlockAssembler;
import io.distaff.serde.BlockReader;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * A statement that a driver elsewhere runs. The driver runs ahead of the reader by a bounded number
 * of pieces: each is answered when it is taken up, and none is taken up before the rows of the one
 * before were read. Confined to one thread.
 */
final class RemoteStatement implements StatementExecution {
  private final int statement;
  private final Session session;
  private final BlockAssembler blocks = new BlockAssembler();
  private Schema schema = Schema.EMPTY;
  private List<String> warnings;
  private BlockReader reader;
  private StatementStatistics statistics;
  private boolean ended;

  /** The talk with the driver. */
  interface Session {
    /** Says something, if the driver is still there. */
    void send(FromClient message);

    /** The driver's next message about any statement; throws when there will be none. */
    ToClient receive() throws InterruptedException;

    /** The statement has ended, in whatever way. */
    void ended();
  }

  /** A statement that the driver was just told to run. */
  RemoteStatement(int statement, Session session) {
    this.statement = statement;
    this.session = session;
  }

  /** Waits until the driver has begun to run it; throws what it failed of. */
  void awaitSchema() throws InterruptedException {
    while (reader == null && !ended) {
      accept(session.receive());
    }
  }

  /** What is left of statements that were cancelled is passed over. */
  private void accept(ToClient message) {
    if (message instanceof StatementSchema answer && answer.statement() == statement) {
      schema = answer.schema();
      warnings = answer.warnings();
      reader = new BlockReader(schema);
    } else if (message instanceof StatementRows rows && rows.statement() == statement) {
      session.send(new RowsTaken(statement));
      if (blocks.add(rows.piece())) {
        reader.reset(blocks.bytes(), 0, blocks.length());
      }
    } else if (message instanceof StatementFinished end && end.statement() == statement) {
      end();
      statistics = end.statistics();
      if (blocks.isWithinBlock()) {
        throw new DistaffException(
            ErrorCode.PROTOCOL_ERROR, "the result of the statement ends within a block");
      }
    } else if (message instanceof StatementFailed failure && failure.statement() == statement) {
      end();
      throw new DistaffException(failure.code(), failure.message());
    }
  }

  private void end() {
    ended = true;
    session.ended();
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public VectorBatch next() {
    try {
      while (true) {
        VectorBatch batch = reader == null ? null : reader.next();
        if (batch != null || ended) {
          return batch;
        }
        accept(session.receive());
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
    if (!ended) {
      session.send(new CancelStatement(statement));
    }
  }
}
