package io.distaff.api;

import io.distaff.encoder.ObjectShape;
import io.distaff.encoder.RowsBodies;
import io.distaff.encoder.RowsFunction;
import io.distaff.function.Aggregator;
import io.distaff.function.Encoder;
import io.distaff.function.FlatMapGroupsFunction;
import io.distaff.function.MapFunction;
import io.distaff.function.MapGroupsFunction;
import io.distaff.function.ObjectType;
import io.distaff.function.ReduceFunction;
import io.distaff.function.Tuple2;
import java.util.List;

/**
 * Objects in groups of equal keys; {@link Dataset#groupByKey}. The objects of a group come one
 * after the other from sorted rows, which spill where they don't fit, so that a group may be of any
 * size. Their order is any. Immutable.
 */
public final class KeyValueGroupedDataset<K, T> {
  private static final String KEY = "__key";

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

  private <R> Dataset<R> rows(String name, RowsFunction.Body body, ObjectType output) {
    Algebra algebra = keyed.session().algebra();
    int column = keyed.columns().length - 1;
    return Dataset.of(
        keyed.derived(typed.groups(algebra, name, body, key, column, output)), output);
  }

  /** Each key with the number of its objects. */
  public Dataset<Tuple2<K, Long>> count() {
    DataFrame counted =
        keyed.groupBy(keyed.col(KEY)).agg(Functions.count("*").as("_2")).toDF("_1", "_2");
    return Dataset.of(counted, ObjectType.of(Tuple2.class, key, ObjectType.of(Long.class)));
  }

  /** Each key once. */
  public Dataset<K> keys() {
    Column column = keyed.col(KEY);
    Column[] columns =
        ObjectShape.of(key) instanceof ObjectShape.Composite composite
            ? composite.components().stream()
                .map(component -> column.getField(component.name()).as(component.name()))
                .toArray(Column[]::new)
            : new Column[] {column};
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
    Term call = typed.aggregate("agg", Dataset.erased(aggregator));
    DataFrame results =
        keyed.groupBy(keyed.col(KEY)).agg(new Column(call).as("_2")).toDF("_1", "_2");
    ObjectType result = aggregator.outputEncoder().type();
    return Dataset.of(results, ObjectType.of(Tuple2.class, key, result));
  }
}
