package io.distaff.optimizer;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * INTERSECT ALL and EXCEPT ALL become set operations on rows that a number tells apart: the third
 * of rows that are equal is in the other input if that has as many.
 */
final class SetOperationsOfAll extends RelRewrite {
  private final RelBuilder builder;

  SetOperationsOfAll(RelBuilder builder) {
    this.builder = builder;
  }

  @Override
  RelNode rewrite(RelNode rel) {
    boolean applies =
        rel instanceof SetOp operation
            && operation.all
            && (operation instanceof Intersect || operation instanceof Minus);
    if (!applies) {
      return rel;
    }
    int width = rel.getRowType().getFieldCount();
    RelNode result = rel.getInput(0);
    for (RelNode input : rel.getInputs().subList(1, rel.getInputs().size())) {
      builder.push(numbered(result)).push(numbered(input));
      RelBuilder combined =
          rel instanceof Minus ? builder.minus(false, 2) : builder.intersect(false, 2);
      List<RexNode> columns = combined.fields().subList(0, width);
      result = combined.project(columns, rel.getRowType().getFieldNames(), true).build();
    }
    return builder.push(result).convert(rel.getRowType(), true).build();
  }

  private RelNode numbered(RelNode input) {
    builder.push(input);
    RexNode number =
        builder
            .aggregateCall(SqlStdOperatorTable.ROW_NUMBER)
            .over()
            .partitionBy(builder.fields())
            .rowsUnbounded()
            .toRex();
    return builder.projectPlus(number).build();
  }
}
