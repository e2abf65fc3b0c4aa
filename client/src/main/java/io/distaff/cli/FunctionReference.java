package io.distaff.cli;

import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionExample;
import io.distaff.expression.FunctionSignature;
import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.scalar.ScalarFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes {@code conf/functions.md}: every function by category, as its definition describes it. A
 * test keeps the file as this program writes it.
 */
public final class FunctionReference {
  private static final String HEAD =
      """
      # Functions

      Names are the same in upper and lower case. An argument is cast where that loses nothing: integers to larger ones, to
      decimals and to floating point, a DATE to a timestamp; where a function takes nothing else, text is read as a
      number, a date, a timestamp or a BOOLEAN (as a DOUBLE, if any number will do), and any of these written as text. `[...]` may be
      left out, `...` repeats the argument before it (of several, all together), a capital letter is the same type wherever it stands,
      `(T) -> U` is a lambda: `x -> x + 1`, `(x, y) -> x + y`, whose body may name columns too. Unless said otherwise a function is
      null if an argument is null. Examples show what CAST to STRING prints.

      `s.a` is a member of a STRUCT where no table is called s, `s.*` are all of them; `a[0]` is the first element of an array, `m['k']`
      the value of a map, null if the map doesn't have the key. An index outside of the array is an error.

      Every aggregate takes `DISTINCT` before its arguments, `FILTER (WHERE ...)` behind them, and, but for collect_set, listagg with an
      order and collect_list with an order, `OVER (...)`. Groups may be given as `GROUPING SETS`, `ROLLUP` and `CUBE`; `GROUPING(a, b)`
      has a bit for each argument, set where the row's grouping set doesn't have it. Differences from DuckDB: collect_list and
      collect_set leave nulls out and are empty, not null, without values; min_by and max_by may give a null; skewness and kurtosis are
      those of a population; corr is null, not NaN, where an argument is always the same. Unlike in Spark, ROLLUP and CUBE give a total
      over no rows, as the SQL standard says.

      This page is generated from the functions' definitions: `bin/dev/regen-conf` writes it, and tests run every example.
      """;

  private FunctionReference() {}

  /** Writes the file that the only argument names. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), text());
  }

  static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (FunctionDefinition.Category category : FunctionDefinition.Category.values()) {
      List<FunctionDefinition> functions =
          Stream.of(ScalarFunctions.registry(), AggregateFunctions.registry())
              .flatMap(registry -> registry.all().stream())
              .filter(function -> function.category() == category)
              .sorted(Comparator.comparing(FunctionDefinition::name))
              .toList();
      if (!functions.isEmpty()) {
        text.append("\n## ").append(category.title()).append('\n');
        functions.forEach(function -> append(function, text));
      }
    }
    return text.toString();
  }

  private static void append(FunctionDefinition function, StringBuilder text) {
    text.append("\n### ").append(function.name()).append("\n\n");
    for (FunctionSignature signature : function.signatures()) {
      text.append("    ").append(function.name()).append(signature.text()).append('\n');
    }
    text.append('\n').append(function.summary()).append('\n');
    if (!function.aliases().isEmpty()) {
      text.append("Also: ").append(String.join(", ", function.aliases())).append(".\n");
    }
    switch (function.nullRule()) {
      case STRICT -> {}
      case NULLABLE, OWN -> text.append("Nulls: ").append(function.nulls()).append(".\n");
    }
    if (!function.errors().isEmpty()) {
      text.append("Fails ").append(function.errors()).append(".\n");
    }
    if (!function.deterministic()) {
      text.append("Computed for every row.\n");
    }
    text.append('\n');
    for (FunctionExample example : function.examples()) {
      text.append("    ")
          .append(example.sql())
          .append("  -- ")
          .append(example.result())
          .append('\n');
    }
  }
}
