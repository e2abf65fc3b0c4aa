package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.List;

/** Statistics of columns, a row for each: one aggregation, whose only row is turned. Stateless. */
final class Summaries {
  private Summaries() {}

  /**
   * @param columns empty = those of numbers and text
   */
  static DataFrame of(DataFrame input, List<String> statistics, List<String> columns) {
    List<String> names = columns.isEmpty() ? summarised(input) : columns;
    List<Column> aggregates = new ArrayList<>();
    List<Object> rows = new ArrayList<>();
    for (String statistic : statistics) {
      List<Object> members = new ArrayList<>(List.of("summary", statistic));
      for (String name : names) {
        DataType type = input.schema().type(input.relation().scope().indexOf(name));
        String aggregate = "a" + aggregates.size();
        aggregates.add(
            aggregate(statistic, new Column(new Term.Name(List.of(name))), type)
                .cast("string")
                .as(aggregate));
        members.add(name);
        members.add(Functions.col(aggregate));
      }
      rows.add(Column.call("named_struct", members.toArray()));
    }
    Column table = Functions.inline(Column.call("array", rows.toArray()));
    if (aggregates.isEmpty()) {
      return input.agg(Functions.count("*")).select(table);
    }
    Column[] more = aggregates.subList(1, aggregates.size()).toArray(new Column[0]);
    return input.agg(aggregates.get(0), more).select(table);
  }

  private static List<String> summarised(DataFrame input) {
    return input.schema().fields().stream()
        .filter(field -> field.type().isNumeric() || field.type().equals(DataType.STRING))
        .map(io.distaff.types.Field::name)
        .toList();
  }

  private static Column aggregate(String statistic, Column column, DataType type) {
    Column number = type.isNumeric() ? column.cast("double") : column.tryCast("double");
    return switch (statistic) {
      case "count" -> Functions.count(column);
      case "count_distinct" -> Functions.count_distinct(column);
      case "mean" -> Functions.avg(number);
      case "stddev" -> Functions.stddev_samp(number);
      case "min" -> Functions.min(column);
      case "max" -> Functions.max(column);
      default -> Functions.percentile(number, share(statistic));
    };
  }

  private static double share(String statistic) {
    try {
      if (statistic.endsWith("%")) {
        double share = Double.parseDouble(statistic.substring(0, statistic.length() - 1)) / 100;
        if (share >= 0 && share <= 1) {
          return share;
        }
      }
    } catch (NumberFormatException e) {
      throw unknown(statistic, e);
    }
    throw unknown(statistic, null);
  }

  private static DistaffException unknown(String statistic, Throwable cause) {
    return new DistaffException(
        ErrorCode.USAGE,
        "no statistic '%s': there are count, count_distinct, mean, stddev, min, max and percentiles such as 25%%"
            .formatted(statistic),
        cause);
  }
}
