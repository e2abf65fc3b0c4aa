package io.distaff.plan;

import io.distaff.expression.InputRef;
import io.distaff.plan.PlanNode.HashJoin;
import java.util.Optional;

/**
 * Where the column of a join's probe side comes from, if a leaf of the same fragment gives it, and
 * dropping rows there drops just the rows above that come of them.
 */
public final class ProbeColumns {
  private ProbeColumns() {}

  /**
   * A column of a leaf.
   *
   * @param leaf a ParquetScan or an ExchangeRead
   */
  public record Source(PlanNode leaf, InputRef column) {}

  /** Whether probe rows without a match are lost, so that they needn't be read. */
  public static boolean dropsUnmatchedProbeRows(HashJoin join) {
    return switch (join.type()) {
      case INNER, RIGHT, SEMI, RIGHT_SEMI, RIGHT_ANTI -> true;
      case LEFT, FULL, ANTI, MARK, SINGLE -> false;
    };
  }

  public static Optional<Source> sourceOf(PlanNode node, int column) {
    if (node instanceof PlanNode.ParquetScan scan) {
      return scan.limit() < 0 ? source(node, column) : Optional.empty();
    } else if (node instanceof PlanNode.ExchangeRead) {
      return source(node, column);
    } else if (node instanceof PlanNode.Filter filter) {
      return sourceOf(filter.input(), column);
    } else if (node instanceof PlanNode.Project project) {
      return project.expressions().get(column) instanceof InputRef ref
          ? sourceOf(project.input(), ref.index())
          : Optional.empty();
    } else if (node instanceof PlanNode.Unnest unnest) {
      return column < unnest.carried().size()
          ? sourceOf(unnest.input(), unnest.carried().get(column))
          : Optional.empty();
    } else if (node instanceof PlanNode.Aggregate aggregate) {
      // Groups go as a whole, or not at all.
      return column < aggregate.keys().size()
          ? sourceOf(aggregate.input(), aggregate.keys().get(column))
          : Optional.empty();
    } else if (node instanceof HashJoin join) {
      boolean ofProbeSide = column < join.left().schema().size();
      return ofProbeSide && passesProbeRowsAlone(join)
          ? sourceOf(join.left(), column)
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<Source> source(PlanNode leaf, int column) {
    InputRef ref = new InputRef(column, leaf.schema().type(column));
    return KeySummary.describes(ref.type()) ? Optional.of(new Source(leaf, ref)) : Optional.empty();
  }

  /** Whether every row that is given belongs to a probe row. */
  private static boolean passesProbeRowsAlone(HashJoin join) {
    return switch (join.type()) {
      case INNER, LEFT, SEMI, ANTI, MARK, SINGLE -> true;
      case RIGHT, FULL, RIGHT_SEMI, RIGHT_ANTI -> false;
    };
  }
}
