package io.distaff.api;

import io.distaff.driver.DecodedStatement;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.Tuple2;
import io.distaff.plan.StorageLevel;
import io.distaff.sql.Statement.ExplainMode;
import io.distaff.types.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What can be asked of a query, as rows of a {@link DataFrame} or objects of a {@link Dataset}: its
 * columns and plan, which run nothing, and its rows, which run it, each time anew unless they are
 * kept by cache(). Immutable and thread-safe.
 *
 * @param <T> what a row is given as
 */
public abstract sealed class QueryResult<T> permits UntypedQuery {
  private static final int SHOWN_ROWS = 20;
  private static final int SHOWN_CHARACTERS = 20;

  QueryResult() {}

  /** The query. */
  abstract DataFrame frame();

  /** The first rows; of an ordered query those that come first in its order. */
  public abstract QueryResult<T> limit(int rows);

  /** All rows, one after the other, in constant memory; to be closed. */
  public abstract ResultIterator<T> toLocalIterator();

  // What it is.

  /** The session that it is of. */
  public Session sparkSession() {
    return frame().session();
  }

  /** Names and types of the columns. Runs nothing. */
  public Schema schema() {
    return frame().query().schema();
  }

  /** The names of the columns, in order. */
  public String[] columns() {
    return columnNames().toArray(String[]::new);
  }

  final List<String> columnNames() {
    return frame().relation().scope().names();
  }

  /** The names of the columns, each with the name of its type. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Tuple2<String, String>[] dtypes() {
    return schema().fields().stream()
        .map(field -> new Tuple2<>(field.name(), field.type().sqlName()))
        .toArray(Tuple2[]::new);
  }

  /** Prints a line for each column, and below it for what it is made of. Runs nothing. */
  public void printSchema() {
    schema().printTreeString();
  }

  /** Prints the operators that would run. Runs nothing. */
  public void explain() {
    explain("physical");
  }

  /** Prints all plans, or the operators that would run. Runs nothing. */
  public void explain(boolean extended) {
    explain(extended ? "extended" : "physical");
  }

  /**
   * Prints a plan. Runs nothing, but for {@code analyze}.
   *
   * @param mode logical, optimized (or cost), physical (or simple, formatted), stages, extended
   *     (all of these but stages), or analyze: the stages after the query has run, with what each
   *     operator did
   */
  public void explain(String mode) {
    System.out.println(explained(mode));
  }

  /** Of a mode's name, which may be one of Spark's. */
  private static ExplainMode explainMode(String mode) {
    return switch (Required.of(mode, "the explain mode").toLowerCase(Locale.ROOT)) {
      case "simple", "formatted" -> ExplainMode.PHYSICAL;
      case "cost" -> ExplainMode.OPTIMIZED;
      default -> Choice.of(ExplainMode.class, "explain mode", mode);
    };
  }

  /** The plan that explain prints. */
  String explained(String mode) {
    ExplainMode parsed = explainMode(mode);
    Session session = frame().session();
    return session.driver().explain(session.plannable(frame().query()), parsed).stripTrailing();
  }

  /** How many partitions the result has: tasks of the last stage. Runs nothing. */
  public int numPartitions() {
    Session session = frame().session();
    return session.driver().numPartitions(session.plannable(frame().query()));
  }

  /**
   * What each partition was when all rows were asked for the last time, by collect(), an iterator
   * that was read to its end, or write(), of this very object; empty before. Runs nothing.
   */
  public List<PartitionStatistics> partitionStatistics() {
    return frame().lastRun().stream()
        .map(
            partition ->
                new PartitionStatistics(
                    partition.partition(),
                    partition.rows(),
                    partition.bytes(),
                    partition.millis() / 1e3))
        .toList();
  }

  /**
   * Names this query for SQL in this session; an old view of the name is replaced. Throws
   * SEMANTIC_ERROR when two columns have the same name.
   */
  public void createOrReplaceTempView(String name) {
    if (Required.of(name, "the view's name").isBlank()) {
      throw new DistaffException(
          ErrorCode.USAGE, "a view's name has at least one character that is no space");
    }
    frame().session().driver().session().createOrReplaceView(name, frame().query());
  }

  /**
   * As {@link #createOrReplaceTempView}, but throws SEMANTIC_ERROR when there is a view of the
   * name.
   */
  public void createTempView(String name) {
    Required.of(name, "the view's name");
    if (frame().session().driver().session().catalog().hasView(name)) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "there is a view %s already: createOrReplaceTempView() replaces it".formatted(name));
    }
    createOrReplaceTempView(name);
  }

  /** As {@link #createOrReplaceTempView}, of a view that SQL names {@code global_temp.name}. */
  public void createOrReplaceGlobalTempView(String name) {
    createOrReplaceTempView(Catalog.global(Required.of(name, "the view's name")));
  }

  /** As {@link #createTempView}, of a view that SQL names {@code global_temp.name}. */
  public void createGlobalTempView(String name) {
    createTempView(Catalog.global(Required.of(name, "the view's name")));
  }

  /** Each row as a JSON object, without members that are null. */
  public Dataset<String> toJSON() {
    DataFrame frame = frame();
    ScopeNames names = ScopeNames.of(frame.relation().scope());
    List<Object> members = new ArrayList<>();
    for (int place = 0; place < columnNames().size(); place++) {
      members.add(columnNames().get(place));
      members.add(new Column(names.term(place)));
    }
    Column row = Column.call("named_struct", members.toArray());
    return frame.select(Functions.to_json(row).as("value")).as(String.class);
  }

  /** Where the rows are kept; empty when they aren't. */
  public Optional<StorageLevel> storageLevel() {
    return frame().session().driver().session().storageLevel(frame().query());
  }

  // What runs.

  DecodedStatement run() {
    Session session = frame().session();
    return session.driver().execute(session.plannable(frame().query()));
  }

  /**
   * All rows. Throws RESULT_TOO_LARGE when they take more memory than {@code
   * distaff.driver.maxResultSize} allows or the driver's heap has; the session goes on. Of objects,
   * throws SCHEMA_MISMATCH that names row and column where a value is null that the class can't
   * have as null.
   */
  public List<T> collect() {
    List<T> rows = new ArrayList<>();
    try (ResultIterator<T> iterator = toLocalIterator()) {
      while (iterator.hasNext()) {
        rows.add(iterator.nextKept());
      }
    }
    return rows;
  }

  /** As {@link #collect}. */
  public List<T> collectAsList() {
    return collect();
  }

  /** The number of rows. */
  public long count() {
    DataFrame frame = frame();
    return frame
        .derived(frame.session().algebra().count(frame.relation()))
        .collect()
        .get(0)
        .getLong(0);
  }

  /** At most this many rows, the first ones. */
  public List<T> take(int rows) {
    return limit(DataFrame.notNegative("take", rows)).collect();
  }

  /** As {@link #take}. */
  public List<T> takeAsList(int rows) {
    return take(rows);
  }

  /** As {@link #take}. */
  public List<T> head(int rows) {
    return take(rows);
  }

  /**
   * At most this many rows, the last ones; all rows are read, and no more than these are kept.
   * Throws RESULT_TOO_LARGE as {@link #collect} does.
   */
  public List<T> tail(int rows) {
    DataFrame.notNegative("tail", rows);
    ArrayDeque<T> last = new ArrayDeque<>();
    ArrayDeque<Long> sizes = new ArrayDeque<>();
    try (ResultIterator<T> iterator = toLocalIterator()) {
      while (iterator.hasNext()) {
        last.add(iterator.nextKept());
        sizes.add(iterator.lastBytes());
        if (last.size() > rows) {
          last.remove();
          iterator.dropped(sizes.remove());
        }
      }
    }
    return List.copyOf(last);
  }

  /** The first row; throws NoSuchElementException when there is none. */
  public T first() {
    List<T> rows = take(1);
    if (rows.isEmpty()) {
      throw new NoSuchElementException("first() of a query without rows: see isEmpty()");
    }
    return rows.get(0);
  }

  /** As {@link #first}. */
  public T head() {
    return first();
  }

  public boolean isEmpty() {
    return frame().limit(1).collect().isEmpty();
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
    DataFrame.notNegative("show", rows);
    DataFrame wanted = frame().limit((int) Math.min(rows + 1L, Integer.MAX_VALUE));
    try (DecodedStatement execution = wanted.run()) {
      System.out.println(ResultText.table(execution, rows, maxCharacters));
    }
  }

  /**
   * As {@link #show(int, int)}, with values cut to {@value #SHOWN_CHARACTERS} characters or whole.
   */
  public void show(int rows, boolean truncate) {
    show(rows, truncate ? SHOWN_CHARACTERS : 0);
  }

  /** As {@link #show(int, boolean)}, the first {@value #SHOWN_ROWS} rows. */
  public void show(boolean truncate) {
    show(SHOWN_ROWS, truncate);
  }

  /** Writes the rows to files, with all columns. */
  public DataFrameWriter write() {
    return new DataFrameWriter(frame());
  }
}
