package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What to do about nulls, and NaN, in a DataFrame; {@link DataFrame#na}. Columns without names mean
 * all of them. Immutable.
 */
public final class NullFunctions {
  private final DataFrame input;

  NullFunctions(DataFrame input) {
    this.input = input;
  }

  /** The rows without any null or NaN. */
  public DataFrame drop() {
    return drop("any");
  }

  /** As {@link #drop()}, in some columns. */
  public DataFrame drop(String[] columns) {
    return drop("any", columns);
  }

  /**
   * The rows in which not any, or not all, of the columns are null or NaN.
   *
   * @param how any or all
   */
  public DataFrame drop(String how, String... columns) {
    return switch (how) {
      case "any" -> drop(names(columns).size(), columns);
      case "all" -> drop(1, columns);
      default ->
          throw new DistaffException(
              ErrorCode.USAGE, "drop(\"" + how + "\"): there are any and all");
    };
  }

  /** The rows in which at least so many of the columns are neither null nor NaN. */
  public DataFrame drop(int minNonNulls, String... columns) {
    Column count = null;
    for (String name : names(columns)) {
      Column column = column(name);
      Column present = column.isNotNull();
      if (isFloating(type(name))) {
        present = present.and(Functions.not(column.isNaN()));
      }
      Column one = Functions.when(present, 1).otherwise(0);
      count = count == null ? one : count.plus(one);
    }
    return count == null ? input : input.filter(count.geq(minNonNulls));
  }

  /** A number in the place of nulls, and NaN, in columns of numbers. */
  public DataFrame fill(long value, String... columns) {
    return fill(value, DataType::isNumeric, columns);
  }

  /** As {@link #fill(long, String...)}. */
  public DataFrame fill(double value, String... columns) {
    return fill(value, DataType::isNumeric, columns);
  }

  /** Text in the place of nulls in columns of text. */
  public DataFrame fill(String value, String... columns) {
    return fill(value, DataType.STRING::equals, columns);
  }

  /** A value in the place of nulls in columns of Booleans. */
  public DataFrame fill(boolean value, String... columns) {
    return fill(value, DataType.BOOLEAN::equals, columns);
  }

  /** Values in the place of nulls, by the columns' names. */
  public DataFrame fill(Map<String, ?> values) {
    Map<String, Column> filled = new LinkedHashMap<>();
    Required.of(values, "the map of values")
        .forEach((name, value) -> filled.put(name, filled(name, value)));
    return input.withColumns(filled);
  }

  private DataFrame fill(Object value, Predicate<DataType> takes, String... columns) {
    Map<String, Column> filled = new LinkedHashMap<>();
    for (String name : names(columns)) {
      if (takes.test(type(name))) {
        filled.put(name, filled(name, value));
      }
    }
    return filled.isEmpty() ? input : input.withColumns(filled);
  }

  private Column filled(String name, Object value) {
    Column column = column(name);
    DataType type = type(name);
    if (isFloating(type)) {
      column = Functions.when(Functions.not(column.isNaN()), column);
    }
    return Functions.coalesce(column, Functions.lit(value).cast(type));
  }

  /** Other values in the place of some, in one column; the map may hold null as a new value. */
  public DataFrame replace(String column, Map<?, ?> values) {
    return replace(new String[] {column}, values);
  }

  /** As {@link #replace(String, Map)}, in several columns. */
  public DataFrame replace(String[] columns, Map<?, ?> values) {
    if (Required.of(values, "the map of values").isEmpty()) {
      return input;
    }
    Map<String, Column> replaced = new LinkedHashMap<>();
    for (String name : names(columns)) {
      Column column = column(name);
      Column choice = null;
      for (Map.Entry<?, ?> entry : values.entrySet()) {
        Column found = column.equalTo(entry.getKey());
        Column value = Functions.lit(entry.getValue()).cast(type(name));
        choice = choice == null ? Functions.when(found, value) : choice.when(found, value);
      }
      replaced.put(name, choice.otherwise(column));
    }
    return input.withColumns(replaced);
  }

  private List<String> names(String... columns) {
    return columns.length == 0
        ? input.columnNames()
        : Required.all(columns, "the name of a column");
  }

  private Column column(String name) {
    return new Column(new Term.Name(List.of(name)));
  }

  private DataType type(String name) {
    return input.schema().type(input.relation().scope().indexOf(name));
  }

  private static boolean isFloating(DataType type) {
    return type.equals(DataType.DOUBLE) || type.equals(DataType.FLOAT);
  }
}
