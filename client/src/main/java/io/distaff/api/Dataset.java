package io.distaff.api;

import io.distaff.encoder.ObjectShape;
import io.distaff.encoder.RowFunction;
import io.distaff.encoder.RowsBodies;
import io.distaff.encoder.RowsFunction;
import io.distaff.function.Encoder;
import io.distaff.function.FilterFunction;
import io.distaff.function.FlatMapFunction;
import io.distaff.function.ForeachFunction;
import io.distaff.function.ForeachPartitionFunction;
import io.distaff.function.MapFunction;
import io.distaff.function.MapPartitionsFunction;
import io.distaff.function.ObjectType;
import io.distaff.function.ReduceFunction;
import io.distaff.function.Tuple2;
import io.distaff.function.TypedColumn;
import io.distaff.plan.StorageLevel;
import io.distaff.sql.Repartition.Distribution;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A query. Methods that give a Dataset only describe what is wanted, and throw if it can't be
 * (unknown column, wrong type); the cluster works when rows are asked for: by {@link #collect},
 * {@link #toLocalIterator}, {@link #take}, {@link #first}, {@link #count}, {@link #isEmpty}, {@link
 * #reduce}, {@link #foreach}, {@link #foreachPartition}, {@link #show} and {@link #write}, each
 * time anew unless they are kept by {@link #cache}. Files are read as they were listed when the
 * Dataset was made (of partition directories: when it first ran).
 *
 * <p>Its rows are given as {@link io.distaff.row.Row}s, it is then a {@link DataFrame}, or as
 * objects of a class: a record, a bean, or a box, String or other class that a column has; {@link
 * io.distaff.encoder.ObjectShape} lists them. {@link #as} and {@link Session#createDataset} make
 * one.
 *
 * <p>Expressions are {@link Column}s, or SQL where a method says so; a String is otherwise the name
 * of a column, as {@link Functions#col} takes it. After a join a column may be called by the alias
 * of its side ({@code left.as("l")}, {@code col("l.id")}) or as the column of a Dataset, {@code
 * left.col("id")}.
 *
 * <p>Functions are called on executors with objects, one at a time; what lies around them are
 * columns, of which only those are read that the class has. A function is serialized when it is
 * given, so that what it captures must be Serializable, and each task has a copy of its own. What
 * it throws ends the query, with its name and the row. It may be called more than once for a row,
 * when a task is repeated. Immutable and thread-safe.
 *
 * @param <T> what a row is given as
 */
public abstract sealed class Dataset<T> extends UntypedQuery<T> permits DataFrame, ObjectDataset {
  Dataset() {}

  /** Throws SCHEMA_MISMATCH where the frame's columns don't make such objects. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <T> Dataset<T> of(DataFrame frame, ObjectType type) {
    return type.row() == null ? new ObjectDataset<>(frame, type) : (Dataset<T>) frame;
  }

  /** What objects the rows are. */
  abstract TypedColumns typed();

  /** Other rows of the same columns, or of more. */
  abstract Dataset<T> same(Relation derived);

  private <R> Dataset<R> rows(String name, RowsFunction.Body body, ObjectType output) {
    return of(derived(typed().rows(algebra(), name, body, output)), output);
  }

  // What it is.

  /** The same rows without the class; columns that the class doesn't have are there too. */
  public DataFrame toDF() {
    return frame();
  }

  /** A name for the columns: {@code as("o")}, {@code col("o.id")}. */
  public Dataset<T> as(String alias) {
    return same(new Relation(relation().query(), relation().scope().as(alias)));
  }

  /** As {@link #as(String)}. */
  public Dataset<T> alias(String alias) {
    return as(alias);
  }

  // Functions of objects.

  /** What a function makes of each object. */
  public <R> Dataset<R> map(MapFunction<T, R> function, Class<R> type) {
    return map(function, encoder(type));
  }

  /** As {@link #map(MapFunction, Class)}. */
  public <R> Dataset<R> map(MapFunction<T, R> function, Encoder<R> encoder) {
    return rows("map", new RowsBodies.Mapping(erased(function)), typeOf(encoder));
  }

  /** All that a function makes of each object. */
  public <R> Dataset<R> flatMap(FlatMapFunction<T, R> function, Class<R> type) {
    return flatMap(function, encoder(type));
  }

  /** As {@link #flatMap(FlatMapFunction, Class)}. */
  public <R> Dataset<R> flatMap(FlatMapFunction<T, R> function, Encoder<R> encoder) {
    return rows("flatMap", new RowsBodies.FlatMapping(erased(function)), typeOf(encoder));
  }

  /** What a function makes of the objects of each partition; see {@link MapPartitionsFunction}. */
  public <R> Dataset<R> mapPartitions(MapPartitionsFunction<T, R> function, Class<R> type) {
    return mapPartitions(function, encoder(type));
  }

  /** As {@link #mapPartitions(MapPartitionsFunction, Class)}. */
  public <R> Dataset<R> mapPartitions(MapPartitionsFunction<T, R> function, Encoder<R> encoder) {
    return rows("mapPartitions", new RowsBodies.Partitions(erased(function)), typeOf(encoder));
  }

  /**
   * One list for each partition, of all its objects, which have to go into memory together. How
   * many rows partitions have is told by {@link #partitionStatistics} without that.
   */
  public Dataset<List<T>> glom() {
    return rows("glom", new RowsBodies.Gathering(), ObjectType.of(List.class, typed().type()));
  }

  /** The objects that a function keeps. All columns stay as they are. */
  public Dataset<T> filter(FilterFunction<T> function) {
    RowFunction.Condition keeps = new RowFunction.Condition(erased(function));
    Term condition = typed().call("filter", keeps, ObjectType.of(Boolean.class));
    return same(algebra().filter(relation(), condition));
  }

  /** Calls a function on executors with each object. */
  public void foreach(ForeachFunction<T> function) {
    run("foreach", new RowsBodies.Each(erased(function)));
  }

  /** Calls a function on executors with the objects of each partition, which come as it reads. */
  public void foreachPartition(ForeachPartitionFunction<T> function) {
    run("foreachPartition", new RowsBodies.EachPartition(erased(function)));
  }

  /** What an aggregator makes of all objects. */
  public <R> Dataset<R> select(TypedColumn<T, R> column) {
    ObjectType output = typeOf(column.aggregator().outputEncoder());
    Column value = new Column(typed().aggregate(column.name(), erased(column.aggregator())));
    DataFrame result = agg(value.as(column.name()));
    return of(result.select(unpacked(result.col(column.name()), output, column.name())), output);
  }

  /** The columns of a row that is an object, out of the column that the object is. */
  static Column[] unpacked(Column object, ObjectType type, String name) {
    return ObjectShape.of(type) instanceof ObjectShape.Composite composite
        ? composite.components().stream()
            .map(component -> object.getField(component.name()).as(component.name()))
            .toArray(Column[]::new)
        : new Column[] {object.as(name)};
  }

  private void run(String name, RowsFunction.Body body) {
    rows(name, body, ObjectType.of(Boolean.class)).collect();
  }

  /**
   * One object of all: each task makes one of its own, which the last step makes one of. Throws
   * NoSuchElementException when there are none.
   */
  public T reduce(ReduceFunction<T> function) {
    RowsFunction.Body body = new RowsBodies.Reduction(erased(function));
    ObjectType type = typed().type();
    Dataset<T> ofTasks = rows("reduce", body, type);
    Dataset<T> reduced = ofTasks.repartition(1).rows("reduce", body, type);
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
    return groupByKey(function, encoder(type));
  }

  /** As {@link #groupByKey(MapFunction, Class)}. */
  public <K> KeyValueGroupedDataset<K, T> groupByKey(
      MapFunction<T, K> function, Encoder<K> encoder) {
    return KeyValueGroupedDataset.of(frame(), typed(), erased(function), typeOf(encoder));
  }

  // Rows.

  /**
   * The rows for which a condition is true. It may also name columns that the rows had before a
   * {@link #select}, {@link #drop} or the like left them out; not behind what makes one row of
   * several or puts rows of two Datasets together, such as {@link #distinct} and {@link #union}.
   */
  public Dataset<T> filter(Column condition) {
    return same(algebra().filter(relation(), Required.of(condition, "the condition").term()));
  }

  /** As {@link #filter(Column)}, in SQL: {@code filter("o_totalprice > 1000")}. */
  public Dataset<T> filter(String condition) {
    return filter(Functions.expr(condition));
  }

  /** As {@link #filter(Column)}. */
  public Dataset<T> where(Column condition) {
    return filter(condition);
  }

  /** As {@link #filter(String)}. */
  public Dataset<T> where(String condition) {
    return filter(condition);
  }

  /**
   * All rows in order: {@code orderBy(col("date").desc(), col("key"))}. Nulls come first unless
   * said otherwise, or last in descending order. Columns that were left out may be keys, as {@link
   * #filter(Column)} has them.
   */
  public Dataset<T> orderBy(Column... keys) {
    if (keys.length == 0) {
      throw semantic("orderBy() needs at least one column");
    }
    return same(algebra().orderBy(relation(), Column.terms(keys)));
  }

  /** As {@link #orderBy(Column...)}, ascending by names. */
  public Dataset<T> orderBy(String first, String... more) {
    return same(algebra().orderBy(relation(), named("orderBy", "expr()", first, more)));
  }

  /** As {@link #orderBy(Column...)}. */
  public Dataset<T> sort(Column... keys) {
    return orderBy(keys);
  }

  /** As {@link #orderBy(String, String...)}. */
  public Dataset<T> sort(String first, String... more) {
    return orderBy(first, more);
  }

  @Override
  public Dataset<T> limit(int rows) {
    return same(algebra().limit(relation(), 0, notNegative("limit", rows)));
  }

  /** The rows without the first ones. */
  public Dataset<T> offset(int rows) {
    return same(algebra().limit(relation(), notNegative("offset", rows), Long.MAX_VALUE));
  }

  static int notNegative(String method, int rows) {
    if (rows < 0) {
      throw semantic(method + "(" + rows + "): a number of rows isn't negative");
    }
    return rows;
  }

  /** Equal rows only once. */
  public Dataset<T> distinct() {
    return same(algebra().distinct(relation()));
  }

  /** As {@link #distinct}. */
  public Dataset<T> dropDuplicates() {
    return distinct();
  }

  /** Of rows that are equal in these columns only one, whichever comes first. */
  public Dataset<T> dropDuplicates(String[] names) {
    return same(
        ColumnChanges.distinctBy(
            algebra(), relation(), Required.all(names, "the name of a column")));
  }

  /** As {@link #dropDuplicates(String[])}. */
  public Dataset<T> dropDuplicates(String first, String... more) {
    return dropDuplicates(Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new));
  }

  /** Each row with a chance, another part every time. */
  public Dataset<T> sample(double fraction) {
    return sample(fraction, ThreadLocalRandom.current().nextLong());
  }

  /** Each row with a chance; the same rows again as long as files and their splits are the same. */
  public Dataset<T> sample(double fraction, long seed) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw semantic("sample(" + fraction + "): a fraction is from 0 to 1");
    }
    return fraction == 1
        ? this
        : same(algebra().sample(relation(), Sampling.percent(fraction), Sampling.seed(seed)));
  }

  /**
   * As {@link #sample(double, long)}.
   *
   * @param withReplacement a row may come more than once, {@code fraction} times on average
   * @param fraction at most 100 with replacement, else 1
   */
  public Dataset<T> sample(boolean withReplacement, double fraction, long seed) {
    return withReplacement
        ? same(Sampling.withReplacement(frame(), fraction, seed).relation())
        : sample(fraction, seed);
  }

  /** As {@link #sample(boolean, double, long)}, other rows every time. */
  public Dataset<T> sample(boolean withReplacement, double fraction) {
    return sample(withReplacement, fraction, ThreadLocalRandom.current().nextLong());
  }

  /**
   * Divides the rows by chance; each row is in exactly one part.
   *
   * @param weights of the parts, relative to each other
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Dataset<T>[] randomSplit(double[] weights, long seed) {
    return Sampling.split(frame(), weights, seed).stream()
        .map(part -> same(part.relation()))
        .toArray(Dataset[]::new);
  }

  /** As {@link #randomSplit(double[], long)}, other parts every time. */
  public Dataset<T>[] randomSplit(double[] weights) {
    return randomSplit(weights, ThreadLocalRandom.current().nextLong());
  }

  /** As {@link #randomSplit(double[], long)}. */
  public List<Dataset<T>> randomSplitAsList(double[] weights, long seed) {
    return List.of(randomSplit(weights, seed));
  }

  // Two Datasets.

  /** The rows of both, columns by their places, of those that the class has; equal rows stay. */
  public Dataset<T> union(Dataset<T> other) {
    return combine(other, "UNION ALL");
  }

  /** As {@link #union}. */
  public Dataset<T> unionAll(Dataset<T> other) {
    return union(other);
  }

  /** The rows of both, columns by their names, which both must have. */
  public Dataset<T> unionByName(Dataset<T> other) {
    return unionByName(other, false);
  }

  /**
   * As {@link #unionByName(Dataset)}.
   *
   * @param allowMissingColumns columns that one of them lacks are null in its rows
   */
  public Dataset<T> unionByName(Dataset<T> other, boolean allowMissingColumns) {
    Relation right = relationOf(other);
    return same(
        allowMissingColumns
            ? ColumnChanges.unionOfAll(algebra(), relation(), right)
            : ColumnChanges.unionByName(algebra(), relation(), right));
  }

  /** The rows that both have, each once, compared by the columns that the class has. */
  public Dataset<T> intersect(Dataset<T> other) {
    return combine(other, "INTERSECT");
  }

  /** As {@link #intersect}, as often as both have them. */
  public Dataset<T> intersectAll(Dataset<T> other) {
    return combine(other, "INTERSECT ALL");
  }

  /** The rows that another doesn't have, each once, as {@link #intersect} compares them. */
  public Dataset<T> except(Dataset<T> other) {
    return combine(other, "EXCEPT");
  }

  /** The rows without those of another, as often as it has them. */
  public Dataset<T> exceptAll(Dataset<T> other) {
    return combine(other, "EXCEPT ALL");
  }

  private Dataset<T> combine(Dataset<T> other, String operator) {
    Relation left = typed().narrowed(algebra());
    relationOf(other);
    return same(algebra().combine(left, other.typed().narrowed(algebra()), operator));
  }

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

  // Partitions.

  /**
   * The rows in exactly so many partitions, a task and, when they are written, a file each, which
   * have as many rows as each other.
   */
  public Dataset<T> repartition(int numPartitions) {
    return divided(Distribution.DEALT, positive(numPartitions));
  }

  /** The rows in so many partitions; those that are equal in some columns in the same one. */
  public Dataset<T> repartition(int numPartitions, Column... columns) {
    return divided(Distribution.HASHED, positive(numPartitions), columns);
  }

  /** As {@link #repartition(int, Column...)}, in as many partitions as suit the size. */
  public Dataset<T> repartition(Column... columns) {
    return divided(Distribution.HASHED, 0, columns);
  }

  /**
   * The rows in so many partitions, one behind the other in the order of some columns, as {@link
   * #orderBy} has it; equal ones in the same one. Where partitions end is found in a sample of the
   * rows, so that they have about as many as each other.
   */
  public Dataset<T> repartitionByRange(int numPartitions, Column... columns) {
    if (columns.length == 0) {
      throw semantic("repartitionByRange() needs at least one column");
    }
    return divided(Distribution.RANGED, positive(numPartitions), columns);
  }

  private Dataset<T> divided(Distribution distribution, int partitions, Column... columns) {
    return same(algebra().repartition(relation(), distribution, Column.terms(columns), partitions));
  }

  /** As {@link #repartitionByRange(int, Column...)}, ascending by names. */
  public Dataset<T> repartitionByRange(int numPartitions, String first, String... more) {
    return repartitionByRange(numPartitions, Functions.columns(first, more));
  }

  /**
   * The same rows, with advice.
   *
   * @param name for joins: {@code broadcast} (or {@code mapjoin}, {@code broadcastjoin}, {@code
   *     shuffle_replicate_nl}), of which a join sends all rows to every task, {@code shuffle_hash}
   *     (or {@code merge}, {@code shuffle_merge}), of which it sends none so. For partitions:
   *     {@code repartition}, {@code rebalance}, {@code coalesce}, {@code repartition_by_range}. Any
   *     other is USAGE
   * @param parameters of those for partitions: their number, columns or names of columns
   */
  public Dataset<T> hint(String name, Object... parameters) {
    return same(Hint.on(frame(), name, parameters).relation());
  }

  /**
   * The rows in at most so many partitions. Where files are read no row changes place, and each
   * task reads more of them; behind a join, an aggregation or repartition() rows are dealt out
   * anew.
   */
  public Dataset<T> coalesce(int numPartitions) {
    return same(algebra().coalesce(relation(), positive(numPartitions)));
  }

  private static int positive(int numPartitions) {
    if (numPartitions < 1) {
      throw semantic(numPartitions + " partitions: there is at least one");
    }
    return numPartitions;
  }

  /** The rows of each partition in order, as {@link #orderBy} has it for all. */
  public Dataset<T> sortWithinPartitions(Column... keys) {
    if (keys.length == 0) {
      throw semantic("sortWithinPartitions() needs at least one column");
    }
    return same(algebra().sortWithinPartitions(relation(), Column.terms(keys)));
  }

  /** As {@link #sortWithinPartitions(Column...)}, ascending by names. */
  public Dataset<T> sortWithinPartitions(String first, String... more) {
    return sortWithinPartitions(Functions.columns(first, more));
  }

  /** What a function makes of this Dataset, so that steps can stand in a chain. */
  public <R> R transform(Function<? super Dataset<T>, R> step) {
    return Required.of(step, "the function").apply(this);
  }

  // Caches.

  /** As {@link #persist(StorageLevel)}, in memory and on disk. */
  public Dataset<T> cache() {
    return persist(StorageLevel.MEMORY_AND_DISK);
  }

  /** As {@link #cache}. */
  public Dataset<T> persist() {
    return cache();
  }

  /**
   * Keeps the rows at the executors from the first time that they are asked for. Everything that is
   * made of this Dataset, or of the same query in SQL, reads them from there, until {@link
   * #unpersist}: also when the files that they come from have changed. Nothing changes when they
   * are kept already, be it at another level. Runs nothing.
   *
   * @return this Dataset
   */
  public Dataset<T> persist(StorageLevel level) {
    StorageLevel kept = Required.of(level, "the storage level");
    frame().session().driver().cache(relation().query(), kept);
    return this;
  }

  /**
   * Computes the rows now and writes them below {@link Session#setCheckpointDir}, as Parquet. What
   * is made of the result reads them there, whatever happens to executors or to where they came
   * from; how they were computed is forgotten. Throws USAGE when no directory is set.
   *
   * @return the rows as they are written
   */
  public Dataset<T> checkpoint() {
    String path = frame().session().driver().checkpoints().next();
    List<String> names = columnNames();
    String[] places =
        IntStream.range(0, names.size()).mapToObj(i -> "c" + i).toArray(String[]::new);
    toDF(places).write().parquet(path); // names may be there twice, but not in a file
    return same(frame().session().read().parquet(path).toDF(columns()).relation());
  }

  /**
   * As {@link #persist()}, with the rows computed and kept before this returns. What is lost with
   * an executor is computed again from where it came.
   *
   * @return this Dataset
   */
  public Dataset<T> localCheckpoint() {
    persist();
    count();
    return this;
  }

  /** As {@link #unpersist()}, which always waits. */
  public Dataset<T> unpersist(boolean blocking) {
    return unpersist();
  }

  /**
   * Frees what is kept of the rows, at once; nothing changes when nothing is kept.
   *
   * @return this Dataset
   */
  public Dataset<T> unpersist() {
    frame().session().driver().session().uncache(relation().query());
    return this;
  }

  /** What a class's objects are. */
  static <R> Encoder<R> encoder(Class<R> type) {
    return Encoder.of(Required.of(type, "the class of the objects"));
  }

  static ObjectType typeOf(Encoder<?> encoder) {
    return Required.of(encoder, "the encoder").type();
  }

  /** A function without its types, which are those of the columns that its objects are made of. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <F> F erased(Object function) {
    return (F) Required.of(function, "the function");
  }
}
