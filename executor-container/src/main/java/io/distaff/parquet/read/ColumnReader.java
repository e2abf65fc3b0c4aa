package io.distaff.parquet.read;

import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import java.io.IOException;
import java.util.List;

/** Reads one top-level column, row group after row group. Confined to the task's thread. */
interface ColumnReader extends AutoCloseable {
  FileColumn column();

  /** The chunks that it reads, to be started with each row group; one, if the column is flat. */
  List<ChunkPages> chunks();

  /**
   * How many rows should be read next, at most; fewer than asked for where values are long or many.
   *
   * @param rows at least 1
   */
  default int rowsWithin(int rows) throws IOException {
    return rows;
  }

  /** Passes over rows, at most what the row group has left. */
  void skip(long rows);

  /**
   * The next {@code rows} rows, at most {@link io.distaff.vector.VectorBatch#TARGET_ROWS} and at
   * most what the row group has left. Valid until the next call.
   *
   * @param selection the rows that are looked at, at least one; the others may have any value, and
   *     be null where the column may be. Null = all
   */
  ColumnVector read(int rows, SelectionVector selection) throws IOException;

  /** What was read last isn't used any more: lets go of large values in it. */
  default void release() {}

  @Override
  void close();
}
