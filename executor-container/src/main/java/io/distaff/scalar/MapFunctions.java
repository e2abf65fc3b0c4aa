package io.distaff.scalar;

import io.distaff.collection.MakeMap;
import io.distaff.collection.MapFromArrays;
import io.distaff.collection.MapFromEntries;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.util.List;

/** The functions of maps. */
final class MapFunctions {
  private static final String BAD_KEY = "if a key is null, or there twice";

  private MapFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.COLLECTION);
    table
        .add("map")
        .takes("(K..., V...) -> map<K, V>")
        .seesNulls("never null")
        .says("A map of keys and their values, which take turns.")
        .fails(BAD_KEY)
        .example("map('a', 1, 'b', NULL)", "{a -> 1, b -> null}")
        .is(site -> new MakeMap((MapType) site.type(), site.arrays()));
    table
        .add("map_from_arrays")
        .takes("(array<K>, array<V>) -> map<K, V>")
        .says("The map of the keys of one array and the values of another.")
        .fails("if their lengths differ, or a key is null or there twice")
        .example("map_from_arrays(array('a', 'b'), array(1, 2))", "{a -> 1, b -> 2}")
        .is(site -> new MapFromArrays((MapType) site.type(), site.arrays()));
    table
        .add("map_from_entries")
        .takes("(array<T>) -> any", MapFunctions::ofEntries)
        .alsoNull("if an entry is")
        .says("The map of an array of STRUCTs of two members, the key and the value.")
        .fails(BAD_KEY)
        .example("map_from_entries(array(struct('a', 1), struct('b', 2)))", "{a -> 1, b -> 2}")
        .is(
            site ->
                new MapFromEntries(
                    (ArrayType) site.argumentTypes().get(0), (MapType) site.type(), site.arrays()));
    return table.functions();
  }

  private static DataType ofEntries(List<FunctionArgument> given, List<DataType> bound) {
    DataType element = ((ArrayType) bound.get(0)).element();
    if (element instanceof StructType entry && entry.size() == 2) {
      return new MapType(entry.member(0).type(), entry.member(1).type());
    }
    throw new DistaffException(
        ErrorCode.SEMANTIC_ERROR,
        "map_from_entries takes an array of structs of two members, not one of "
            + element.sqlName());
  }
}
