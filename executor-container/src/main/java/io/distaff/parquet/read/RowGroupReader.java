package io.distaff.parquet.read;

import io.distaff.eval.ExpressionCompiler;
import io.distaff.eval.Predicate;
import io.distaff.eval.ValuePlaces;
import io.distaff.expression.Expression;
import io.distaff.expression.UsedParts;
import io.distaff.memory.ReservedArrays;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads row groups, one after the other, and gives the rows for which the predicate is true in
 * batches that are aligned across columns.
 *
 * <p>The columns that the predicate looks at are decoded first, of nested ones the leaves that it
 * looks at. The others skip the batches in which no row is left, and within a batch the pages of
 * which no row is: such pages are not decompressed. Pages that are opened are decoded whole, which
 * costs less than to pick rows.
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
  private final Decoding decoding;
  private final LargeValues values;

  /** Null when every row is wanted. */
  private final Predicate predicate;

  /** Null when nothing is learnt beside the predicate. */
  private final LearntCondition learnt;

  private final ReservedArrays learntArrays;

  /** What the learnt predicate is made of; null while nothing is known. */
  private Expression known;

  private Predicate learntPredicate;

  /** By column wanted: what the predicates look at; null where it is nothing. */
  private final UsedParts[] inFilter;

  /** By column wanted: reads what the predicate looks at. Null for others, and what isn't there. */
  private final ColumnReader[] filterReaders;

  /** By column wanted: reads what the predicate doesn't look at. */
  private final ColumnReader[] otherReaders;

  /** All of them. */
  private final List<ColumnReader> readers = new ArrayList<>();

  private RowGroupPlan plan;

  /** Index in the plan's rows. */
  private int range;

  /** The next row of the row group. */
  private long row;

  private int batchRows;

  /**
   * @param beforeBatch is run before each batch, and may throw
   */
  RowGroupReader(
      ParquetReader.Request request,
      Supplier<ReservedArrays> columnBuffers,
      ParquetReader.Resources resources,
      Runnable beforeBatch) {
    this.columnBuffers = columnBuffers;
    this.metrics = resources.metrics();
    this.decoding = new Decoding(new PageDecompressor(), metrics, resources.values());
    this.beforeBatch = beforeBatch;
    this.values = resources.values();
    int numColumns = request.schema().size();
    this.filterReaders = new ColumnReader[numColumns];
    this.otherReaders = new ColumnReader[numColumns];
    Expression filter = request.predicate();
    this.predicate =
        filter == null
            ? null
            : ValuePlaces.tell(
                ExpressionCompiler.compilePredicate(filter, columnBuffers.get(), values),
                ValuePlaces.ofCondition(filter, request.schema()));
    this.learnt = request.learnt();
    this.learntArrays = columnBuffers.get();
    List<Expression> looked = new ArrayList<>();
    if (filter != null) {
      looked.add(filter);
    }
    if (learnt != null) {
      looked.add(learnt.value());
    }
    this.inFilter = UsedParts.of(looked, numColumns);
  }

  /** Makes what the columns of a row group are read with. */
  void prepare(RowGroupPlan next) {
    FileColumn[] inFile = next.mapping().columns();
    readers.clear();
    for (int i = 0; i < inFile.length; i++) {
      ColumnReader old = otherReaders[i] == null ? filterReaders[i] : otherReaders[i];
      if (old == null || !old.column().equals(inFile[i])) {
        close(old);
        filterReaders[i] = null;
        otherReaders[i] = null;
        if (inFile[i] != null) {
          makeReaders(i, inFile[i]);
        }
      }
      addReader(filterReaders[i]);
      addReader(otherReaders[i]);
    }
  }

  private void addReader(ColumnReader reader) {
    if (reader != null) {
      readers.add(reader);
    }
  }

  private void makeReaders(int index, FileColumn column) {
    ColumnShape looked =
        column.isNested() && inFilter[index] != null ? column.shape().only(inFilter[index]) : null;
    if (looked != null && !looked.equals(column.shape())) {
      NestedColumnReader all = new NestedColumnReader(column, columnBuffers, decoding);
      filterReaders[index] = all.part(looked);
      otherReaders[index] = all;
      return;
    }
    ColumnReader reader =
        column.isNested()
            ? new NestedColumnReader(column, columnBuffers, decoding)
            : new ColumnChunkReader(column, columnBuffers.get(), decoding);
    (inFilter[index] == null ? otherReaders : filterReaders)[index] = reader;
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
    for (ColumnReader column : readers) {
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
      for (ColumnReader column : readers) {
        rows = column.rowsWithin(rows);
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
      for (ColumnReader column : readers) {
        column.skip(target - row);
      }
      row = target;
    }
  }

  /** Null when no row is left. */
  private VectorBatch read(int rows) throws IOException {
    metrics.add(Counter.ROWS_READ, rows);
    ColumnVector[] vectors = new ColumnVector[inFilter.length];
    SelectionVector selection = null;
    if (predicate != null || learnt != null) {
      for (int i = 0; i < vectors.length; i++) {
        if (inFilter[i] != null) {
          read(filterReaders[i], i, vectors, rows, null);
        }
      }
      selection = select(new VectorBatch(rows, vectors));
      int selected = selection == null ? rows : selection.count();
      metrics.add(Counter.ROWS_FILTERED, rows - selected);
      if (selected == 0) {
        for (ColumnReader other : otherReaders) {
          if (other != null) {
            other.skip(rows);
          }
        }
        return null;
      }
    }
    for (int i = 0; i < vectors.length; i++) {
      if (otherReaders[i] != null || inFilter[i] == null) {
        read(otherReaders[i], i, vectors, rows, selection);
      }
    }
    return new VectorBatch(rows, selection, vectors);
  }

  /** The rows that are left; null = all. */
  private SelectionVector select(VectorBatch batch) {
    learn();
    SelectionVector selection = null;
    if (learntPredicate != null) {
      selection = learntPredicate.select(batch, null);
    }
    return predicate == null ? selection : predicate.select(batch, selection);
  }

  private void learn() {
    Expression condition = learnt == null ? null : learnt.condition();
    if (condition != known) {
      known = condition;
      learntArrays.close();
      learntPredicate = ExpressionCompiler.compilePredicate(known, learntArrays, values);
    }
  }

  /**
   * @param reader null where nothing is read
   */
  private void read(
      ColumnReader reader, int column, ColumnVector[] vectors, int rows, SelectionVector selection)
      throws IOException {
    if (reader != null) {
      vectors[column] = reader.read(rows, selection);
    }
    vectors[column] = plan.mapping().vector(column, vectors, rows, selection);
  }

  /** The last batch isn't used any more: lets go of large values in it. */
  void release() {
    readers.forEach(ColumnReader::release);
  }

  /** The row group isn't read any further. */
  private void end() {
    for (ColumnReader column : readers) {
      column.chunks().forEach(ChunkPages::endChunk);
    }
    plan = null;
  }

  @Override
  public void close() {
    plan = null;
    readers.clear();
    for (int i = 0; i < otherReaders.length; i++) {
      close(filterReaders[i]);
      close(otherReaders[i]);
      filterReaders[i] = null;
      otherReaders[i] = null;
    }
    decoding.decompressor().close();
  }

  private static void close(ColumnReader reader) {
    if (reader != null) {
      reader.close();
    }
  }
}
