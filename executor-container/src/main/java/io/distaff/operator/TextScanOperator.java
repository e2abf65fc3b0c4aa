package io.distaff.operator;

import io.distaff.eval.ExpressionCompiler;
import io.distaff.eval.Predicate;
import io.distaff.eval.ValuePlaces;
import io.distaff.expression.Expression;
import io.distaff.memory.ReservedArrays;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.text.TextReader;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;

/** Gives what a {@link TextReader} reads, of that the rows that joins above may have a use for. */
public final class TextScanOperator implements Operator {
  private final TextReader reader;
  private final ReservedArrays arrays;
  private final TaskMetrics metrics;
  private final Runnable beforeBatch;

  /** Null when all rows are wanted. */
  private final Predicate wanted;

  /**
   * @param condition over the columns, true for the rows wanted; null when all are
   * @param schema of the reader's columns
   * @param beforeBatch is run before each batch that is read, and may throw to end the reading
   */
  public TextScanOperator(
      TextReader reader,
      Expression condition,
      Schema schema,
      Runnable beforeBatch,
      OperatorContext context) {
    this.reader = reader;
    this.arrays = context.memory().arrays();
    this.metrics = context.metrics();
    this.beforeBatch = beforeBatch;
    this.wanted =
        condition == null
            ? null
            : ValuePlaces.tell(
                ExpressionCompiler.compilePredicate(condition, arrays, context.values()),
                ValuePlaces.ofCondition(condition, schema));
  }

  @Override
  public VectorBatch next() {
    while (true) {
      beforeBatch.run();
      VectorBatch batch = reader.next();
      if (batch == null || wanted == null) {
        return batch;
      }
      VectorBatch narrowed = batch.withSelection(wanted.select(batch, batch.selection()));
      metrics.add(Counter.ROWS_FILTERED, batch.numSelected() - narrowed.numSelected());
      if (narrowed.numSelected() > 0) {
        return narrowed;
      }
    }
  }

  @Override
  public void release() {
    reader.release();
  }

  @Override
  public void close() {
    reader.close();
    arrays.close();
  }
}
