package io.distaff.planner;

import io.distaff.eval.ExpressionCompiler;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.optimizer.Estimates;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.ExchangeRead;
import io.distaff.plan.PlanNode.HashJoin;
import io.distaff.plan.PlanNode.ParquetScan;
import io.distaff.plan.ProbeColumns;
import io.distaff.plan.Split;
import io.distaff.plan.Split.FileSplit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Decides which scans learn from the stage that gives a join's build side what keys it has. (Scans
 * of the join's own stage learn from the join, without a plan, when their tasks run.)
 *
 * <p>The join must drop probe rows without a match, its build side's key must come from another
 * stage, and the probe side's from a scan, by way of nothing but what keeps a row or drops it for
 * itself; what another place reads as well keeps its rows. So does what is dealt out in turn: a
 * scan may do without a filter that there is no memory for, and when it is run again rows would go
 * elsewhere. And the build side must have the same rows when a part of it is made again: what was
 * left out for it doesn't come back.
 *
 * <p>A scan of a third stage then has to wait for the build side's stage, so this must be estimated
 * to have much fewer rows, and to lack many of the probe side's keys. Keys that directories give
 * are worth more: files that have others aren't even opened, and tasks that would read nothing else
 * don't run. What is left out of these is known from the directories, and has to outweigh the rows
 * waited for. A scan of the join's own stage, which reads the build side and so comes after it
 * anyway, learns of directories only: the rest the join itself tells it.
 */
final class StageFilters {
  /** How many times fewer rows than the probe side the build side has to have. */
  private static final int FEWER_ROWS = 4;

  /** Of the probe side's keys the build side has to lack as large a part. */
  private static final double LACKED_KEYS = 0.5;

  /** Of the values that directories give. */
  private static final double LACKED_DIRECTORIES = 0.2;

  private final StageCutter cutter;

  StageFilters(StageCutter cutter) {
    this.cutter = cutter;
  }

  /** In the place of the number of the join's own stage, which hasn't ended. */
  private static final int OWN = -1;

  /**
   * A column of a scan.
   *
   * @param stage one that has ended, or {@link #OWN}
   */
  private record Target(int stage, ProbeColumns.Source source) {
    PlanNode.Scan scan() {
      return (PlanNode.Scan) source.leaf();
    }
  }

  /**
   * Lets scans below a join's probe side learn from its build side, where that is worth it.
   *
   * @param probe the join's left input, as it is moved
   * @param build the join's right input, as it is moved
   */
  void plan(HashJoin join, Piece probe, Piece build) {
    if (!cutter.runtimeFilters() || !ProbeColumns.dropsUnmatchedProbeRows(join)) {
      return;
    }
    for (int k = 0; k < join.leftKeys().size(); k++) {
      int key = k;
      target(join.left(), join.leftKeys().get(k))
          .filter(target -> isWorthIt(join, key, target, probe, build))
          .ifPresent(target -> plan(join, key, target));
    }
  }

  private boolean isWorthIt(HashJoin join, int k, Target target, Piece probe, Piece build) {
    double built = distinctValues(build, join.rightKeys().get(k));
    OptionalInt directories = directories(target, probe);
    if (directories.isPresent()) {
      double keys = Math.max(directories.getAsInt(), tableValues(build, join.rightKeys().get(k)));
      double lacked = 1 - built / keys;
      return lacked >= LACKED_DIRECTORIES
          && (target.stage() == OWN || build.rows() <= lacked * probe.rows());
    }
    double probed = distinctValues(probe, join.leftKeys().get(k));
    return target.stage() != OWN
        && build.rows() * FEWER_ROWS <= probe.rows()
        && built <= (1 - LACKED_KEYS) * probed;
  }

  /** How many values directories give to a target; empty where they don't. */
  private OptionalInt directories(Target target, Piece probe) {
    int scan = target.scan().scan();
    List<Split> splits =
        target.stage() == OWN ? probe.stage().splits(scan) : cutter.splits(target.stage(), scan);
    List<String> columns =
        ExpressionCompiler.columns(target.source().value()).stream()
            .map(column -> target.scan().schema().field(column).name())
            .toList();
    Set<List<Literal>> values = new HashSet<>();
    for (Split split : splits) {
      if (!(split instanceof FileSplit part) || !part.partition().keySet().containsAll(columns)) {
        return OptionalInt.empty();
      }
      values.add(columns.stream().map(part.partition()::get).toList());
    }
    return splits.isEmpty() ? OptionalInt.empty() : OptionalInt.of(values.size());
  }

  /** Of a column of a side; as many as rows where it was computed for the join. */
  private static double distinctValues(Piece side, int place) {
    int column = side.positions().indexOf(place);
    return column < 0 ? side.rows() : Estimates.distinctValues(side.rel(), column);
  }

  /** That a column of a side has in its table, of which the side may have but some. */
  private static double tableValues(Piece side, int place) {
    int column = side.positions().indexOf(place);
    return column < 0 ? 1 : Estimates.distinctValuesOfTable(side.rel(), column);
  }

  private void plan(HashJoin join, int k, Target target) {
    Optional<ProbeColumns.Source> source =
        valuesOf(join.right(), join.rightKeys().get(k))
            .filter(
                found -> found.leaf() instanceof ExchangeRead read && isRepeatable(read.stage()));
    if (source.isPresent()) {
      int buildStage = ((ExchangeRead) source.get().leaf()).stage();
      int key = cutter.publish(buildStage, source.get().column());
      ScanFilter filter =
          new ScanFilter(target.scan().scan(), target.source().value(), buildStage, key);
      if (target.stage() == OWN) {
        cutter.filterPending(filter);
      } else {
        cutter.filter(target.stage(), filter);
      }
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
    int stage = OWN;
    Optional<ProbeColumns.Source> source = sourceOf(node, column);
    while (source.isPresent()
        && source.get().leaf() instanceof ExchangeRead read
        && !cutter.isShared(read.stage())
        && !cutter.goesByPlaces(read.stage())) {
      stage = read.stage();
      source = sourceOf(cutter.root(stage), source.get().column());
    }
    return source.isPresent() && source.get().leaf() instanceof PlanNode.Scan
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
        && node.expressions().stream().allMatch(ExpressionCompiler::isDeterministic)
        && node.inputs().stream().allMatch(StageFilters::isRepeatable);
  }
}
