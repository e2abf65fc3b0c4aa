package io.distaff.scalar;

import io.distaff.collection.ArrayExtreme;
import io.distaff.collection.Combinations;
import io.distaff.collection.ComparatorSort;
import io.distaff.collection.MakeArray;
import io.distaff.collection.Rearrangements;
import io.distaff.collection.Sequence;
import io.distaff.collection.Slice;
import io.distaff.collection.Zip;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.ElementStream;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The functions of arrays. */
final class ArrayFunctions {
  private static final String ONE_AND_VALUE = "(array<T>, T) -> array<T>";
  private static final String TWO = "(array<T>, array<T>) -> array<T>";

  private ArrayFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.COLLECTION);
    addMakers(table);
    addMeasures(table);
    addParts(table);
    addSets(table);
    addChanges(table);
    return table.functions();
  }

  private static ScalarFunction.Factory of(
      BiFunction<ArrayType, ReservedArrays, VectorFunction> f) {
    return site -> f.apply((ArrayType) site.type(), site.arrays());
  }

  private static void addMakers(FunctionTable table) {
    table
        .add("array", "list_value")
        .takes("(T...) -> array<T>")
        .seesNulls("never null; nulls are elements")
        .says("An array of the arguments.")
        .example("array(1, NULL, 2.5)", "[1.0, null, 2.5]")
        .example("array()", "[]")
        .is(of(MakeArray::new));
    table
        .add("array_repeat")
        .takes("(T, bigint) -> array<T>")
        .seesNulls("null if the number is")
        .says("An array of a value as often as the number says; of none if it is negative.")
        .example("array_repeat('a', 3)", "[a, a, a]")
        .is(of(Rearrangements::repeated));
    table
        .add("sequence")
        .takes("(T:integral, T, [T]) -> array<T>")
        .takes("(date, date) -> array<date>")
        .takes("(date, date, bigint, string) -> array<date>")
        .takes("(timestamp_ntz, timestamp_ntz) -> array<timestamp_ntz>")
        .takes("(timestamp_ntz, timestamp_ntz, bigint, string) -> array<timestamp_ntz>")
        .takes("(timestamp, timestamp) -> array<timestamp>")
        .takes("(timestamp, timestamp, bigint, string, [string]) -> array<timestamp>")
        .says(
            "The values from the first argument to the second, both included, in steps of the"
                + " third: 1 or -1, of dates and timestamps a day, if it isn't given. Their steps"
                + " are INTERVALs, or a number and its unit, a literal as in date_trunc; steps of"
                + " months are counted from the first value. A last argument is the zone by whose"
                + " clocks instants move.")
        .fails("if the step leads away from the second argument")
        .example("sequence(1, 4)", "[1, 2, 3, 4]")
        .example("sequence(5, 0, -2)", "[5, 3, 1]")
        .example(
            "sequence(DATE '2024-02-28', DATE '2024-03-01')",
            "[2024-02-28, 2024-02-29, 2024-03-01]")
        .example(
            "sequence(DATE '2024-01-31', DATE '2024-03-31', INTERVAL 1 MONTH)",
            "[2024-01-31, 2024-02-29, 2024-03-31]")
        .example(
            "sequence(TIMESTAMP '2024-01-01 23:00:00', TIMESTAMP '2024-01-02 00:00:00', 30,"
                + " 'minute')",
            "[2024-01-01 23:00:00, 2024-01-01 23:30:00, 2024-01-02 00:00:00]")
        .gives(ArrayFunctions::sequence);
    table
        .add("arrays_zip")
        .takes("(array<any>, array<any>...) -> any", ArrayFunctions::zipped)
        .says(
            "An array of STRUCTs of the elements that are at one place, NULL where an array is"
                + " shorter. The members are called 0, 1 and so on.")
        .example("arrays_zip(array(1, 2), array('a'))", "[{1, a}, {2, null}]")
        .is(of(Zip::new));
  }

  private static ElementStream sequence(CallSite site) {
    DataType element = ((ArrayType) site.type()).element();
    return element.isIntegral() ? new Sequence(element, site.arrays()) : new TimeSequence(site);
  }

  private static DataType zipped(List<FunctionArgument> given, List<DataType> bound) {
    List<StructType.Member> members = new ArrayList<>();
    for (DataType type : bound) {
      members.add(
          new StructType.Member(Integer.toString(members.size()), ((ArrayType) type).element()));
    }
    return new ArrayType(new StructType(members));
  }

  private static void addMeasures(FunctionTable table) {
    table
        .add("size", "cardinality", "array_size")
        .takes("(array<T>) -> int")
        .takes("(map<K, V>) -> int")
        .says("The number of elements or entries.")
        .example("size(array(1, NULL, 3))", "3")
        .example("size(map('a', 1))", "1")
        .is(ArrayMeasures::size);
    table
        .add("array_contains", "list_contains")
        .takes("(array<T>, T) -> boolean")
        .alsoNull("if the array doesn't have the value, but a null")
        .says("Whether an element equals the value.")
        .example("array_contains(array(1, 2), 2)", "true")
        .example("array_contains(array(1, NULL), 2)", "NULL")
        .is(ArrayMeasures::contains);
    table
        .add("array_position", "list_position")
        .takes("(array<T>, T) -> bigint")
        .says("The place of the first element that equals the value, from 1 on; 0 if none does.")
        .example("array_position(array('a', 'b', 'b'), 'b')", "2")
        .is(ArrayMeasures::position);
    table
        .add("arrays_overlap")
        .takes("(array<T>, array<T>) -> boolean")
        .alsoNull("if no element is in both, both have some, and one of these is null")
        .says("Whether both arrays have an element that isn't null.")
        .example("arrays_overlap(array(1, 2), array(2, 3))", "true")
        .example("arrays_overlap(array(1, NULL), array(2))", "NULL")
        .is(ArrayMeasures::overlap);
    table
        .add("array_min", "list_min")
        .takes("(array<T>) -> T")
        .alsoNull("if there are no elements but nulls")
        .says("The smallest element; nulls don't count, NaN is the largest.")
        .example("array_min(array(3, NULL, 1))", "1")
        .is(site -> ArrayExtreme.smallest(site.arrays()));
    table
        .add("array_max", "list_max")
        .takes("(array<T>) -> T")
        .alsoNull("if there are no elements but nulls")
        .says("The largest element; nulls don't count, NaN is the largest.")
        .example("array_max(array('a', NULL, 'c'))", "c")
        .is(site -> ArrayExtreme.largest(site.arrays()));
    table
        .add("array_join")
        .takes("(array<any>, string, [string]) -> string")
        .says(
            "The elements as text, with the second argument between them. Nulls are left out, or"
                + " the third argument in their place.")
        .example("array_join(array('a', NULL, 'c'), '-')", "a-c")
        .example("array_join(array(1, NULL), ', ', '?')", "1, ?")
        .is(ArrayJoin::new);
  }

  private static void addParts(FunctionTable table) {
    table
        .add("slice")
        .takes("(array<T>, bigint, bigint) -> array<T>")
        .says("So many elements from one on, of which 1 is the first and -1 the last.")
        .fails("if the first is 0, or the number negative")
        .example("slice(array(1, 2, 3, 4), 2, 2)", "[2, 3]")
        .example("slice(array(1, 2, 3, 4), -2, 5)", "[3, 4]")
        .is(of(Slice::new));
    table
        .add("array_remove")
        .takes(ONE_AND_VALUE)
        .says("The elements that don't equal the value.")
        .example("array_remove(array(1, 2, NULL, 1), 1)", "[2, null]")
        .is(of(Rearrangements::without));
    table
        .add("array_compact")
        .takes("(array<T>) -> array<T>")
        .says("The elements that aren't null.")
        .example("array_compact(array(1, NULL, 2))", "[1, 2]")
        .is(of(Rearrangements::withoutNulls));
    table
        .add("flatten")
        .takes("(array<array<T>>) -> array<T>")
        .alsoNull("if an element is")
        .says("The elements of the elements.")
        .example("flatten(array(array(1, 2), array(), array(NULL)))", "[1, 2, null]")
        .is(of(Rearrangements::flattened));
    table
        .add("sort_array")
        .takes("(array<T>, [boolean]) -> array<T>")
        .says("The elements in ascending order, nulls first; in descending, nulls last, if false.")
        .example("sort_array(array(2, NULL, 1))", "[null, 1, 2]")
        .example("sort_array(array(2, NULL, 1), false)", "[2, 1, null]")
        .is(of(Rearrangements::sortedEitherWay));
    table
        .add("array_sort")
        .takes("(array<T>) -> array<T>")
        .takes("(array<T>, (T, T) -> bigint) -> array<T>")
        .says(
            "The elements in ascending order, nulls last; or in the order that the lambda gives: of"
                + " two elements, which may be null, a number below 0 if the first comes first, one"
                + " above 0 if the second does, else 0, which leaves them as they are. A lambda"
                + " that contradicts itself gives some order.")
        .fails("if the lambda gives NULL")
        .example("array_sort(array(2, NULL, 1))", "[1, 2, null]")
        .example(
            "array_sort(array('ccc', 'a', 'bb', 'd'), (x, y) -> length(y) - length(x))",
            "[ccc, bb, a, d]")
        .is(ArrayFunctions::sorted);
  }

  private static VectorFunction sorted(CallSite site) {
    ArrayType type = (ArrayType) site.type();
    return site.lambdas().isEmpty()
        ? Rearrangements.sorted(type, site.arrays())
        : new ComparatorSort(type, site.lambdas().get(0), site.arrays());
  }

  private static void addSets(FunctionTable table) {
    table
        .add("array_distinct", "list_distinct")
        .takes("(array<T>) -> array<T>")
        .says("The elements, of equal ones the first. Nulls are equal.")
        .example("array_distinct(array(1, 2, 1, NULL, NULL))", "[1, 2, null]")
        .is(of(Rearrangements::distinct));
    table
        .add("array_union")
        .takes(TWO)
        .says("The distinct elements of both arrays. Nulls are equal.")
        .example("array_union(array(1, 2), array(2, NULL))", "[1, 2, null]")
        .is(of(Combinations::union));
    table
        .add("array_intersect")
        .takes(TWO)
        .says("The distinct elements that both arrays have. Nulls are equal.")
        .example("array_intersect(array(1, 2, NULL), array(NULL, 2))", "[2, null]")
        .is(of(Rearrangements::common));
    table
        .add("array_except")
        .takes(TWO)
        .says("The distinct elements of the first array that the second doesn't have.")
        .example("array_except(array(1, 2, 2, NULL), array(1))", "[2, null]")
        .is(of(Rearrangements::difference));
  }

  private static void addChanges(FunctionTable table) {
    table
        .add("array_append", "list_append")
        .takes(ONE_AND_VALUE)
        .seesNulls("null if the array is")
        .says("The elements, then the value.")
        .example("array_append(array(1), NULL)", "[1, null]")
        .is(of(Combinations::appended));
    table
        .add("array_prepend")
        .takes(ONE_AND_VALUE)
        .seesNulls("null if the array is")
        .says("The value, then the elements.")
        .example("array_prepend(array(1, 2), 0)", "[0, 1, 2]")
        .is(of(Combinations::prepended));
    table
        .add("array_insert")
        .takes("(array<T>, int, T) -> array<T>")
        .seesNulls("null if the array or the place is")
        .says(
            "The elements with the value at a place, of which 1 is the first and -1 the last. A gap"
                + " to a place outside is filled with nulls.")
        .fails("if the place is 0")
        .example("array_insert(array('a', 'b'), 2, 'x')", "[a, x, b]")
        .example("array_insert(array('a', 'b'), -1, 'x')", "[a, b, x]")
        .example("array_insert(array('a'), 3, 'x')", "[a, null, x]")
        .is(of(Combinations::inserted));
  }
}
