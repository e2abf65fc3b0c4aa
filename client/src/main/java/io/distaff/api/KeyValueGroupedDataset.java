package io.distaff.api;

import io.distaff.encoder.ObjectShape;
import io.distaff.encoder.RowsBodies;
import io.distaff.encoder.RowsFunction;
import io.distaff.function.Aggregator;
import io.distaff.function.CoGroupFunction;
import io.distaff.function.Encoder;
import io.distaff.function.FlatMapGroupsFunction;
import io.distaff.function.MapFunction;
import io.distaff.function.MapGroupsFunction;
import io.distaff.function.ObjectType;
import io.distaff.function.ReduceFunction;
import io.distaff.function.Tuple2;
import io.distaff.function.Tuple3;
import io.distaff.function.Tuple4;
import io.distaff.function.TypedColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Objects in groups of equal keys; {@link Dataset#groupByKey}. The objects of a group come one
 * after the other from sorted rows, which spill where they don't fit, so that a group may be of any
 * size. Their order is any. Immutable.
 */
public final class KeyValueGroupedDataset<K, T> {
  private static final String KEY = "__key";
  private static final String OBJECT = "__object";

  /** The objects' columns, and the key as the last one. */
  private final DataFrame keyed;

  private final TypedColumns typed;
  private final ObjectType key;

  private KeyValueGroupedDataset(DataFrame keyed, TypedColumns typed, ObjectType key) {
    this.keyed = keyed;
    this.typed = typed;
    this.key = key;
  }

  static <K, T> KeyValueGroupedDataset<K, T> of(
      DataFrame frame, TypedColumns typed, MapFunction<Object, Object> function, ObjectType key) {
    Term call = typed.call("groupByKey", function, key);
    Term named = new Term.Alias(call, List.of(KEY));
    Relation relation =
        frame
            .session()
            .algebra()
            .select(frame.relation(), List.of(new Term.Star(List.of()), named));
    DataFrame keyed = frame.derived(relation);
    return new KeyValueGroupedDataset<>(
        keyed,
        new TypedColumns(keyed.relation(), typed.type(), typed.shape(), typed.columns()),
        key);
  }

  private <R> Dataset<R> rows(
      String name, RowsFunction.Body body, List<Term> order, ObjectType output) {
    Algebra algebra = keyed.session().algebra();
    int column = keyed.columns().length - 1;
    return Dataset.of(
        keyed.derived(typed.groups(algebra, name, body, key, column, order, output)), output);
  }

  private <R> Dataset<R> rows(String name, RowsFunction.Body body, ObjectType output) {
    return rows(name, body, List.of(), output);
  }

  /** The same groups of what a function makes of the objects. */
  public <W> KeyValueGroupedDataset<K, W> mapValues(MapFunction<T, W> function, Class<W> type) {
    return mapValues(function, Dataset.encoder(type));
  }

  /** As {@link #mapValues(MapFunction, Class)}. */
  public <W> KeyValueGroupedDataset<K, W> mapValues(
      MapFunction<T, W> function, Encoder<W> encoder) {
    ObjectType type = Dataset.typeOf(encoder);
    Term call = typed.call("mapValues", Dataset.erased(function), type);
    Column keys = keyed.col(KEY);
    DataFrame mapped = keyed.select(new Column(call).as(OBJECT), keys);
    Column[] parts = Dataset.unpacked(mapped.col(OBJECT), type, ObjectShape.VALUE);
    List<Column> columns = new ArrayList<>(List.of(parts));
    columns.add(mapped.col(KEY));
    DataFrame unpacked = mapped.select(columns.toArray(Column[]::new));
    return new KeyValueGroupedDataset<>(
        unpacked,
        new TypedColumns(
            unpacked.relation(),
            type,
            ObjectShape.of(type),
            IntStream.range(0, parts.length).boxed().toList()),
        key);
  }

  /** Each key with the number of its objects. */
  public Dataset<Tuple2<K, Long>> count() {
    DataFrame counted =
        keyed.groupBy(keyed.col(KEY)).agg(Functions.count("*").as("_2")).toDF("_1", "_2");
    return Dataset.of(counted, ObjectType.of(Tuple2.class, key, ObjectType.of(Long.class)));
  }

  /** Each key once. */
  public Dataset<K> keys() {
    Column[] columns = Dataset.unpacked(keyed.col(KEY), key, ObjectShape.VALUE);
    return Dataset.of(keyed.select(columns).distinct(), key);
  }

  /** What a function makes of each group, whose objects it reads as they come. */
  public <R> Dataset<R> mapGroups(MapGroupsFunction<K, T, R> function, Class<R> type) {
    return mapGroups(function, Dataset.encoder(type));
  }

  /** As {@link #mapGroups(MapGroupsFunction, Class)}. */
  public <R> Dataset<R> mapGroups(MapGroupsFunction<K, T, R> function, Encoder<R> encoder) {
    return rows(
        "mapGroups", new RowsBodies.Groups(Dataset.erased(function)), Dataset.typeOf(encoder));
  }

  /** All that a function makes of each group; both are read as they come. */
  public <R> Dataset<R> flatMapGroups(FlatMapGroupsFunction<K, T, R> function, Class<R> type) {
    return flatMapGroups(function, Dataset.encoder(type));
  }

  /** As {@link #flatMapGroups(FlatMapGroupsFunction, Class)}. */
  public <R> Dataset<R> flatMapGroups(FlatMapGroupsFunction<K, T, R> function, Encoder<R> encoder) {
    return rows(
        "flatMapGroups",
        new RowsBodies.FlatGroups(Dataset.erased(function)),
        Dataset.typeOf(encoder));
  }

  /**
   * As {@link #flatMapGroups(FlatMapGroupsFunction, Class)}, of groups whose objects come in order.
   *
   * @param order as {@link Dataset#orderBy} has it; at least one column
   */
  public <R> Dataset<R> flatMapSortedGroups(
      Column[] order, FlatMapGroupsFunction<K, T, R> function, Encoder<R> encoder) {
    if (order.length == 0) {
      throw UntypedQuery.semantic("flatMapSortedGroups() needs at least one column");
    }
    return rows(
        "flatMapSortedGroups",
        new RowsBodies.FlatGroups(Dataset.erased(function)),
        Column.terms(order),
        Dataset.typeOf(encoder));
  }

  /** As {@link #flatMapSortedGroups(Column[], FlatMapGroupsFunction, Encoder)}. */
  public <R> Dataset<R> flatMapSortedGroups(
      Column[] order, FlatMapGroupsFunction<K, T, R> function, Class<R> type) {
    return flatMapSortedGroups(order, function, Dataset.encoder(type));
  }

  /** All that a function makes of each key that one of two sides has, and its objects of both. */
  public <U, R> Dataset<R> cogroup(
      KeyValueGroupedDataset<K, U> other, CoGroupFunction<K, T, U, R> function, Class<R> type) {
    return cogroup(other, function, Dataset.encoder(type));
  }

  /** As {@link #cogroup(KeyValueGroupedDataset, CoGroupFunction, Class)}. */
  public <U, R> Dataset<R> cogroup(
      KeyValueGroupedDataset<K, U> other,
      CoGroupFunction<K, T, U, R> function,
      Encoder<R> encoder) {
    RowsFunction.Body body = new RowsBodies.CoGroups(Dataset.erased(function));
    keyed.relationOf(other.keyed);
    Column left = new Column(typed.object());
    Column right = new Column(other.typed.object());
    Column none = Functions.lit(null);
    DataFrame both =
        sides(keyed, RowsBodies.CoGroups.LEFT, left, none)
            .union(sides(other.keyed, RowsBodies.CoGroups.RIGHT, none, right));
    ObjectType type =
        ObjectType.of(Tuple3.class, ObjectType.of(Integer.class), typed.type(), other.typed.type());
    TypedColumns columns =
        new TypedColumns(both.relation(), type, ObjectShape.of(type), List.of(0, 1, 2));
    KeyValueGroupedDataset<K, Object> groups = new KeyValueGroupedDataset<>(both, columns, key);
    return groups.rows("cogroup", body, List.of(both.col("_1").term()), Dataset.typeOf(encoder));
  }

  private static DataFrame sides(DataFrame keyed, int side, Column left, Column right) {
    return keyed.select(
        Functions.lit(side).as("_1"), left.as("_2"), right.as("_3"), keyed.col(KEY));
  }

  /** Each key with one object, which a function makes of those of the group, two at a time. */
  public Dataset<Tuple2<K, T>> reduceGroups(ReduceFunction<T> function) {
    return rows(
        "reduceGroups",
        new RowsBodies.GroupReduction(Dataset.erased(function)),
        ObjectType.of(Tuple2.class, key, typed.type()));
  }

  /**
   * Each key with one value, which an aggregator makes of the objects of the group. Buffers of
   * groups travel, not their objects.
   */
  public <B, R> Dataset<Tuple2<K, R>> agg(Aggregator<T, B, R> aggregator) {
    return agg(aggregator.toColumn());
  }

  /** As {@link #agg(Aggregator)}. */
  public <R> Dataset<Tuple2<K, R>> agg(TypedColumn<T, R> column) {
    return Dataset.of(aggregated(column), typeOf(Tuple2.class, column));
  }

  /** As {@link #agg(Aggregator)}, two values. */
  public <R1, R2> Dataset<Tuple3<K, R1, R2>> agg(
      TypedColumn<T, R1> first, TypedColumn<T, R2> second) {
    return Dataset.of(aggregated(first, second), typeOf(Tuple3.class, first, second));
  }

  /** As {@link #agg(Aggregator)}, three values. */
  public <R1, R2, R3> Dataset<Tuple4<K, R1, R2, R3>> agg(
      TypedColumn<T, R1> first, TypedColumn<T, R2> second, TypedColumn<T, R3> third) {
    return Dataset.of(aggregated(first, second, third), typeOf(Tuple4.class, first, second, third));
  }

  /** The keys as _1, the values as _2 and so on. */
  private DataFrame aggregated(TypedColumn<?, ?>... columns) {
    List<Column> values = new ArrayList<>();
    for (TypedColumn<?, ?> column : columns) {
      Term call = typed.aggregate(column.name(), Dataset.erased(column.aggregator()));
      values.add(new Column(call).as("_" + (values.size() + 2)));
    }
    Column[] more = values.subList(1, values.size()).toArray(Column[]::new);
    return keyed.groupBy(keyed.col(KEY)).agg(values.get(0), more).withColumnRenamed(KEY, "_1");
  }

  private ObjectType typeOf(Class<?> tuple, TypedColumn<?, ?>... columns) {
    List<ObjectType> parts = new ArrayList<>(List.of(key));
    for (TypedColumn<?, ?> column : columns) {
      parts.add(column.aggregator().outputEncoder().type());
    }
    return ObjectType.of(tuple, parts.toArray(ObjectType[]::new));
  }
}
