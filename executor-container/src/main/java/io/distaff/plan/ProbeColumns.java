package io.distaff.plan;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.PartFunctions;
import io.distaff.plan.PlanNode.HashJoin;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the column of a join's probe side, or of a sort's input, comes from, if a leaf of the same
 * fragment gives it, and dropping rows there drops just the rows above that come of them, and
 * changes no others: what numbers rows, or is by chance, depends on those before.
 */
public final class ProbeColumns {
  private ProbeColumns() {}

  /**
   * A column of a leaf, or of a scan a member of a struct, or an integer as a wider type.
   *
   * @param leaf a scan of files or an ExchangeRead
   * @param value over the leaf's columns; of an ExchangeRead a column
   */
  public record Source(PlanNode leaf, Expression value) {
    /** The position of the column; of a source that is one. */
    public int column() {
      return ((InputRef) value).index();
    }
  }

  /** Whether probe rows without a match are lost, so that they needn't be read. */
  public static boolean dropsUnmatchedProbeRows(HashJoin join) {
    return switch (join.type()) {
      case INNER, RIGHT, SEMI, RIGHT_SEMI, RIGHT_ANTI -> true;
      case LEFT, FULL, ANTI, MARK, SINGLE -> false;
    };
  }

  /**
   * The leaf's column.
   *
   * @param isDeterministic whether an expression gives the same for a row, whichever others there
   *     are
   */
  public static Optional<Source> sourceOf(
      PlanNode node, int column, Predicate<Expression> isDeterministic) {
    if (!node.expressions().stream().allMatch(isDeterministic)) {
      return Optional.empty();
    }
    if (isFileScan(node) || node instanceof PlanNode.ExchangeRead) {
      return source(node, column);
    } else if (node instanceof PlanNode.Filter filter) {
      return sourceOf(filter.input(), column, isDeterministic);
    } else if (node instanceof PlanNode.Project project) {
      Expression expression = project.expressions().get(column);
      if (isMember(expression)) {
        boolean gives =
            isFileScan(project.input())
                && project.input().expressions().stream().allMatch(isDeterministic);
        return gives ? source(project.input(), expression) : Optional.empty();
      }
      if (isWiderInteger(expression)) {
        InputRef narrow = (InputRef) ((Call) expression).arguments().get(0);
        return sourceOf(project.input(), narrow.index(), isDeterministic)
            .filter(source -> isFileScan(source.leaf()))
            .map(source -> new Source(source.leaf(), cast(source.value(), expression.type())));
      }
      return expression instanceof InputRef ref
          ? sourceOf(project.input(), ref.index(), isDeterministic)
          : Optional.empty();
    } else if (node instanceof PlanNode.Unnest unnest) {
      return column < unnest.carried().size()
          ? sourceOf(unnest.input(), unnest.carried().get(column), isDeterministic)
          : Optional.empty();
    } else if (node instanceof PlanNode.Generate generate) {
      return column < generate.carried().size()
          ? sourceOf(generate.input(), generate.carried().get(column), isDeterministic)
          : Optional.empty();
    } else if (node instanceof PlanNode.Aggregate aggregate) {
      // Groups go as a whole, or not at all.
      return column < aggregate.keys().size()
          ? sourceOf(aggregate.input(), aggregate.keys().get(column), isDeterministic)
          : Optional.empty();
    } else if (node instanceof HashJoin join) {
      int left = join.leftColumn(column);
      return left >= 0 && passesProbeRowsAlone(join)
          ? sourceOf(join.left(), left, isDeterministic)
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** Whether a node reads files, all that they have. */
  private static boolean isFileScan(PlanNode node) {
    return (node instanceof PlanNode.ParquetScan parquet && parquet.limit() < 0)
        || (node instanceof PlanNode.TextScan text && text.limit() < 0);
  }

  private static Optional<Source> source(PlanNode leaf, int column) {
    return source(leaf, new InputRef(column, leaf.schema().type(column)));
  }

  private static Optional<Source> source(PlanNode leaf, Expression value) {
    return KeySummary.describes(value.type())
        ? Optional.of(new Source(leaf, value))
        : Optional.empty();
  }

  /** Whether an expression is an integer column as a wider type: that never fails. */
  private static boolean isWiderInteger(Expression expression) {
    return expression instanceof Call call
        && call.function().equals(FunctionNames.CAST)
        && call.arguments().get(0) instanceof InputRef narrow
        && narrow.type().isIntegral()
        && call.type().isIntegral()
        && narrow.type().kind().compareTo(call.type().kind()) < 0;
  }

  private static Call cast(Expression value, DataType type) {
    return new Call(FunctionNames.CAST, type, value);
  }

  /** Whether an expression takes a member out of a column, as it is. */
  private static boolean isMember(Expression expression) {
    if (!(expression instanceof Call call)
        || !call.function().equals(PartFunctions.STRUCT_EXTRACT)) {
      return false;
    }
    Expression struct = call.arguments().get(0);
    return struct.type() instanceof StructType && (struct instanceof InputRef || isMember(struct));
  }

  /** Whether every row that is given belongs to a probe row. */
  private static boolean passesProbeRowsAlone(HashJoin join) {
    return switch (join.type()) {
      case INNER, LEFT, SEMI, ANTI, MARK, SINGLE -> true;
      case RIGHT, FULL, RIGHT_SEMI, RIGHT_ANTI -> false;
    };
  }
}
