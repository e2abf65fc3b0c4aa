package io.distaff.planner;

import io.distaff.expression.Expression;
import io.distaff.optimizer.SharedRows;
import io.distaff.sql.EngineTypes;
import io.distaff.sql.JoinHint;
import io.distaff.sql.Repartition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.mapping.IntPair;

/**
 * Joins that lose rows by chance: both sides of an equality are values of chance, such as a salt
 * that each side draws for itself. What else is equal then meets only where the draws are.
 */
final class RandomJoinKeys extends RelVisitor {
  private final Set<String> warnings = new LinkedHashSet<>();

  private RandomJoinKeys() {}

  /** What to tell the user of such joins. */
  static List<String> warnings(RelNode rel) {
    RandomJoinKeys visitor = new RandomJoinKeys();
    visitor.go(rel);
    return List.copyOf(visitor.warnings);
  }

  @Override
  public void visit(RelNode node, int ordinal, RelNode parent) {
    super.visit(node, ordinal, parent);
    if (node instanceof Join join) {
      for (IntPair pair : join.analyzeCondition().pairs()) {
        String left = chance(join.getLeft(), pair.source);
        String right = chance(join.getRight(), pair.target);
        if (left != null && right != null) {
          warnings.add(
              ("a join compares %s of one side with %s of the other: each row draws its own value,"
                      + " so that rows which belong together meet only by chance. To spread a large"
                      + " key, draw on one side and give the other side's rows every value once, as"
                      + " saltedJoin() does")
                  .formatted(left, right));
        }
      }
    }
  }

  /** The expression of chance that a column is; null of one that is none, or isn't traced. */
  private static String chance(RelNode rel, int column) {
    if (rel instanceof Project project && !project.containsOver()) {
      RexNode value = project.getProjects().get(column);
      if (value instanceof RexInputRef ref) {
        return chance(project.getInput(), ref.getIndex());
      }
      return RexUtil.isDeterministic(value) ? null : text(value, project.getInput());
    } else if (rel instanceof Filter
        || rel instanceof Sort
        || rel instanceof JoinHint
        || rel instanceof Repartition
        || rel instanceof SharedRows) {
      return chance(rel.getInput(0), column);
    } else if (rel instanceof Join join) {
      int leftColumns = join.getLeft().getRowType().getFieldCount();
      return column < leftColumns
          ? chance(join.getLeft(), column)
          : chance(join.getRight(), column - leftColumns);
    }
    return null;
  }

  private static String text(RexNode value, RelNode input) {
    RexBuilder rexBuilder = input.getCluster().getRexBuilder();
    Expression expression = new ExpressionTranslator(rexBuilder, column -> column).translate(value);
    return ExpressionText.of(expression, EngineTypes.fromCalciteRow(input.getRowType()));
  }
}
