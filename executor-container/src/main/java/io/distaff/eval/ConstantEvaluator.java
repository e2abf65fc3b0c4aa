package io.distaff.eval;

import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.Int128Math;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.LongVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;

/** The same value for every row. */
final class ConstantEvaluator implements Evaluator {
  private final ColumnVector single;

  /**
   * @param single one row; a wide decimal that fits is kept as a long, so that kernels over longs
   *     take it
   */
  ConstantEvaluator(ColumnVector single) {
    this.single =
        single instanceof Int128Vector wide
                && !wide.isNull(0)
                && Int128Math.fitsLong(wide.high()[0], wide.low()[0])
            ? new LongVector(wide.type(), wide.low(), null, 1)
            : single;
  }

  static ConstantEvaluator of(DataType type, Object value) {
    return new ConstantEvaluator(Vectors.single(type, value));
  }

  boolean isNull() {
    return single.isNull(0);
  }

  /** In the classes of {@link Vectors#value}. */
  Object value() {
    return Vectors.value(single, 0);
  }

  ColumnVector single() {
    return single;
  }

  @Override
  public DataType type() {
    return single.type();
  }

  @Override
  public ColumnVector evaluate(VectorBatch batch, SelectionVector selection) {
    return new ConstantVector(single, batch.numRows());
  }
}
