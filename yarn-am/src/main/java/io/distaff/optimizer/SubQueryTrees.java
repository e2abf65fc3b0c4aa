package io.distaff.optimizer;

import java.util.function.UnaryOperator;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Rewrites the trees of the sub-queries that are in a node's expressions. */
final class SubQueryTrees extends RexShuttle {
  private final UnaryOperator<RelNode> rewriting;

  SubQueryTrees(UnaryOperator<RelNode> rewriting) {
    this.rewriting = rewriting;
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery subQuery) {
    RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
    RelNode rewritten = rewriting.apply(visited.rel);
    return rewritten == visited.rel ? visited : visited.clone(rewritten);
  }
}
