package io.distaff.operator;

import io.distaff.memory.ReservedArrays;
import io.distaff.plan.PlanNode;
import io.distaff.plan.Split;
import io.distaff.serde.BlockReader;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import java.util.Iterator;
import java.util.List;

/** Gives rows that came with the task. */
public final class LocalScanOperator implements Operator {
  private final List<Integer> columns;
  private final Iterator<Split.LocalSplit> splits;
  private final ReservedArrays arrays;
  private final BlockReader blocks;

  public LocalScanOperator(
      PlanNode.LocalScan scan, List<Split.LocalSplit> splits, OperatorContext context) {
    this.columns = scan.columns();
    this.splits = splits.iterator();
    this.arrays = context.memory().arrays();
    this.blocks = new BlockReader(scan.rowSchema(), arrays);
  }

  @Override
  public VectorBatch next() {
    VectorBatch batch = blocks.next();
    while (batch == null && splits.hasNext()) {
      byte[] block = splits.next().block();
      blocks.reset(block, 0, block.length);
      batch = blocks.next();
    }
    if (batch == null) {
      return null;
    }
    ColumnVector[] picked = new ColumnVector[columns.size()];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = batch.column(columns.get(i));
    }
    return new VectorBatch(batch.numRows(), batch.selection(), picked);
  }

  @Override
  public void close() {
    arrays.close();
    while (splits.hasNext()) {
      splits.next();
    }
  }
}
