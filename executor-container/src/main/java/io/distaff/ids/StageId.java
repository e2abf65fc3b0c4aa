package io.distaff.ids;

/**
 * A stage of a query; numbers follow the topological order of the stage graph, inputs first, from
 * 0.
 */
public record StageId(QueryId query, int number) {
  @Override
  public String toString() {
    return query + "/stage-" + number;
  }
}
