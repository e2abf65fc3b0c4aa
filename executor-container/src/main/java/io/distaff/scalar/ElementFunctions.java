package io.distaff.scalar;

import io.distaff.collection.Element;
import io.distaff.expression.FunctionDefinition.Category;
import java.util.List;

/** The functions that give one element of an array, or one value of a map. */
final class ElementFunctions {
  private ElementFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.COLLECTION);
    table
        .add("item")
        .takes("(array<T>, bigint) -> T")
        .takes("(map<K, V>, K) -> V")
        .alsoNull("if the element is, or the map doesn't have the key")
        .says("What a[i] and m[k] are short for: an element, the first of which is 0; a value.")
        .fails("if the array has no such element")
        .example("array('a', 'b')[1]", "b")
        .example("map('a', 1, 'b', 2)['b']", "2")
        .is(site -> Element.of(site.argumentTypes().get(0), Element.Base.ZERO, site.arrays()));
    table
        .add("get")
        .takes("(array<T>, bigint) -> T")
        .alsoNull("if the element is, or the array has no such element")
        .says("An element of an array, the first of which is 0.")
        .example("get(array('a', 'b'), 1)", "b")
        .example("get(array('a', 'b'), 2)", "NULL")
        .is(site -> Element.orNull(site.argumentTypes().get(0), Element.Base.ZERO, site.arrays()));
    table
        .add("element_at")
        .takes("(array<T>, bigint) -> T")
        .takes("(map<K, V>, K) -> V")
        .alsoNull("if the element is, or the map doesn't have the key")
        .says("An element of an array, of which 1 is the first and -1 the last; a map's value.")
        .fails("if the array has no such element")
        .example("element_at(array('a', 'b', 'c'), 1)", "a")
        .example("element_at(array('a', 'b', 'c'), -1)", "c")
        .example("element_at(map(1, 'x'), 2)", "NULL")
        .is(site -> Element.of(site.argumentTypes().get(0), Element.Base.ONE, site.arrays()));
    table
        .add("try_element_at")
        .takes("(array<T>, bigint) -> T")
        .takes("(map<K, V>, K) -> V")
        .alsoNull("if the element is, or there is no such element or key")
        .says("As element_at.")
        .fails("if the index is 0")
        .example("try_element_at(array('a', 'b', 'c'), 4)", "NULL")
        .is(site -> Element.orNull(site.argumentTypes().get(0), Element.Base.ONE, site.arrays()));
    return table.functions();
  }
}
