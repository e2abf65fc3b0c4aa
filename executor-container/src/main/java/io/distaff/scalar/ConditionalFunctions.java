package io.distaff.scalar;

import io.distaff.expression.FunctionDefinition.Category;
import java.util.List;

/**
 * The functions that choose among values, other than the special forms that evaluate arguments for
 * some rows only.
 */
final class ConditionalFunctions {
  private ConditionalFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.CONDITIONAL);
    table
        .add("greatest")
        .takes("(T, T...) -> T")
        .seesNulls("ignores nulls; null if all arguments are")
        .says("The largest of the arguments; NaN is larger than any number.")
        .example("greatest(3, 10, NULL)", "10")
        .example("greatest('b', 'ab')", "b")
        .is(site -> new Extreme(1, site.type(), site.arrays()));
    table
        .add("least")
        .takes("(T, T...) -> T")
        .seesNulls("ignores nulls; null if all arguments are")
        .says("The smallest of the arguments; NaN is larger than any number.")
        .example("least(3, 1.5)", "1.5")
        .example("least(DATE '2024-03-01', DATE '2024-02-29')", "2024-02-29")
        .is(site -> new Extreme(-1, site.type(), site.arrays()));
    return table.functions();
  }
}
