package io.distaff.task;

import io.distaff.expression.InputRef;
import io.distaff.operator.KeySummarizer;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.HashJoin;
import java.util.Optional;

/**
 * Where the column of a join's probe side comes from, if it is read by a scan of the same fragment
 * and dropping rows there drops just the rows above that come of them.
 */
final class ProbeColumns {
  private ProbeColumns() {}

  /** A column of a scan. */
  record Source(PlanNode.ParquetScan scan, InputRef column) {}

  /** Whether probe rows without a match are lost, so that they needn't be read. */
  static boolean dropsUnmatchedProbeRows(HashJoin join) {
    return switch (join.type()) {
      case INNER, RIGHT, SEMI -> true;
      case LEFT, FULL, ANTI, MARK, SINGLE -> false;
    };
  }

  static Optional<Source> sourceOf(PlanNode node, int column) {
    if (node instanceof PlanNode.ParquetScan scan) {
      InputRef ref = new InputRef(column, scan.schema().type(column));
      return scan.limit() < 0 && KeySummarizer.takes(ref.type())
          ? Optional.of(new Source(scan, ref))
          : Optional.empty();
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
    } else if (node instanceof HashJoin join) {
      boolean ofProbeSide = column < join.left().schema().size();
      return ofProbeSide && passesProbeRowsAlone(join)
          ? sourceOf(join.left(), column)
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** Whether every row that is given belongs to a probe row. */
  private static boolean passesProbeRowsAlone(HashJoin join) {
    return switch (join.type()) {
      case INNER, LEFT, SEMI, ANTI, MARK, SINGLE -> true;
      case RIGHT, FULL -> false;
    };
  }
}
