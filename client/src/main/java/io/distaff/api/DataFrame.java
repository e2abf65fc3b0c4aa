package io.distaff.api;

import io.distaff.function.FilterFunction;
import io.distaff.function.ObjectType;
import io.distaff.plan.StorageLevel;
import io.distaff.row.Row;
import io.distaff.scheduler.PartitionSummary;
import io.distaff.sql.AnalyzedQuery;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link Dataset} of {@link Row}s: what a query is before it has a class, and what methods give
 * that change its columns. What a Dataset says of a method holds; here it gives a DataFrame again.
 * Immutable and thread-safe.
 */
public final class DataFrame extends Dataset<Row> {
  private final Session session;
  private final Relation relation;

  /** What partitions were made when all rows were asked for last. */
  private volatile List<PartitionSummary> lastRun = List.of();

  /** What columns that are bound to this DataFrame know it by. */
  private final String id;

  DataFrame(Session session, Relation relation) {
    this.session = session;
    this.id = session.frameIds().next();
    this.relation = relation.with(relation.scope().in(id));
  }

  @Override
  DataFrame frame() {
    return this;
  }

  /** What partitions were made when it ran last. */
  List<PartitionSummary> lastRun() {
    return lastRun;
  }

  void ran(List<PartitionSummary> partitions) {
    lastRun = partitions;
  }

  Session session() {
    return session;
  }

  @Override
  Relation relation() {
    return relation;
  }

  AnalyzedQuery query() {
    return relation.query();
  }

  /** What columns that are bound to it know it by. */
  String id() {
    return id;
  }

  @Override
  TypedColumns typed() {
    return TypedColumns.of(
        relation, ObjectType.row(Scope.named(relation.scope().names(), query().schema())));
  }

  @Override
  DataFrame same(Relation derived) {
    return derived(derived);
  }

  @Override
  public RowIterator toLocalIterator() {
    return new RowIterator(run(), this::ran);
  }

  @Override
  public DataFrame[] randomSplit(double[] weights, long seed) {
    return Arrays.stream(super.randomSplit(weights, seed))
        .map(Dataset::toDF)
        .toArray(DataFrame[]::new);
  }

  @Override
  public DataFrame[] randomSplit(double[] weights) {
    return Arrays.stream(super.randomSplit(weights)).map(Dataset::toDF).toArray(DataFrame[]::new);
  }

  @Override
  public DataFrame as(String alias) {
    return super.as(alias).toDF();
  }

  @Override
  public DataFrame alias(String alias) {
    return super.alias(alias).toDF();
  }

  @Override
  public DataFrame filter(FilterFunction<Row> function) {
    return super.filter(function).toDF();
  }

  @Override
  public DataFrame filter(Column condition) {
    return super.filter(condition).toDF();
  }

  @Override
  public DataFrame filter(String condition) {
    return super.filter(condition).toDF();
  }

  @Override
  public DataFrame where(Column condition) {
    return super.where(condition).toDF();
  }

  @Override
  public DataFrame where(String condition) {
    return super.where(condition).toDF();
  }

  @Override
  public DataFrame orderBy(Column... keys) {
    return super.orderBy(keys).toDF();
  }

  @Override
  public DataFrame orderBy(String first, String... more) {
    return super.orderBy(first, more).toDF();
  }

  @Override
  public DataFrame sort(Column... keys) {
    return super.sort(keys).toDF();
  }

  @Override
  public DataFrame sort(String first, String... more) {
    return super.sort(first, more).toDF();
  }

  @Override
  public DataFrame limit(int rows) {
    return super.limit(rows).toDF();
  }

  @Override
  public DataFrame offset(int rows) {
    return super.offset(rows).toDF();
  }

  @Override
  public DataFrame distinct() {
    return super.distinct().toDF();
  }

  @Override
  public DataFrame dropDuplicates() {
    return super.dropDuplicates().toDF();
  }

  @Override
  public DataFrame dropDuplicates(String[] names) {
    return super.dropDuplicates(names).toDF();
  }

  @Override
  public DataFrame dropDuplicates(String first, String... more) {
    return super.dropDuplicates(first, more).toDF();
  }

  @Override
  public DataFrame sample(double fraction) {
    return super.sample(fraction).toDF();
  }

  @Override
  public DataFrame sample(double fraction, long seed) {
    return super.sample(fraction, seed).toDF();
  }

  @Override
  public DataFrame sample(boolean withReplacement, double fraction, long seed) {
    return super.sample(withReplacement, fraction, seed).toDF();
  }

  @Override
  public DataFrame sample(boolean withReplacement, double fraction) {
    return super.sample(withReplacement, fraction).toDF();
  }

  @Override
  public DataFrame union(Dataset<Row> other) {
    return super.union(other).toDF();
  }

  @Override
  public DataFrame unionAll(Dataset<Row> other) {
    return super.unionAll(other).toDF();
  }

  @Override
  public DataFrame unionByName(Dataset<Row> other) {
    return super.unionByName(other).toDF();
  }

  @Override
  public DataFrame unionByName(Dataset<Row> other, boolean allowMissingColumns) {
    return super.unionByName(other, allowMissingColumns).toDF();
  }

  @Override
  public DataFrame intersect(Dataset<Row> other) {
    return super.intersect(other).toDF();
  }

  @Override
  public DataFrame intersectAll(Dataset<Row> other) {
    return super.intersectAll(other).toDF();
  }

  @Override
  public DataFrame except(Dataset<Row> other) {
    return super.except(other).toDF();
  }

  @Override
  public DataFrame exceptAll(Dataset<Row> other) {
    return super.exceptAll(other).toDF();
  }

  @Override
  public DataFrame repartition(int numPartitions) {
    return super.repartition(numPartitions).toDF();
  }

  @Override
  public DataFrame repartition(int numPartitions, Column... columns) {
    return super.repartition(numPartitions, columns).toDF();
  }

  @Override
  public DataFrame repartition(Column... columns) {
    return super.repartition(columns).toDF();
  }

  @Override
  public DataFrame repartitionByRange(int numPartitions, Column... columns) {
    return super.repartitionByRange(numPartitions, columns).toDF();
  }

  @Override
  public DataFrame repartitionByRange(int numPartitions, String first, String... more) {
    return super.repartitionByRange(numPartitions, first, more).toDF();
  }

  @Override
  public DataFrame hint(String name, Object... parameters) {
    return super.hint(name, parameters).toDF();
  }

  @Override
  public DataFrame coalesce(int numPartitions) {
    return super.coalesce(numPartitions).toDF();
  }

  @Override
  public DataFrame sortWithinPartitions(Column... keys) {
    return super.sortWithinPartitions(keys).toDF();
  }

  @Override
  public DataFrame sortWithinPartitions(String first, String... more) {
    return super.sortWithinPartitions(first, more).toDF();
  }

  @Override
  public DataFrame cache() {
    return super.cache().toDF();
  }

  @Override
  public DataFrame persist() {
    return super.persist().toDF();
  }

  @Override
  public DataFrame persist(StorageLevel level) {
    return super.persist(level).toDF();
  }

  @Override
  public DataFrame checkpoint() {
    return super.checkpoint().toDF();
  }

  @Override
  public DataFrame localCheckpoint() {
    return super.localCheckpoint().toDF();
  }

  @Override
  public DataFrame unpersist() {
    return super.unpersist().toDF();
  }

  @Override
  public DataFrame unpersist(boolean blocking) {
    return super.unpersist(blocking).toDF();
  }

  /** The columns. */
  @Override
  public String toString() {
    return "DataFrame" + schema();
  }
}
