package io.distaff.eval;

import static io.distaff.eval.Domain.literal;
import static io.distaff.eval.Domain.oneOf;
import static io.distaff.eval.Domain.texts;

import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import io.distaff.vector.RandomBatches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the functions of arrays and structs must agree with. References see values as {@link
 * RandomBatches#comparable} gives them, which are equal where SQL says so.
 */
final class CollectionLines {
  static final List<DataType> ELEMENTS =
      List.of(
          DataType.BIGINT,
          DataType.STRING,
          DataType.DOUBLE,
          DataType.decimal(30, 5),
          new ArrayType(DataType.INT),
          RandomBatches.struct(DataType.BIGINT, DataType.STRING));

  private CollectionLines() {}

  static void addTo(OracleTable table) {
    for (DataType element : ELEMENTS) {
      addOfOneArray(table, element);
      addOrders(table, element);
      addOfValues(table, element);
      addOfTwoArrays(table, element);
      addMakers(table, element);
      addElements(table, element);
    }
    addOfIntegers(table);
  }

  /** Values that arrays of the type have in common; some repeat. */
  static Domain values(DataType type) {
    List<Object> values =
        IntStream.range(0, 40).mapToObj(k -> RandomBatches.value(type, k)).toList();
    return new Domain(type, values, Domain.Form.SAMPLE);
  }

  static Domain array(DataType element) {
    return values(new ArrayType(element));
  }

  /** A function of the row, in comparable values. */
  static Function<Object[], Object> ofRow(Function<List<Object>, Object> reference) {
    return row -> reference.apply(comparable(row));
  }

  private static List<Object> comparable(Object[] row) {
    return list(RandomBatches.comparable(Arrays.asList(row)));
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  static List<Object> with(List<Object> base, Consumer<List<Object>> change) {
    List<Object> copy = new ArrayList<>(base);
    change.accept(copy);
    return copy;
  }

  /** A function of one array. */
  private static Function<Object[], Object> ofArray(Function<List<Object>, Object> reference) {
    return ofRow(row -> row.get(0) == null ? null : reference.apply(list(row.get(0))));
  }

  interface Pairs {
    Object apply(List<Object> array, Object other);
  }

  /** A function of an array and something else. */
  static Function<Object[], Object> ofPair(Pairs reference) {
    return ofRow(row -> row.get(0) == null ? null : reference.apply(list(row.get(0)), row.get(1)));
  }

  private static void addOfOneArray(OracleTable table, DataType element) {
    Domain array = array(element);
    table.of("size", array).java(ofArray(a -> a.size()));
    table.of("reverse", array).java(ofArray(a -> with(a, Collections::reverse)));
    table.of("array_compact", array).java(ofArray(a -> with(a, l -> l.removeIf(Objects::isNull))));
    table.of("array_distinct", array).java(ofArray(a -> new ArrayList<>(new LinkedHashSet<>(a))));
    Domain arrays = values(new ArrayType(new ArrayType(element)));
    table
        .of("flatten", arrays)
        .java(
            ofArray(
                a ->
                    a.contains(null)
                        ? null
                        : a.stream()
                            .flatMap(inner -> list(inner).stream())
                            .collect(Collectors.toCollection(ArrayList::new))));
  }

  private static Comparator<Object> order(DataType type, boolean ascending, boolean nullsFirst) {
    Comparator<Object> values = (a, b) -> RandomBatches.compare(type, a, b);
    Comparator<Object> directed = ascending ? values : values.reversed();
    return nullsFirst ? Comparator.nullsFirst(directed) : Comparator.nullsLast(directed);
  }

  private static void addOrders(OracleTable table, DataType element) {
    Domain array = array(element);
    table
        .of("array_sort", array)
        .java(ofArray(a -> with(a, l -> l.sort(order(element, true, false)))));
    table
        .of("sort_array", array)
        .java(ofArray(a -> with(a, l -> l.sort(order(element, true, true)))));
    table
        .of("sort_array", array, oneOf(DataType.BOOLEAN, true, false))
        .java(ofPair((a, up) -> with(a, l -> l.sort(order(element, (Boolean) up, (Boolean) up)))));
    table.of("array_min", array).java(ofArray(a -> extreme(element, a, 1)));
    table.of("array_max", array).java(ofArray(a -> extreme(element, a, -1)));
  }

  private static Object extreme(DataType element, List<Object> array, int direction) {
    return array.stream()
        .filter(Objects::nonNull)
        .min((a, b) -> direction * RandomBatches.compare(element, a, b))
        .orElse(null);
  }

  private static void addOfValues(OracleTable table, DataType element) {
    Domain array = array(element);
    Domain value = values(element);
    table
        .of("array_contains", array, value)
        .java(ofPair((a, v) -> a.contains(v) ? (Object) true : a.contains(null) ? null : false));
    table.of("array_position", array, value).java(ofPair((a, v) -> a.indexOf(v) + 1L));
    table
        .of("array_remove", array, value)
        .java(ofPair((a, v) -> with(a, l -> l.removeIf(v::equals))));
    table.of("array_append", array, value).java(ofPair((a, v) -> with(a, l -> l.add(v))));
    table.of("array_prepend", array, value).java(ofPair((a, v) -> with(a, l -> l.add(0, v))));
    table
        .of("array_insert", array, oneOf(DataType.INT, 1L, 2L, 5L, -1L, -2L, -7L, 0L), value)
        .java(ofRow(CollectionLines::inserted));
  }

  private static Object inserted(List<Object> row) {
    if (row.get(0) == null || row.get(1) == null) {
      return null;
    }
    int place = (int) (long) (Long) row.get(1);
    if (place == 0) {
      throw new ArithmeticException();
    }
    List<Object> copy = new ArrayList<>(list(row.get(0)));
    if (place > 0) {
      while (copy.size() < place - 1) {
        copy.add(null);
      }
      copy.add(place - 1, row.get(2));
      return copy;
    }
    while (copy.size() < -place - 1) {
      copy.add(0, null);
    }
    copy.add(copy.size() + place + 1, row.get(2));
    return copy;
  }

  private static void addOfTwoArrays(OracleTable table, DataType element) {
    Domain array = array(element);
    table.of("concat", array, array).java(ofPair((a, b) -> with(a, l -> l.addAll(list(b)))));
    table.of("concat", array).java(a -> a[0]);
    table
        .of("array_union", array, array)
        .java(ofPair((a, b) -> distinct(with(a, l -> l.addAll(list(b))))));
    table
        .of("array_intersect", array, array)
        .java(ofPair((a, b) -> distinct(with(a, l -> l.retainAll(list(b))))));
    table
        .of("array_except", array, array)
        .java(ofPair((a, b) -> distinct(with(a, l -> l.removeAll(list(b))))));
    table
        .of("arrays_overlap", array, array)
        .java(
            ofPair(
                (a, b) -> {
                  boolean any = a.stream().anyMatch(v -> v != null && list(b).contains(v));
                  boolean nulls = a.contains(null) || list(b).contains(null);
                  boolean open = nulls && !a.isEmpty() && !list(b).isEmpty();
                  return any ? (Object) true : open ? null : false;
                }));
    table
        .of("arrays_zip", array, array(DataType.INT))
        .java(
            ofPair(
                (a, b) -> {
                  List<Object> zipped = new ArrayList<>();
                  for (int i = 0; i < Math.max(a.size(), list(b).size()); i++) {
                    zipped.add(Arrays.asList(at(a, i), at(list(b), i)));
                  }
                  return zipped;
                }));
    table
        .of("arrays_zip", array)
        .java(
            ofArray(
                a ->
                    a.stream()
                        .map(Arrays::asList)
                        .collect(Collectors.toCollection(ArrayList::new))));
  }

  private static Object distinct(List<Object> values) {
    return new ArrayList<>(new LinkedHashSet<>(values));
  }

  static Object at(List<Object> list, int index) {
    return index < list.size() ? list.get(index) : null;
  }

  private static void addMakers(OracleTable table, DataType element) {
    Domain value = values(element);
    table.of("array", value, value, value).java(ofRow(row -> row));
    table.of("array", value).java(ofRow(row -> row));
    table
        .of("array_repeat", value, oneOf(DataType.BIGINT, -1L, 0L, 1L, 5L))
        .java(
            ofRow(
                row ->
                    row.get(1) == null
                        ? null
                        : Collections.nCopies((int) Math.max(0, (Long) row.get(1)), row.get(0))));
    Expression struct =
        OracleTable.bound(
            "named_struct",
            List.of(
                Literal.of(DataType.STRING, "a"),
                new InputRef(0, element),
                Literal.of(DataType.STRING, "b"),
                new InputRef(1, DataType.BIGINT)));
    table
        .of("named_struct", literal("a"), value, literal("b"), values(DataType.BIGINT))
        .java(ofRow(row -> Arrays.asList(row.get(1), row.get(3))));
    table.of("named_struct", literal("a"), value).java(ofRow(row -> row.subList(1, 2)));
    Expression member = Literal.of(DataType.STRING, "B");
    table
        .call("struct_extract", List.of(struct, member), value, values(DataType.BIGINT))
        .nullsMatter()
        .java(ofRow(row -> row.get(1)));
    table
        .call(
            "struct_extract",
            List.of(OracleTable.bound("array", List.of(struct, struct)), member),
            value,
            values(DataType.BIGINT))
        .nullsMatter()
        .java(ofRow(row -> Arrays.asList(row.get(1), row.get(1))));
    addChangedStructs(table, value);
  }

  private static void addChangedStructs(OracleTable table, Domain value) {
    Domain structs =
        values(
            new StructType(
                List.of(
                    new StructType.Member("a", DataType.BIGINT),
                    new StructType.Member("b", DataType.STRING))));
    table.of("with_field", structs, literal("A"), value).java(ofStruct(CollectionLines::withFirst));
    table
        .of("with_field", structs, literal("c"), value)
        .java(ofStruct(row -> with(list(row.get(0)), l -> l.add(row.get(2)))));
    table
        .of("with_field", structs, literal("a"), structs)
        .java(ofStruct(CollectionLines::withFirst));
    table.of("drop_fields", structs).java(ofStruct(row -> row.get(0)));
    table
        .of("drop_fields", structs, literal("B"), literal("c"))
        .java(ofStruct(row -> list(row.get(0)).subList(0, 1)));
  }

  private static Object withFirst(List<Object> row) {
    return Arrays.asList(row.get(2), list(row.get(0)).get(1));
  }

  /** A function of a row whose first value is a struct, null where that is. */
  private static Function<Object[], Object> ofStruct(Function<List<Object>, Object> reference) {
    return ofRow(row -> row.get(0) == null ? null : reference.apply(row));
  }

  private static void addElements(OracleTable table, DataType element) {
    Domain array = array(element);
    Domain index = oneOf(DataType.BIGINT, -3L, -1L, 0L, 1L, 2L, 39L, Long.MAX_VALUE);
    table.of("get", array, index).java(ofPair((a, i) -> inside(a, (Long) i) ? at(a, i) : null));
    table.of("item", array, index).java(ofPair((a, i) -> required(a, (Long) i)));
    table.of("element_at", array, index).java(ofPair((a, i) -> required(a, fromOne(a, (Long) i))));
    table
        .of("try_element_at", array, index)
        .java(
            ofPair((a, i) -> inside(a, fromOne(a, (Long) i)) ? at(a, fromOne(a, (Long) i)) : null));
    table
        .of("slice", array, index, oneOf(DataType.BIGINT, 0L, 1L, 3L, -1L, Long.MAX_VALUE))
        .java(ofRow(CollectionLines::slice));
  }

  private static boolean inside(List<Object> array, long index) {
    return index >= 0 && index < array.size();
  }

  private static Object at(List<Object> array, Object index) {
    return array.get(Math.toIntExact((Long) index));
  }

  private static Object required(List<Object> array, long index) {
    if (!inside(array, index)) {
      throw new ArithmeticException();
    }
    return array.get((int) index);
  }

  /** An index from 0 on; -1 where there is none. */
  private static long fromOne(List<Object> array, long place) {
    if (place == 0) {
      throw new ArithmeticException();
    }
    return place > 0 ? place - 1 : Math.max(-1, array.size() + place);
  }

  private static Object slice(List<Object> row) {
    List<Object> array = list(row.get(0));
    long first = (Long) row.get(1);
    long count = (Long) row.get(2);
    if (first == 0 || count < 0) {
      throw new ArithmeticException();
    }
    long begin = first > 0 ? first - 1 : array.size() + first;
    if (begin < 0 || begin >= array.size()) {
      return List.of();
    }
    return array.subList((int) begin, (int) (begin + Math.min(count, array.size() - begin)));
  }

  private static void addOfIntegers(OracleTable table) {
    Domain ints = Domain.any(new ArrayType(DataType.INT));
    table.of("size", ints).duckDb("len(?)");
    table.of("sort_array", ints).duckDb("list_sort(?, 'ASC', 'NULLS FIRST')");
    table.of("array_sort", ints).duckDb("list_sort(?, 'ASC', 'NULLS LAST')");
    table.of("reverse", ints).duckDb("list_reverse(?)");
    table.of("concat", ints, ints).duckDb("list_concat(?, ?)");
    table.of("array_min", ints).duckDb("list_min(?)");
    table.of("array_max", ints).duckDb("list_max(?)");
    table.of("array").java(a -> List.of());
    ELEMENTS.stream().filter(type -> !type.isNested()).forEach(type -> addJoin(table, type));
    addJoin(table, new ArrayType(DataType.INT));
  }

  /** The elements of all arguments but the first, which stands between them. */
  private static Object joined(Object[] arguments) {
    return arguments[0] == null
        ? null
        : Arrays.stream(arguments)
            .skip(1)
            .filter(Objects::nonNull)
            .flatMap(array -> list(array).stream())
            .filter(Objects::nonNull)
            .map(Object::toString)
            .collect(Collectors.joining((String) arguments[0]));
  }

  private static void addJoin(OracleTable table, DataType type) {
    // The two zeros are one value to the vectors' maker, but not as text.
    Domain arrays =
        type.kind() == DataType.Kind.DOUBLE
            ? oneOf(new ArrayType(type), List.of(), Arrays.asList(1.5, null, Double.NaN))
            : array(type);
    table
        .of("array_join", arrays, texts("-", "", ", "))
        .java(
            row ->
                list(row[0]).stream()
                    .filter(Objects::nonNull)
                    .map(Object::toString)
                    .collect(Collectors.joining((String) row[1])));
    if (type == DataType.STRING) {
      table.of("concat_ws", texts("-", "", ", "), arrays, arrays).java(CollectionLines::joined);
      table.of("concat_ws", texts("-", ""), arrays).java(CollectionLines::joined);
    }
    table
        .of("array_join", arrays, texts("-", ""), texts("?", ""))
        .java(
            row ->
                list(row[0]).stream()
                    .map(v -> v == null ? (String) row[2] : v.toString())
                    .collect(Collectors.joining((String) row[1])));
  }
}
