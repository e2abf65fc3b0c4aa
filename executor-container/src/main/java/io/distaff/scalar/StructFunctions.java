package io.distaff.scalar;

import io.distaff.collection.ChangedStruct;
import io.distaff.collection.MakeStruct;
import io.distaff.collection.StructMember;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

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
    table
        .add("with_field")
        .takes("(any, string, any) -> any", (given, bound) -> withField(given, bound).type())
        .seesNulls("null if the struct is")
        .says(
            "A STRUCT with a member more, behind the others; one of the name, which is a literal,"
                + " is replaced in its place.")
        .fails("if several members may be meant")
        .example("with_field(named_struct('a', 1, 'b', 'x'), 'b', 2)", "{1, 2}")
        .example("with_field(named_struct('a', 1), 'c', NULL)", "{1, null}")
        .is(site -> new ChangedStruct(withField(site)));
    table
        .add("drop_fields")
        .takes("(any, string...) -> any", (given, bound) -> dropFields(given, bound).type())
        .says(
            "A STRUCT without members, whose names are literals; names that there aren't don't"
                + " matter.")
        .fails("if no member is left, or several may be meant by a name")
        .example("drop_fields(named_struct('a', 1, 'b', 'x', 'c', 2), 'b', 'd')", "{1, 2}")
        .is(site -> new ChangedStruct(dropFields(site)));
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

  private static ChangedStruct.Change withField(
      List<FunctionArgument> given, List<DataType> bound) {
    return withField(bound.get(0), text("with_field", given, 1), bound.get(2));
  }

  private static ChangedStruct.Change withField(CallSite site) {
    return withField(
        site.argumentTypes().get(0), site.constantText(1), site.argumentTypes().get(2));
  }

  private static ChangedStruct.Change withField(DataType from, String name, DataType value) {
    StructType struct = struct("with_field", from);
    return ChangedStruct.Change.with(struct, find("with_field", struct, name), name, value);
  }

  private static ChangedStruct.Change dropFields(
      List<FunctionArgument> given, List<DataType> bound) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i < given.size(); i++) {
      names.add(text("drop_fields", given, i));
    }
    return dropFields(bound.get(0), names);
  }

  private static ChangedStruct.Change dropFields(CallSite site) {
    List<String> names =
        IntStream.range(1, site.numArguments()).mapToObj(site::constantText).toList();
    return dropFields(site.argumentTypes().get(0), names);
  }

  private static ChangedStruct.Change dropFields(DataType from, List<String> names) {
    StructType struct = struct("drop_fields", from);
    Set<Integer> dropped = new HashSet<>();
    names.forEach(name -> dropped.add(find("drop_fields", struct, name)));
    dropped.remove(StructType.MISSING);
    if (dropped.size() == struct.size()) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "drop_fields(%s) leaves no member of %s: a struct has members"
              .formatted(String.join(", ", names), struct.sqlName()));
    }
    return ChangedStruct.Change.without(struct, dropped);
  }

  private static StructType struct(String function, DataType type) {
    if (type instanceof StructType struct) {
      return struct;
    }
    throw new DistaffException(
        ErrorCode.SEMANTIC_ERROR,
        "%s takes a STRUCT, not a value of type %s".formatted(function, type.sqlName()));
  }

  /** The position of a member; MISSING if there is none. */
  private static int find(String function, StructType struct, String name) {
    int found = struct.find(name);
    if (found == StructType.AMBIGUOUS) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "%s: %s is ambiguous in %s".formatted(function, name, struct.sqlName()));
    }
    return found;
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
