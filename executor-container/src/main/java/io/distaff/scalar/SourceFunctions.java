package io.distaff.scalar;

import io.distaff.expression.FunctionDefinition.Category;
import java.util.List;

/** What is told of where rows come from. Over the rows of scans the planner reads a column. */
final class SourceFunctions {
  private SourceFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.OTHER);
    table
        .add("input_file_name")
        .takes("() -> string")
        .says(
            "The path of the file that a row was read from; empty where it is from none. It is told"
                + " of rows as they come from files, through filters and columns, not of those of"
                + " joins and groups.")
        .volatileResult()
        .example("input_file_name()", "")
        .is(site -> RowFunctions.bytes(site, (row, out) -> {}));
    return table.functions();
  }
}
