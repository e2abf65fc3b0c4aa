package io.distaff.eval;

import io.distaff.kernel.Buffers;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.CompareKernels;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.List;

/**
 * CASE: each condition is evaluated for the rows that those before it have left, each value for the
 * rows that take it. When the values are texts that are all constant, the result is a dictionary of
 * them.
 */
final class CaseEvaluator implements Evaluator {
  private static final SelectionVector NO_ROWS = new SelectionVector(new int[0], 0);

  private final DataType type;
  private final List<Predicate> conditions;
  private final List<Evaluator> values;
  private final BytesVector dictionary;
  private final ResultMerger merger;
  private final Buffers buffers;
  private final Buffers remainingRows;
  private long[] dictionaryValidity;

  /**
   * @param values one for each condition, then the otherwise
   */
  CaseEvaluator(
      DataType type, List<Predicate> conditions, List<Evaluator> values, ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.remainingRows = new Buffers(arrays);
    this.type = type;
    this.conditions = List.copyOf(conditions);
    this.values = List.copyOf(values);
    this.dictionary = dictionaryOf(type, values, arrays);
    this.merger = new ResultMerger(type, arrays);
  }

  /** The constants by position, nulls as empty texts; null when the result isn't a dictionary. */
  private static BytesVector dictionaryOf(
      DataType type, List<Evaluator> values, ReservedArrays arrays) {
    boolean text = type.kind() == DataType.Kind.STRING || type.kind() == DataType.Kind.BINARY;
    if (!text || !values.stream().allMatch(ConstantEvaluator.class::isInstance)) {
      return null;
    }
    BytesBuilder builder = new BytesBuilder(arrays);
    builder.reset(values.size());
    for (int i = 0; i < values.size(); i++) {
      BytesVector single = (BytesVector) ((ConstantEvaluator) values.get(i)).single();
      builder.append(single.data(), single.starts()[0], single.lengths()[0]);
      builder.endRow(i);
    }
    return builder.vector(type, null);
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public ColumnVector evaluate(VectorBatch batch, SelectionVector selection) {
    int n = batch.numRows();
    merger.reset(n);
    dictionaryValidity = null;
    if (dictionary != null && selection != null) {
      Arrays.fill(buffers.ints(n), 0, n, 0);
    }
    SelectionVector remaining = selection;
    for (int i = 0; i < conditions.size() && RowSet.of(remaining, n).count() > 0; i++) {
      SelectionVector taken = conditions.get(i).select(batch, remaining);
      RowSet rows = RowSet.of(taken, n);
      if (rows.count() > 0) {
        take(i, batch, taken, rows);
      }
      remaining = taken == remaining ? NO_ROWS : without(remaining, taken, n);
    }
    RowSet rest = RowSet.of(remaining, n);
    if (rest.count() > 0) {
      take(values.size() - 1, batch, remaining, rest);
    }
    return dictionary == null
        ? merger.finish()
        : new DictionaryVector(dictionary, buffers.ints(n), dictionaryValidity, n);
  }

  private void take(int branch, VectorBatch batch, SelectionVector selection, RowSet rows) {
    if (dictionary == null) {
      merger.put(values.get(branch).evaluate(batch, selection), rows);
      return;
    }
    boolean isNull = ((ConstantEvaluator) values.get(branch)).isNull();
    if (isNull && dictionaryValidity == null) {
      dictionaryValidity = Validity.allValid(rows.length());
    }
    int[] ids = buffers.ints(rows.length());
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      ids[row] = branch;
      if (isNull) {
        Validity.setNull(dictionaryValidity, row);
      }
    }
  }

  /** Both ascending, {@code taken} a part of {@code from}. Without a branch a row. */
  private SelectionVector without(SelectionVector from, SelectionVector taken, int n) {
    if (taken.count() == 0) {
      return from;
    }
    RowSet rows = RowSet.of(from, n);
    int[] out = remainingRows.ints(n);
    int[] gone = taken.rows();
    int last = taken.count() - 1;
    int next = 0;
    int count = 0;
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      int isGone = CompareKernels.isZero(gone[Math.min(next, last)] ^ row);
      out[count] = row;
      next += isGone;
      count += isGone ^ 1;
    }
    return new SelectionVector(out, count);
  }
}
