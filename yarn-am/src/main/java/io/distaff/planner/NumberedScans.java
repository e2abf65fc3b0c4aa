package io.distaff.planner;

import io.distaff.plan.PlanNode;
import io.distaff.plan.Split;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A stage's operators and tasks with its scans numbered from 0 in the order of the tree, so that
 * equal stages have equal numbers, wherever in a query they stand.
 *
 * @param numbers by the number that a scan had
 */
record NumberedScans(PlanNode root, List<TaskInput> tasks, Map<Integer, Integer> numbers) {
  static NumberedScans of(PlanNode root, List<TaskInput> tasks) {
    Map<Integer, Integer> numbers = new HashMap<>();
    PlanNode numbered = numbered(root, numbers);
    return new NumberedScans(
        numbered, tasks.stream().map(task -> numbered(task, numbers)).toList(), numbers);
  }

  private static PlanNode numbered(PlanNode node, Map<Integer, Integer> numbers) {
    if (node instanceof PlanNode.Scan scan) {
      numbers.put(scan.scan(), numbers.size());
      return scan.withScan(numbers.get(scan.scan()));
    }
    List<PlanNode> inputs = new ArrayList<>();
    for (PlanNode input : node.inputs()) {
      inputs.add(numbered(input, numbers));
    }
    return node.withInputs(inputs);
  }

  private static TaskInput numbered(TaskInput task, Map<Integer, Integer> numbers) {
    Map<Integer, List<Split>> splits = new HashMap<>();
    task.splits().forEach((scan, read) -> splits.put(numbers.get(scan), read));
    return new TaskInput(task.partition(), splits, task.preferredHosts());
  }
}
