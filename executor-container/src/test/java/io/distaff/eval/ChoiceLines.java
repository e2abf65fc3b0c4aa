package io.distaff.eval;

import static io.distaff.eval.Domain.any;
import static io.distaff.eval.Domain.texts;

import io.distaff.types.DataType;
import io.distaff.vector.RandomBatches;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;

/** What the functions that choose among values must agree with. */
final class ChoiceLines {
  private ChoiceLines() {}

  static void addTo(OracleTable table) {
    for (DataType type : Domain.SCALARS) {
      table.of("greatest", any(type), any(type), any(type)).duckDb("greatest(?, ?, ?)");
      table.of("least", any(type), any(type)).duckDb("least(?, ?)");
      table.of("greatest", any(type)).duckDb("?");
      table.of("least", any(type)).duckDb("?");
    }
    // Nulls inside are the smallest values, which DuckDB has as the largest.
    for (DataType type : Types.NESTED) {
      table.of("greatest", any(type), any(type), any(type)).java(extreme(type, 1));
      table.of("least", any(type), any(type)).java(extreme(type, -1));
      table.of("greatest", any(type)).java(a -> a[0]);
      table.of("least", any(type)).java(a -> a[0]);
    }
    for (DataType type : Types.ALL) {
      table.of("typeof", any(type)).java(a -> type.sqlName());
    }
    table.of("assert_true", any(DataType.BOOLEAN)).java(a -> failUnless(Boolean.TRUE.equals(a[0])));
    table
        .of("assert_true", any(DataType.BOOLEAN), texts("no", "日"))
        .java(a -> failUnless(Boolean.TRUE.equals(a[0])));
    table.of("raise_error", texts("no", "")).java(a -> failUnless(false));
  }

  private static Function<Object[], Object> extreme(DataType type, int sign) {
    return a ->
        Arrays.stream(a)
            .filter(Objects::nonNull)
            .map(RandomBatches::comparable)
            .max((x, y) -> sign * RandomBatches.compare(type, x, y))
            .orElse(null);
  }

  private static Object failUnless(boolean condition) {
    if (!condition) {
      throw new ArithmeticException();
    }
    return null;
  }
}
