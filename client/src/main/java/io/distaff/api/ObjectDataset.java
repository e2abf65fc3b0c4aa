package io.distaff.api;

import io.distaff.driver.DecodedStatement;
import io.distaff.encoder.ObjectReader;
import io.distaff.function.ObjectType;

/** A {@link Dataset} of objects of a class. Immutable and thread-safe. */
final class ObjectDataset<T> extends Dataset<T> {
  private final DataFrame frame;
  private final TypedColumns typed;

  /** Throws SCHEMA_MISMATCH where the frame's columns don't make such objects. */
  ObjectDataset(DataFrame frame, ObjectType type) {
    this.frame = frame;
    this.typed = TypedColumns.of(frame.relation(), type);
  }

  @Override
  DataFrame frame() {
    return frame;
  }

  @Override
  TypedColumns typed() {
    return typed;
  }

  @Override
  Dataset<T> same(Relation derived) {
    return new ObjectDataset<>(derived(derived), typed.type());
  }

  @Override
  public ObjectIterator<T> toLocalIterator() {
    DecodedStatement execution = derived(typed.narrowed(algebra())).run();
    return new ObjectIterator<>(
        execution, ObjectReader.ofRows(typed.shape(), execution.schema()), frame::ran);
  }

  @Override
  public String toString() {
    return "Dataset<" + typed.type() + ">" + schema();
  }
}
