package io.distaff.planner;

import io.distaff.plan.PlanNode;

/**
 * Whether a task that is tried again gives its rows in the order of its first attempt. Only then
 * may their places say where they go: one reader may have finished with what the first attempt
 * gave, while another reads what the second gives, so each row must go where it went.
 */
final class SteadyOrder {
  private SteadyOrder() {}

  /**
   * Splits give their rows in one order, and what works row by row keeps it. Rows of an exchange
   * come as they are fetched; those of what spills, as there was memory.
   */
  static boolean of(PlanNode node) {
    return goesRowByRow(node) && node.inputs().stream().allMatch(SteadyOrder::of);
  }

  private static boolean goesRowByRow(PlanNode node) {
    return (node instanceof PlanNode.Scan && !(node instanceof PlanNode.CachedScan))
        || node instanceof PlanNode.Values
        || node instanceof PlanNode.Filter
        || node instanceof PlanNode.Project
        || node instanceof PlanNode.Expand
        || node instanceof PlanNode.Unnest
        || node instanceof PlanNode.Generate
        || node instanceof PlanNode.UserRows
        || node instanceof PlanNode.Sample
        || node instanceof PlanNode.Limit
        || node instanceof PlanNode.Union;
  }
}
