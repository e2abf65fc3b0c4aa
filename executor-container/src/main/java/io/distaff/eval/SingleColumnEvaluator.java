package io.distaff.eval;

import io.distaff.kernel.Bounds;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.util.function.Supplier;

/**
 * An expression over one column only: computed once per dictionary entry where the column has a
 * dictionary.
 */
final class SingleColumnEvaluator implements Evaluator {
  private final int column;
  private final Evaluator direct;
  private final DictionaryResults results;
  private final Buffers buffers;
  private boolean usedDirect;

  SingleColumnEvaluator(int column, Supplier<Evaluator> compiler, ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.column = column;
    this.direct = compiler.get();
    this.results = new DictionaryResults(column, compiler, arrays);
  }

  @Override
  public DataType type() {
    return direct.type();
  }

  @Override
  public long resultBound() {
    return usedDirect ? direct.resultBound() : Bounds.UNKNOWN;
  }

  @Override
  public ColumnVector evaluate(VectorBatch batch, SelectionVector selection) {
    usedDirect = false;
    if (batch.column(column) instanceof DictionaryVector vector) {
      RowSet rows = RowSet.of(selection, batch.numRows());
      if (rows.count() > 0 && results.isReadyFor(vector, rows.count())) {
        ColumnVector result = results.resultOf(vector, rows, buffers);
        if (result != null) {
          return result;
        }
      }
    }
    usedDirect = true;
    return direct.evaluate(batch, selection);
  }
}
