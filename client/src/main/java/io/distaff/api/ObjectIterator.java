package io.distaff.api;

import io.distaff.driver.DecodedStatement;
import io.distaff.encoder.ObjectReader;
import io.distaff.scheduler.PartitionSummary;
import io.distaff.vector.VectorBatch;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The objects of a Dataset, as they come. Confined to one thread. */
final class ObjectIterator<T> extends ResultIterator<T> {
  private final ObjectReader reader;
  private final List<Integer> columns;

  /**
   * @param reader of the execution's columns
   */
  ObjectIterator(
      DecodedStatement execution, ObjectReader reader, Consumer<List<PartitionSummary>> ended) {
    super(execution, ended);
    this.reader = reader;
    this.columns = IntStream.range(0, execution.schema().size()).boxed().toList();
  }

  @Override
  void start(VectorBatch batch) {
    reader.start(batch, columns);
  }

  @Override
  @SuppressWarnings("unchecked")
  T read(VectorBatch batch, int i) {
    return (T) reader.read(i);
  }
}
