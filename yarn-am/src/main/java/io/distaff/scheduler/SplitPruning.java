package io.distaff.scheduler;

import io.distaff.eval.PartitionFilter;
import io.distaff.expression.Expression;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskCounters;
import io.distaff.plan.PlanFragment;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.AggregationPhase;
import io.distaff.plan.PlanNode.HashJoin;
import io.distaff.plan.ScanCondition;
import io.distaff.plan.Sink;
import io.distaff.plan.Split;
import io.distaff.plan.Split.FileSplit;
import io.distaff.planner.TaskInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the tasks of a stage needn't read, by what its scans have learnt and the values that
 * directories give, so that no executor is asked. Confined to the scheduler's loop.
 */
final class SplitPruning {
  private final PlanFragment fragment;
  private final Map<Integer, PartitionFilter> filters = new HashMap<>();
  private long files;
  private long splits;

  SplitPruning(PlanFragment fragment, List<ScanCondition> conditions) {
    this.fragment = fragment;
    Map<Integer, List<Expression>> byScan = new HashMap<>();
    conditions.forEach(
        condition ->
            byScan
                .computeIfAbsent(condition.scan(), scan -> new ArrayList<>())
                .add(condition.condition()));
    addFilters(fragment.root(), byScan);
  }

  private void addFilters(PlanNode node, Map<Integer, List<Expression>> conditions) {
    if (node instanceof PlanNode.Scan scan && conditions.containsKey(scan.scan())) {
      filters.put(scan.scan(), new PartitionFilter(scan.schema(), conditions.get(scan.scan())));
    }
    node.inputs().forEach(input -> addFilters(input, conditions));
  }

  /** What is left of a task's input. */
  TaskInput narrowed(TaskInput input) {
    Map<Integer, List<Split>> left = new HashMap<>(input.splits());
    filters.forEach((scan, filter) -> left.computeIfPresent(scan, (s, all) -> left(all, filter)));
    return new TaskInput(input.partition(), left, input.preferredHosts());
  }

  private List<Split> left(List<Split> all, PartitionFilter filter) {
    List<Split> left = new ArrayList<>();
    for (Split split : all) {
      if (split instanceof FileSplit part && !filter.mayMatch(part.partition())) {
        splits++;
        files += part.beginsFile() ? 1 : 0;
      } else {
        left.add(split);
      }
    }
    return left;
  }

  /** What was left out of all inputs. */
  TaskCounters counters() {
    return TaskCounters.of(Map.of(Counter.FILES_PRUNED, files, Counter.SPLITS_PRUNED, splits));
  }

  /**
   * Whether a task needn't run: nobody waits for its output, as somebody does for a part of a
   * result or of a cache, and there would be no rows in it.
   */
  boolean isIdle(TaskInput input) {
    boolean isExchanged =
        fragment.sink() instanceof Sink.ShuffleSink
            || fragment.sink() instanceof Sink.RangeShuffleSink;
    return isExchanged
        && isEmpty(
            fragment.root(), scan -> input.splits().getOrDefault(scan.scan(), List.of()).isEmpty());
  }

  /** Whether a node gives no rows where some scans give none. */
  private static boolean isEmpty(PlanNode node, Predicate<PlanNode.Scan> isEmptyScan) {
    if (node instanceof PlanNode.Scan scan) {
      return isEmptyScan.test(scan);
    } else if (node instanceof PlanNode.Union union) {
      return union.inputs().stream().allMatch(input -> isEmpty(input, isEmptyScan));
    } else if (node instanceof HashJoin join) {
      boolean left = isEmpty(join.left(), isEmptyScan);
      boolean right = isEmpty(join.right(), isEmptyScan);
      return switch (join.type()) {
        case INNER, SEMI, RIGHT_SEMI -> left || right;
        case LEFT, ANTI, MARK, SINGLE -> left;
        case RIGHT, RIGHT_ANTI -> right;
        case FULL -> left && right;
      };
    }
    boolean passesRows =
        node instanceof PlanNode.Filter
            || node instanceof PlanNode.Project
            || node instanceof PlanNode.Expand
            || node instanceof PlanNode.Unnest
            || node instanceof PlanNode.Generate
            || node instanceof PlanNode.Sample
            || node instanceof PlanNode.Sort
            || node instanceof PlanNode.Window
            || node instanceof PlanNode.Limit
            || (node instanceof PlanNode.Aggregate aggregate && needsRows(aggregate));
    return passesRows && node.inputs().stream().allMatch(input -> isEmpty(input, isEmptyScan));
  }

  /** Without keys there is a result of no rows too, but what completes it knows that. */
  private static boolean needsRows(PlanNode.Aggregate aggregate) {
    return !aggregate.keys().isEmpty() || aggregate.phase() == AggregationPhase.PARTIAL;
  }
}
