package io.distaff.scalar;

import io.distaff.collection.MakeArray;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.types.ArrayType;
import java.util.List;

/** The functions of arrays. */
final class ArrayFunctions {
  private ArrayFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.COLLECTION);
    table
        .add("array", "list_value")
        .takes("(T...) -> array<T>")
        .seesNulls("never null; nulls are elements")
        .says("An array of the arguments.")
        .example("array(1, NULL, 2.5)", "[1.0, null, 2.5]")
        .example("array()", "[]")
        .is(site -> new MakeArray((ArrayType) site.type(), site.arrays()));
    return table.functions();
  }
}
