package io.distaff.task;

import io.distaff.rpc.TaskProduct;
import io.distaff.vector.VectorBatch;

/** Writes Parquet files that lie side by side. */
final class ParquetTaskSink implements TaskSink {
  private final ParquetOutput output;
  private final ParquetOutput.Directory directory;

  /**
   * @param writesEmptyFile whether a file is made even if there are no rows: a dataset without rows
   *     still has a schema
   */
  ParquetTaskSink(ParquetOutput output, boolean writesEmptyFile) {
    this.output = output;
    this.directory = output.new Directory("");
    if (writesEmptyFile) {
      directory.start();
    }
  }

  @Override
  public void write(VectorBatch batch) {
    directory.write(batch);
  }

  @Override
  public TaskProduct finish() {
    directory.complete();
    return output.finish();
  }

  @Override
  public void close() {
    directory.abort();
    output.close();
  }
}
