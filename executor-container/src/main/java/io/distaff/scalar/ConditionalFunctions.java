package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.Vectors;
import java.util.List;

/** The functions that choose among values, and those that say what values are or must be. */
final class ConditionalFunctions {
  private ConditionalFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.CONDITIONAL);
    table
        .add("greatest")
        .takes("(T, T...) -> T")
        .seesNulls("ignores nulls; null if all arguments are")
        .says("The largest of the arguments; NaN is larger than any number.")
        .example("greatest(3, 10, NULL)", "10")
        .example("greatest('b', 'ab')", "b")
        .is(site -> new Extreme(1, site.type(), site.arrays()));
    table
        .add("least")
        .takes("(T, T...) -> T")
        .seesNulls("ignores nulls; null if all arguments are")
        .says("The smallest of the arguments; NaN is larger than any number.")
        .example("least(3, 1.5)", "1.5")
        .example("least(DATE '2024-03-01', DATE '2024-02-29')", "2024-02-29")
        .is(site -> new Extreme(-1, site.type(), site.arrays()));
    choices(table);
    table
        .add("assert_true")
        .takes("(boolean, [string]) -> string")
        .seesNulls("fails if the condition is null")
        .says("NULL; fails unless the condition is true.")
        .fails("with the message given")
        .volatileResult()
        .example("assert_true(1 < 2)", "NULL")
        .is(site -> new Assertion());
    table
        .add("raise_error")
        .takes("(string) -> string")
        .seesNulls("fails without a message if it is null")
        .says("Fails with a message. Its type is STRING where Spark's is VOID.")
        .fails("always")
        .volatileResult()
        .example("CASE WHEN 1 < 2 THEN 'fine' ELSE raise_error('not fine') END", "fine")
        .is(site -> new RaisedError());
    table
        .add("typeof")
        .takes("(A) -> string")
        .seesNulls("of NULL without a type: null's own type")
        .says("The name of the argument's type.")
        .example("typeof(1.50)", "decimal(3,2)")
        .is(site -> new TypeName(site.argumentTypes().get(0)));
    return table.functions();
  }

  /** Those that the planner writes as CASE, so that values are computed where they are chosen. */
  private static void choices(FunctionTable table) {
    table
        .add("nvl2")
        .takes("(A, T, T) -> T")
        .seesNulls("never null because the first argument is")
        .says("The second argument where the first isn't null, else the third.")
        .example("nvl2(NULL, 'known', 'unknown')", "unknown")
        .is(ConditionalFunctions::written);
    table
        .add("zeroifnull")
        .takes("(T:numeric) -> T")
        .seesNulls("never null")
        .says("The number, 0 in the place of NULL.")
        .example("zeroifnull(CAST(NULL AS INT))", "0")
        .is(ConditionalFunctions::written);
    table
        .add("nullifzero")
        .takes("(T:numeric) -> T")
        .alsoNull("if the number is 0")
        .says("The number, NULL in the place of 0.")
        .example("nullifzero(0)", "NULL")
        .example("nullifzero(1.5)", "1.5")
        .is(ConditionalFunctions::written);
    table
        .add("nanvl")
        .takes("(float, float) -> float")
        .takes("(double, double) -> double")
        .seesNulls("null if the number that it is is null")
        .says("The first number unless it is NaN, else the second.")
        .example("nanvl(sqrt(-1), 0)", "0.0")
        .example("nanvl(1e0, NULL)", "1.0")
        .is(ConditionalFunctions::written);
  }

  private static VectorFunction written(CallSite site) {
    throw new DistaffException(
        ErrorCode.NOT_SUPPORTED, site.name() + " is a form of CASE that the planner writes");
  }

  /** ASSERT_TRUE. */
  private static final class Assertion implements VectorFunction {
    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (!Boolean.TRUE.equals(arguments[0].value(row))) {
          Object message = arguments.length > 1 ? arguments[1].value(row) : null;
          throw raised(message == null ? "An assertion of assert_true isn't true." : message);
        }
      }
      return ConstantVector.ofNull(DataType.STRING, rows.length());
    }
  }

  private static final class RaisedError implements VectorFunction {
    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      Object message = arguments[0].value(rows.row(0));
      throw raised(message == null ? "raise_error was called without a message." : message);
    }
  }

  private static DistaffException raised(Object message) {
    return new DistaffException(ErrorCode.RAISED_BY_QUERY, message.toString());
  }

  private static final class TypeName implements VectorFunction {
    private final ColumnVector name;

    TypeName(DataType type) {
      this.name = Vectors.single(DataType.STRING, type.sqlName());
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      return rows.length() == 1 ? name : new ConstantVector(name, rows.length());
    }
  }
}
