package io.distaff.optimizer;

import com.google.common.collect.Sets;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.optimizer.OuterColumns.OuterColumn;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.sql2rel.CorrelateProjectExtractor;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.sql2rel.TopDownGeneralDecorrelator;
import org.apache.calcite.tools.RelBuilder;

/**
 * Joins in the place of correlations, where Calcite can make them. It has two ways. The first gives
 * a relation that names outer columns those of them that no part of it has yet:
 *
 * <pre>
 *   Filter x = o.a     =>   Filter x = a
 *     T                       Join
 *                               T
 *                               the values of a
 * </pre>
 *
 * <p>and does without them where the rows themselves have equal ones. But where an input has some
 * of the columns and lacks others it joins them all once more, and forgets for which values the
 * input's rows are; likewise where both sides of a join have a column, or where rows without a
 * match have nulls in its place. Such correlations go the second way (after "Improving Unnesting of
 * Complex Queries", Neumann, BTW 2025), which makes right joins of everything, though more of them.
 */
final class Decorrelation extends RelRewrite {
  private final RelBuilder relBuilder;

  private Decorrelation(RelBuilder relBuilder) {
    this.relBuilder = relBuilder;
  }

  /** The tree without correlations. Throws NOT_SUPPORTED where one can't be made a join. */
  static RelNode decorrelated(RelNode rel, RelBuilder relBuilder) {
    RelNode hidden = HiddenAggregates.hide(new Decorrelation(relBuilder).apply(rel));
    return joined(HiddenAggregates.show(RelDecorrelator.decorrelateQuery(hidden, relBuilder)));
  }

  static DistaffException notSupported() {
    return new DistaffException(
        ErrorCode.NOT_SUPPORTED,
        "a correlated sub-query of this form is not supported: it can't be turned into a join");
  }

  /** A tree, unless correlations are left. */
  private static RelNode joined(RelNode rel) {
    return rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            if (other instanceof Correlate) {
              throw notSupported();
            }
            return super.visit(other);
          }
        });
  }

  /** The second way; one correlation at a time, since it mixes up the columns of two. */
  @Override
  RelNode rewrite(RelNode rel) {
    if (rel instanceof LogicalAggregate aggregate
        && aggregate.getInput() instanceof Project project) {
      return withoutConstantKeys(aggregate, project);
    }
    boolean isWhole = rel instanceof Correlate && OuterColumns.namedWithin(rel).isEmpty();
    if (!isWhole) {
      return rel;
    }
    // As the first way begins: what is computed of outer columns alone becomes one more of them.
    RelNode extracted = rel.accept(new CorrelateProjectExtractor(RelFactories.LOGICAL_BUILDER));
    return areKeptApart(extracted)
        ? rel
        : joined(TopDownGeneralDecorrelator.decorrelateQuery(rel, relBuilder));
  }

  /**
   * The first way takes away keys that are literals, or become such when it simplifies them: it
   * puts several back at wrong places, and without any key left there would be a group even of no
   * rows.
   */
  private static RelNode withoutConstantKeys(LogicalAggregate aggregate, Project project) {
    boolean areColumns =
        aggregate.getGroupSet().asList().stream()
            .allMatch(key -> project.getProjects().get(key) instanceof RexInputRef);
    if (areColumns) {
      return aggregate;
    }
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
    RelNode columns =
        LogicalProject.create(
            project,
            List.of(),
            rexBuilder.identityProjects(project.getRowType()),
            project.getRowType().getFieldNames(),
            Set.of());
    return aggregate.copy(aggregate.getTraitSet(), List.of(columns));
  }

  /** Whether no relation lacks some columns of an outer row beside others that a part of it has. */
  private static boolean areKeptApart(RelNode rel) {
    return rel.getInputs().stream().allMatch(Decorrelation::areKeptApart)
        && ((rel instanceof Filter || rel instanceof Project)
            ? hasAllOrNone(rel)
            : rel.getInputs().size() < 2 || (namesInOnePlace(rel) && namesInKeptRows(rel)));
  }

  private static boolean hasAllOrNone(RelNode rel) {
    Set<OuterColumn> named = OuterColumns.namedBy(rel).keySet();
    Set<OuterColumn> there =
        named.isEmpty() ? Set.of() : OuterColumns.namedWithin(rel.getInput(0)).keySet();
    return there.containsAll(named) || Sets.intersection(there, named).isEmpty();
  }

  /**
   * Whether only one of a relation's inputs and its own expressions names columns of outer rows.
   */
  private static boolean namesInOnePlace(RelNode rel) {
    int places = OuterColumns.namedBy(rel).isEmpty() ? 0 : 1;
    for (RelNode input : rel.getInputs()) {
      places += namesOthers(input, rel) ? 1 : 0;
    }
    return places < 2;
  }

  /** Whether no join names columns of outer rows where its own rows may lack them. */
  private static boolean namesInKeptRows(RelNode rel) {
    JoinRelType type =
        rel instanceof Correlate correlate
            ? correlate.getJoinType()
            : rel instanceof Join join ? join.getJoinType() : JoinRelType.INNER;
    boolean keepsRight = type.projectsRight() && !type.generatesNullsOnRight();
    return (keepsRight || !namesOthers(rel.getInput(1), rel))
        && !(type.generatesNullsOnLeft() && namesOthers(rel.getInput(0), rel))
        && (type.projectsRight() || OuterColumns.namedBy(rel).isEmpty());
  }

  /** Whether an input of a relation names columns of rows that the relation doesn't give it. */
  private static boolean namesOthers(RelNode input, RelNode rel) {
    return OuterColumns.namedWithin(input).keySet().stream()
        .anyMatch(
            column ->
                !(rel instanceof Correlate own && column.row().equals(own.getCorrelationId())));
  }
}
