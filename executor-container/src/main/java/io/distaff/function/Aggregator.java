package io.distaff.function;

import java.io.Serializable;

/**
 * Makes one value of many objects, by way of buffers: each task reduces objects to some, which are
 * merged where they come together. How the objects are divided must not matter.
 *
 * <p>Buffers are objects on the heap, whose size is measured as they grow (1, 2, 4, 8 ... objects)
 * and counted to the task's memory: where there are too many, they are written to disk as columns.
 *
 * @param <IN> the objects
 * @param <BUF> what is known of some of them; travels as columns do
 * @param <OUT> the result
 */
public abstract class Aggregator<IN, BUF, OUT> implements Serializable {
  /** The buffer of no objects; a new one each time if it is changed by {@link #reduce}. */
  public abstract BUF zero();

  /** A buffer with one more object; may be the given one, changed. */
  public abstract BUF reduce(BUF buffer, IN value);

  /** Both buffers together; may be the first one, changed. */
  public abstract BUF merge(BUF first, BUF second);

  /** The result; leaves the buffer as it is, which may go on to grow in a window's frame. */
  public abstract OUT finish(BUF buffer);

  /** Of a record, a bean, or a class that a column has. */
  public abstract Encoder<BUF> bufferEncoder();

  /** As {@link #bufferEncoder}. */
  public abstract Encoder<OUT> outputEncoder();

  /** This as an aggregate that is selected, called after its class. */
  public final TypedColumn<IN, OUT> toColumn() {
    String name = getClass().getSimpleName();
    return new TypedColumn<>(this, name.isEmpty() ? "aggregate" : name);
  }
}
