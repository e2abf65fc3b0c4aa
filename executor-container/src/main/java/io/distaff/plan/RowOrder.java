package io.distaff.plan;

import io.distaff.expression.InputRef;
import java.util.ArrayList;
import java.util.List;

/** In which order the rows of a task come, as far as its plan guarantees it. */
public final class RowOrder {
  private RowOrder() {}

  /** The keys by which the rows that a node gives are sorted; none if that isn't known. */
  public static List<SortKey> of(PlanNode node) {
    if (node instanceof PlanNode.Sort sort) {
      return sort.keys();
    }
    if (node instanceof PlanNode.Filter filter) {
      return of(filter.input());
    }
    if (node instanceof PlanNode.Limit limit) {
      return of(limit.input());
    }
    return node instanceof PlanNode.Project project
        ? through(project, of(project.input()))
        : List.of();
  }

  /** The keys as the projection's columns, up to the first that it leaves out or computes with. */
  private static List<SortKey> through(PlanNode.Project project, List<SortKey> keys) {
    List<SortKey> kept = new ArrayList<>();
    for (SortKey key : keys) {
      int column = 0;
      while (column < project.expressions().size()
          && !(project.expressions().get(column) instanceof InputRef ref
              && ref.index() == key.column())) {
        column++;
      }
      if (column == project.expressions().size()) {
        break;
      }
      kept.add(new SortKey(column, key.descending(), key.nullsFirst()));
    }
    return kept;
  }
}
