package io.distaff.eval;

import io.distaff.expression.Expression;
import io.distaff.expression.FunctionSignature;
import io.distaff.types.DataType;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A line of the oracle's table: an expression over some columns of arguments, and what must agree
 * with it, which is either an expression of DuckDB or a function of one row's values. Where the
 * engines differ on purpose, an exception names the line of {@code conf/sql.md} that says so, and
 * what is expected instead.
 */
final class OracleLine {
  /** What is expected of a row for which the expression must fail. */
  static final Object FAILS =
      new Object() {
        @Override
        public String toString() {
          return "an error";
        }
      };

  /** Numbers of values in a column, by how many columns there are. */
  private static final int[] SIZES = {0, 48, 18, 8, 5, 3, 2, 2};

  private static final double TOLERANCE = 1e-12;

  private record Difference(
      String documented, Predicate<Object[]> where, Function<Object[], Object> reference) {}

  private final String subject;
  private final FunctionSignature signature;
  private final List<DataType> argumentTypes;
  private final Expression expression;
  private final List<Domain> columns;
  private boolean strict;
  private final List<Difference> differences = new ArrayList<>();
  private String sql;
  private Function<Object[], Object> reference;
  private double tolerance = TOLERANCE;

  /**
   * @param subject the function or the operator
   * @param signature null for an operator
   * @param argumentTypes after the casts that the signature asks for
   * @param strict whether it is null where a column is, without asking
   */
  OracleLine(
      String subject,
      FunctionSignature signature,
      List<DataType> argumentTypes,
      Expression expression,
      List<Domain> columns,
      boolean strict) {
    this.subject = subject;
    this.signature = signature;
    this.argumentTypes = argumentTypes;
    this.expression = expression;
    long size = columns.stream().filter(column -> !column.isLiteral()).count();
    this.columns = columns.stream().map(column -> column.atMost(SIZES[(int) size])).toList();
    this.strict = strict;
  }

  /** An expression of DuckDB agrees, with a ? for each column in turn, or $1, $2, ... */
  OracleLine duckDb(String expressionOfDuckDb) {
    this.sql = expressionOfDuckDb;
    return this;
  }

  /**
   * A function of a row's values agrees; an ArithmeticException or DateTimeException of it is an
   * error of the engine.
   */
  OracleLine java(Function<Object[], Object> function) {
    this.reference = function;
    return this;
  }

  /**
   * Where the condition holds, this engine differs from DuckDB on purpose.
   *
   * @param documented an expression in the table of {@code conf/sql.md}
   * @param otherwise what is expected there
   */
  OracleLine except(
      String documented, Predicate<Object[]> where, Function<Object[], Object> otherwise) {
    differences.add(new Difference(documented, where, otherwise));
    return this;
  }

  /** Null columns are asked for: they aren't arguments themselves. */
  OracleLine nullsMatter() {
    strict = false;
    return this;
  }

  /** How far floating point numbers may be off, in parts of the expected one. */
  OracleLine within(double relative) {
    this.tolerance = relative;
    return this;
  }

  String subject() {
    return subject;
  }

  FunctionSignature signature() {
    return signature;
  }

  List<DataType> argumentTypes() {
    return argumentTypes;
  }

  Expression expression() {
    return expression;
  }

  List<Domain> columns() {
    return columns;
  }

  double tolerance() {
    return tolerance;
  }

  /** The lines of {@code conf/sql.md} that it names. */
  List<String> documented() {
    return differences.stream().map(Difference::documented).toList();
  }

  /** What each row of the grid must give. */
  List<Object> expected(Grid grid) {
    List<Object> expected = new ArrayList<>(grid.size());
    List<Object> asked =
        sql == null ? null : DuckDb.ask(sql, grid.askedValues(), expression.type());
    boolean[] shown = new boolean[differences.size()];
    for (int index = 0; index < grid.size(); index++) {
      Object[] row = grid.row(index);
      if (strict && grid.hasNull(index)) {
        expected.add(null);
        continue;
      }
      Object answer = asked == null ? answer(reference, row) : asked.get(index);
      for (int d = 0; d < shown.length; d++) {
        if (differences.get(d).where().test(row)) {
          Object otherwise = answer(differences.get(d).reference(), row);
          shown[d] |= !Answers.same(otherwise, answer, tolerance);
          answer = otherwise;
          break;
        }
      }
      expected.add(answer);
    }
    for (int d = 0; d < shown.length; d++) {
      if (!shown[d]) {
        throw new AssertionError(
            this + ": nothing differs where " + differences.get(d).documented() + " says so");
      }
    }
    return expected;
  }

  private static Object answer(Function<Object[], Object> function, Object[] row) {
    try {
      return function.apply(row);
    } catch (ArithmeticException | DateTimeException e) {
      return FAILS;
    }
  }

  @Override
  public String toString() {
    return expression + " of " + columns.stream().map(c -> c.type().sqlName()).toList();
  }
}
