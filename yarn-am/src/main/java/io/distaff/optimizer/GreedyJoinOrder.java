package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Joins relations two by two, those first whose join has the fewest rows (greedy operator ordering:
 * Fegaras, "A new heuristic for optimizing large queries", 1998). Relations without a condition
 * together are joined when nothing else is left. Confined to a thread.
 */
final class GreedyJoinOrder {
  private final FlatJoin join;
  private final RexBuilder rexBuilder;
  private final RelMetadataQuery mq;
  private final List<Tree> trees = new ArrayList<>();
  private final List<Pair> pairs = new ArrayList<>();

  /**
   * @param columns those of the flat join that the tree has, in its order
   */
  private record Tree(RelNode rel, List<Integer> columns, double rows) {}

  /** What two trees would be as one. */
  private record Pair(Tree left, Tree right, Tree joined, double cost, boolean isConnected) {
    boolean has(Tree tree) {
      return left.equals(tree) || right.equals(tree);
    }
  }

  private GreedyJoinOrder(FlatJoin join) {
    RelNode first = join.relations().get(0);
    this.join = join;
    this.rexBuilder = first.getCluster().getRexBuilder();
    this.mq = first.getCluster().getMetadataQuery();
  }

  /** The rows of the flat join. */
  static RelNode order(FlatJoin join, RelDataType rowType) {
    GreedyJoinOrder order = new GreedyJoinOrder(join);
    Tree tree = order.joinAll();
    List<RexNode> outputs =
        join.outputs().stream().map(output -> inTree(output, tree.columns)).toList();
    return LogicalProject.create(tree.rel, List.of(), outputs, rowType, Set.of());
  }

  private Tree joinAll() {
    for (int i = 0; i < join.relations().size(); i++) {
      add(relation(i));
    }
    while (trees.size() > 1) {
      Pair best =
          pairs.stream()
              .min(
                  Comparator.comparing((Pair pair) -> !pair.isConnected)
                      .thenComparing(pair -> pair.joined.rows)
                      .thenComparing(pair -> pair.cost))
              .orElseThrow();
      trees.remove(best.left);
      trees.remove(best.right);
      pairs.removeIf(pair -> pair.has(best.left) || pair.has(best.right));
      add(best.joined);
    }
    return trees.get(0);
  }

  /** One relation, of the rows for which the conditions on it alone are true. */
  private Tree relation(int index) {
    RelNode rel = join.relations().get(index);
    int first = join.firstColumn(index);
    int end = first + rel.getRowType().getFieldCount();
    List<Integer> columns = IntStream.range(first, end).boxed().toList();
    List<RexNode> conditions = new ArrayList<>();
    for (RexNode condition : join.conditions()) {
      ImmutableBitSet used = RelOptUtil.InputFinder.bits(condition);
      if (ImmutableBitSet.range(first, end).contains(used) && !(used.isEmpty() && index > 0)) {
        conditions.add(inTree(condition, columns));
      }
    }
    if (!conditions.isEmpty()) {
      rel = LogicalFilter.create(rel, RexUtil.composeConjunction(rexBuilder, conditions));
    }
    return new Tree(rel, columns, mq.getRowCount(rel));
  }

  private void add(Tree tree) {
    for (Tree other : trees) {
      pairs.add(other.rows < tree.rows ? pair(tree, other) : pair(other, tree));
    }
    trees.add(tree);
  }

  private Pair pair(Tree left, Tree right) {
    ImmutableBitSet leftColumns = ImmutableBitSet.of(left.columns);
    ImmutableBitSet rightColumns = ImmutableBitSet.of(right.columns);
    ImmutableBitSet both = leftColumns.union(rightColumns);
    List<Integer> columns = new ArrayList<>(left.columns);
    columns.addAll(right.columns);
    List<RexNode> conditions = new ArrayList<>();
    for (RexNode condition : join.conditions()) {
      ImmutableBitSet used = RelOptUtil.InputFinder.bits(condition);
      if (both.contains(used) && !leftColumns.contains(used) && !rightColumns.contains(used)) {
        conditions.add(inTree(condition, columns));
      }
    }
    RexNode condition = RexUtil.composeConjunction(rexBuilder, conditions);
    RelNode rel = OrderedJoin.inner(left.rel, right.rel, condition);
    double cost = mq.getNonCumulativeCost(rel).getRows();
    Tree joined = new Tree(rel, columns, mq.getRowCount(rel));
    return new Pair(left, right, joined, cost, !conditions.isEmpty());
  }

  /** An expression in the flat join's columns as one in a tree's. */
  private static RexNode inTree(RexNode expression, List<Integer> columns) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return new RexInputRef(columns.indexOf(ref.getIndex()), ref.getType());
          }
        });
  }
}
