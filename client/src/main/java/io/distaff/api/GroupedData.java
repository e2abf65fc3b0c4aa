package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.row.Row;
import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Rows in groups of equal keys, to be aggregated. Immutable. */
public final class GroupedData {
  private static final int MOST_PIVOT_VALUES = 10_000;

  private final DataFrame input;
  private final Grouping grouping;

  /** What makes columns of values; null = nothing. */
  private final Pivot pivot;

  private record Pivot(Term column, List<?> values) {}

  GroupedData(DataFrame input, Grouping grouping) {
    this(input, grouping, null);
  }

  private GroupedData(DataFrame input, Grouping grouping, Pivot pivot) {
    this.input = input;
    this.grouping = grouping;
    this.pivot = pivot;
  }

  /** The keys, then aggregates: {@code agg(sum("price").as("total"), count("*"))}. */
  public DataFrame agg(Column first, Column... more) {
    List<Term> aggregates = new ArrayList<>(List.of(Required.of(first, "a column").term()));
    aggregates.addAll(Column.terms(more));
    return agg(aggregates);
  }

  /** As {@link #agg(Column, Column...)}, in SQL: {@code agg("sum(price) AS total", "count(*)")}. */
  public DataFrame agg(String first, String... more) {
    List<Term> aggregates = new ArrayList<>(List.of(Functions.expr(first).term()));
    Arrays.stream(more).map(sql -> Functions.expr(sql).term()).forEach(aggregates::add);
    return agg(aggregates);
  }

  /** As {@link #agg(Column, Column...)}: by column, or {@code *}, the name of a function. */
  public DataFrame agg(Map<String, String> functions) {
    List<Term> aggregates = new ArrayList<>();
    functions.forEach(
        (column, function) ->
            aggregates.add(Functions.callFunction(function, Functions.col(column)).term()));
    if (aggregates.isEmpty()) {
      throw new DistaffException(ErrorCode.SEMANTIC_ERROR, "agg() needs at least one aggregate");
    }
    return agg(aggregates);
  }

  private DataFrame agg(List<Term> aggregates) {
    List<Term> all = pivot == null ? aggregates : pivoted(aggregates);
    return input.derived(input.session().algebra().aggregate(input.relation(), grouping, all));
  }

  /** The keys, then the number of rows of each group as {@code count}. */
  public DataFrame count() {
    return agg(Functions.count("*").as("count"));
  }

  /** The keys, then the sums of columns; of all that hold numbers if none is named. */
  public DataFrame sum(String... columns) {
    return each("sum", columns);
  }

  /** The keys, then the averages of columns; of all that hold numbers if none is named. */
  public DataFrame avg(String... columns) {
    return each("avg", columns);
  }

  /** As {@link #avg}. */
  public DataFrame mean(String... columns) {
    return avg(columns);
  }

  /** The keys, then the least values of columns; of all that hold numbers if none is named. */
  public DataFrame min(String... columns) {
    return each("min", columns);
  }

  /** The keys, then the greatest values of columns; of all that hold numbers if none is named. */
  public DataFrame max(String... columns) {
    return each("max", columns);
  }

  private DataFrame each(String function, String... columns) {
    List<Term> aggregates = new ArrayList<>();
    List<Column> values =
        columns.length == 0 ? numbers() : Arrays.stream(columns).map(Functions::col).toList();
    for (Column value : values) {
      aggregates.add(Column.call(function, value).term());
    }
    if (aggregates.isEmpty()) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          function + "() without names takes columns of numbers, and there are none");
    }
    return agg(aggregates);
  }

  /** The columns of numbers that aren't keys. */
  private List<Column> numbers() {
    ScopeNames names = ScopeNames.of(input.relation().scope());
    List<Integer> keyPlaces = new ArrayList<>();
    grouping.keys().forEach(key -> names.place(key).ifPresent(keyPlaces::add));
    List<Column> numbers = new ArrayList<>();
    for (int i = 0; i < input.schema().size(); i++) {
      DataType type = input.schema().type(i);
      if (type.isNumeric() && !keyPlaces.contains(i)) {
        numbers.add(new Column(names.term(i)));
      }
    }
    return numbers;
  }

  /**
   * A column for each value of a column, holding the aggregate of the rows that have it: {@code
   * groupBy("year").pivot("quarter", List.of(1, 2, 3, 4)).agg(sum("price"))}. With several
   * aggregates a column for each of them, called after both.
   *
   * @param values null stands for the rows without a value
   */
  public GroupedData pivot(Column column, List<?> values) {
    if (values.isEmpty()) {
      throw new DistaffException(ErrorCode.SEMANTIC_ERROR, "pivot() needs at least one value");
    }
    return new GroupedData(input, grouping, new Pivot(column.term(), values));
  }

  /** As {@link #pivot(Column, List)}, by name. */
  public GroupedData pivot(String column, List<?> values) {
    return pivot(Functions.col(column), values);
  }

  /** As {@link #pivot(String, List)}, with the values that there are: runs a query to find them. */
  public GroupedData pivot(String column) {
    return pivot(Functions.col(column));
  }

  /** As {@link #pivot(String)}. */
  public GroupedData pivot(Column column) {
    DataFrame distinct = input.select(column).distinct();
    List<Row> rows =
        distinct.orderBy(distinct.col(distinct.columns()[0])).take(MOST_PIVOT_VALUES + 1);
    if (rows.size() > MOST_PIVOT_VALUES) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          "pivot(%s) would make more than %d columns: name the values that are wanted"
              .formatted(column, MOST_PIVOT_VALUES));
    }
    return pivot(column, rows.stream().map(row -> row.get(0)).toList());
  }

  private List<Term> pivoted(List<Term> aggregates) {
    List<Term> columns = new ArrayList<>();
    for (Object value : pivot.values()) {
      Term literal = Literals.of(value);
      Term condition = new Term.Infix(pivot.column(), "IS NOT DISTINCT FROM", literal);
      String name = value == null ? "null" : TermWriter.shown(literal);
      for (Term aggregate : aggregates) {
        Term plain = aggregate instanceof Term.Alias alias ? alias.term() : aggregate;
        if (plain instanceof Term.Text) {
          throw new DistaffException(
              ErrorCode.SEMANTIC_ERROR,
              "pivot() takes aggregates as Columns: agg(sum(\"price\")), not as SQL");
        }
        columns.add(
            new Term.Alias(
                new Term.Filtered(plain, condition),
                List.of(aggregates.size() == 1 ? name : name + "_" + aggregate.columnName())));
      }
    }
    return columns;
  }
}
