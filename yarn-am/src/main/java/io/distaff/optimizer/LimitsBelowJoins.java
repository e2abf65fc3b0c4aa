package io.distaff.optimizer;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * The first rows, in an order or in any, of an outer join are found among the first rows of the
 * side all of whose rows it keeps, if that has all the order is by. A row may have several matches,
 * so the limit above stays:
 *
 * <pre>
 *   Sort by a, limit 5 offset 2            Sort by a, limit 5 offset 2
 *     Join left on a = b             =&gt;      Join left on a = b
 *       A                                      Sort by a, limit 7
 *       B                                        A
 *                                            B
 * </pre>
 *
 * <p>Likewise what is computed of rows is computed of the first alone, if they aren't ordered by
 * it. Only where far fewer rows are wanted than there are: to find the first takes one task.
 */
final class LimitsBelowJoins extends RelRewrite {
  private static final int FEWER_ROWS = 10;

  @Override
  RelNode rewrite(RelNode rel) {
    boolean isLimit =
        rel instanceof Sort sort
            && isNumber(sort.fetch)
            && (sort.offset == null || isNumber(sort.offset));
    return isLimit ? pushed((Sort) rel) : rel;
  }

  private RelNode pushed(Sort sort) {
    RelNode input = sort.getInput();
    if (Estimates.rows(input) < FEWER_ROWS * wanted(sort).doubleValue()) {
      return sort;
    }
    if (input instanceof Project project) {
      return belowProject(sort, project);
    }
    return input instanceof Join join ? belowJoin(sort, join).orElse(sort) : sort;
  }

  private static boolean isNumber(RexNode rows) {
    return rows instanceof RexLiteral literal && !literal.isNull();
  }

  /** The rows that a sort takes at least, the skipped ones included. */
  private static BigDecimal wanted(Sort sort) {
    BigDecimal fetch = ((RexLiteral) sort.fetch).getValueAs(BigDecimal.class);
    return isNumber(sort.offset)
        ? fetch.add(((RexLiteral) sort.offset).getValueAs(BigDecimal.class))
        : fetch;
  }

  private RelNode belowProject(Sort sort, Project project) {
    boolean movable =
        !project.containsOver()
            && project.getProjects().stream().allMatch(RexUtil::isDeterministic)
            && sort.getCollation().getKeys().stream()
                .allMatch(key -> project.getProjects().get(key) instanceof RexInputRef);
    if (!movable) {
      return sort;
    }
    List<RelFieldCollation> keys =
        sort.getCollation().getFieldCollations().stream()
            .map(key -> key.withFieldIndex(source(project, key.getFieldIndex())))
            .toList();
    Sort below =
        LogicalSort.create(project.getInput(), RelCollations.of(keys), sort.offset, sort.fetch);
    RelNode rewritten = pushed(below);
    boolean computes = project.getProjects().stream().anyMatch(RexCall.class::isInstance);
    return computes || rewritten != below
        ? project.copy(project.getTraitSet(), List.of(rewritten))
        : sort;
  }

  private static int source(Project project, int column) {
    return ((RexInputRef) project.getProjects().get(column)).getIndex();
  }

  private Optional<RelNode> belowJoin(Sort sort, Join join) {
    int kept =
        switch (join.getJoinType()) {
          case LEFT, LEFT_MARK -> 0;
          case RIGHT -> 1;
          default -> -1;
        };
    if (kept < 0) {
      return Optional.empty();
    }
    RelNode side = join.getInput(kept);
    int first = kept == 0 ? 0 : join.getLeft().getRowType().getFieldCount();
    int columns = side.getRowType().getFieldCount();
    boolean isOrderedBySide =
        sort.getCollation().getKeys().stream()
            .allMatch(key -> key >= first && key < first + columns);
    boolean areFewer = Estimates.rows(side) >= FEWER_ROWS * wanted(sort).doubleValue();
    if (!isOrderedBySide || !areFewer) {
      return Optional.empty();
    }
    RelCollation order = RelCollations.shift(sort.getCollation(), -first);
    RexNode wanted = sort.getCluster().getRexBuilder().makeExactLiteral(wanted(sort));
    RelNode below = pushed(LogicalSort.create(side, order, null, wanted));
    List<RelNode> inputs =
        kept == 0 ? List.of(below, join.getRight()) : List.of(join.getLeft(), below);
    return Optional.of(
        sort.copy(sort.getTraitSet(), List.of(join.copy(join.getTraitSet(), inputs))));
  }
}
