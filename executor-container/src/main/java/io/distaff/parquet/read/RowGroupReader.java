package io.distaff.parquet.read;

import io.distaff.eval.ExpressionCompiler;
import io.distaff.eval.Predicate;
import io.distaff.expression.Expression;
import io.distaff.memory.ReservedArrays;
import io.distaff.metrics.TaskMetrics;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.util.BitSet;
import java.util.function.Supplier;

/**
 * Reads row groups, one after the other, and gives the rows for which the predicate is true in
 * batches that are aligned across columns.
 *
 * <p>The columns that the predicate looks at are decoded first. The others skip the batches in
 * which no row is left, and within a batch the pages of which no row is: such pages are not
 * decompressed. Pages that are opened are decoded whole, which costs less than to pick rows.
 *
 * <p>Confined to the task's thread.
 */
final class RowGroupReader implements AutoCloseable {
  private static final int MIN_WINDOW_BYTES = 64 << 10;

  /** Rows of long values come in smaller batches. */
  private static final long MAX_BATCH_BYTES = 16 << 20;

  private final Supplier<ReservedArrays> columnBuffers;
  private final TaskMetrics metrics;
  private final Runnable beforeBatch;
  private final PageDecompressor decompressor = new PageDecompressor();

  /** Null when every row is wanted. */
  private final Predicate predicate;

  /** The columns that the predicate looks at, and the others. */
  private final int[] filterColumns;

  private final int[] otherColumns;

  /** By column wanted; null where the file lacks it. */
  private final ColumnReader[] columns;

  private RowGroupPlan plan;

  /** Index in the plan's rows. */
  private int range;

  /** The next row of the row group. */
  private long row;

  private int batchRows;

  /**
   * @param filter over the schema; null when there is none
   * @param beforeBatch is run before each batch, and may throw
   */
  RowGroupReader(
      Schema schema,
      Expression filter,
      ReservedArrays filterArrays,
      Supplier<ReservedArrays> columnBuffers,
      TaskMetrics metrics,
      Runnable beforeBatch) {
    this.columnBuffers = columnBuffers;
    this.metrics = metrics;
    this.beforeBatch = beforeBatch;
    this.columns = new ColumnReader[schema.size()];
    this.predicate =
        filter == null ? null : ExpressionCompiler.compilePredicate(filter, filterArrays);
    BitSet inFilter = filter == null ? new BitSet() : PredicateColumns.of(filter);
    this.filterColumns = inFilter.stream().toArray();
    inFilter.flip(0, schema.size());
    this.otherColumns = inFilter.stream().toArray();
  }

  /** Makes what the columns of a row group are read with. */
  void prepare(RowGroupPlan next) {
    FileColumn[] inFile = next.mapping().columns();
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] != null && !columns[i].column().equals(inFile[i])) {
        columns[i].close();
        columns[i] = null;
      }
      if (columns[i] == null && inFile[i] != null) {
        columns[i] =
            inFile[i].isNested()
                ? new NestedColumnReader(inFile[i], columnBuffers, decompressor, metrics)
                : new ColumnChunkReader(inFile[i], columnBuffers.get(), decompressor, metrics);
      }
    }
  }

  /**
   * Begins a row group that was prepared.
   *
   * @param fetch what is wanted of it
   * @param whole true when the bytes are there; false when they are to be read as they are used
   */
  void start(ChunkFetch fetch, boolean whole) throws IOException {
    plan = fetch.plan();
    range = 0;
    row = 0;
    long total = Math.max(1, fetch.bytes());
    long budget = fetch.fitsWhole() ? 0 : fetch.mostBytes();
    for (ColumnReader column : columns) {
      if (column == null) {
        continue;
      }
      for (ChunkPages pages : column.chunks()) {
        int leaf = pages.column().leaf();
        pages.startChunk(plan.file().path(), plan.group(), plan.pages().get(leaf));
        long share = (long) ((double) fetch.bytes(leaf) / total * budget);
        pages
            .input()
            .start(
                whole ? fetch.filledPieces(leaf) : fetch.pieces(leaf),
                whole ? null : plan.file().reader(),
                (int) Math.max(MIN_WINDOW_BYTES, share));
      }
    }
    batchRows =
        (int) Math.max(1, Math.min(VectorBatch.TARGET_ROWS, MAX_BATCH_BYTES / fetch.rowBytes()));
  }

  /** The next batch of the row group that has rows, or null at its end. */
  VectorBatch next() throws IOException {
    while (plan != null) {
      if (range == plan.rows().count()) {
        end();
        break;
      }
      beforeBatch.run();
      skipTo(plan.rows().start(range));
      int rows = (int) Math.min(batchRows, plan.rows().end(range) - row);
      for (ColumnReader column : columns) {
        rows = column == null ? rows : column.rowsWithin(rows);
      }
      VectorBatch batch = read(rows);
      row += rows;
      if (row == plan.rows().end(range)) {
        range++;
      }
      if (batch != null) {
        return batch;
      }
    }
    return null;
  }

  private void skipTo(long target) {
    if (target > row) {
      for (ColumnReader column : columns) {
        if (column != null) {
          column.skip(target - row);
        }
      }
      row = target;
    }
  }

  /** Null when no row is left. */
  private VectorBatch read(int rows) throws IOException {
    metrics.rowsRead += rows;
    ColumnVector[] vectors = new ColumnVector[columns.length];
    SelectionVector selection = null;
    if (predicate != null) {
      read(filterColumns, vectors, rows, null);
      selection = predicate.select(new VectorBatch(rows, vectors), null);
      int selected = selection == null ? rows : selection.count();
      metrics.rowsFiltered += rows - selected;
      if (selected == 0) {
        for (int i : otherColumns) {
          if (columns[i] != null) {
            columns[i].skip(rows);
          }
        }
        return null;
      }
    }
    read(otherColumns, vectors, rows, selection);
    return new VectorBatch(rows, selection, vectors);
  }

  private void read(int[] wanted, ColumnVector[] vectors, int rows, SelectionVector selection)
      throws IOException {
    for (int i : wanted) {
      if (columns[i] != null) {
        vectors[i] = columns[i].read(rows, selection);
      }
      vectors[i] = plan.mapping().vector(i, vectors, rows, selection);
    }
  }

  /** The last batch isn't used any more: lets go of large values in it. */
  void release() {
    for (ColumnReader column : columns) {
      if (column != null) {
        column.release();
      }
    }
  }

  /** The row group isn't read any further. */
  private void end() {
    for (ColumnReader column : columns) {
      if (column != null) {
        column.chunks().forEach(ChunkPages::endChunk);
      }
    }
    plan = null;
  }

  @Override
  public void close() {
    plan = null;
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] != null) {
        columns[i].close();
        columns[i] = null;
      }
    }
    decompressor.close();
  }
}
