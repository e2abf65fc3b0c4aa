package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexNode;

/**
 * Which relations of a tree of joins of all types, one right above the other, have conditions
 * together. Sets of relations are bits. Confined to a thread.
 */
final class JoinGraph {
  /** Relations of a tree that has more are too many for any search. */
  private static final int MOST_RELATIONS = Long.SIZE;

  private final List<Long> neighbors = new ArrayList<>();
  private int found;

  private JoinGraph() {}

  static JoinGraph of(Join join) {
    JoinGraph graph = new JoinGraph();
    graph.add(join);
    return graph;
  }

  /** Adds a tree's relations and conditions, and gives the relation of each of its columns. */
  private List<Integer> add(RelNode rel) {
    List<Integer> columns = new ArrayList<>();
    if (rel instanceof Join join) {
      columns.addAll(add(join.getLeft()));
      int left = columns.size();
      columns.addAll(add(join.getRight()));
      for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
        connect(
            RelOptUtil.InputFinder.bits(condition).asList().stream().map(columns::get).toList());
      }
      return join.getJoinType().projectsRight() ? columns : columns.subList(0, left);
    }
    rel.getRowType().getFieldList().forEach(field -> columns.add(neighbors.size()));
    neighbors.add(0L);
    return columns;
  }

  private void connect(List<Integer> relations) {
    if (neighbors.size() <= MOST_RELATIONS) {
      long all =
          relations.stream().mapToLong(relation -> 1L << relation).reduce(0, (a, b) -> a | b);
      for (int relation : relations) {
        neighbors.set(relation, (neighbors.get(relation) | all) & ~(1L << relation));
      }
    }
  }

  /**
   * Whether there are more than so many sets of relations that are connected, each of which a full
   * search looks at in all the ways to divide it.
   */
  boolean hasMoreSubtreesThan(int most) {
    found = 0;
    if (neighbors.size() > MOST_RELATIONS) {
      return true;
    }
    for (int first = neighbors.size() - 1; first >= 0 && found <= most; first--) {
      long set = 1L << first;
      found++;
      extend(set, set | (set - 1), most);
    }
    return found > most;
  }

  /** Finds the connected sets made of this one and relations that aren't forbidden. */
  private void extend(long set, long forbidden, int most) {
    long around = around(set) & ~forbidden;
    for (long more = around; more != 0 && found <= most; more = (more - 1) & around) {
      found++;
      extend(set | more, forbidden | around, most);
    }
  }

  private long around(long set) {
    long around = 0;
    for (long rest = set; rest != 0; rest &= rest - 1) {
      around |= neighbors.get(Long.numberOfTrailingZeros(rest));
    }
    return around;
  }
}
