package io.distaff.operator;

import io.distaff.expression.Expression;
import io.distaff.expression.Literal;
import io.distaff.plan.PlanNode;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.List;

/** Rows of literals. Confined to a task's thread. */
public final class ValuesOperator implements Operator {
  private static final int[] FIRST_ROW = {0};

  private final PlanNode.Values node;
  private final ColumnBuffer[] buffers;
  private final FlatView view = new FlatView();
  private int nextRow;

  /**
   * @param node whose expressions are all {@link Literal}s of their columns' types
   */
  public ValuesOperator(PlanNode.Values node) {
    this.node = node;
    this.buffers = new ColumnBuffer[node.schema().size()];
    for (int c = 0; c < buffers.length; c++) {
      buffers[c] = new ColumnBuffer(node.schema().type(c));
    }
  }

  @Override
  public VectorBatch next() {
    int count = Math.min(VectorBatch.TARGET_ROWS, node.rows().size() - nextRow);
    if (count <= 0) {
      return null;
    }
    ColumnVector[] columns = new ColumnVector[buffers.length];
    for (int c = 0; c < columns.length; c++) {
      buffers[c].begin(count);
      for (int row = 0; row < count; row++) {
        view.set(literal(node.rows().get(nextRow + row), c), FIRST_ROW, 1);
        buffers[c].copy(view, new int[] {row}, 1);
      }
      columns[c] = buffers[c].vector();
    }
    nextRow += count;
    return new VectorBatch(count, columns);
  }

  private ColumnVector literal(List<Expression> row, int column) {
    DataType type = node.schema().type(column);
    if (row.get(column) instanceof Literal literal) {
      return Vectors.single(type, literal.value());
    }
    throw new IllegalArgumentException("not a literal: " + row.get(column));
  }

  @Override
  public void close() {
    nextRow = node.rows().size();
  }
}
