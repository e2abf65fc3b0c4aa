package io.distaff.api;

import io.distaff.encoder.UserAggregate;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.Aggregator;
import io.distaff.function.BatchUDF;
import io.distaff.function.Encoder;
import io.distaff.function.FunctionCodec;
import io.distaff.function.UDF0;
import io.distaff.function.UDF1;
import io.distaff.function.UDF10;
import io.distaff.function.UDF2;
import io.distaff.function.UDF3;
import io.distaff.function.UDF4;
import io.distaff.function.UDF5;
import io.distaff.function.UDF6;
import io.distaff.function.UDF7;
import io.distaff.function.UDF8;
import io.distaff.function.UDF9;
import io.distaff.function.UserFunction;
import io.distaff.sql.SqlExpression;
import io.distaff.types.DataType;
import io.distaff.types.DataTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Makes {@link Column}s: {@code import static io.distaff.api.Functions.*}. Beside what stands here
 * there is a method for every function of SQL, under SQL's names for it; see {@link
 * RegistryFunctions}. Where a method takes a String in the first place that is the name of a
 * column, in any other place it is text.
 */
public final class Functions extends RegistryFunctions {
  private static final String WINDOW = "window";
  private static final String SESSION_WINDOW = "session_window";

  private Functions() {}

  // Columns and constants.

  /**
   * A column by its name: {@code a}, {@code t.a} of a DataFrame or a table that is called t, {@code
   * s.member}, {@code `a.b`} where a point is part of the name, {@code *} and {@code t.*} for all.
   */
  public static Column col(String name) {
    return new Column(name);
  }

  /** As {@link #col}. */
  public static Column column(String name) {
    return col(name);
  }

  static Column[] columns(String first, String... more) {
    List<Column> columns = new ArrayList<>();
    columns.add(col(first));
    Arrays.stream(more).map(Functions::col).forEach(columns::add);
    return columns.toArray(new Column[0]);
  }

  /**
   * A constant: null, a Boolean, a number (a BigDecimal is a DECIMAL of its digits), text, bytes, a
   * LocalDate, a LocalDateTime (TIMESTAMP_NTZ), an Instant, or a List, Map or Row of such values,
   * which are an ARRAY, MAP or STRUCT. A Column is itself.
   */
  public static Column lit(Object value) {
    return value instanceof Column column ? column : new Column(Literals.of(value));
  }

  /** As {@link #lit}. */
  public static Column typedLit(Object value) {
    return lit(value);
  }

  /**
   * An expression in SQL: {@code expr("price * (1 - discount) AS net")}. Throws SYNTAX_ERROR if it
   * isn't one.
   */
  public static Column expr(String sql) {
    if (Required.of(sql, "the expression").isBlank()) {
      throw new DistaffException(ErrorCode.SYNTAX_ERROR, "expr() needs an expression");
    }
    if (!Term.Text.isStar(sql.strip())) {
      SqlExpression.check(sql);
    }
    return new Column(new Term.Text(sql.strip()));
  }

  /** Calls a function by its name in SQL. */
  public static Column callFunction(String name, Column... arguments) {
    if (!Required.of(name, "the name of a function").matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new DistaffException(ErrorCode.SYNTAX_ERROR, "'" + name + "' is no function's name");
    }
    return Column.call(name, (Object[]) arguments);
  }

  /** As {@link #callFunction}, of a function that the program has registered too. */
  public static Column callUDF(String name, Column... arguments) {
    return callFunction(name, arguments);
  }

  /** As {@link #callUDF}. */
  public static Column call_udf(String name, Column... arguments) {
    return callFunction(name, arguments);
  }

  /** As {@link #callFunction}. */
  public static Column call_function(String name, Column... arguments) {
    return callFunction(name, arguments);
  }

  // Functions of the program.

  /**
   * A function of the program's, a lambda or an object, as one for expressions. Throws USAGE if it
   * captures what can't be sent to executors.
   *
   * @param type of its result
   */
  public static <R> UserDefinedFunction udf(UDF0<R> function, DataType type) {
    return udf(function, 0, type);
  }

  /** As {@link #udf(UDF0, DataType)}, the type as SQL declares it. */
  public static <R> UserDefinedFunction udf(UDF0<R> function, String type) {
    return udf(function, 0, DataTypes.of(type));
  }

  /** As {@link #udf(UDF0, DataType)}. */
  public static <T1, R> UserDefinedFunction udf(UDF1<T1, R> function, DataType type) {
    return udf(function, 1, type);
  }

  /** As {@link #udf(UDF0, DataType)}, the type as SQL declares it. */
  public static <T1, R> UserDefinedFunction udf(UDF1<T1, R> function, String type) {
    return udf(function, 1, DataTypes.of(type));
  }

  /** As {@link #udf(UDF0, DataType)}. */
  public static <T1, T2, R> UserDefinedFunction udf(UDF2<T1, T2, R> function, DataType type) {
    return udf(function, 2, type);
  }

  /** As {@link #udf(UDF0, DataType)}, the type as SQL declares it. */
  public static <T1, T2, R> UserDefinedFunction udf(UDF2<T1, T2, R> function, String type) {
    return udf(function, 2, DataTypes.of(type));
  }

  /** As {@link #udf(UDF0, DataType)}. */
  public static <T1, T2, T3, R> UserDefinedFunction udf(
      UDF3<T1, T2, T3, R> function, DataType type) {
    return udf(function, 3, type);
  }

  /** As {@link #udf(UDF0, DataType)}, the type as SQL declares it. */
  public static <T1, T2, T3, R> UserDefinedFunction udf(UDF3<T1, T2, T3, R> function, String type) {
    return udf(function, 3, DataTypes.of(type));
  }

  /** As {@link #udf(UDF0, DataType)}. */
  public static <T1, T2, T3, T4, R> UserDefinedFunction udf(
      UDF4<T1, T2, T3, T4, R> function, DataType type) {
    return udf(function, 4, type);
  }

  /** As {@link #udf(UDF0, DataType)}, the type as SQL declares it. */
  public static <T1, T2, T3, T4, R> UserDefinedFunction udf(
      UDF4<T1, T2, T3, T4, R> function, String type) {
    return udf(function, 4, DataTypes.of(type));
  }

  /** As {@link #udf(UDF0, DataType)}. */
  public static <T1, T2, T3, T4, T5, R> UserDefinedFunction udf(
      UDF5<T1, T2, T3, T4, T5, R> function, DataType type) {
    return udf(function, 5, type);
  }

  /** As {@link #udf(UDF0, DataType)}, the type as SQL declares it. */
  public static <T1, T2, T3, T4, T5, R> UserDefinedFunction udf(
      UDF5<T1, T2, T3, T4, T5, R> function, String type) {
    return udf(function, 5, DataTypes.of(type));
  }

  /** As {@link #udf(UDF0, DataType)}. */
  public static <T1, T2, T3, T4, T5, T6, R> UserDefinedFunction udf(
      UDF6<T1, T2, T3, T4, T5, T6, R> function, DataType type) {
    return udf(function, 6, type);
  }

  /** As {@link #udf(UDF0, DataType)}, the type as SQL declares it. */
  public static <T1, T2, T3, T4, T5, T6, R> UserDefinedFunction udf(
      UDF6<T1, T2, T3, T4, T5, T6, R> function, String type) {
    return udf(function, 6, DataTypes.of(type));
  }

  /** As {@link #udf(UDF0, DataType)}. */
  public static <T1, T2, T3, T4, T5, T6, T7, R> UserDefinedFunction udf(
      UDF7<T1, T2, T3, T4, T5, T6, T7, R> function, DataType type) {
    return udf(function, 7, type);
  }

  /** As {@link #udf(UDF0, DataType)}, the type as SQL declares it. */
  public static <T1, T2, T3, T4, T5, T6, T7, R> UserDefinedFunction udf(
      UDF7<T1, T2, T3, T4, T5, T6, T7, R> function, String type) {
    return udf(function, 7, DataTypes.of(type));
  }

  /** As {@link #udf(UDF0, DataType)}. */
  public static <T1, T2, T3, T4, T5, T6, T7, T8, R> UserDefinedFunction udf(
      UDF8<T1, T2, T3, T4, T5, T6, T7, T8, R> function, DataType type) {
    return udf(function, 8, type);
  }

  /** As {@link #udf(UDF0, DataType)}, the type as SQL declares it. */
  public static <T1, T2, T3, T4, T5, T6, T7, T8, R> UserDefinedFunction udf(
      UDF8<T1, T2, T3, T4, T5, T6, T7, T8, R> function, String type) {
    return udf(function, 8, DataTypes.of(type));
  }

  /** As {@link #udf(UDF0, DataType)}. */
  public static <T1, T2, T3, T4, T5, T6, T7, T8, T9, R> UserDefinedFunction udf(
      UDF9<T1, T2, T3, T4, T5, T6, T7, T8, T9, R> function, DataType type) {
    return udf(function, 9, type);
  }

  /** As {@link #udf(UDF0, DataType)}, the type as SQL declares it. */
  public static <T1, T2, T3, T4, T5, T6, T7, T8, T9, R> UserDefinedFunction udf(
      UDF9<T1, T2, T3, T4, T5, T6, T7, T8, T9, R> function, String type) {
    return udf(function, 9, DataTypes.of(type));
  }

  /** As {@link #udf(UDF0, DataType)}. */
  public static <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> UserDefinedFunction udf(
      UDF10<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> function, DataType type) {
    return udf(function, 10, type);
  }

  /** As {@link #udf(UDF0, DataType)}, the type as SQL declares it. */
  public static <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> UserDefinedFunction udf(
      UDF10<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> function, String type) {
    return udf(function, 10, DataTypes.of(type));
  }

  /**
   * A function of the program's that is called with many rows at a time; see {@link BatchUDF}.
   *
   * @param numArguments that it takes
   */
  public static UserDefinedFunction batchUdf(BatchUDF function, int numArguments, DataType type) {
    if (numArguments < 0) {
      throw new DistaffException(
          ErrorCode.USAGE, "batchUdf(): %d arguments aren't possible".formatted(numArguments));
    }
    return udf(function, numArguments, type);
  }

  /** As {@link #batchUdf(BatchUDF, int, DataType)}, the type as SQL declares it. */
  public static UserDefinedFunction batchUdf(BatchUDF function, int numArguments, String type) {
    return batchUdf(function, numArguments, DataTypes.of(type));
  }

  private static UserDefinedFunction udf(Object function, int numArguments, DataType type) {
    byte[] code = FunctionCodec.write("the function", Required.of(function, "the function"));
    Required.of(type, "the type of the result");
    return new UserDefinedFunction(new UserFunction("UDF", code, numArguments, type, true));
  }

  /**
   * An aggregate of the program's, as one for expressions: {@code df.groupBy("shop").agg( udaf(new
   * Median(), Double.class).apply(col("price")), sum("price"))}. Throws USAGE if it captures what
   * can't be sent to executors, or if a class makes no columns.
   *
   * @param input what the aggregator takes: the class of one column, or a record or bean of which
   *     each component is an argument
   */
  public static <T, B, R> UserDefinedAggregate udaf(
      Aggregator<T, B, R> aggregator, Class<T> input) {
    return udaf(aggregator, Encoder.of(input));
  }

  /** As {@link #udaf(Aggregator, Class)}. */
  public static <T, B, R> UserDefinedAggregate udaf(
      Aggregator<T, B, R> aggregator, Encoder<T> input) {
    String name = aggregator.getClass().getSimpleName();
    return new UserDefinedAggregate(
        UserAggregate.of(name.isEmpty() ? "UDAF" : name, Dataset.erased(aggregator), input.type()));
  }

  // Functions of SQL with constants, as Spark's programs give them.

  /** Numbers from 0 to 1 by chance, the same ones again for a seed. */
  public static Column rand(long seed) {
    return rand(lit(seed));
  }

  /** Numbers of a normal distribution by chance, the same ones again for a seed. */
  public static Column randn(long seed) {
    return randn(lit(seed));
  }

  /** Where a text stands in another, from 1; 0 = nowhere. */
  public static Column locate(String part, Column text) {
    return locate(lit(part), text);
  }

  /** As {@link #locate(String, Column)}, from a place on. */
  public static Column locate(String part, Column text, int start) {
    return locate(lit(part), text, start);
  }

  /** The seconds since 1970 now. */
  public static Column unix_timestamp() {
    return unix_timestamp(current_timestamp());
  }

  public static Column mean(Column value) {
    return avg(value);
  }

  public static Column mean(String column) {
    return avg(column);
  }

  /** An array of columns. */
  public static Column array(String first, String... more) {
    return array(columns(first, more));
  }

  /** The greatest value of columns that isn't null. */
  public static Column greatest(String first, String... more) {
    return greatest(columns(first, more));
  }

  /** The least value of columns that isn't null. */
  public static Column least(String first, String... more) {
    return least(columns(first, more));
  }

  // Choice and logic.

  /** A value where a condition is true; see {@link Column#when} and {@link Column#otherwise}. */
  public static Column when(Column condition, Object value) {
    Term.Case.Branch branch = new Term.Case.Branch(condition.term(), Literals.of(value));
    return new Column(new Term.Case(List.of(branch), null));
  }

  /** The first argument that isn't null. */
  public static Column coalesce(Column... arguments) {
    return Column.call("coalesce", (Object[]) arguments);
  }

  /** The second argument where the first is null. */
  public static Column nvl(Column value, Object otherwise) {
    return Column.call("coalesce", value, otherwise);
  }

  /** As {@link #nvl}. */
  public static Column ifnull(Column value, Object otherwise) {
    return nvl(value, otherwise);
  }

  /** Null where both are equal, else the first. */
  public static Column nullif(Column value, Object other) {
    return Column.call("nullif", value, other);
  }

  public static Column not(Column condition) {
    return new Column(new Term.Prefix("NOT", condition.term()));
  }

  public static Column isnull(Column value) {
    return value.isNull();
  }

  public static Column isnotnull(Column value) {
    return value.isNotNull();
  }

  /** The number with the other sign. */
  public static Column negate(Column value) {
    return new Column(new Term.Prefix("-", value.term()));
  }

  // Orders.

  public static Column asc(String column) {
    return col(column).asc();
  }

  public static Column asc_nulls_first(String column) {
    return col(column).asc_nulls_first();
  }

  public static Column asc_nulls_last(String column) {
    return col(column).asc_nulls_last();
  }

  public static Column desc(String column) {
    return col(column).desc();
  }

  public static Column desc_nulls_first(String column) {
    return col(column).desc_nulls_first();
  }

  public static Column desc_nulls_last(String column) {
    return col(column).desc_nulls_last();
  }

  // Aggregates that SQL has a word for.

  /** The number of rows for {@code *}, else of those in which the column isn't null. */
  public static Column count(String column) {
    return count(col(column));
  }

  /** As {@link #count(String)}. */
  public static Column count(Column value) {
    return Column.call("count", value);
  }

  /** The number of different values, or combinations of values, without nulls. */
  public static Column count_distinct(Column first, Column... more) {
    return distinct("count", first, more);
  }

  /** As {@link #count_distinct}. */
  public static Column countDistinct(Column first, Column... more) {
    return count_distinct(first, more);
  }

  /** As {@link #count_distinct}, by names. */
  public static Column countDistinct(String first, String... more) {
    Column[] columns = columns(first, more);
    return distinct("count", columns[0], Arrays.copyOfRange(columns, 1, columns.length));
  }

  /** The sum of the different values. */
  public static Column sum_distinct(Column value) {
    return distinct("sum", value);
  }

  /** As {@link #sum_distinct}. */
  public static Column sumDistinct(Column value) {
    return sum_distinct(value);
  }

  /** As {@link #sum_distinct}, by name. */
  public static Column sumDistinct(String column) {
    return sum_distinct(col(column));
  }

  private static Column distinct(String function, Column first, Column... more) {
    List<Term> arguments = new ArrayList<>(List.of(first.term()));
    arguments.addAll(Column.terms(more));
    return new Column(
        new Term.Call(function, Term.Call.Quantifier.DISTINCT, List.copyOf(arguments)));
  }

  /** 1 where rollup() or cube() has left the column out of the group, else 0. */
  public static Column grouping(Column key) {
    return Column.call("grouping", key);
  }

  /** As {@link #grouping}. */
  public static Column grouping(String key) {
    return grouping(col(key));
  }

  /** A bit for each key, the first one the highest, as {@link #grouping} gives it. */
  public static Column grouping_id(Column... keys) {
    return Column.call("grouping_id", (Object[]) keys);
  }

  // Structs.

  /** A struct of these columns, whose members are called as they are. */
  public static Column struct(Column... columns) {
    List<Object> members = new ArrayList<>();
    for (Column column : columns) {
      String name = column.term().columnName();
      members.add(name == null ? "col" + (members.size() / 2 + 1) : name);
      members.add(column);
    }
    return Column.call("named_struct", members.toArray());
  }

  /** As {@link #struct(Column...)}, by names. */
  public static Column struct(String first, String... more) {
    return struct(columns(first, more));
  }

  // Records of CSV, and what JSON and CSV are declared as.

  /**
   * A record of CSV as a struct.
   *
   * @param schema its columns, as CREATE TABLE declares them, or {@link #schema_of_csv}
   */
  public static Column from_csv(Column csv, Object schema) {
    return from_csv(csv, schema, Map.of());
  }

  /** As {@link #from_csv(Column, Object)}, with options of CSV: sep, quote, nullValue and such. */
  public static Column from_csv(Column csv, Object schema, Map<String, String> options) {
    return withOptions("from_csv", options, csv, Literals.declared(schema));
  }

  /**
   * A document of JSON as a struct, an array or a map.
   *
   * @param schema a Schema, a DataType, text that declares it, or {@link #schema_of_json}
   */
  public static Column from_json(Column json, Object schema) {
    return RegistryFunctions.from_json(json, Literals.declared(schema));
  }

  /** A struct as a record of CSV, with options of CSV. */
  public static Column to_csv(Column struct, Map<String, String> options) {
    return withOptions("to_csv", options, struct);
  }

  private static Column withOptions(
      String function, Map<String, String> options, Object... arguments) {
    List<Object> all = new ArrayList<>(Arrays.asList(arguments));
    options.forEach(
        (key, value) -> {
          all.add(key);
          all.add(value);
        });
    return Column.call(function, all.toArray());
  }

  /** What a JSON document is declared as, for {@link #from_json}: a constant. */
  public static Column schema_of_json(String json) {
    return Column.call("schema_of_json", json);
  }

  /** As {@link #schema_of_json(String)}, of a {@link #lit}. */
  public static Column schema_of_json(Column json) {
    return Column.call("schema_of_json", json);
  }

  /** As {@link #schema_of_csv(String)}, of a {@link #lit}. */
  public static Column schema_of_csv(Column csv) {
    return Column.call("schema_of_csv", csv);
  }

  /** What a record of CSV is declared as, for {@link #from_csv}: a constant. */
  public static Column schema_of_csv(String csv) {
    return schema_of_csv(csv, Map.of());
  }

  /** As {@link #schema_of_csv(String)}, with options of CSV. */
  public static Column schema_of_csv(String csv, Map<String, String> options) {
    return withOptions("schema_of_csv", options, csv);
  }

  // Functions that make rows.

  private static Column generate(String function, Column value) {
    return new Column(new Term.Generate(function, value.term()));
  }

  /** A row for each element of an array, as {@code col}; or of a map, as {@code key, value}. */
  public static Column explode(Column collection) {
    return generate("explode", collection);
  }

  /** As {@link #explode}, by name. */
  public static Column explode(String column) {
    return explode(col(column));
  }

  /** As {@link #explode}, with one row of nulls where there are no elements. */
  public static Column explode_outer(Column collection) {
    return generate("explode_outer", collection);
  }

  /** As {@link #explode}, behind the place of the element, from 0, as {@code pos}. */
  public static Column posexplode(Column collection) {
    return generate("posexplode", collection);
  }

  /** As {@link #posexplode}, with one row of nulls where there are no elements. */
  public static Column posexplode_outer(Column collection) {
    return generate("posexplode_outer", collection);
  }

  /** A row for each struct of an array, a column for each of its members. */
  public static Column inline(Column structs) {
    return generate("inline", structs);
  }

  /** As {@link #inline}, with one row of nulls where there are no elements. */
  public static Column inline_outer(Column structs) {
    return generate("inline_outer", structs);
  }

  // Windows of time.

  /**
   * The window of a length that a timestamp is in, a struct of its {@code start} and {@code end},
   * to group rows by, as the column {@code window}: {@code groupBy(window(col("at"), "10
   * minutes"))}. It is from its start to before its end; a null timestamp is in a window of null.
   *
   * @param duration such as {@code 1 hour 30 minutes}
   */
  public static Column window(Column time, String duration) {
    return Column.call("window", time, duration).as(WINDOW);
  }

  /**
   * As {@link #window(Column, String)}, with a row for each of the windows that a timestamp is in,
   * which is none for a null.
   *
   * @param slide from one window's start to the next one's, at most {@code duration}
   */
  public static Column window(Column time, String duration, String slide) {
    return explode(Column.call("time_windows", time, duration, slide)).as(WINDOW);
  }

  /**
   * As {@link #window(Column, String, String)}.
   *
   * @param start how far behind 1970 in UTC a window starts, less than {@code slide}
   */
  public static Column window(Column time, String duration, String slide, String start) {
    return explode(Column.call("time_windows", time, duration, slide, start)).as(WINDOW);
  }

  /**
   * The session of a timestamp, a struct of its {@code start} and {@code end}, to group rows by, as
   * the column {@code session_window}: rows that follow each other within the gap are of one. Rows
   * whose timestamp is null are of none, and left out.
   *
   * @param gap such as {@code 1 hour 30 minutes}
   */
  public static Column session_window(Column time, String gap) {
    return Column.call(SESSION_WINDOW, time, gap).as(SESSION_WINDOW);
  }

  /**
   * As {@link #session_window(Column, String)}.
   *
   * @param gap a text of each row; one of a gap not above nothing is of no session
   */
  public static Column session_window(Column time, Column gap) {
    return Column.call(SESSION_WINDOW, time, gap).as(SESSION_WINDOW);
  }

  // Window functions, to be used with over().

  /** 1 for the first row of the window's order, 2 for the next. */
  public static Column row_number() {
    return Column.call("row_number");
  }

  /** As row_number() of the first of all rows that are equal in the order. */
  public static Column rank() {
    return Column.call("rank");
  }

  /** As rank(), without gaps. */
  public static Column dense_rank() {
    return Column.call("dense_rank");
  }

  /** The rank as a share: (rank - 1) / (rows - 1). */
  public static Column percent_rank() {
    return Column.call("percent_rank");
  }

  /** The share of rows that don't come behind. */
  public static Column cume_dist() {
    return Column.call("cume_dist");
  }

  /** Divides the partition into this many parts of nearly equal size, from 1. */
  public static Column ntile(int parts) {
    return Column.call("ntile", parts);
  }

  /** The value so many rows before; null where there is none. */
  public static Column lag(Column value, int rows) {
    return Column.call("lag", value, rows);
  }

  /** As {@link #lag(Column, int)}, by name. */
  public static Column lag(String column, int rows) {
    return lag(col(column), rows);
  }

  /** As {@link #lag(Column, int)}, with another value where there is no row. */
  public static Column lag(Column value, int rows, Object otherwise) {
    return Column.call("lag", value, rows, otherwise);
  }

  /** As {@link #lag(Column, int, Object)}, by name. */
  public static Column lag(String column, int rows, Object otherwise) {
    return lag(col(column), rows, otherwise);
  }

  /** The value so many rows behind; null where there is none. */
  public static Column lead(Column value, int rows) {
    return Column.call("lead", value, rows);
  }

  /** As {@link #lead(Column, int)}, by name. */
  public static Column lead(String column, int rows) {
    return lead(col(column), rows);
  }

  /** As {@link #lead(Column, int)}, with another value where there is no row. */
  public static Column lead(Column value, int rows, Object otherwise) {
    return Column.call("lead", value, rows, otherwise);
  }

  /** As {@link #lead(Column, int, Object)}, by name. */
  public static Column lead(String column, int rows, Object otherwise) {
    return lead(col(column), rows, otherwise);
  }

  /** The value of the frame's first row. */
  public static Column first_value(Column value) {
    return Column.call("first_value", value);
  }

  /** The value of the frame's last row. */
  public static Column last_value(Column value) {
    return Column.call("last_value", value);
  }

  /** The value of one row of the frame, counted from 1; null where there is none. */
  public static Column nth_value(Column value, int row) {
    return Column.call("nth_value", value, row);
  }

  /**
   * The same rows, of which a join sends all to every task, whatever is estimated of their size; a
   * side whose own rows are given without a partner can't be sent, and isn't.
   */
  public static <T> Dataset<T> broadcast(Dataset<T> rows) {
    return rows.hint("broadcast");
  }

  /** As {@link #broadcast(Dataset)}. */
  public static DataFrame broadcast(DataFrame rows) {
    return rows.hint("broadcast");
  }
}
