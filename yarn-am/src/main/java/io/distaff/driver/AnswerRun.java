package io.distaff.driver;

import io.distaff.metrics.TaskCounters;
import io.distaff.planner.Prepared;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.serde.BlockWriter;
import io.distaff.serde.Compression;
import io.distaff.serde.GrowableBytes;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A statement that the planner has answered itself. */
final class AnswerRun implements StatementRun {
  private final Prepared.Answer answer;
  private final double planMillis;
  private boolean given;

  AnswerRun(Prepared.Answer answer, double planMillis) {
    this.answer = answer;
    this.planMillis = planMillis;
  }

  @Override
  public Schema schema() {
    return answer.schema();
  }

  @Override
  public byte[] nextBlocks() {
    if (given || answer.rows().isEmpty()) {
      return null;
    }
    given = true;
    int rows = answer.rows().size();
    ColumnVector[] columns = new ColumnVector[answer.schema().size()];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = textColumn(answer.rows(), c);
    }
    GrowableBytes out = new GrowableBytes(1 << 12);
    new BlockWriter(Compression.SPACE).write(new VectorBatch(rows, columns), out);
    return out.toByteArray();
  }

  private static ColumnVector textColumn(List<List<String>> rows, int column) {
    int count = rows.size();
    GrowableBytes data = new GrowableBytes(1 << 10);
    int[] starts = new int[count];
    int[] lengths = new int[count];
    long[] validity = Validity.allValid(count);
    for (int i = 0; i < count; i++) {
      String text = rows.get(i).get(column);
      starts[i] = data.size();
      if (text == null) {
        Validity.setNull(validity, i);
      } else {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        lengths[i] = bytes.length;
        data.put(bytes, 0, bytes.length);
      }
    }
    return new BytesVector(DataType.STRING, data.array(), starts, lengths, validity, count);
  }

  @Override
  public StatementStatistics statistics() {
    return new StatementStatistics(planMillis, 0, 0, answer.rows().size(), TaskCounters.ZERO);
  }

  @Override
  public void cancel(String reason) {}

  @Override
  public void close() {}
}
