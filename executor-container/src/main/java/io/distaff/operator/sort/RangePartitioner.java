package io.distaff.operator.sort;

import io.distaff.memory.MemoryReservation;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.operator.Operator;
import io.distaff.plan.SortKey;
import io.distaff.shuffle.RowPartitioner;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides rows into partitions that follow each other in an order: a row goes behind as many bounds
 * as don't come after it. The bounds lie evenly in a sorted sample of keys.
 *
 * <pre>
 *   sample, 3 partitions    1 2 [4] 4 7 [8] 9 9      bounds 4, 8
 *   rows                    3 -> 0    4 -> 1    7 -> 1    8 -> 2
 * </pre>
 *
 * Equal rows go to the same partition. The sample is read when the first row comes. Confined to a
 * task's thread.
 */
public final class RangePartitioner implements RowPartitioner {
  private final RowOrder order;
  private final RowOrder boundOrder;
  private final KeyedBatch candidates;
  private final KeyedBatch bounds;
  private final MemoryReservation memory;
  private final Operator sample;
  private final Schema sampleSchema;
  private final int numPartitions;

  /** -1 as long as the sample wasn't read. */
  private int numBounds = -1;

  /**
   * @param keys of the order, in rows of the schema
   * @param sample gives keys alone, as many columns as there are keys, in order; owned
   */
  public RangePartitioner(
      List<SortKey> keys,
      Schema schema,
      int numPartitions,
      Operator sample,
      Schema sampleSchema,
      OperatorMemory memory) {
    this.order = new RowOrder(keys, schema);
    List<SortKey> ofSample =
        IntStream.range(0, keys.size())
            .mapToObj(k -> new SortKey(k, keys.get(k).descending(), keys.get(k).nullsFirst()))
            .toList();
    this.boundOrder = new RowOrder(ofSample, sampleSchema);
    this.candidates = new KeyedBatch(order);
    this.bounds = new KeyedBatch(boundOrder);
    this.memory = memory.reservation(null);
    this.sample = sample;
    this.sampleSchema = sampleSchema;
    this.numPartitions = numPartitions;
  }

  @Override
  public void assign(VectorBatch batch, int[] rows, int count, int[] partitions) {
    if (numBounds < 0) {
      readBounds();
    }
    candidates.set(batch, rows, count);
    for (int i = 0; i < count; i++) {
      int low = 0;
      int high = numBounds;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (order.compare(bounds, middle, candidates, i) <= 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      partitions[i] = low;
    }
  }

  private void readBounds() {
    List<DataType> types = sampleSchema.fields().stream().map(Field::type).toList();
    RowStore keys = new RowStore(types);
    FlatView[] views = types.stream().map(type -> new FlatView()).toArray(FlatView[]::new);
    SelectedRows selected = new SelectedRows();
    for (VectorBatch batch = sample.next(); batch != null; batch = sample.next()) {
      int count = batch.numSelected();
      for (int c = 0; c < views.length; c++) {
        views[c].set(batch.column(c), selected.of(batch), count);
      }
      memory.add(keys.appendBytes(views, count));
      keys.append(views, null, count);
      memory.resize(keys.heldBytes());
    }
    sample.close();
    numBounds = Math.min(numPartitions - 1, keys.numRows());
    int[] rows = new int[numBounds];
    long bytes = 0;
    for (int b = 0; b < numBounds; b++) {
      rows[b] = (int) ((b + 1L) * keys.numRows() / (numBounds + 1));
      bytes += keys.valueBytes(rows[b]);
    }
    memory.add(bytes);
    ColumnVector[] columns = new ColumnVector[views.length];
    ColumnBuffer[] buffers = ColumnBuffer.of(types, ReservedArrays.uncounted());
    for (int c = 0; c < columns.length; c++) {
      buffers[c].copying();
      buffers[c].begin(numBounds);
      keys.copyOut(c, rows, null, numBounds, buffers[c]);
      columns[c] = buffers[c].vector();
    }
    bounds.set(new VectorBatch(numBounds, columns), selected.first(numBounds), numBounds);
    keys.clear();
    memory.resize(bytes);
  }

  @Override
  public void close() {
    try {
      sample.close();
    } finally {
      memory.close();
    }
  }
}
