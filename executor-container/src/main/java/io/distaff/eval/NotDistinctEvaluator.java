package io.distaff.eval;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.ComparisonOperator;
import io.distaff.kernel.LogicKernels;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.scalar.Comparison;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;

/** IS NOT DISTINCT FROM: equality in which null equals null. */
final class NotDistinctEvaluator implements Evaluator {
  private final Evaluator leftEvaluator;
  private final Evaluator rightEvaluator;
  private final Argument[] arguments;
  private final Comparison equal;
  private final Buffers buffers;

  NotDistinctEvaluator(Evaluator left, Evaluator right, ReservedArrays arrays) {
    this.equal = new Comparison(ComparisonOperator.EQUAL, arrays);
    this.buffers = new Buffers(arrays);
    this.leftEvaluator = left;
    this.rightEvaluator = right;
    this.arguments =
        new Argument[] {new Argument(left.type(), arrays), new Argument(right.type(), arrays)};
  }

  @Override
  public DataType type() {
    return DataType.BOOLEAN;
  }

  @Override
  public ColumnVector evaluate(VectorBatch batch, SelectionVector selection) {
    RowSet rows = RowSet.of(selection, batch.numRows());
    if (rows.count() == 0) {
      return ConstantVector.ofNull(DataType.BOOLEAN, rows.length());
    }
    Argument left = arguments[0];
    Argument right = arguments[1];
    left.load(leftEvaluator.evaluate(batch, selection), leftEvaluator.resultBound(), rows);
    right.load(rightEvaluator.evaluate(batch, selection), rightEvaluator.resultBound(), rows);
    if (left.isNullConstant()) {
      return NullTestEvaluator.isNull(right.vector(), true, rows, buffers);
    }
    if (right.isNullConstant()) {
      return NullTestEvaluator.isNull(left.vector(), true, rows, buffers);
    }
    if (left.isConstant() && right.isConstant()) {
      left.unwrap();
      right.unwrap();
      return new ConstantVector(equal.apply(arguments, RowSet.all(1), null), rows.length());
    }
    long[] leftValidity = left.isConstant() ? null : left.validity();
    long[] rightValidity = right.isConstant() ? null : right.validity();
    long[] both = Validity.and(leftValidity, rightValidity, rows.length());
    BooleanVector same = (BooleanVector) equal.apply(arguments, rows, both);
    if (both == null) {
      return same;
    }
    byte[] out = buffers.bytes(rows.length());
    LogicKernels.notDistinct(
        same.values(), orAllValid(leftValidity, rows), orAllValid(rightValidity, rows), out, rows);
    return new BooleanVector(DataType.BOOLEAN, out, null, rows.length());
  }

  private static long[] orAllValid(long[] validity, RowSet rows) {
    return validity == null ? Validity.allValid(rows.length()) : validity;
  }
}
