package io.distaff.api;

import io.distaff.encoder.ObjectType;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.StorageLevel;
import io.distaff.row.Row;
import io.distaff.scheduler.PartitionSummary;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.Repartition.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A query. Methods that give a DataFrame only describe what is wanted, and throw if it can't be
 * (unknown column, wrong type); the cluster works when rows are asked for: by {@link #collect},
 * {@link #count}, {@link #first}, {@link #take}, {@link #isEmpty}, {@link #show}, {@link
 * #toLocalIterator} and {@link #write}, each time anew unless they are kept by {@link #cache}.
 * Files are read as they were listed when the DataFrame was made (of partition directories: when it
 * first ran).
 *
 * <p>Expressions are {@link Column}s, or SQL where a method says so; a String is otherwise the name
 * of a column, as {@link Functions#col} takes it. After a join a column may be called by the alias
 * of its side ({@code left.as("l")}, {@code col("l.id")}) or as the column of a DataFrame, {@code
 * left.col("id")}. Immutable and thread-safe.
 */
public final class DataFrame extends QueryResult<Row> {
  private final Session session;
  private final Relation relation;

  /** What partitions were made when all rows were asked for last. */
  private volatile List<PartitionSummary> lastRun = List.of();

  /** What columns that are bound to this DataFrame know it by. */
  private final String id;

  DataFrame(Session session, Relation relation) {
    this.session = session;
    this.id = session.frameIds().next();
    this.relation = new Relation(relation.query(), relation.scope().in(id));
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

  Relation relation() {
    return relation;
  }

  AnalyzedQuery query() {
    return relation.query();
  }

  private Algebra algebra() {
    return session.algebra();
  }

  DataFrame derived(Relation derived) {
    return new DataFrame(session, derived);
  }

  // Columns.

  /**
   * A column of this DataFrame, and of what is made of it: after a join with another that has a
   * column of the same name, this one's. Throws SEMANTIC_ERROR if there is no such column.
   */
  public Column col(String name) {
    if (!(ColumnName.parse(name) instanceof Term.Name parsed)) {
      throw semantic(
          "col(\"" + name + "\"): a star isn't a column; select(\"" + name + "\") takes it");
    }
    List<String> parts = parsed.parts();
    if (ScopeNames.of(relation.scope()).place(parsed).isPresent() && parts.size() > 1) {
      return new Column(parsed);
    }
    Term term = new Term.Bound(id, columnNames().get(relation.scope().indexOf(parts.get(0))));
    for (String member : parts.subList(1, parts.size())) {
      term = new Term.Member(term, member);
    }
    return new Column(term);
  }

  /**
   * The columns whose whole name a regular expression matches, in upper or lower case; for {@link
   * #select(Column...)}. The expression may stand in backquotes.
   */
  public Column colRegex(String regex) {
    return new Column(Term.Matching.of(regex));
  }

  /** A column for each expression; several for a star, and for a function that makes columns. */
  public DataFrame select(Column... columns) {
    if (columns.length == 0) {
      throw semantic("select() needs at least one column");
    }
    return select(Column.terms(columns));
  }

  /** As {@link #select(Column...)}, by names. */
  public DataFrame select(String first, String... more) {
    return select(named("select", "selectExpr", first, more));
  }

  /** As {@link #select(Column...)}, in SQL: {@code selectExpr("a", "b * 2 AS twice")}. */
  public DataFrame selectExpr(String... expressions) {
    if (expressions.length == 0) {
      throw semantic("selectExpr() needs at least one expression");
    }
    return select(Arrays.stream(expressions).map(sql -> Functions.expr(sql).term()).toList());
  }

  DataFrame select(List<Term> terms) {
    return derived(algebra().select(relation, terms));
  }

  /**
   * Columns by their names.
   *
   * @param sqlMethod what takes expressions instead
   */
  private List<Term> named(String method, String sqlMethod, String first, String... more) {
    List<Term> terms = new ArrayList<>();
    for (Column column : Functions.columns(first, more)) {
      boolean isName = column.term() instanceof Term.Name;
      String name = isName ? ((Term.Name) column.term()).parts().get(0) : "";
      if (isName && name.matches(".*[^\\w#].*") && !columnNames().contains(name)) {
        throw semantic(
            "%s(\"%s\"): names of columns stand here, and expressions go into %s; %s"
                .formatted(method, name, sqlMethod, UnknownColumn.message(name, columnNames())));
      }
      terms.add(column.term());
    }
    return terms;
  }

  /** All columns and one more; one of the name is replaced, in its place. */
  public DataFrame withColumn(String name, Column column) {
    return withColumns(Map.of(name, column));
  }

  /** As {@link #withColumn}, several at once, which don't see each other. */
  public DataFrame withColumns(Map<String, Column> columns) {
    return derived(ColumnChanges.with(algebra(), relation, columns));
  }

  /** One column under another name; nothing changes where there is no such column. */
  public DataFrame withColumnRenamed(String existing, String name) {
    return withColumnsRenamed(Map.of(existing, name));
  }

  /** As {@link #withColumnRenamed}, several at once. */
  public DataFrame withColumnsRenamed(Map<String, String> names) {
    return derived(ColumnChanges.renamed(algebra(), relation, names));
  }

  /** All columns under other names. */
  public DataFrame toDF(String... names) {
    return derived(ColumnChanges.named(algebra(), relation, List.of(names)));
  }

  /** The columns without these; names that there aren't don't matter. */
  public DataFrame drop(String... names) {
    return derived(ColumnChanges.without(algebra(), relation, Set.of(names)));
  }

  /** The columns without one, such as that of one side of a join. */
  public DataFrame drop(Column column) {
    return derived(ColumnChanges.without(algebra(), relation, column.term()));
  }

  /** A name for this DataFrame's columns: {@code as("o")}, {@code col("o.id")}. */
  public DataFrame as(String alias) {
    return derived(new Relation(query(), relation.scope().as(alias)));
  }

  /**
   * The rows as objects of a class, whose components or properties have the columns' names. Throws
   * SCHEMA_MISMATCH for a column that is missing, or of a type that can't become the class's
   * without loss.
   */
  public <T> Dataset<T> as(Class<T> type) {
    return new Dataset<>(this, ObjectType.of(type));
  }

  /** As {@link #as(String)}. */
  public DataFrame alias(String alias) {
    return as(alias);
  }

  // Rows.

  /** The rows for which a condition is true. */
  public DataFrame filter(Column condition) {
    return derived(algebra().filter(relation, condition.term()));
  }

  /** As {@link #filter(Column)}, in SQL: {@code filter("o_totalprice > 1000")}. */
  public DataFrame filter(String condition) {
    return filter(Functions.expr(condition));
  }

  /** As {@link #filter(Column)}. */
  public DataFrame where(Column condition) {
    return filter(condition);
  }

  /** As {@link #filter(String)}. */
  public DataFrame where(String condition) {
    return filter(condition);
  }

  /**
   * All rows in order: {@code orderBy(col("date").desc(), col("key"))}. Nulls come first unless
   * said otherwise, or last in descending order.
   */
  public DataFrame orderBy(Column... keys) {
    if (keys.length == 0) {
      throw semantic("orderBy() needs at least one column");
    }
    return derived(algebra().orderBy(relation, Column.terms(keys)));
  }

  /** As {@link #orderBy(Column...)}, ascending by names. */
  public DataFrame orderBy(String first, String... more) {
    return derived(algebra().orderBy(relation, named("orderBy", "expr()", first, more)));
  }

  /** As {@link #orderBy(Column...)}. */
  public DataFrame sort(Column... keys) {
    return orderBy(keys);
  }

  /** As {@link #orderBy(String, String...)}. */
  public DataFrame sort(String first, String... more) {
    return orderBy(first, more);
  }

  @Override
  public DataFrame limit(int rows) {
    return derived(algebra().limit(relation, 0, notNegative("limit", rows)));
  }

  /** The rows without the first ones. */
  public DataFrame offset(int rows) {
    return derived(algebra().limit(relation, notNegative("offset", rows), Long.MAX_VALUE));
  }

  static int notNegative(String method, int rows) {
    if (rows < 0) {
      throw semantic(method + "(" + rows + "): a number of rows isn't negative");
    }
    return rows;
  }

  /** Equal rows only once. */
  public DataFrame distinct() {
    return derived(algebra().distinct(relation));
  }

  /** As {@link #distinct}. */
  public DataFrame dropDuplicates() {
    return distinct();
  }

  /** Of rows that are equal in these columns only one, whichever comes first. */
  public DataFrame dropDuplicates(String... names) {
    return derived(ColumnChanges.distinctBy(algebra(), relation, List.of(names)));
  }

  /** Each row with a chance, another part every time. */
  public DataFrame sample(double fraction) {
    return sample(fraction, ThreadLocalRandom.current().nextLong());
  }

  /** Each row with a chance; the same rows again as long as files and their splits are the same. */
  public DataFrame sample(double fraction, long seed) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw semantic("sample(" + fraction + "): a fraction is from 0 to 1");
    }
    return fraction == 1
        ? this
        : derived(algebra().sample(relation, Sampling.percent(fraction), Sampling.seed(seed)));
  }

  /**
   * As {@link #sample(double, long)}.
   *
   * @param withReplacement a row may come more than once, {@code fraction} times on average
   * @param fraction at most 100 with replacement, else 1
   */
  public DataFrame sample(boolean withReplacement, double fraction, long seed) {
    return withReplacement
        ? Sampling.withReplacement(this, fraction, seed)
        : sample(fraction, seed);
  }

  /** As {@link #sample(boolean, double, long)}, other rows every time. */
  public DataFrame sample(boolean withReplacement, double fraction) {
    return sample(withReplacement, fraction, ThreadLocalRandom.current().nextLong());
  }

  /**
   * Divides the rows by chance; each row is in exactly one part.
   *
   * @param weights of the parts, relative to each other
   */
  public List<DataFrame> randomSplit(double[] weights, long seed) {
    return Sampling.split(this, weights, seed);
  }

  /** As {@link #randomSplit(double[], long)}, other parts every time. */
  public List<DataFrame> randomSplit(double[] weights) {
    return randomSplit(weights, ThreadLocalRandom.current().nextLong());
  }

  /** Rows without nulls, or with others in their place. */
  public NullFunctions na() {
    return new NullFunctions(this);
  }

  /** Statistics of columns. */
  public StatFunctions stat() {
    return new StatFunctions(this);
  }

  // Groups.

  /** Groups of equal keys; of all rows when there is no key. */
  public GroupedData groupBy(Column... keys) {
    return grouped(Grouping.Kind.PLAIN, Column.terms(keys));
  }

  /** As {@link #groupBy(Column...)}, by names. */
  public GroupedData groupBy(String first, String... more) {
    return grouped(Grouping.Kind.PLAIN, named("groupBy", "expr()", first, more));
  }

  /**
   * As {@link #groupBy(Column...)}, and totals: of all keys but the last, and so on, and of all.
   */
  public GroupedData rollup(Column... keys) {
    return grouped(Grouping.Kind.ROLLUP, Column.terms(keys));
  }

  /** As {@link #rollup(Column...)}, by names. */
  public GroupedData rollup(String first, String... more) {
    return grouped(Grouping.Kind.ROLLUP, named("rollup", "expr()", first, more));
  }

  /** As {@link #groupBy(Column...)}, for every set of the keys. */
  public GroupedData cube(Column... keys) {
    return grouped(Grouping.Kind.CUBE, Column.terms(keys));
  }

  /** As {@link #cube(Column...)}, by names. */
  public GroupedData cube(String first, String... more) {
    return grouped(Grouping.Kind.CUBE, named("cube", "expr()", first, more));
  }

  /**
   * As {@link #groupBy(Column...)}, for these sets of the keys; a key that isn't in the set of a
   * group is null: {@code groupingSets(List.of(List.of(col("shop")), List.of()), col("shop"))}.
   *
   * @param sets of keys; an empty one makes one group of all rows
   */
  public GroupedData groupingSets(List<List<Column>> sets, Column... keys) {
    List<List<Term>> terms =
        sets.stream().map(set -> Column.terms(set.toArray(Column[]::new))).toList();
    return new GroupedData(this, Grouping.sets(terms, Column.terms(keys)));
  }

  /** Groups by keys, of which those that make rows are columns of these rows before. */
  private GroupedData grouped(Grouping.Kind kind, List<Term> keys) {
    DataFrame input = this;
    List<Term> values = new ArrayList<>();
    for (Term key : keys) {
      if (key instanceof Term.Alias alias && alias.isWide()) {
        input = input.select(List.of(new Term.Star(List.of()), alias));
        values.add(new Term.Name(alias.names()));
      } else {
        values.add(key);
      }
    }
    return new GroupedData(input, Grouping.of(kind, values));
  }

  /** Aggregates of all rows; always one row. */
  public DataFrame agg(Column first, Column... more) {
    return groupBy().agg(first, more);
  }

  /** As {@link #agg(Column, Column...)}, in SQL: {@code agg("sum(o_totalprice) AS total")}. */
  public DataFrame agg(String first, String... more) {
    return groupBy().agg(first, more);
  }

  /** As {@link #agg(Column, Column...)}, by the functions for columns. */
  public DataFrame agg(Map<String, String> functions) {
    return groupBy().agg(functions);
  }

  /**
   * Text about columns, those with numbers or text if none is named: count, mean, stddev, min, max,
   * a row each, called so in the column {@code summary}.
   */
  public DataFrame describe(String... names) {
    return Summaries.of(this, List.of("count", "mean", "stddev", "min", "max"), List.of(names));
  }

  /**
   * As {@link #describe}, of all such columns.
   *
   * @param statistics count, count_distinct, mean, stddev, min, max, or a percentile such as 25%;
   *     without any those of describe(), and 25%, 50% and 75%
   */
  public DataFrame summary(String... statistics) {
    List<String> wanted =
        statistics.length > 0
            ? List.of(statistics)
            : List.of("count", "mean", "stddev", "min", "25%", "50%", "75%", "max");
    return Summaries.of(this, wanted, List.of());
  }

  /**
   * A row for each of some columns of each row: its name and its value, beside other columns.
   *
   * @param ids the other columns
   * @param values the columns, whose types must go together; none = all others
   */
  public DataFrame unpivot(
      Column[] ids, Column[] values, String variableColumnName, String valueColumnName) {
    return derived(
        ColumnChanges.unpivot(
            algebra(),
            relation,
            Column.terms(ids),
            Column.terms(values),
            List.of(variableColumnName, valueColumnName)));
  }

  /** As {@link #unpivot(Column[], Column[], String, String)}, with all other columns. */
  public DataFrame unpivot(Column[] ids, String variableColumnName, String valueColumnName) {
    return unpivot(ids, new Column[0], variableColumnName, valueColumnName);
  }

  /** As {@link #unpivot(Column[], Column[], String, String)}. */
  public DataFrame melt(
      Column[] ids, Column[] values, String variableColumnName, String valueColumnName) {
    return unpivot(ids, values, variableColumnName, valueColumnName);
  }

  // Two DataFrames.

  /** Every row with every row of another. */
  public DataFrame crossJoin(DataFrame other) {
    return derived(
        algebra().join(relation, other.relation, JoinType.CROSS, Functions.lit(true).term()));
  }

  /** As {@link #crossJoin}. */
  public DataFrame join(DataFrame other) {
    return crossJoin(other);
  }

  /** The pairs of rows for which a condition is true. */
  public DataFrame join(DataFrame other, Column condition) {
    return join(other, condition, "inner");
  }

  /**
   * As {@link #join(DataFrame, Column)}, and rows without a partner as the type says.
   *
   * @param type inner, cross, left, right, full, semi (rows of this one with a partner), anti
   *     (those without), or another of Spark's names for them
   */
  public DataFrame join(DataFrame other, Column condition, String type) {
    return derived(algebra().join(relation, other.relation, JoinType.of(type), condition.term()));
  }

  /** The pairs of rows that are equal in a column of both, which comes out once, as the first. */
  public DataFrame join(DataFrame other, String column) {
    return join(other, List.of(column), "inner");
  }

  /** As {@link #join(DataFrame, String)}, by several columns. */
  public DataFrame join(DataFrame other, String... columns) {
    return join(other, List.of(columns), "inner");
  }

  /** As {@link #join(DataFrame, String)}, by several columns. */
  public DataFrame join(DataFrame other, List<String> columns) {
    return join(other, columns, "inner");
  }

  /**
   * As {@link #join(DataFrame, List)}, with a type; see {@link #join(DataFrame, Column, String)}.
   */
  public DataFrame join(DataFrame other, List<String> columns, String type) {
    if (columns.isEmpty()) {
      throw semantic("join() needs a column or a condition: crossJoin() has neither");
    }
    return derived(
        algebra().join(relation, other.relation, JoinType.of(type), List.copyOf(columns)));
  }

  /** As {@link #join(DataFrame, List, String)}. */
  public DataFrame join(DataFrame other, String[] columns, String type) {
    return join(other, List.of(columns), type);
  }

  /**
   * What {@link #join(DataFrame, List, String)} gives, by way of more keys: each row of this one,
   * the larger, draws one of {@code salts} numbers, and the other's rows are there once for each,
   * so that the rows of a frequent key are divided among that many tasks. For the other's rows
   * {@code salts} times the work.
   *
   * @param type inner, left, semi or anti: a row of the other side without a partner would come out
   *     once a number. Throws USAGE for another
   * @param salts at least 1; about the tasks that the most frequent key is to be divided among
   */
  public DataFrame saltedJoin(DataFrame other, List<String> columns, String type, int salts) {
    return SaltedJoin.of(this, other, columns, type, salts);
  }

  /** As {@link #saltedJoin(DataFrame, List, String, int)}, inner, by one column. */
  public DataFrame saltedJoin(DataFrame other, String column, int salts) {
    return saltedJoin(other, List.of(column), "inner", salts);
  }

  /** The rows of both, columns by their places; equal rows stay. */
  public DataFrame union(DataFrame other) {
    return combine(other, "UNION ALL");
  }

  /** As {@link #union}. */
  public DataFrame unionAll(DataFrame other) {
    return union(other);
  }

  /** The rows of both, columns by their names, which both must have. */
  public DataFrame unionByName(DataFrame other) {
    return unionByName(other, false);
  }

  /**
   * As {@link #unionByName(DataFrame)}.
   *
   * @param allowMissingColumns columns that one of them lacks are null in its rows
   */
  public DataFrame unionByName(DataFrame other, boolean allowMissingColumns) {
    return derived(
        allowMissingColumns
            ? ColumnChanges.unionOfAll(algebra(), relation, other.relation)
            : ColumnChanges.unionByName(algebra(), relation, other.relation));
  }

  /** The rows that both have, each once. */
  public DataFrame intersect(DataFrame other) {
    return combine(other, "INTERSECT");
  }

  /** The rows that both have, as often as both have them. */
  public DataFrame intersectAll(DataFrame other) {
    return combine(other, "INTERSECT ALL");
  }

  /** The rows that another doesn't have, each once. */
  public DataFrame except(DataFrame other) {
    return combine(other, "EXCEPT");
  }

  /** The rows without those of another, as often as it has them. */
  public DataFrame exceptAll(DataFrame other) {
    return combine(other, "EXCEPT ALL");
  }

  private DataFrame combine(DataFrame other, String operator) {
    return derived(algebra().combine(relation, other.relation, operator));
  }

  // Partitions.

  /**
   * The rows in exactly so many partitions, a task and, when they are written, a file each, which
   * have as many rows as each other.
   */
  public DataFrame repartition(int numPartitions) {
    return divided(Distribution.DEALT, positive(numPartitions));
  }

  /** The rows in so many partitions; those that are equal in some columns in the same one. */
  public DataFrame repartition(int numPartitions, Column... columns) {
    return divided(Distribution.HASHED, positive(numPartitions), columns);
  }

  /** As {@link #repartition(int, Column...)}, in as many partitions as suit the size. */
  public DataFrame repartition(Column... columns) {
    return divided(Distribution.HASHED, 0, columns);
  }

  /**
   * The rows in so many partitions, one behind the other in the order of some columns, as {@link
   * #orderBy} has it; equal ones in the same one. Where partitions end is found in a sample of the
   * rows, so that they have about as many as each other.
   */
  public DataFrame repartitionByRange(int numPartitions, Column... columns) {
    if (columns.length == 0) {
      throw semantic("repartitionByRange() needs at least one column");
    }
    return divided(Distribution.RANGED, positive(numPartitions), columns);
  }

  private DataFrame divided(Distribution distribution, int partitions, Column... columns) {
    return derived(
        algebra().repartition(relation, distribution, Column.terms(columns), partitions));
  }

  /** As {@link #repartitionByRange(int, Column...)}, ascending by names. */
  public DataFrame repartitionByRange(int numPartitions, String first, String... more) {
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
  public DataFrame hint(String name, Object... parameters) {
    return Hint.on(this, name, parameters);
  }

  /**
   * The rows in at most so many partitions. Where files are read no row changes place, and each
   * task reads more of them; behind a join, an aggregation or repartition() rows are dealt out
   * anew.
   */
  public DataFrame coalesce(int numPartitions) {
    return derived(algebra().coalesce(relation, positive(numPartitions)));
  }

  private static int positive(int numPartitions) {
    if (numPartitions < 1) {
      throw semantic(numPartitions + " partitions: there is at least one");
    }
    return numPartitions;
  }

  /** The rows of each partition in order, as {@link #orderBy} has it for all. */
  public DataFrame sortWithinPartitions(Column... keys) {
    if (keys.length == 0) {
      throw semantic("sortWithinPartitions() needs at least one column");
    }
    return derived(algebra().sortWithinPartitions(relation, Column.terms(keys)));
  }

  /** As {@link #sortWithinPartitions(Column...)}, ascending by names. */
  public DataFrame sortWithinPartitions(String first, String... more) {
    return sortWithinPartitions(Functions.columns(first, more));
  }

  /** What a function makes of this DataFrame, so that steps can stand in a chain. */
  public DataFrame transform(UnaryOperator<DataFrame> step) {
    return step.apply(this);
  }

  // Caches.

  /** As {@link #persist(StorageLevel)}, in memory and on disk. */
  public DataFrame cache() {
    return persist(StorageLevel.MEMORY_AND_DISK);
  }

  /** As {@link #cache}. */
  public DataFrame persist() {
    return cache();
  }

  /**
   * Keeps the rows at the executors from the first time that they are asked for. Everything that is
   * made of this DataFrame, or of the same query in SQL, reads them from there, until {@link
   * #unpersist}: also when the files that they come from have changed. Nothing changes when they
   * are kept already, be it at another level. Runs nothing.
   *
   * @return this DataFrame
   */
  public DataFrame persist(StorageLevel level) {
    session.driver().cache(query(), level);
    return this;
  }

  /**
   * Computes the rows now and writes them below {@link Session#setCheckpointDir}, as Parquet. What
   * is made of the result reads them there, whatever happens to executors or to where they came
   * from; how they were computed is forgotten. Throws USAGE when no directory is set.
   *
   * @return the rows as they are written
   */
  public DataFrame checkpoint() {
    String path = session.driver().checkpoints().next();
    List<String> names = columnNames();
    String[] places =
        IntStream.range(0, names.size()).mapToObj(i -> "c" + i).toArray(String[]::new);
    toDF(places).write().parquet(path); // names may be there twice, but not in a file
    return session.read().parquet(path).toDF(columns());
  }

  /**
   * As {@link #persist()}, with the rows computed and kept before this returns. What is lost with
   * an executor is computed again from where it came.
   *
   * @return this DataFrame
   */
  public DataFrame localCheckpoint() {
    persist();
    count();
    return this;
  }

  /**
   * Frees what is kept of the rows, at once; nothing changes when nothing is kept.
   *
   * @return this DataFrame
   */
  public DataFrame unpersist() {
    session.driver().session().uncache(query());
    return this;
  }

  @Override
  public RowIterator toLocalIterator() {
    return new RowIterator(run(), this::ran);
  }

  private static DistaffException semantic(String message) {
    return new DistaffException(ErrorCode.SEMANTIC_ERROR, message);
  }

  /** The columns. */
  @Override
  public String toString() {
    return "DataFrame" + schema();
  }
}
