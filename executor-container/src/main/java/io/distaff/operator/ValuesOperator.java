package io.distaff.operator;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Expression;
import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.plan.PlanNode;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.List;

/** Rows that the plan itself contains. A literal takes the type of its column. */
public final class ValuesOperator implements Operator {
  private static final int[] FIRST_ROW = {0};

  private final Schema schema;
  private final List<List<Expression>> rows;
  private final ReservedArrays arrays;
  private final ColumnBuffer[] buffers;
  private int position;

  public ValuesOperator(PlanNode.Values node, OperatorContext context) {
    this.schema = node.schema();
    this.rows = node.rows();
    this.arrays = context.memory().arrays();
    this.buffers = ColumnBuffer.of(schema.fields().stream().map(Field::type).toList(), arrays);
  }

  @Override
  public VectorBatch next() {
    int count = Math.min(VectorBatch.TARGET_ROWS, rows.size() - position);
    if (count <= 0) {
      return null;
    }
    List<List<Expression>> batchRows = rows.subList(position, position + count);
    position += count;
    ColumnVector[] columns = new ColumnVector[schema.size()];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = column(batchRows, c);
    }
    return new VectorBatch(count, columns);
  }

  private ColumnVector column(List<List<Expression>> batchRows, int column) {
    DataType type = schema.type(column);
    ColumnBuffer buffer = buffers[column];
    buffer.begin(batchRows.size());
    FlatView view = new FlatView();
    int[] at = new int[1];
    for (int r = 0; r < batchRows.size(); r++) {
      if (!(batchRows.get(r).get(column) instanceof Literal literal)) {
        throw new DistaffException(
            ErrorCode.INTERNAL_ERROR,
            "a row of values holds " + batchRows.get(r).get(column) + ", which isn't a literal");
      }
      view.set(Vectors.single(type, literal.value()), FIRST_ROW, 1);
      at[0] = r;
      buffer.copy(view, at, 1);
    }
    return buffer.vector();
  }

  @Override
  public void close() {
    arrays.close();
    position = rows.size();
  }
}
