package io.distaff.planner;

import io.distaff.eval.ExpressionCompiler;
import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.optimizer.Estimates;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.ExchangeRead;
import io.distaff.plan.PlanNode.HashJoin;
import io.distaff.plan.PlanNode.ParquetScan;
import io.distaff.plan.ProbeColumns;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which scans learn from a join in a later stage what keys its build side has. (Scans of
 * the join's own stage do so without a plan.)
 *
 * <p>The join must drop probe rows without a match, its build side's key must come from another
 * stage, and the probe side's from a scan of a third, by way of nothing but what keeps a row or
 * drops it for itself; what another place reads as well keeps its rows. So does what is dealt out
 * in turn: a scan may do without a filter that there is no memory for, and when it is run again
 * rows would go elsewhere. The scan's stage has to wait for the build side's, so this must be
 * estimated to have much fewer rows, and to lack many of the probe side's keys. And the build side
 * must have the same rows when a part of it is made again: what was left out for it doesn't come
 * back.
 */
final class StageFilters {
  /** How many times fewer rows than the probe side the build side has to have. */
  private static final int FEWER_ROWS = 4;

  /** Of the probe side's keys the build side has to lack as large a part. */
  private static final double LACKED_KEYS = 0.5;

  private final StageCutter cutter;

  StageFilters(StageCutter cutter) {
    this.cutter = cutter;
  }

  /** A column of a scan in a stage that has ended. */
  private record Target(int stage, ProbeColumns.Source source) {}

  /**
   * Lets scans below a join's probe side learn from its build side, where that is worth it.
   *
   * @param probe the join's left input, before it was moved
   * @param build the join's right input, before it was moved
   */
  void plan(HashJoin join, Piece probe, Piece build) {
    boolean worthIt =
        cutter.runtimeFilters()
            && ProbeColumns.dropsUnmatchedProbeRows(join)
            && build.rows() * FEWER_ROWS <= probe.rows();
    if (worthIt) {
      for (int k = 0; k < join.leftKeys().size(); k++) {
        double probed = distinctValues(probe, join.leftKeys().get(k));
        double built = distinctValues(build, join.rightKeys().get(k));
        if (built <= (1 - LACKED_KEYS) * probed) {
          plan(join, k);
        }
      }
    }
  }

  /** Of a column of a side; as many as rows where it was computed for the join. */
  private static double distinctValues(Piece side, int place) {
    int column = side.positions().indexOf(place);
    return column < 0 ? side.rows() : Estimates.distinctValues(side.rel(), column);
  }

  private void plan(HashJoin join, int k) {
    Optional<ProbeColumns.Source> source =
        valuesOf(join.right(), join.rightKeys().get(k))
            .filter(
                found -> found.leaf() instanceof ExchangeRead read && isRepeatable(read.stage()));
    Optional<Target> target =
        source.isEmpty() ? Optional.empty() : target(join.left(), join.leftKeys().get(k));
    if (target.isPresent()) {
      int buildStage = ((ExchangeRead) source.get().leaf()).stage();
      int key = cutter.publish(buildStage, source.get().column());
      ProbeColumns.Source filtered = target.get().source();
      int scan = ((ParquetScan) filtered.leaf()).scan();
      cutter.filter(target.get().stage(), new ScanFilter(scan, filtered.value(), buildStage, key));
    }
  }

  /**
   * Where a column takes its values from: it has no others, but for nulls, and maybe fewer. So,
   * unlike a probe side, this may lie on either side of a join.
   */
  private static Optional<ProbeColumns.Source> valuesOf(PlanNode node, int column) {
    if (node instanceof PlanNode.Filter filter) {
      return valuesOf(filter.input(), column);
    } else if (node instanceof PlanNode.Project project) {
      return project.expressions().get(column) instanceof InputRef ref
          ? valuesOf(project.input(), ref.index())
          : Optional.empty();
    } else if (node instanceof HashJoin join) {
      int left = join.leftColumn(column);
      int right = join.rightColumn(column);
      return left >= 0
          ? valuesOf(join.left(), left)
          : right >= 0 ? valuesOf(join.right(), right) : Optional.empty();
    }
    return sourceOf(node, column);
  }

  private static Optional<ProbeColumns.Source> sourceOf(PlanNode node, int column) {
    return ProbeColumns.sourceOf(node, column, ExpressionCompiler::isDeterministic);
  }

  private Optional<Target> target(PlanNode node, int column) {
    int stage = -1;
    Optional<ProbeColumns.Source> source = sourceOf(node, column);
    while (source.isPresent()
        && source.get().leaf() instanceof ExchangeRead read
        && !cutter.isShared(read.stage())
        && !cutter.goesByPlaces(read.stage())) {
      stage = read.stage();
      source = sourceOf(cutter.root(stage), source.get().column());
    }
    return source.isPresent() && source.get().leaf() instanceof ParquetScan && stage >= 0
        ? Optional.of(new Target(stage, source.get()))
        : Optional.empty();
  }

  private boolean isRepeatable(int stage) {
    return isRepeatable(cutter.root(stage))
        && cutter.inputsOf(stage).stream().allMatch(this::isRepeatable);
  }

  /**
   * Whether nothing takes rows as they happen to come, or has them differ by that: windows number
   * equal rows in some order, and chance is another in each of them.
   */
  private static boolean isRepeatable(PlanNode node) {
    boolean takesAny =
        node instanceof PlanNode.Limit
            || node instanceof PlanNode.Sample
            || node instanceof PlanNode.Window
            || node instanceof PlanNode.UserRows
            || (node instanceof PlanNode.Aggregate aggregate
                && aggregate.calls().stream().anyMatch(AggregateFunctions::dependsOnOrder))
            || (node instanceof PlanNode.Sort sort && (sort.limit() >= 0 || sort.offset() > 0))
            || (node instanceof ParquetScan scan && scan.limit() >= 0)
            || (node instanceof PlanNode.TextScan text && text.limit() >= 0);
    return !takesAny
        && expressions(node).allMatch(ExpressionCompiler::isDeterministic)
        && node.inputs().stream().allMatch(StageFilters::isRepeatable);
  }

  /** What a node computes of its rows, or chooses them by. */
  private static Stream<Expression> expressions(PlanNode node) {
    if (node instanceof PlanNode.Project project) {
      return project.expressions().stream();
    } else if (node instanceof PlanNode.Filter filter) {
      return Stream.of(filter.predicate());
    } else if (node instanceof ParquetScan scan) {
      return Stream.ofNullable(scan.predicate());
    } else if (node instanceof HashJoin join) {
      return Stream.ofNullable(join.residual());
    } else if (node instanceof PlanNode.Expand expand) {
      return expand.projections().stream().flatMap(List::stream);
    }
    return Stream.empty();
  }
}
