package io.distaff.eval;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.BatchArguments;
import io.distaff.function.BatchColumn;
import io.distaff.function.BatchUDF;
import io.distaff.function.TaskScope;
import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.SelectedRows;
import java.util.List;

/**
 * A function of the user's over columns. It sees the selected rows side by side; where there are
 * others between them, its results are put in their places. What it throws ends the query, with its
 * name and the first of the rows.
 */
final class BatchFunctionCall implements VectorFunction {
  private final String name;
  private final BatchUDF function;
  private final ArgumentColumn[] columns;
  private final ResultColumn result;
  private final ColumnBuffer placed;
  private final FlatView view = new FlatView();
  private final SelectedRows first = new SelectedRows();
  private final TaskScope task = TaskScope.current();
  private long rowsBefore;

  BatchFunctionCall(
      String name,
      BatchUDF function,
      List<DataType> arguments,
      DataType type,
      ReservedArrays arrays) {
    this.name = name;
    this.function = function;
    this.columns =
        arguments.stream()
            .map(argument -> new ArgumentColumn(argument, arrays))
            .toArray(ArgumentColumn[]::new);
    this.result = new ResultColumn(type, arrays);
    this.placed = new ColumnBuffer(type, arrays);
  }

  private record Batch(int numRows, ArgumentColumn[] columns) implements BatchArguments {
    @Override
    public int numColumns() {
      return columns.length;
    }

    @Override
    public BatchColumn column(int index) {
      return columns[index];
    }
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    int count = rows.count();
    if (count == 0) {
      placed.beginNull(rows.length());
      return placed.vector();
    }
    long start = System.nanoTime();
    int[] selected = rows.rows() == null ? first.first(count) : rows.rows();
    for (int a = 0; a < columns.length; a++) {
      columns[a].start(arguments[a].vector(), selected, count);
    }
    result.start(count);
    ColumnVector made;
    try {
      function.call(new Batch(count, columns), result);
      made = result.vector();
    } catch (Exception | LinkageError | StackOverflowError e) {
      throw new DistaffException(
          ErrorCode.USER_FUNCTION_FAILED,
          "the function %s failed in a batch of %d rows, from row %d on: %s"
              .formatted(name, count, rowsBefore + 1, e),
          e);
    }
    rowsBefore += count;
    task.addUserNanos(System.nanoTime() - start);
    if (count == rows.length()) {
      return made;
    }
    view.set(made, first.first(count), count);
    placed.beginNull(rows.length());
    placed.copy(view, selected, count);
    return placed.vector();
  }
}
