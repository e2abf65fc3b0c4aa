package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.Encoder;
import io.distaff.function.ObjectType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What gives other columns than a query has, and so a {@link DataFrame}, be the query one of rows
 * or of objects. Immutable and thread-safe.
 *
 * @param <T> what a row is given as
 */
public abstract sealed class UntypedQuery<T> extends QueryResult<T> permits Dataset {
  UntypedQuery() {}

  Relation relation() {
    return frame().relation();
  }

  final Algebra algebra() {
    return frame().session().algebra();
  }

  /** Another query of the same session. */
  final DataFrame derived(Relation derived) {
    return new DataFrame(frame().session(), derived);
  }

  static DistaffException semantic(String message) {
    return new DistaffException(ErrorCode.SEMANTIC_ERROR, message);
  }

  /** The rows of another. Throws USAGE where it is null, or of another session. */
  final Relation relationOf(Dataset<?> other) {
    DataFrame frame = Required.of(other, "the other DataFrame").frame();
    if (frame.session() != frame().session()) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "the other DataFrame is of another session, whose tables and views aren't known here:"
              + " make both in the same");
    }
    return frame.relation();
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
    if (ScopeNames.of(relation().scope()).place(parsed).isPresent() && parts.size() > 1) {
      return new Column(parsed);
    }
    Term term =
        new Term.Bound(frame().id(), columnNames().get(relation().scope().indexOf(parts.get(0))));
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
    if (Required.all(columns, "a column").isEmpty()) {
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
    return derived(algebra().select(relation(), terms));
  }

  /**
   * Columns by their names.
   *
   * @param sqlMethod what takes expressions instead
   */
  final List<Term> named(String method, String sqlMethod, String first, String... more) {
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
    return withColumns(Collections.singletonMap(name, column));
  }

  /** As {@link #withColumn}, several at once, which don't see each other. */
  public DataFrame withColumns(Map<String, Column> columns) {
    return derived(ColumnChanges.with(algebra(), relation(), columns));
  }

  /** One column under another name; nothing changes where there is no such column. */
  public DataFrame withColumnRenamed(String existing, String name) {
    return withColumnsRenamed(Collections.singletonMap(existing, name));
  }

  /** As {@link #withColumnRenamed}, several at once. */
  public DataFrame withColumnsRenamed(Map<String, String> names) {
    return derived(ColumnChanges.renamed(algebra(), relation(), names));
  }

  /** All columns under other names. */
  public DataFrame toDF(String... names) {
    return derived(ColumnChanges.named(algebra(), relation(), Required.all(names, "a name")));
  }

  /** The columns without these; names that there aren't don't matter. */
  public DataFrame drop(String... names) {
    Set<String> left = Set.copyOf(Required.all(names, "the name of a column"));
    return derived(ColumnChanges.without(algebra(), relation(), left));
  }

  /** The columns without one, such as that of one side of a join. */
  public DataFrame drop(Column column) {
    return derived(
        ColumnChanges.without(algebra(), relation(), Required.of(column, "the column").term()));
  }

  /**
   * The rows as objects of a class, whose components or properties have the columns' names. Throws
   * SCHEMA_MISMATCH for a column that is missing, or of a type that can't become the class's
   * without loss.
   */
  public <R> Dataset<R> as(Class<R> type) {
    return as(Dataset.encoder(type));
  }

  /** As {@link #as(Class)}. */
  public <R> Dataset<R> as(Encoder<R> encoder) {
    ObjectType type = Dataset.typeOf(encoder);
    TypedColumns.of(relation(), type);
    return Dataset.of(frame(), type);
  }

  /** Rows without nulls, or with others in their place. */
  public NullFunctions na() {
    return new NullFunctions(frame());
  }

  /** Statistics of columns. */
  public StatFunctions stat() {
    return new StatFunctions(frame());
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
    return new GroupedData(frame(), Grouping.sets(terms, Column.terms(keys)));
  }

  /** Groups by keys, of which those that make rows are columns of these rows before. */
  private GroupedData grouped(Grouping.Kind kind, List<Term> keys) {
    DataFrame input = frame();
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
    return Summaries.of(
        frame(),
        List.of("count", "mean", "stddev", "min", "max"),
        Required.all(names, "the name of a column"));
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
    return Summaries.of(frame(), wanted, List.of());
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
            relation(),
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
  public DataFrame crossJoin(Dataset<?> other) {
    return derived(
        algebra().join(relation(), relationOf(other), JoinType.CROSS, Functions.lit(true).term()));
  }

  /** As {@link #crossJoin}. */
  public DataFrame join(Dataset<?> other) {
    return crossJoin(other);
  }

  /** The pairs of rows for which a condition is true. */
  public DataFrame join(Dataset<?> other, Column condition) {
    return join(other, condition, "inner");
  }

  /**
   * As {@link #join(Dataset, Column)}, and rows without a partner as the type says.
   *
   * @param type inner, cross, left, right, full, semi (rows of this one with a partner), anti
   *     (those without), or another of Spark's names for them
   */
  public DataFrame join(Dataset<?> other, Column condition, String type) {
    return derived(
        algebra()
            .join(
                relation(),
                relationOf(other),
                JoinType.of(type),
                Required.of(condition, "the condition").term()));
  }

  /** The pairs of rows that are equal in a column of both, which comes out once, as the first. */
  public DataFrame join(Dataset<?> other, String column) {
    return join(other, new String[] {column}, "inner");
  }

  /** As {@link #join(Dataset, String)}, with a type; see {@link #join(Dataset, Column, String)}. */
  public DataFrame join(Dataset<?> other, String column, String type) {
    return join(other, new String[] {column}, type);
  }

  /** As {@link #join(Dataset, String)}, by several columns. */
  public DataFrame join(Dataset<?> other, String[] columns) {
    return join(other, columns, "inner");
  }

  /** As {@link #join(Dataset, String)}, by several columns. */
  public DataFrame join(Dataset<?> other, List<String> columns) {
    return join(other, columns, "inner");
  }

  /** As {@link #join(Dataset, List)}, with a type; see {@link #join(Dataset, Column, String)}. */
  public DataFrame join(Dataset<?> other, List<String> columns, String type) {
    List<String> names = Required.all(columns, "the name of a column");
    if (names.isEmpty()) {
      throw semantic("join() needs a column or a condition: crossJoin() has neither");
    }
    return derived(algebra().join(relation(), relationOf(other), JoinType.of(type), names));
  }

  /** As {@link #join(Dataset, List, String)}. */
  public DataFrame join(Dataset<?> other, String[] columns, String type) {
    return join(other, Required.all(columns, "the name of a column"), type);
  }

  /**
   * What {@link #join(Dataset, List, String)} gives, by way of more keys: each row of this one, the
   * larger, draws one of {@code salts} numbers, and the other's rows are there once for each, so
   * that the rows of a frequent key are divided among that many tasks. For the other's rows {@code
   * salts} times the work.
   *
   * @param type inner, left, semi or anti: a row of the other side without a partner would come out
   *     once a number. Throws USAGE for another
   * @param salts at least 1; about the tasks that the most frequent key is to be divided among
   */
  public DataFrame saltedJoin(Dataset<?> other, List<String> columns, String type, int salts) {
    relationOf(other);
    return SaltedJoin.of(
        frame(), other.frame(), Required.all(columns, "the name of a column"), type, salts);
  }

  /** As {@link #saltedJoin(Dataset, List, String, int)}, inner, by one column. */
  public DataFrame saltedJoin(Dataset<?> other, String column, int salts) {
    return saltedJoin(other, List.of(column), "inner", salts);
  }
}
