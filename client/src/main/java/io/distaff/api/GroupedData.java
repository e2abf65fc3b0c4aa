package io.distaff.api;

import java.util.List;

/** Rows in groups of equal keys, to be aggregated. Immutable. */
public final class GroupedData {
  private final DataFrame input;
  private final List<String> keys;

  GroupedData(DataFrame input, List<String> keys) {
    this.input = input;
    this.keys = keys;
  }

  /** The keys, then aggregates: {@code agg("sum(o_totalprice) AS total", "count(*) AS orders")}. */
  public DataFrame agg(String... aggregates) {
    return input.derived(
        input
            .session()
            .algebra()
            .aggregate(input.query(), keys, DataFrame.atLeastOne("agg", aggregates)));
  }

  /** The keys, then the number of rows of each group as {@code count}. */
  public DataFrame count() {
    return agg("count(*) AS `count`");
  }
}
