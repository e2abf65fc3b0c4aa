package io.distaff.encoder;

import io.distaff.function.FilterFunction;
import io.distaff.function.MapFunction;
import io.distaff.function.ObjectType;
import java.io.Serializable;

/**
 * A function of the user's that makes one value of each row, as an expression: the columns that the
 * row's object is made of are the arguments.
 *
 * @param input the type of the rows
 * @param output the type of the value
 */
public record RowFunction(MapFunction<Object, Object> function, ObjectType input, ObjectType output)
    implements Serializable {
  /** Whether a row is kept, as a value of it. */
  public record Condition(FilterFunction<Object> function) implements MapFunction<Object, Object> {
    @Override
    public Object call(Object row) throws Exception {
      return function.call(row);
    }
  }
}
