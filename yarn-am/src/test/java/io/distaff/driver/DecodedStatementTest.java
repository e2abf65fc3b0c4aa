package io.distaff.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.config.DataSize;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.scheduler.ResultLimit;
import io.distaff.scheduler.ResultSizeGuard;
import io.distaff.serde.BlockWriter;
import io.distaff.serde.Compression;
import io.distaff.serde.GrowableBytes;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.BytesVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rows take of the driver's heap while they are read. */
class DecodedStatementTest {
  private static final Schema SCHEMA =
      new Schema(List.of(new Field("text", DataType.STRING, true)));
  private static final int PIECE_BYTES = 1 << 10;
  private static final int HEAP_BYTES = 100 << 10;

  private final Blocks blocks = new Blocks();
  private final ResultSizeGuard guard =
      new ResultSizeGuard(new ResultLimit(DataSize.ofMebibytes(1), HEAP_BYTES));
  private final DecodedStatement statement = new DecodedStatement(blocks, guard);

  /** Blocks, one at a time. */
  private static final class Blocks implements StatementRun {
    private final ArrayDeque<byte[]> left = new ArrayDeque<>();
    private final BlockWriter writer = new BlockWriter(Compression.SPACE);

    /** A row whose text comes in pieces. */
    void addLarge(String text) {
      VectorBatch row = new VectorBatch(1, Vectors.single(DataType.STRING, text));
      BytesVector bytes = (BytesVector) row.column(0);
      BitSet columns = new BitSet();
      columns.set(0);
      GrowableBytes out = new GrowableBytes(1 << 10);
      writer.writeWithout(columns, row, out);
      left.add(out.toByteArray());
      for (int at = 0; at < bytes.data().length; at += PIECE_BYTES) {
        out = new GrowableBytes(1 << 10);
        writer.writePiece(bytes.data(), at, Math.min(PIECE_BYTES, bytes.data().length - at), out);
        left.add(out.toByteArray());
      }
    }

    void add(String text) {
      GrowableBytes out = new GrowableBytes(1 << 10);
      writer.write(new VectorBatch(1, Vectors.single(DataType.STRING, text)), out);
      left.add(out.toByteArray());
    }

    @Override
    public Schema schema() {
      return SCHEMA;
    }

    @Override
    public byte[] nextBlocks() {
      return left.poll();
    }

    @Override
    public StatementStatistics statistics() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void cancel(String reason) {}

    @Override
    public void close() {}
  }

  private static String text(int bytes) {
    return "abcdefgh".repeat(bytes / 8);
  }

  private void assertTooLarge() {
    assertThatThrownBy(statement::next)
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESULT_TOO_LARGE))
        .hasMessageContaining("of " + HEAP_BYTES)
        .hasMessageContaining("toLocalIterator()")
        .hasMessageContaining("--driver-memory");
  }

  @Test
  void rowsThatComeInPiecesMayTakeTheHeapOneAfterTheOther() {
    for (int i = 0; i < 3; i++) {
      blocks.addLarge(text(60 << 10));
    }
    for (int i = 0; i < 3; i++) {
      assertThat(((BytesVector) statement.next().column(0)).text(0)).isEqualTo(text(60 << 10));
      assertThat(statement.underWayBytes()).isBetween(60L << 10, (long) HEAP_BYTES);
    }
    assertThat(statement.next()).isNull();
  }

  @Test
  void aRowThatIsTooLargeIsRefusedBeforeItsBytesCome() {
    blocks.addLarge(text(120 << 10));
    int numBlocks = blocks.left.size();
    assertTooLarge();
    assertThat(blocks.left).hasSize(numBlocks - 1);
  }

  @Test
  void whatIsGatheredLeavesLessForARow() {
    guard.add(50 << 10);
    blocks.addLarge(text(30 << 10));
    blocks.addLarge(text(60 << 10));
    assertThat(statement.next().numRows()).isEqualTo(1);
    assertTooLarge();
  }

  @Test
  void aBlockThatIsTooLargeIsRefused() {
    blocks.add(text(120 << 10));
    assertTooLarge();
  }
}
