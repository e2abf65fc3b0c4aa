package io.distaff.eval;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.TaskScope;
import io.distaff.function.UserFunctionBody;
import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.row.RowValues;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.Vectors;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A function of the user's, called row by row: it sees nulls, and may give null. What it throws
 * ends the query, with its name and columns, the number of the row and the arguments.
 */
final class UserFunctionCall implements VectorFunction {
  private static final int[] FIRST = {0};
  private static final int SHOWN_CHARACTERS = 200;

  private final String name;
  private final DataType type;
  private final UserFunctionBody body;
  private final ColumnBuffer results;
  private final FlatView view = new FlatView();
  private final int[] at = new int[1];
  private final TaskScope task = TaskScope.current();
  private long rowNumber;

  /**
   * @param name with its arguments, as people read them
   */
  UserFunctionCall(String name, UserFunctionBody body, DataType type, ReservedArrays arrays) {
    this.name = name;
    this.type = type;
    this.body = body;
    this.results = new ColumnBuffer(type, arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    long start = System.nanoTime();
    results.beginNull(rows.length());
    Object[] given = new Object[arguments.length];
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      for (int a = 0; a < given.length; a++) {
        Argument argument = arguments[a];
        given[a] = RowValues.toProgram(argument.type(), argument.value(row));
      }
      Object result = call(given);
      if (result != null) {
        view.set(Vectors.single(type, result), FIRST, 1);
        at[0] = row;
        results.copy(view, at, 1);
      }
    }
    task.addUserNanos(System.nanoTime() - start);
    return results.vector();
  }

  private Object call(Object[] given) {
    rowNumber++;
    try {
      return RowValues.fromProgram(type, body.call(given.clone()));
    } catch (DistaffException e) {
      throw e; // of a broadcast or an accumulator
    } catch (Exception | LinkageError | StackOverflowError e) {
      String arguments = Arrays.deepToString(given);
      String shown =
          arguments.length() > SHOWN_CHARACTERS
              ? arguments.substring(0, SHOWN_CHARACTERS) + "...]"
              : arguments;
      throw new DistaffException(
          ErrorCode.USER_FUNCTION_FAILED,
          "the function %s failed in row %d, with the arguments %s%s: %s"
              .formatted(
                  name, rowNumber, shown, e instanceof ClassCastException ? classes(given) : "", e),
          e);
    }
  }

  /** What a function that takes other classes has to know. */
  private static String classes(Object[] given) {
    return Arrays.stream(given)
        .map(value -> value == null ? "null" : value.getClass().getSimpleName())
        .collect(Collectors.joining(", ", " of the classes that Row has for them, ", ""));
  }
}
