package io.distaff.optimizer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.rules.DpHyp;
import org.apache.calcite.rel.rules.HyperGraph;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/**
 * The order of joins with the least cost. The search is Calcite's, which makes two joins of every
 * pair of connected parts and compares what they cost: here a join is made without the names that a
 * builder keeps of each column, its cost is added up once, and the rows of a join are those of the
 * one with its inputs changed about. Conditions are simple by then: they aren't simplified again
 * for every join tried.
 */
final class JoinSearch {
  private JoinSearch() {}

  /** The best tree of a graph's relations, each of which is connected to some other. */
  static RelNode best(HyperGraph graph) {
    RelBuilder builder =
        RelFactories.LOGICAL_BUILDER
            .create(graph.getCluster(), null)
            .transform(config -> config.withSimplify(false));
    DpHyp search = new DpHyp(graph, new Joins(builder), new Costs(), Integer.MAX_VALUE);
    search.startEnumerateJoin();
    return search.getBestPlan();
  }

  /** Makes joins, and leaves all else to another builder. */
  private static final class Joins extends RelBuilder {
    private final RelBuilder others;
    private final Deque<RelNode> inputs = new ArrayDeque<>();

    Joins(RelBuilder others) {
      super(null, others.getCluster(), others.getRelOptSchema());
      this.others = others;
    }

    @Override
    public RelBuilder push(RelNode node) {
      inputs.push(node);
      return this;
    }

    @Override
    public RelBuilder join(JoinRelType type, RexNode condition) {
      RelNode right = inputs.pop();
      RelNode left = inputs.pop();
      return push(LogicalJoin.create(left, right, List.of(), condition, Set.of(), type));
    }

    @Override
    public RelBuilder project(Iterable<? extends RexNode> expressions) {
      return push(others.push(inputs.pop()).project(expressions).build());
    }

    @Override
    public RelNode build() {
      return inputs.pop();
    }
  }

  /** What is known of the joins that are tried, with their costs and rows at hand. */
  private static final class Costs extends RelMetadataQuery {
    private final JoinCost joinCost = new JoinCost();
    private final IdentityHashMap<RelNode, RelOptCost> costs = new IdentityHashMap<>();
    private final IdentityHashMap<RelNode, Double> rows = new IdentityHashMap<>();

    /** Of the joins whose rows are known, the last. */
    private Join last;

    Costs() {
      super(EngineRowCount.METADATA);
    }

    @Override
    public RelOptCost getCumulativeCost(RelNode rel) {
      RelOptCost known = costs.get(rel);
      if (known == null) {
        known = rel instanceof Join join ? cost(join) : super.getCumulativeCost(rel);
        costs.put(rel, known);
      }
      return known;
    }

    private RelOptCost cost(Join join) {
      return joinCost
          .getNonCumulativeCost(join, this)
          .plus(getCumulativeCost(join.getLeft()))
          .plus(getCumulativeCost(join.getRight()));
    }

    @Override
    public Double getRowCount(RelNode rel) {
      Double known = rows.get(rel);
      if (known == null) {
        known = isLastMirrored(rel) ? rows.get(last) : super.getRowCount(rel);
        rows.put(rel, known);
        last = rel instanceof Join join ? join : last;
      }
      return known;
    }

    private boolean isLastMirrored(RelNode rel) {
      return last != null
          && rel instanceof Join join
          && join.getJoinType() == JoinRelType.INNER
          && join.getJoinType() == last.getJoinType()
          && join.getLeft() == last.getRight()
          && join.getRight() == last.getLeft();
    }
  }
}
