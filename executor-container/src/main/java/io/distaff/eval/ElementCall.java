package io.distaff.eval;

import io.distaff.kernel.Argument;
import io.distaff.kernel.ElementStream;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * A call that makes arrays, compiled for those who want their elements some at a time: {@link
 * ElementStream} says how. Confined to one task's thread.
 */
public final class ElementCall {
  private final List<Evaluator> evaluators;
  private final Argument[] arguments;
  private final ElementStream stream;

  /** Rows with an array; null = all that are selected. */
  private long[] validity;

  private boolean isNull;

  ElementCall(List<Evaluator> evaluators, ElementStream stream, ReservedArrays arrays) {
    this.evaluators = List.copyOf(evaluators);
    this.arguments =
        evaluators.stream().map(e -> new Argument(e.type(), arrays)).toArray(Argument[]::new);
    this.stream = stream;
  }

  /** Takes the selected rows of a batch, which must stay valid while they are walked through. */
  public void load(VectorBatch batch) {
    RowSet rows = RowSet.of(batch.selection(), batch.numRows());
    validity = null;
    isNull = rows.count() == 0;
    for (int i = 0; i < arguments.length && !isNull; i++) {
      Evaluator evaluator = evaluators.get(i);
      Argument argument = arguments[i];
      argument.load(evaluator.evaluate(batch, batch.selection()), evaluator.resultBound(), rows);
      if (!argument.isConstant()) {
        validity = Validity.and(validity, argument.validity(), rows.length());
      }
      isNull = argument.isNullConstant();
    }
    if (!isNull) {
      stream.load(arguments, rows);
    }
  }

  /** Goes to the beginning of a row's array; false if it is null. */
  public boolean moveTo(int row) {
    if (isNull || (validity != null && !Validity.isValid(validity, row))) {
      return false;
    }
    stream.moveTo(row);
    return true;
  }

  /** See {@link ElementStream#add}. */
  public int add(int most) {
    return stream.add(most);
  }

  /** See {@link ElementStream#isFull}. */
  public boolean isFull() {
    return stream.isFull();
  }

  /** See {@link ElementStream#elements}. */
  public ColumnVector elements() {
    return stream.elements();
  }

  /** See {@link ElementStream#clear}. */
  public void clear() {
    stream.clear();
  }

  /** See {@link ElementStream#release}. */
  public void release() {
    stream.release();
  }
}
