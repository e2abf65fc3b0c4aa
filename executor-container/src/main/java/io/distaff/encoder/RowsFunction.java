package io.distaff.encoder;

import io.distaff.function.FunctionCodec;
import io.distaff.function.ObjectType;
import java.io.Serializable;
import java.util.Iterator;

/**
 * A function of the user's that makes rows of the rows of a task, or of each group of them.
 *
 * @param body what is called
 * @param key the type of a group's key; null = all rows of a task are one group, without a key
 * @param input the type of the rows
 * @param output the type of what is made
 */
public record RowsFunction(Body body, ObjectType key, ObjectType input, ObjectType output)
    implements Serializable {
  /** What is called for a group; the adapters of the user's functions are such. */
  @FunctionalInterface
  public interface Body extends Serializable {
    /**
     * Gives objects as they are asked for.
     *
     * @param key null when there is none
     * @param rows to be read once
     */
    Iterator<?> call(Object key, Iterator<Object> rows) throws Exception;
  }

  /**
   * Throws USAGE that names what can't be serialized.
   *
   * @param what the function is called in messages
   */
  public byte[] write(String what) {
    return FunctionCodec.write(what, this);
  }

  /** Reads one in the thread's context class loader; throws USER_FUNCTION_FAILED if it can't be. */
  public static RowsFunction read(String what, byte[] code) {
    return (RowsFunction)
        FunctionCodec.read(what, code, Thread.currentThread().getContextClassLoader());
  }
}
