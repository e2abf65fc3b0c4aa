package io.distaff.eval;

import io.distaff.encoder.ObjectReader;
import io.distaff.encoder.ObjectShape;
import io.distaff.encoder.ObjectWriter;
import io.distaff.encoder.RowFunction;
import io.distaff.encoder.UserFunctionFailure;
import io.distaff.error.DistaffException;
import io.distaff.expression.Expression;
import io.distaff.function.TaskScope;
import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectedRows;
import java.util.List;

/**
 * A function of the user's over objects, called row by row; the objects are made of the arguments,
 * and the results become a column. What it throws ends the query, with its name and the row.
 */
final class RowFunctionCall implements VectorFunction {
  private final String name;
  private final RowFunction function;
  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final SelectedRows positions = new SelectedRows();
  private final TaskScope task = TaskScope.current();

  /**
   * @param columns that the objects are made of
   */
  RowFunctionCall(
      String name,
      RowFunction function,
      List<? extends Expression> columns,
      ReservedArrays arrays) {
    this.name = name;
    this.function = function;
    ObjectShape input = ObjectShape.of(function.input());
    List<ObjectShape.Component> parts = input.rowComponents();
    Schema schema =
        new Schema(
            java.util.stream.IntStream.range(0, parts.size())
                .mapToObj(c -> new Field(parts.get(c).name(), columns.get(c).type(), true))
                .toList());
    this.reader = ObjectReader.ofRows(input, schema);
    this.writer = ObjectWriter.ofColumn(ObjectShape.of(function.output()), arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    long start = System.nanoTime();
    ColumnVector[] columns = new ColumnVector[arguments.length];
    for (int a = 0; a < columns.length; a++) {
      columns[a] = arguments[a].vector();
    }
    int[] selected = rows.rows() == null ? positions.first(rows.count()) : rows.rows();
    reader.start(columns, selected, rows.count());
    writer.clear();
    for (int i = 0; i < rows.count(); i++) {
      addNulls(selected[i]);
      writer.add(call(reader.read(i)));
    }
    addNulls(rows.length());
    task.addUserNanos(System.nanoTime() - start);
    return writer.batch().column(0);
  }

  /** For the rows before this one, which nobody asks for. */
  private void addNulls(int row) {
    while (writer.rows() < row) {
      writer.addNull();
    }
  }

  private Object call(Object object) {
    try {
      return function.function().call(object);
    } catch (DistaffException e) {
      throw e; // of a broadcast or an accumulator
    } catch (Exception | LinkageError | StackOverflowError e) {
      throw UserFunctionFailure.of(name, reader.rowNumber(), object, e);
    }
  }
}
