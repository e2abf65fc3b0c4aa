package io.distaff.driver;

import io.distaff.planner.Prepared;
import io.distaff.scheduler.QueryHandle;
import io.distaff.scheduler.QueryOutcome;
import io.distaff.serde.BlockReader;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.ArrayList;
import java.util.List;

/** A query whose few rows are for the session. Gives no rows. */
final class CollectRun extends ScheduledRun {
  private final Prepared.Collect collect;

  CollectRun(QueryHandle handle, Prepared.Collect collect, double planMillis) {
    super(handle, planMillis);
    this.collect = collect;
  }

  @Override
  public Schema schema() {
    return Schema.EMPTY;
  }

  @Override
  public byte[] nextBlocks() {
    if (!isFinished()) {
      List<List<Object>> rows = new ArrayList<>();
      BlockReader reader = new BlockReader(collect.query().schema());
      for (byte[] blocks = nextOfResult(); blocks != null; blocks = nextOfResult()) {
        reader.reset(blocks, 0, blocks.length);
        for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
          add(batch, rows);
        }
      }
      QueryOutcome outcome = outcome();
      collect.onRows().accept(rows);
      finish(outcome);
    }
    return null;
  }

  private static void add(VectorBatch batch, List<List<Object>> rows) {
    for (int i = 0; i < batch.numSelected(); i++) {
      List<Object> row = new ArrayList<>();
      for (ColumnVector column : batch.columns()) {
        row.add(Vectors.value(column, batch.selectedRow(i)));
      }
      rows.add(row);
    }
  }
}
