package io.distaff.eval;

import static io.distaff.eval.CollectionLines.at;
import static io.distaff.eval.CollectionLines.list;
import static io.distaff.eval.CollectionLines.ofPair;
import static io.distaff.eval.CollectionLines.ofRow;
import static io.distaff.eval.CollectionLines.values;
import static io.distaff.eval.CollectionLines.with;

import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Lambda;
import io.distaff.expression.Literal;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.vector.RandomBatches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the functions of maps, and those that take lambdas, must agree with. */
final class MapLines {
  private static final List<MapType> MAPS =
      List.of(
          new MapType(DataType.STRING, DataType.BIGINT),
          new MapType(DataType.BIGINT, new ArrayType(DataType.STRING)),
          new MapType(DataType.decimal(30, 5), DataType.decimal(30, 5)),
          new MapType(DataType.DOUBLE, DataType.DOUBLE),
          new MapType(new ArrayType(DataType.INT), DataType.STRING));

  private MapLines() {}

  static void addTo(OracleTable table) {
    MAPS.forEach(type -> addMaps(table, type));
    MAPS.forEach(type -> addEntryLambdas(table, type));
    for (DataType element : CollectionLines.ELEMENTS) {
      addLambdas(table, element);
      addFolds(table, element);
      addComparators(table, element);
    }
  }

  /** A map, which comparable values have as the list of its entries. */
  private static Map<Object, Object> map(Object value) {
    Map<Object, Object> map = new LinkedHashMap<>();
    list(value).forEach(entry -> map.put(list(entry).get(0), list(entry).get(1)));
    return map;
  }

  private static List<Object> entries(Map<Object, Object> map) {
    List<Object> entries = new ArrayList<>();
    map.forEach((key, value) -> entries.add(Arrays.asList(key, value)));
    return entries;
  }

  private static Function<Object[], Object> ofMap(Function<Map<Object, Object>, Object> reference) {
    return ofRow(row -> row.get(0) == null ? null : reference.apply(map(row.get(0))));
  }

  private static void addMaps(OracleTable table, MapType type) {
    Domain maps = values(type);
    Domain keys = values(type.key());
    table.of("map_keys", maps).java(ofMap(m -> new ArrayList<>(m.keySet())));
    table.of("map_values", maps).java(ofMap(m -> new ArrayList<>(m.values())));
    table.of("map_entries", maps).java(ofMap(MapLines::entries));
    table.of("size", maps).java(ofMap(Map::size));
    for (String name : List.of("element_at", "try_element_at", "item")) {
      table.of(name, maps, keys).java(ofRow(row -> map(row.get(0)).get(row.get(1))));
    }
    table
        .of("map_contains_key", maps, keys)
        .java(ofRow(row -> map(row.get(0)).containsKey(row.get(1))));
    table.of("map_concat", maps).java(ofMap(MapLines::entries));
    table
        .of("map_concat", maps, maps)
        .java(
            ofRow(
                row -> {
                  List<Object> all = with(list(row.get(0)), l -> l.addAll(list(row.get(1))));
                  return unique(all);
                }));
    addMapMakers(table, type, maps, keys);
    addZip(table, type, maps);
  }

  /** The second map's value, or else the first one's. */
  private static void addZip(OracleTable table, MapType type, Domain maps) {
    Expression either =
        call(
            FunctionNames.COALESCE,
            type.value(),
            new InputRef(2, type.value()),
            new InputRef(1, type.value()));
    Lambda lambda = new Lambda(List.of(type.key(), type.value(), type.value()), List.of(), either);
    table
        .call(
            "map_zip_with",
            List.of(new InputRef(0, type), new InputRef(1, type), lambda),
            maps,
            maps)
        .java(
            ofRow(
                row -> {
                  Map<Object, Object> zipped = map(row.get(0));
                  map(row.get(1)).forEach((k, v) -> zipped.put(k, v == null ? zipped.get(k) : v));
                  return entries(zipped);
                }));
  }

  /** Entries of which no two have the same key, and none has none. */
  private static Object unique(List<Object> entries) {
    Map<Object, Object> map = map(entries);
    if (map.size() < entries.size() || map.containsKey(null)) {
      throw new ArithmeticException();
    }
    return entries(map);
  }

  private static void addMapMakers(OracleTable table, MapType type, Domain maps, Domain keys) {
    InputRef column = new InputRef(0, type);
    table
        .call("map_from_entries", List.of(OracleTable.bound("map_entries", List.of(column))), maps)
        .java(ofMap(MapLines::entries));
    table
        .of(
            "map_from_arrays",
            values(new ArrayType(type.key())),
            values(new ArrayType(type.value())))
        .java(
            ofRow(
                row -> {
                  List<Object> first = list(row.get(0));
                  List<Object> second = list(row.get(1));
                  List<Object> entries = new ArrayList<>();
                  for (int i = 0; i < first.size(); i++) {
                    entries.add(Arrays.asList(first.get(i), at(second, i)));
                  }
                  if (first.size() != second.size()) {
                    throw new ArithmeticException();
                  }
                  return unique(entries);
                }));
    Domain value = values(type.value());
    table
        .of("map", keys, value)
        .java(ofRow(row -> unique(List.of(Arrays.asList(row.get(0), row.get(1))))));
    table
        .of("map", keys, value, keys, value)
        .java(
            ofRow(
                row ->
                    unique(
                        List.of(
                            Arrays.asList(row.get(0), row.get(1)),
                            Arrays.asList(row.get(2), row.get(3))))));
  }

  private static void addEntryLambdas(OracleTable table, MapType type) {
    Domain maps = values(type);
    InputRef column = new InputRef(0, type);
    List<DataType> entry = List.of(type.key(), type.value());
    Expression isNull =
        call(FunctionNames.IS_NULL, DataType.BOOLEAN, new InputRef(1, type.value()));
    Lambda lambda = new Lambda(entry, List.of(), isNull);
    table
        .call("map_filter", List.of(column, lambda), maps)
        .java(
            ofMap(
                m -> {
                  m.values().removeIf(Objects::nonNull);
                  return entries(m);
                }));
    table
        .call("transform_values", List.of(column, lambda), maps)
        .java(
            ofMap(
                m -> {
                  m.replaceAll((k, v) -> v == null);
                  return entries(m);
                }));
    table
        .call("transform_keys", List.of(column, lambda), maps)
        .java(
            ofRow(
                row ->
                    unique(
                        list(row.get(0)).stream()
                            .map(
                                list ->
                                    (Object)
                                        Arrays.asList(list(list).get(1) == null, list(list).get(1)))
                            .toList())));
    Lambda same = new Lambda(entry, List.of(), new InputRef(0, type.key()));
    table.call("transform_keys", List.of(column, same), maps).java(ofMap(MapLines::entries));
  }

  private static Expression call(String name, DataType type, Expression... arguments) {
    return EvalFixture.call(name, type, arguments);
  }

  private static void addLambdas(OracleTable table, DataType element) {
    Domain[] columns = {CollectionLines.array(element), values(element)};
    InputRef array = new InputRef(0, columns[0].type());
    InputRef other = new InputRef(1, element);
    List<DataType> one = List.of(element);
    List<DataType> indexed = List.of(element, DataType.INT);
    InputRef x = new InputRef(0, element);
    Expression captured = new InputRef(1, element);
    Expression either = call(FunctionNames.COALESCE, element, x, captured);
    // What is captured isn't an argument: where it is null, the result needn't be.
    table
        .call("transform", List.of(array, new Lambda(one, List.of(other), either)), columns)
        .nullsMatter()
        .java(ofPair((a, v) -> with(a, l -> l.replaceAll(e -> e == null ? v : e))));
    Expression same = call(FunctionNames.IS_NOT_DISTINCT, DataType.BOOLEAN, x, captured);
    table
        .call("filter", List.of(array, new Lambda(one, List.of(other), same)), columns)
        .nullsMatter()
        .java(ofPair((a, v) -> with(a, l -> l.removeIf(e -> !Objects.equals(e, v)))));
    Expression equal = call(FunctionNames.EQUAL, DataType.BOOLEAN, x, captured);
    Lambda isEqual = new Lambda(one, List.of(other), equal);
    table
        .call("exists", List.of(array, isEqual), columns)
        .nullsMatter()
        .java(
            ofPair(
                (a, v) ->
                    v != null && a.contains(v)
                        ? (Object) true
                        : (a.contains(null) || (v == null && !a.isEmpty())) ? null : false));
    table
        .call("forall", List.of(array, isEqual), columns)
        .nullsMatter()
        .java(
            ofPair(
                (a, v) ->
                    v != null && a.stream().anyMatch(e -> e != null && !e.equals(v))
                        ? (Object) false
                        : (a.contains(null) || (v == null && !a.isEmpty())) ? null : true));
    InputRef index = new InputRef(1, DataType.INT);
    table
        .call("transform", List.of(array, new Lambda(indexed, List.of(), index)), columns[0])
        .java(
            ofRow(
                row -> {
                  List<Object> indexes = new ArrayList<>();
                  list(row.get(0)).forEach(e -> indexes.add((long) indexes.size()));
                  return indexes;
                }));
    Expression late =
        call(FunctionNames.GREATER, DataType.BOOLEAN, index, Literal.of(DataType.INT, 1L));
    table
        .call("filter", List.of(array, new Lambda(indexed, List.of(), late)), columns[0])
        .java(
            ofRow(
                row ->
                    list(row.get(0)).stream()
                        .skip(2)
                        .collect(Collectors.toCollection(ArrayList::new))));
  }

  private static void addFolds(OracleTable table, DataType element) {
    Domain array = CollectionLines.array(element);
    Domain value = values(element);
    InputRef column = new InputRef(0, array.type());
    InputRef other = new InputRef(1, element);
    List<DataType> two = List.of(element, element);
    // The last element that isn't null, or else the first state.
    Expression later =
        call(FunctionNames.COALESCE, element, new InputRef(1, element), new InputRef(0, element));
    Lambda last = new Lambda(two, List.of(), later);
    table
        .call("aggregate", List.of(column, other, last), array, value)
        .java(ofPair((a, v) -> a.stream().filter(Objects::nonNull).reduce(v, (s, e) -> e)));
    Expression isNull = call(FunctionNames.IS_NULL, DataType.BOOLEAN, new InputRef(0, element));
    table
        .call(
            "aggregate",
            List.of(column, other, last, new Lambda(List.of(element), List.of(), isNull)),
            array,
            value)
        .java(ofPair((a, v) -> v == null && a.stream().noneMatch(Objects::nonNull)));
    Expression first =
        call(FunctionNames.COALESCE, element, new InputRef(0, element), new InputRef(1, element));
    table
        .call(
            "zip_with",
            List.of(column, new InputRef(1, array.type()), new Lambda(two, List.of(), first)),
            array,
            array)
        .java(
            ofPair(
                (a, b) -> {
                  List<Object> zipped = new ArrayList<>();
                  for (int i = 0; i < Math.max(a.size(), list(b).size()); i++) {
                    zipped.add(at(a, i) == null ? at(list(b), i) : at(a, i));
                  }
                  return zipped;
                }));
  }

  /** The largest element first, nulls last. */
  private static void addComparators(OracleTable table, DataType element) {
    Domain array = CollectionLines.array(element);
    InputRef a = new InputRef(0, element);
    InputRef b = new InputRef(1, element);
    Expression order =
        call(
            FunctionNames.CASE,
            DataType.BIGINT,
            call(FunctionNames.IS_NULL, DataType.BOOLEAN, a),
            call(
                FunctionNames.CASE,
                DataType.BIGINT,
                call(FunctionNames.IS_NULL, DataType.BOOLEAN, b),
                Literal.of(DataType.BIGINT, 0L),
                Literal.of(DataType.BIGINT, 1L)),
            call(FunctionNames.IS_NULL, DataType.BOOLEAN, b),
            Literal.of(DataType.BIGINT, -1L),
            call(FunctionNames.GREATER, DataType.BOOLEAN, a, b),
            Literal.of(DataType.BIGINT, -1L),
            call(FunctionNames.LESS, DataType.BOOLEAN, a, b),
            Literal.of(DataType.BIGINT, 1L),
            Literal.of(DataType.BIGINT, 0L));
    Lambda comparator = new Lambda(List.of(element, element), List.of(), order);
    table
        .call("array_sort", List.of(new InputRef(0, array.type()), comparator), array)
        .java(
            ofRow(
                row ->
                    list(row.get(0)).stream()
                        .sorted(
                            Comparator.nullsLast((x, y) -> RandomBatches.compare(element, y, x)))
                        .collect(Collectors.toCollection(ArrayList::new))));
  }
}
