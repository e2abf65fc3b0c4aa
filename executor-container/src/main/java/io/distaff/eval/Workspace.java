package io.distaff.eval;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.LargeValues;

/**
 * What evaluators work with.
 *
 * @param arrays allocates what results and what is between are kept in
 * @param values for which tokens stand in what evaluators get and give. Constants alone are as they
 *     are, however large
 */
record Workspace(ReservedArrays arrays, LargeValues values) {
  boolean isLarge(ConstantEvaluator constant) {
    return constant.single() instanceof BytesVector text
        && text.lengths()[0] >= values.leastBytes();
  }

  /** The evaluator, which gives a token if it is a large constant. */
  Evaluator storing(Evaluator evaluator) {
    return evaluator instanceof ConstantEvaluator constant && isLarge(constant)
        ? new StoredConstant(constant, values.storing(arrays))
        : evaluator;
  }

  private record StoredConstant(ConstantEvaluator constant, ExchangedTexts tokens)
      implements Evaluator {
    @Override
    public DataType type() {
      return constant.type();
    }

    @Override
    public ColumnVector evaluate(VectorBatch batch, SelectionVector selection) {
      tokens.release();
      return tokens.of(constant.evaluate(batch, selection));
    }
  }
}
