package io.distaff.scalar;

import io.distaff.collection.MakeMap;
import io.distaff.collection.MapConcat;
import io.distaff.collection.MapFromArrays;
import io.distaff.collection.MapFromEntries;
import io.distaff.collection.MapParts;
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
    addParts(table);
    return table.functions();
  }

  private static void addParts(FunctionTable table) {
    table
        .add("map_keys")
        .takes("(map<K, V>) -> array<K>")
        .says("The keys.")
        .example("map_keys(map('a', 1, 'b', 2))", "[a, b]")
        .is(site -> MapParts.keys((ArrayType) site.type()));
    table
        .add("map_values")
        .takes("(map<K, V>) -> array<V>")
        .says("The values.")
        .example("map_values(map('a', 1, 'b', NULL))", "[1, null]")
        .is(site -> MapParts.values((ArrayType) site.type()));
    table
        .add("map_entries")
        .takes("(map<K, V>) -> any", MapFunctions::entries)
        .says("The entries as an array of STRUCTs of key and value.")
        .example("map_entries(map('a', 1))", "[{a, 1}]")
        .example("map_entries(map('a', 1))[0].key", "a")
        .is(site -> MapParts.entries((ArrayType) site.type()));
    table
        .add("map_contains_key")
        .takes("(map<K, V>, K) -> boolean")
        .says("Whether the map has the key.")
        .example("map_contains_key(map('a', 1), 'b')", "false")
        .is(ArrayMeasures::containsKey);
    table
        .add("map_concat")
        .takes("(map<K, V>...) -> map<K, V>")
        .says("The entries of all maps.")
        .fails("if a key is there twice")
        .example("map_concat(map('a', 1), map('b', 2))", "{a -> 1, b -> 2}")
        .is(site -> new MapConcat((MapType) site.type(), site.numArguments(), site.arrays()));
  }

  private static DataType entries(List<FunctionArgument> given, List<DataType> bound) {
    MapType map = (MapType) bound.get(0);
    return new ArrayType(
        new StructType(
            List.of(
                new StructType.Member("key", map.key()),
                new StructType.Member("value", map.value()))));
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
