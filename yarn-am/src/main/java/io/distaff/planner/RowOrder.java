package io.distaff.planner;

import io.distaff.expression.InputRef;
import io.distaff.plan.PlanNode;
import io.distaff.plan.SortKey;
import java.util.ArrayList;
import java.util.List;

/** In which order the rows of a node come within a task, as far as the plan says it. */
final class RowOrder {
  private RowOrder() {}

  /** The keys, by the node's columns; empty where none is known. */
  static List<SortKey> of(PlanNode node) {
    if (node instanceof PlanNode.Sort sort) {
      return sort.keys();
    }
    if (node instanceof PlanNode.Window window) {
      return of(window.input());
    }
    if (node instanceof PlanNode.Filter filter) {
      return of(filter.input());
    }
    return node instanceof PlanNode.Project project ? projected(project) : List.of();
  }

  /** The first keys, up to one that the projection leaves out. */
  private static List<SortKey> projected(PlanNode.Project project) {
    List<SortKey> keys = new ArrayList<>();
    for (SortKey key : of(project.input())) {
      int place = place(project, key.column());
      if (place < 0) {
        break;
      }
      keys.add(new SortKey(place, key.descending(), key.nullsFirst()));
    }
    return keys;
  }

  private static int place(PlanNode.Project project, int column) {
    for (int i = 0; i < project.expressions().size(); i++) {
      if (project.expressions().get(i) instanceof InputRef ref && ref.index() == column) {
        return i;
      }
    }
    return -1;
  }
}
