package io.distaff.encoder;

import io.distaff.function.Aggregator;
import io.distaff.function.FunctionCodec;
import io.distaff.function.ObjectType;
import io.distaff.function.UserRoutine;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * An {@link Aggregator} of the user's, on its way to executors. Its arguments are the components of
 * the objects that it takes.
 *
 * @param code a {@link Body}
 * @param bufferType of a column of its buffers
 * @param type of its result
 */
public record UserAggregate(
    String name, byte[] code, ObjectType input, DataType bufferType, DataType type)
    implements UserRoutine {
  /** What is called, and with objects of which types. */
  public record Body(
      Aggregator<Object, Object, Object> aggregator,
      ObjectType input,
      ObjectType buffer,
      ObjectType output)
      implements Serializable {
    /**
     * Reads one in the thread's context class loader; throws USER_FUNCTION_FAILED if it can't be.
     */
    public static Body read(String name, byte[] code) {
      return (Body)
          FunctionCodec.read(
              "the aggregator " + name, code, Thread.currentThread().getContextClassLoader());
    }
  }

  /**
   * Throws USAGE that names what can't be serialized, or a class that makes no columns.
   *
   * @param input what the aggregator takes
   */
  public static UserAggregate of(
      String name, Aggregator<Object, Object, Object> aggregator, ObjectType input) {
    ObjectType buffer = aggregator.bufferEncoder().type();
    ObjectType output = aggregator.outputEncoder().type();
    ObjectShape.of(input);
    DataType bufferType = ObjectShape.of(buffer).type();
    DataType type = ObjectShape.of(output).type();
    byte[] code =
        FunctionCodec.write("the aggregator " + name, new Body(aggregator, input, buffer, output));
    return new UserAggregate(name, code, input, bufferType, type);
  }

  /** The same under another name. */
  public UserAggregate withName(String other) {
    return new UserAggregate(other, code, input, bufferType, type);
  }

  @Override
  public int numArguments() {
    return ObjectShape.of(input).rowComponents().size();
  }

  /**
   * Throws SCHEMA_MISMATCH that names the component where a column can't become it without loss.
   *
   * @param arguments as many as it takes
   */
  public void check(List<DataType> arguments) {
    reader(input, arguments);
  }

  /** Reads the objects of arguments of these types. */
  public static ObjectReader reader(ObjectType input, List<DataType> arguments) {
    ObjectShape shape = ObjectShape.of(input);
    List<Field> fields = new ArrayList<>();
    for (ObjectShape.Component component : shape.rowComponents()) {
      fields.add(new Field(component.name(), arguments.get(fields.size()), true));
    }
    return ObjectReader.ofRows(shape, new Schema(fields));
  }
}
