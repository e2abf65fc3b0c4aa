package io.distaff.scalar;

import io.distaff.collection.MakeStruct;
import io.distaff.collection.StructMember;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import java.util.ArrayList;
import java.util.List;

/** The functions that make structs and take them apart. */
final class StructFunctions {
  private StructFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.COLLECTION);
    table
        .add("named_struct", "struct_pack")
        .takes("(string..., any...) -> any", StructFunctions::struct)
        .seesNulls("never null")
        .says(
            "A STRUCT of names, which are literals, and their values. struct(a, b + 1) is"
                + " named_struct('a', a, 'col2', b + 1).")
        .example("named_struct('a', 1, 'b', 'x')", "{1, x}")
        .example("struct(1, NULL).col1", "1")
        .is(site -> new MakeStruct((StructType) site.type()));
    table
        .add("struct_extract")
        .takes("(any, string) -> any", StructFunctions::member)
        .alsoNull("where the member is")
        .says(
            "A member of a STRUCT by its name, a literal: s.a is struct_extract(s, 'a'). Of an"
                + " ARRAY of STRUCTs, the ARRAY of their members.")
        .fails("if there is no such member")
        .example("struct_extract(named_struct('a', 1, 'b', 'x'), 'b')", "x")
        .example("array(named_struct('a', 1), named_struct('a', 2)).a", "[1, 2]")
        .is(
            site ->
                new StructMember(site.argumentTypes().get(0), site.constantText(1), site.arrays()));
    return table.functions();
  }

  private static DataType struct(List<FunctionArgument> given, List<DataType> bound) {
    List<StructType.Member> members = new ArrayList<>();
    for (int i = 0; i < given.size(); i += 2) {
      members.add(new StructType.Member(text("named_struct", given, i), bound.get(i + 1)));
    }
    if (members.isEmpty()) {
      throw new DistaffException(ErrorCode.SEMANTIC_ERROR, "named_struct: a struct has members");
    }
    return new StructType(members);
  }

  private static DataType member(List<FunctionArgument> given, List<DataType> bound) {
    return StructMember.resultType(bound.get(0), text("struct_extract", given, 1));
  }

  private static String text(String function, List<FunctionArgument> given, int index) {
    FunctionArgument name = given.get(index);
    if (name.literal() == null || name.literal().isNull()) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "argument " + (index + 1) + " of " + function + " must be a literal");
    }
    return name.literal().text();
  }
}
