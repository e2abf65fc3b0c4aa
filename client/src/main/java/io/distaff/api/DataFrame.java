package io.distaff.api;

import io.distaff.config.DataSize;
import io.distaff.driver.StatementExecution;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.format.ResultFormat;
import io.distaff.format.ResultWriter;
import io.distaff.operator.RowRange;
import io.distaff.plan.StorageLevel;
import io.distaff.row.Row;
import io.distaff.scheduler.SchedulerOptions;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.Statement.ExplainMode;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A query. Methods that give a DataFrame only describe what is wanted, and throw if it can't be
 * (unknown column, wrong type); the cluster works when rows are asked for: by {@link #collect},
 * {@link #count}, {@link #first}, {@link #take}, {@link #isEmpty}, {@link #show}, {@link
 * #toLocalIterator} and {@link #write}, each time anew unless they are kept by {@link #cache}.
 * Files are read as they were listed when the DataFrame was made (of partition directories: when it
 * first ran).
 *
 * <p>Expressions are SQL, over the columns of this DataFrame. Immutable and thread-safe.
 */
public final class DataFrame {
  private static final int SHOWN_ROWS = 20;
  private static final int SHOWN_CHARACTERS = 20;

  private final Session session;
  private final AnalyzedQuery query;

  DataFrame(Session session, AnalyzedQuery query) {
    this.session = session;
    this.query = query;
  }

  Session session() {
    return session;
  }

  AnalyzedQuery query() {
    return query;
  }

  // What it is.

  /** Names and types of the columns. Runs nothing. */
  public Schema schema() {
    return query.schema();
  }

  /** The names of the columns, in order. */
  public List<String> columns() {
    return schema().fields().stream().map(Field::name).toList();
  }

  /** Prints a line for each column. Runs nothing. */
  public void printSchema() {
    StringBuilder text = new StringBuilder("root\n");
    for (Field field : schema().fields()) {
      text.append(
          " |-- %s: %s (nullable = %b)%n"
              .formatted(field.name(), field.type().sqlName(), field.nullable()));
    }
    System.out.print(text);
  }

  /** Prints the operators that would run. Runs nothing. */
  public void explain() {
    explain("physical");
  }

  /**
   * Prints a plan. Runs nothing, but for {@code analyze}.
   *
   * @param mode logical, optimized, physical, stages, or analyze: the stages after the query has
   *     run, with what each operator did
   */
  public void explain(String mode) {
    ExplainMode parsed = Choice.of(ExplainMode.class, "explain mode", mode);
    System.out.println(session.driver().explain(session.plannable(query), parsed).stripTrailing());
  }

  // What to make of it.

  /** Columns and expressions: {@code select("o_orderkey", "o_totalprice * 2 AS twice")}. */
  public DataFrame select(String... expressions) {
    return derived(session.algebra().select(query, atLeastOne("select", expressions)));
  }

  /** The rows for which a condition is true: {@code filter("o_totalprice > 1000")}. */
  public DataFrame filter(String condition) {
    return derived(session.algebra().filter(query, condition));
  }

  /** As {@link #filter}. */
  public DataFrame where(String condition) {
    return filter(condition);
  }

  /**
   * All rows in order: {@code orderBy("o_orderdate DESC NULLS LAST", "o_orderkey")}. Nulls come
   * first unless said otherwise, or last in descending order.
   */
  public DataFrame orderBy(String... expressions) {
    return derived(session.algebra().orderBy(query, atLeastOne("orderBy", expressions)));
  }

  /** The first rows; of an ordered DataFrame those that come first in its order. */
  public DataFrame limit(int rows) {
    if (rows < 0) {
      throw semantic("limit(" + rows + "): a number of rows isn't negative");
    }
    return derived(session.algebra().limit(query, rows));
  }

  /** Equal rows only once. */
  public DataFrame distinct() {
    return derived(session.algebra().distinct(query));
  }

  /** Groups of equal keys, which are columns or expressions; of all rows when there is no key. */
  public GroupedData groupBy(String... keys) {
    return new GroupedData(this, List.of(keys));
  }

  /** Aggregates of all rows: {@code agg("sum(o_totalprice) AS total")}; always one row. */
  public DataFrame agg(String... aggregates) {
    return groupBy().agg(aggregates);
  }

  /**
   * Names this query for SQL in this session; an old view of the name is replaced. Throws
   * SEMANTIC_ERROR when two columns have the same name.
   */
  public void createOrReplaceTempView(String name) {
    session.driver().session().createOrReplaceView(name, query);
  }

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
    session.driver().cache(query, level);
    return this;
  }

  /**
   * Frees what is kept of the rows, at once; nothing changes when nothing is kept.
   *
   * @return this DataFrame
   */
  public DataFrame unpersist() {
    session.driver().session().uncache(query);
    return this;
  }

  /** Where the rows are kept; empty when they aren't. */
  public Optional<StorageLevel> storageLevel() {
    return session.driver().session().storageLevel(query);
  }

  DataFrame derived(AnalyzedQuery derived) {
    return new DataFrame(session, derived);
  }

  static List<String> atLeastOne(String method, String... expressions) {
    if (expressions.length == 0) {
      throw semantic(method + "() needs at least one expression");
    }
    return List.of(expressions);
  }

  // What runs.

  /**
   * All rows. Throws RESULT_TOO_LARGE when they take more memory than {@code
   * distaff.driver.maxResultSize} allows; the session goes on.
   */
  public List<Row> collect() {
    DataSize limit = session.driver().session().config().value(SchedulerOptions.MAX_RESULT_SIZE);
    List<Row> rows = new ArrayList<>();
    long sizeBytes = 0;
    try (RowIterator iterator = toLocalIterator()) {
      while (iterator.hasNext()) {
        Row row = iterator.next();
        sizeBytes += RowSize.bytes(row);
        if (sizeBytes > limit.bytes()) {
          throw tooLarge(limit, rows.size());
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static DistaffException tooLarge(DataSize limit, int rows) {
    return new DistaffException(
        ErrorCode.RESULT_TOO_LARGE,
        "collect() has gathered %s in %d rows, and there are more: write() them, take(n) some, read them with toLocalIterator(), or raise %s"
            .formatted(limit, rows, SchedulerOptions.MAX_RESULT_SIZE.key()));
  }

  /** All rows, one after the other, in constant memory; to be closed. */
  public RowIterator toLocalIterator() {
    return new RowIterator(run());
  }

  private StatementExecution run() {
    return session.driver().execute(session.plannable(query));
  }

  /** The number of rows. */
  public long count() {
    return derived(session.algebra().count(query)).collect().get(0).getLong(0);
  }

  /** At most this many rows, the first ones. */
  public List<Row> take(int rows) {
    return limit(rows).collect();
  }

  /** As {@link #take}. */
  public List<Row> head(int rows) {
    return take(rows);
  }

  /** The first row; throws NoSuchElementException when there is none. */
  public Row first() {
    List<Row> rows = take(1);
    if (rows.isEmpty()) {
      throw new NoSuchElementException("first() of a DataFrame without rows: see isEmpty()");
    }
    return rows.get(0);
  }

  /** As {@link #first}. */
  public Row head() {
    return first();
  }

  public boolean isEmpty() {
    return take(1).isEmpty();
  }

  /** Prints the first {@value #SHOWN_ROWS} rows. */
  public void show() {
    show(SHOWN_ROWS);
  }

  /** Prints the first rows, with values cut to {@value #SHOWN_CHARACTERS} characters. */
  public void show(int rows) {
    show(rows, SHOWN_CHARACTERS);
  }

  /**
   * Prints the first rows as a table, and whether there are more; no others are fetched.
   *
   * @param maxCharacters of a value, where a wide character counts as two; longer ones are cut; 0 =
   *     all are whole
   */
  public void show(int rows, int maxCharacters) {
    int maxWidth = maxCharacters > 0 ? maxCharacters : ResultFormat.WHOLE;
    StringBuilder text = new StringBuilder();
    RowRange shown = new RowRange(rows, 0);
    long found = 0;
    try (StatementExecution execution = limit((int) Math.min(rows + 1L, Integer.MAX_VALUE)).run()) {
      ResultWriter table = ResultFormat.shortenedTable(execution.schema(), text, maxWidth);
      for (VectorBatch batch = execution.next(); batch != null; batch = execution.next()) {
        found += batch.numSelected();
        VectorBatch head = shown.apply(batch);
        if (head != null) {
          table.write(head);
        }
      }
      table.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("no text in memory fails", e);
    }
    String count = Math.min(rows, found) + (Math.min(rows, found) == 1 ? " row" : " rows");
    System.out.println(text + (found > rows ? "(first " + count + " of more)" : "(" + count + ")"));
  }

  /** Writes the rows to files. */
  public DataFrameWriter write() {
    return new DataFrameWriter(this);
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
