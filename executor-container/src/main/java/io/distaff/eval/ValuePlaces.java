package io.distaff.eval;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Expression;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a value is computed, for errors of users' values: {@code in column total}, or where it has
 * no name, of which columns. The planner's own names are left out. Stateless.
 */
public final class ValuePlaces {
  /** Which the planner's own names have. */
  private static final char GENERATED = '$';

  private ValuePlaces() {}

  /**
   * A place for each column that is computed; empty where there is nothing to say.
   *
   * @param columns what they are called
   * @param input the columns of the expressions
   */
  public static List<String> of(List<Expression> expressions, List<String> columns, Schema input) {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < expressions.size(); i++) {
      boolean isNamed = isNamed(columns.get(i));
      places.add(
          isNamed
              ? "in column " + columns.get(i)
              : columnsOf("in a value made of", expressions.get(i), input));
    }
    return places;
  }

  /** The place of a condition; empty where there is nothing to say. */
  public static String ofCondition(Expression condition, Schema input) {
    return columnsOf("in a condition on", condition, input);
  }

  private static String columnsOf(String what, Expression expression, Schema input) {
    List<String> names =
        ExpressionCompiler.columns(expression).stream()
            .sorted()
            .map(column -> input.field(column).name())
            .filter(ValuePlaces::isNamed)
            .toList();
    return names.isEmpty()
        ? ""
        : names.stream()
            .collect(
                Collectors.joining(
                    ", ", what + (names.size() == 1 ? " column " : " columns "), ""));
  }

  private static boolean isNamed(String column) {
    return column.indexOf(GENERATED) < 0;
  }

  /** A predicate whose errors of users' values say the place. */
  public static Predicate tell(Predicate predicate, String place) {
    return (batch, in) -> {
      try {
        return predicate.select(batch, in);
      } catch (DistaffException e) {
        throw at(place, e);
      }
    };
  }

  /** What is wrong with a value, with its place. */
  static DistaffException at(String place, DistaffException wrong) {
    return place.isEmpty() || wrong.code().category() != ErrorCode.Category.USER
        ? wrong
        : new DistaffException(wrong.code(), "%s (%s)".formatted(wrong.getMessage(), place), wrong);
  }
}
