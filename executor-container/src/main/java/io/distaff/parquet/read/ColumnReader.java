package io.distaff.parquet.read;

import io.distaff.vector.ColumnVector;
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

  /**
   * The next {@code rows} rows, at most {@link io.distaff.vector.VectorBatch#TARGET_ROWS} and at
   * most what the row group has left. Valid until the next call.
   */
  ColumnVector read(int rows) throws IOException;

  @Override
  void close();
}
