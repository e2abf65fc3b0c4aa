package io.distaff.optimizer;

import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.HyperGraph;

/**
 * Orders joins by what they cost in estimated rows. Each tree of joins of all types that has few
 * enough orders gets its best one, by {@link JoinSearch}. In larger ones outer, semi and anti joins
 * keep their places, and the inner ones between them get a good order, by {@link GreedyJoinOrder}.
 */
final class JoinOrder {
  /**
   * Sets of relations that the full search keeps a tree for: those of a fact and seven dimensions
   * are 135, and take some 448 pairs to find; each more dimension doubles that.
   */
  private static final int MOST_SUBTREES = 140;

  /** Only joins that aren't ordered yet. */
  private static final RelOptRule JOIN_TO_HYPER_GRAPH =
      CoreRules.JOIN_TO_HYPER_GRAPH
          .config
          .withOperandSupplier(
              join ->
                  join.operand(LogicalJoin.class)
                      .inputs(
                          left -> left.operand(RelNode.class).anyInputs(),
                          right -> right.operand(RelNode.class).anyInputs()))
          .toRule();

  private JoinOrder() {}

  static RelNode order(RelNode rel) {
    if (RelOptUtil.countJoins(rel) < 2) {
      return rel;
    }
    rel.getCluster().invalidateMetadataQuery();
    HepProgram program =
        HepProgram.builder()
            .addMatchOrder(HepMatchOrder.BOTTOM_UP)
            .addRuleInstance(JOIN_TO_HYPER_GRAPH)
            .build();
    return new Search().apply(Optimizer.run(withLargeTreesOrdered(rel), program));
  }

  private static RelNode withLargeTreesOrdered(RelNode rel) {
    if (rel instanceof Join join && JoinGraph.of(join).hasMoreSubtreesThan(MOST_SUBTREES)) {
      if (join.getJoinType() != JoinRelType.INNER) {
        return OrderedJoin.of(
            join, withLargeTreesOrdered(join.getLeft()), withLargeTreesOrdered(join.getRight()));
      }
      FlatJoin flat = FlatJoin.of(join);
      List<RelNode> relations =
          flat.relations().stream().map(JoinOrder::withLargeTreesOrdered).toList();
      return GreedyJoinOrder.order(
          new FlatJoin(relations, flat.conditions(), flat.outputs()), join.getRowType());
    }
    List<RelNode> inputs = rel.getInputs().stream().map(JoinOrder::withLargeTreesOrdered).toList();
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  /** Takes the best tree of each graph. */
  private static final class Search extends RelRewrite {
    @Override
    RelNode rewrite(RelNode rel) {
      if (rel instanceof OrderedJoin join) {
        return join.logical();
      }
      return rel instanceof HyperGraph graph ? JoinSearch.best(graph) : rel;
    }
  }
}
