package io.distaff.scalar;

import io.distaff.collection.Fold;
import io.distaff.collection.LambdaFunctions;
import io.distaff.collection.MapZip;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.LambdaBody;
import io.distaff.types.ArrayType;
import io.distaff.types.MapType;
import java.util.List;

/** The functions that are given a lambda. */
final class HigherOrderFunctions {
  private HigherOrderFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.COLLECTION);
    addOfArrays(table);
    addOfMaps(table);
    return table.functions();
  }

  private static LambdaBody lambda(CallSite site) {
    return site.lambdas().get(0);
  }

  private static void addOfArrays(FunctionTable table) {
    table
        .add("transform", "list_transform")
        .takes("(array<T>, (T) -> U) -> array<U>")
        .takes("(array<T>, (T, int) -> U) -> array<U>")
        .says(
            "What the lambda makes of each element; it is also given the element's index, from 0.")
        .example("transform(array(1, 2, NULL), x -> x * 10)", "[10, 20, null]")
        .example("transform(array(5, 6), (x, i) -> x * i)", "[0, 6]")
        .is(
            site ->
                LambdaFunctions.transform(
                    (ArrayType) site.type(), lambda(site), numParameters(site), site.arrays()));
    table
        .add("filter", "list_filter")
        .takes("(array<T>, (T) -> boolean) -> array<T>")
        .takes("(array<T>, (T, int) -> boolean) -> array<T>")
        .says("The elements for which the lambda is true; it may be given their index, from 0.")
        .example("filter(array(1, 2, 3, NULL), x -> x > 1)", "[2, 3]")
        .example("filter(array('a', 'b', 'c'), (x, i) -> i <> 1)", "[a, c]")
        .is(
            site ->
                LambdaFunctions.filter(
                    (ArrayType) site.type(), lambda(site), numParameters(site), site.arrays()));
    table
        .add("exists", "any_match")
        .takes("(array<T>, (T) -> boolean) -> boolean")
        .alsoNull("if the lambda is true for no element, and null for one")
        .says("Whether the lambda is true for an element.")
        .example("exists(array(1, 2), x -> x = 2)", "true")
        .example("exists(array(1, NULL), x -> x = 2)", "NULL")
        .is(site -> LambdaFunctions.any(lambda(site), site.arrays()));
    table
        .add("forall", "all_match")
        .takes("(array<T>, (T) -> boolean) -> boolean")
        .alsoNull("if the lambda is false for no element, and null for one")
        .says("Whether the lambda is true for every element.")
        .example("forall(array(1, 2), x -> x > 0)", "true")
        .example("forall(array(), x -> false)", "true")
        .is(site -> LambdaFunctions.all(lambda(site), site.arrays()));
    table
        .add("aggregate", "reduce")
        .takes("(array<T>, A, (A, T) -> A) -> A")
        .takes("(array<T>, A, (A, T) -> A, (A) -> R) -> R")
        .seesNulls("null if the array is, or where the lambdas make it so")
        .says(
            "The last state: the second argument is the first, and the lambda makes of the state"
                + " and each element in turn the next, which is cast to the type of the first. A"
                + " second lambda makes the result of the last state.")
        .example("aggregate(array(1, 2, 3), 0, (s, x) -> s + x)", "6")
        .example("aggregate(array('a', 'b'), '', (s, x) -> s || x, s -> upper(s))", "AB")
        .is(
            site ->
                new Fold(
                    site.argumentTypes().get(1),
                    site.type(),
                    lambda(site),
                    site.lambdas().size() > 1 ? site.lambdas().get(1) : null,
                    site.arrays()));
    table
        .add("zip_with")
        .takes("(array<T>, array<U>, (T, U) -> R) -> array<R>")
        .says(
            "What the lambda makes of the elements of two arrays that are at one place, NULL where"
                + " an array is shorter.")
        .example("zip_with(array(1, 2), array(10, 20, 30), (x, y) -> x + y)", "[11, 22, null]")
        .is(site -> LambdaFunctions.zipWith((ArrayType) site.type(), lambda(site), site.arrays()));
  }

  private static int numParameters(CallSite site) {
    return lambda(site).numParameters();
  }

  private static void addOfMaps(FunctionTable table) {
    table
        .add("map_filter")
        .takes("(map<K, V>, (K, V) -> boolean) -> map<K, V>")
        .says("The entries for which the lambda is true.")
        .example("map_filter(map('a', 1, 'b', 2), (k, v) -> v > 1)", "{b -> 2}")
        .is(site -> LambdaFunctions.mapFilter((MapType) site.type(), lambda(site), site.arrays()));
    table
        .add("transform_keys")
        .takes("(map<K, V>, (K, V) -> R) -> map<R, V>")
        .says("The entries with what the lambda makes of them as their keys.")
        .fails("if the lambda gives a key that is null, or the same for two")
        .example("transform_keys(map('a', 1), (k, v) -> k || v)", "{a1 -> 1}")
        .is(
            site ->
                LambdaFunctions.transformKeys((MapType) site.type(), lambda(site), site.arrays()));
    table
        .add("transform_values")
        .takes("(map<K, V>, (K, V) -> R) -> map<K, R>")
        .says("The entries with what the lambda makes of them as their values.")
        .example("transform_values(map('a', 1, 'b', 2), (k, v) -> v * 10)", "{a -> 10, b -> 20}")
        .is(
            site ->
                LambdaFunctions.transformValues(
                    (MapType) site.type(), lambda(site), site.arrays()));
    table
        .add("map_zip_with")
        .takes("(map<K, V>, map<K, W>, (K, V, W) -> R) -> map<K, R>")
        .says(
            "What the lambda makes of each key of two maps and its values, NULL where a map doesn't"
                + " have the key.")
        .example(
            "map_zip_with(map('a', 1, 'b', 2), map('b', 3), (k, v, w) -> coalesce(w, v) * 10)",
            "{a -> 10, b -> 30}")
        .is(site -> new MapZip((MapType) site.type(), lambda(site), site.arrays()));
  }
}
