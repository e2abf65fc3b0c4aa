package io.distaff.api;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.JoinHint;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Hints by the names that Spark has for them. Stateless. */
final class Hint {
  private static final String REPARTITION = "repartition";
  private static final String REPARTITION_BY_RANGE = "repartition_by_range";
  private static final String COALESCE = "coalesce";
  private static final String REBALANCE = "rebalance";
  private static final List<String> PARTITIONS =
      List.of(REPARTITION, REPARTITION_BY_RANGE, COALESCE, REBALANCE);
  private static final Map<String, JoinHint.Strategy> JOINS = joins();

  private Hint() {}

  private static Map<String, JoinHint.Strategy> joins() {
    Map<String, JoinHint.Strategy> joins = new LinkedHashMap<>();
    for (String name : List.of("broadcast", "broadcastjoin", "mapjoin", "shuffle_replicate_nl")) {
      joins.put(name, JoinHint.Strategy.BROADCAST);
    }
    for (String name : List.of("merge", "mergejoin", "shuffle_merge", "shuffle_hash")) {
      joins.put(name, JoinHint.Strategy.SHUFFLE);
    }
    return joins;
  }

  static DataFrame on(DataFrame input, String name, Object... parameters) {
    String known = name.strip().toLowerCase(Locale.ROOT);
    JoinHint.Strategy join = JOINS.get(known);
    if (join != null) {
      if (parameters.length > 0) {
        throw usage(name, "takes no parameters");
      }
      return input.derived(input.session().algebra().hint(input.relation(), join));
    } else if (!PARTITIONS.contains(known)) {
      List<String> all =
          java.util.stream.Stream.concat(JOINS.keySet().stream(), PARTITIONS.stream()).toList();
      throw usage(
          name,
          "isn't known"
              + NearestName.of(known, all)
                  .map(nearest -> "; did you mean " + nearest + "?")
                  .orElse(": there are " + String.join(", ", all)));
    }
    boolean numbered = parameters.length > 0 && parameters[0] instanceof Integer;
    int number = numbered ? (Integer) parameters[0] : 0;
    Column[] columns =
        Arrays.stream(parameters)
            .skip(numbered ? 1 : 0)
            .map(parameter -> column(name, parameter))
            .toArray(Column[]::new);
    return switch (known) {
      case COALESCE -> {
        if (!numbered || columns.length > 0) {
          throw usage(name, "takes a number of partitions");
        }
        yield input.coalesce(number);
      }
      case REPARTITION_BY_RANGE -> {
        if (!numbered || columns.length == 0) {
          throw usage(name, "takes a number of partitions, and columns");
        }
        yield input.repartitionByRange(number, columns);
      }
      default -> numbered ? input.repartition(number, columns) : input.repartition(columns);
    };
  }

  private static Column column(String name, Object parameter) {
    if (parameter instanceof Column column) {
      return column;
    } else if (parameter instanceof String text) {
      return Functions.col(text);
    }
    throw usage(name, "takes a number of partitions first, and columns, not " + parameter);
  }

  private static DistaffException usage(String name, String what) {
    return new DistaffException(ErrorCode.USAGE, "the hint " + name + " " + what);
  }
}
