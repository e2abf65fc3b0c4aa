package io.distaff.api;

import io.distaff.driver.DecodedStatement;
import io.distaff.encoder.ObjectReader;
import io.distaff.encoder.ObjectType;
import io.distaff.encoder.RowFunction;
import io.distaff.encoder.RowsBodies;
import io.distaff.encoder.RowsFunction;
import io.distaff.function.FilterFunction;
import io.distaff.function.FlatMapFunction;
import io.distaff.function.ForeachFunction;
import io.distaff.function.ForeachPartitionFunction;
import io.distaff.function.MapFunction;
import io.distaff.function.MapPartitionsFunction;
import io.distaff.function.ReduceFunction;
import io.distaff.function.Tuple2;
import io.distaff.plan.StorageLevel;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * A {@link DataFrame} whose rows are objects of a class: a record, a bean, or a box, String or
 * other class that a column has; {@link io.distaff.encoder.ObjectShape} lists them. {@link
 * DataFrame#as} and {@link Session#createDataset} make one.
 *
 * <p>Functions are called on executors with objects, one at a time; what lies around them are
 * columns, of which only those are read that the class has. A function is serialized when it is
 * given, so that what it captures must be Serializable, and each task has a copy of its own. What
 * it throws ends the query, with its name and the row. It may be called more than once for a row,
 * when a task is repeated.
 *
 * <p>Nothing runs before objects are asked for: by {@link #collect}, {@link #toLocalIterator},
 * {@link #take}, {@link #first}, {@link #count}, {@link #reduce}, {@link #foreach}, {@link
 * #foreachPartition}, {@link #show} and {@link DataFrame#write}, each time anew unless they are
 * kept by {@link #cache}. Immutable and thread-safe.
 */
public final class Dataset<T> extends QueryResult<T> {
  private final DataFrame frame;
  private final TypedColumns typed;

  /** Throws SCHEMA_MISMATCH where the frame's columns don't make such objects. */
  Dataset(DataFrame frame, ObjectType type) {
    this.frame = frame;
    this.typed = TypedColumns.of(frame.relation(), type);
  }

  private Algebra algebra() {
    return frame.session().algebra();
  }

  TypedColumns typed() {
    return typed;
  }

  /** Rows of the same class. */
  private Dataset<T> same(DataFrame derived) {
    return new Dataset<>(derived, typed.type());
  }

  private <R> Dataset<R> rows(String name, RowsFunction.Body body, Class<R> output) {
    return rows(name, body, ObjectType.of(output));
  }

  private <R> Dataset<R> rows(String name, RowsFunction.Body body, ObjectType output) {
    return new Dataset<>(frame.derived(typed.rows(algebra(), name, body, output)), output);
  }

  // What it is.

  /** The same rows without the class; columns that the class doesn't have are there too. */
  public DataFrame toDF() {
    return frame;
  }

  /** As {@link #toDF()}, with other names. */
  public DataFrame toDF(String... names) {
    return frame.toDF(names);
  }

  /** The rows as objects of another class. */
  public <R> Dataset<R> as(Class<R> type) {
    return frame.as(type);
  }

  /** A column, for {@link #joinWith} and {@link #filter(Column)}; see {@link DataFrame#col}. */
  public Column col(String name) {
    return frame.col(name);
  }

  // Functions of objects.

  /** What a function makes of each object. */
  public <R> Dataset<R> map(MapFunction<T, R> function, Class<R> type) {
    return rows("map", new RowsBodies.Mapping(erased(function)), type);
  }

  /** All that a function makes of each object. */
  public <R> Dataset<R> flatMap(FlatMapFunction<T, R> function, Class<R> type) {
    return rows("flatMap", new RowsBodies.FlatMapping(erased(function)), type);
  }

  /** What a function makes of the objects of each partition; see {@link MapPartitionsFunction}. */
  public <R> Dataset<R> mapPartitions(MapPartitionsFunction<T, R> function, Class<R> type) {
    return rows("mapPartitions", new RowsBodies.Partitions(erased(function)), type);
  }

  /**
   * One list for each partition, of all its objects, which have to go into memory together. How
   * many rows partitions have is told by {@link #partitionStatistics} without that.
   */
  public Dataset<List<T>> glom() {
    return rows("glom", new RowsBodies.Gathering(), ObjectType.of(List.class, typed.type()));
  }

  /** The objects that a function keeps. All columns stay as they are. */
  public Dataset<T> filter(FilterFunction<T> function) {
    RowFunction.Condition keeps = new RowFunction.Condition(erased(function));
    Term condition = typed.call("filter", keeps, ObjectType.of(Boolean.class));
    return same(frame.derived(algebra().filter(frame.relation(), condition)));
  }

  /** As {@link DataFrame#filter(Column)}. */
  public Dataset<T> filter(Column condition) {
    return same(frame.filter(condition));
  }

  /** As {@link DataFrame#filter(String)}. */
  public Dataset<T> filter(String condition) {
    return same(frame.filter(condition));
  }

  /** As {@link #filter(Column)}. */
  public Dataset<T> where(Column condition) {
    return filter(condition);
  }

  /** As {@link #filter(String)}. */
  public Dataset<T> where(String condition) {
    return filter(condition);
  }

  /** Calls a function on executors with each object. */
  public void foreach(ForeachFunction<T> function) {
    run("foreach", new RowsBodies.Each(erased(function)));
  }

  /** Calls a function on executors with the objects of each partition, which come as it reads. */
  public void foreachPartition(ForeachPartitionFunction<T> function) {
    run("foreachPartition", new RowsBodies.EachPartition(erased(function)));
  }

  private void run(String name, RowsFunction.Body body) {
    rows(name, body, Boolean.class).collect();
  }

  /**
   * One object of all: each task makes one of its own, which the last step makes one of. Throws
   * NoSuchElementException when there are none.
   */
  public T reduce(ReduceFunction<T> function) {
    RowsFunction.Body body = new RowsBodies.Reduction(erased(function));
    Dataset<T> ofTasks = rows("reduce", body, typed.type());
    Dataset<T> reduced = ofTasks.repartition(1).rows("reduce", body, typed.type());
    List<T> one = reduced.collect();
    if (one.isEmpty()) {
      throw new NoSuchElementException("reduce() of a Dataset without rows: see isEmpty()");
    }
    return one.get(0);
  }

  /**
   * Groups of objects for which a function gives equal keys.
   *
   * @param type of the keys, which are compared by their columns
   */
  public <K> KeyValueGroupedDataset<K, T> groupByKey(MapFunction<T, K> function, Class<K> type) {
    return KeyValueGroupedDataset.of(frame, typed, erased(function), ObjectType.of(type));
  }

  // Rows.

  @Override
  public Dataset<T> limit(int rows) {
    return same(frame.limit(rows));
  }

  /** Rows that are equal in all columns only once. */
  public Dataset<T> distinct() {
    return same(frame.distinct());
  }

  /** As {@link DataFrame#orderBy(Column...)}. */
  public Dataset<T> orderBy(Column... keys) {
    return same(frame.orderBy(keys));
  }

  /** As {@link DataFrame#orderBy(String, String...)}. */
  public Dataset<T> orderBy(String first, String... more) {
    return same(frame.orderBy(first, more));
  }

  /** As {@link #orderBy(Column...)}. */
  public Dataset<T> sort(Column... keys) {
    return orderBy(keys);
  }

  /** As {@link #orderBy(String, String...)}. */
  public Dataset<T> sort(String first, String... more) {
    return orderBy(first, more);
  }

  /** As {@link DataFrame#sample(double, long)}. */
  public Dataset<T> sample(double fraction, long seed) {
    return same(frame.sample(fraction, seed));
  }

  /** As {@link DataFrame#sample(boolean, double, long)}. */
  public Dataset<T> sample(boolean withReplacement, double fraction, long seed) {
    return same(frame.sample(withReplacement, fraction, seed));
  }

  /** As {@link DataFrame#randomSplit(double[], long)}. */
  public List<Dataset<T>> randomSplit(double[] weights, long seed) {
    return frame.randomSplit(weights, seed).stream().map(this::same).toList();
  }

  /** As {@link DataFrame#offset}. */
  public Dataset<T> offset(int rows) {
    return same(frame.offset(rows));
  }

  /** As {@link DataFrame#dropDuplicates(String...)}. */
  public Dataset<T> dropDuplicates(String... names) {
    return same(names.length == 0 ? frame.distinct() : frame.dropDuplicates(names));
  }

  /** As {@link DataFrame#hint}. */
  public Dataset<T> hint(String name, Object... parameters) {
    return same(frame.hint(name, parameters));
  }

  /** As {@link DataFrame#unionByName(DataFrame)}, of the columns that the class has. */
  public Dataset<T> union(Dataset<T> other) {
    return same(narrowed().union(other.narrowed()));
  }

  /** The objects that both have, each once, compared by the columns that the class has. */
  public Dataset<T> intersect(Dataset<T> other) {
    return same(narrowed().intersect(other.narrowed()));
  }

  /** The objects that another doesn't have, each once, as {@link #intersect} compares them. */
  public Dataset<T> except(Dataset<T> other) {
    return same(narrowed().except(other.narrowed()));
  }

  /** Only the columns that the class has. */
  private DataFrame narrowed() {
    return frame.derived(typed.narrowed(algebra()));
  }

  /** As {@link DataFrame#repartition(int)}. */
  public Dataset<T> repartition(int numPartitions) {
    return same(frame.repartition(numPartitions));
  }

  /** As {@link DataFrame#repartition(int, Column...)}. */
  public Dataset<T> repartition(int numPartitions, Column... columns) {
    return same(frame.repartition(numPartitions, columns));
  }

  /** As {@link DataFrame#repartitionByRange(int, Column...)}. */
  public Dataset<T> repartitionByRange(int numPartitions, Column... columns) {
    return same(frame.repartitionByRange(numPartitions, columns));
  }

  /** As {@link DataFrame#coalesce}. */
  public Dataset<T> coalesce(int numPartitions) {
    return same(frame.coalesce(numPartitions));
  }

  /** As {@link DataFrame#sortWithinPartitions(Column...)}. */
  public Dataset<T> sortWithinPartitions(Column... keys) {
    return same(frame.sortWithinPartitions(keys));
  }

  /** A name for the columns; see {@link DataFrame#as(String)}. */
  public Dataset<T> alias(String alias) {
    return same(frame.as(alias));
  }

  /** As {@link DataFrame#transform}. */
  public <R> Dataset<R> transform(Function<Dataset<T>, Dataset<R>> step) {
    return step.apply(this);
  }

  /** As {@link DataFrame#cache}. */
  public Dataset<T> cache() {
    frame.cache();
    return this;
  }

  /** As {@link DataFrame#persist(StorageLevel)}. */
  public Dataset<T> persist(StorageLevel level) {
    frame.persist(level);
    return this;
  }

  /** As {@link DataFrame#checkpoint}. */
  public Dataset<T> checkpoint() {
    return same(frame.checkpoint());
  }

  /** As {@link DataFrame#localCheckpoint}. */
  public Dataset<T> localCheckpoint() {
    frame.localCheckpoint();
    return this;
  }

  /** As {@link DataFrame#unpersist}. */
  public Dataset<T> unpersist() {
    frame.unpersist();
    return this;
  }

  @Override
  public ObjectIterator<T> toLocalIterator() {
    DecodedStatement execution = narrowed().run();
    return new ObjectIterator<>(
        execution, ObjectReader.ofRows(typed.shape(), execution.schema()), frame::ran);
  }

  // Two Datasets.

  /**
   * The pairs of objects for which a condition is true, such as {@code
   * a.col("x").equalTo(b.col("y"))}.
   */
  public <U> Dataset<Tuple2<T, U>> joinWith(Dataset<U> other, Column condition) {
    return joinWith(other, condition, "inner");
  }

  /**
   * As {@link #joinWith(Dataset, Column)}; an object without a partner has null in its place, where
   * the type of the join gives such rows.
   *
   * @param type inner, left, right, full, or another of Spark's names for them
   */
  public <U> Dataset<Tuple2<T, U>> joinWith(Dataset<U> other, Column condition, String type) {
    return TypedJoin.of(this, other, condition, type);
  }

  @Override
  DataFrame frame() {
    return frame;
  }

  /** A function without its types, which are those of the columns that its objects are made of. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <F> F erased(Object function) {
    return (F) function;
  }

  @Override
  public String toString() {
    return "Dataset<" + typed.type() + ">" + schema();
  }
}
