package io.distaff.operator;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * Gives a row for each entry that a row of the input has, in their order: some columns of the
 * input's row, repeated, then columns of the entry.
 *
 * <p>Batches have at most {@link VectorBatch#TARGET_ROWS} rows, however many entries there are. Of
 * each of their rows it is noted which input row it comes of; then every column is gathered by such
 * a list, so that what is held doesn't depend on the data:
 *
 * <pre>
 *   input   a  entries       owners       a  entry
 *           x  p q      =>   0 0 2 2 2    x  p
 *           y                             x  q
 *           7  r s t                      7  r ...
 * </pre>
 */
abstract class EntriesOperator implements Operator {
  static final int MOST_ROWS = VectorBatch.TARGET_ROWS;

  final ReservedArrays arrays;

  /** The input's batch, and its selected rows. */
  VectorBatch batch;

  int[] rows;

  /** Of each row of the batch that is made: its input row. */
  int[] owners = {};

  private final Operator input;
  private final List<Integer> carriedColumns;
  private final RowGather[] carried;
  private final int numColumns;
  private final SelectedRows selectedRows = new SelectedRows();

  /**
   * @param carried positions in the input of the columns that are repeated
   * @param given the input's columns
   * @param numColumns of an entry
   */
  EntriesOperator(
      Operator input, List<Integer> carried, Schema given, int numColumns, ReservedArrays arrays) {
    this.input = input;
    this.arrays = arrays;
    this.carriedColumns = carried;
    this.carried =
        carried.stream()
            .map(column -> new RowGather(given.type(column), arrays))
            .toArray(RowGather[]::new);
    this.numColumns = numColumns;
  }

  @Override
  public final VectorBatch next() {
    while (true) {
      if (batch == null) {
        batch = input.next();
        if (batch == null) {
          return null;
        }
        rows = selectedRows.of(batch);
        owners = arrays.ints(owners, MOST_ROWS);
        start();
      }
      int count = fill();
      if (count > 0) {
        return batch(count);
      }
      finish();
      batch = null;
    }
  }

  /** Another batch has come. */
  abstract void start();

  /** Lists the owners of the next rows; gives their number, 0 when the input's batch is done. */
  abstract int fill();

  /** A column of the entries listed last. */
  abstract ColumnVector entries(int column, int count);

  /** The batch isn't needed any more. */
  void finish() {}

  private VectorBatch batch(int count) {
    ColumnVector[] made = new ColumnVector[carried.length + numColumns];
    for (int c = 0; c < carried.length; c++) {
      made[c] = carried[c].gather(batch.column(carriedColumns.get(c)), owners, count);
    }
    for (int c = 0; c < numColumns; c++) {
      made[carried.length + c] = entries(c, count);
    }
    return new VectorBatch(count, made);
  }

  @Override
  public final void close() {
    batch = null;
    arrays.close();
    input.close();
  }
}
