package io.distaff.operator.generate;

import io.distaff.memory.ReservedArrays;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.plan.PlanNode;
import io.distaff.plan.Split;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import java.util.Iterator;
import java.util.List;

/** Numbers of an arithmetic sequence, in constant memory. */
public final class RangeScanOperator implements Operator {
  private static final ColumnVector[] NONE = {};

  private final boolean givesNumbers;
  private final Iterator<Split.RangeSplit> splits;
  private final ReservedArrays arrays;
  private long[] numbers = {};
  private long next;
  private long step;
  private long left;

  public RangeScanOperator(
      PlanNode.RangeScan scan, List<Split.RangeSplit> splits, OperatorContext context) {
    this.givesNumbers = scan.schema().size() > 0;
    this.splits = splits.iterator();
    this.arrays = context.memory().arrays();
  }

  @Override
  public VectorBatch next() {
    while (left == 0) {
      if (!splits.hasNext()) {
        return null;
      }
      Split.RangeSplit split = splits.next();
      next = split.first();
      step = split.step();
      left = split.count();
    }
    int count = (int) Math.min(VectorBatch.TARGET_ROWS, left);
    left -= count;
    return new VectorBatch(count, givesNumbers ? new ColumnVector[] {numbers(count)} : NONE);
  }

  private LongVector numbers(int count) {
    if (numbers.length == 0) {
      numbers = arrays.longs(numbers, VectorBatch.TARGET_ROWS);
    }
    for (int i = 0; i < count; i++) {
      numbers[i] = next + i * step;
    }
    next += count * step;
    return new LongVector(DataType.BIGINT, numbers, null, count);
  }

  @Override
  public void close() {
    arrays.close();
    left = 0;
    while (splits.hasNext()) {
      splits.next();
    }
  }
}
