package io.distaff.task;

import io.distaff.rpc.TaskProduct;
import io.distaff.vector.VectorBatch;

/** Writes files that lie side by side. */
final class FileTaskSink implements TaskSink {
  private final FileOutput output;
  private final FileOutput.Directory directory;

  /**
   * @param writesEmptyFile whether a file is made even if there are no rows: a dataset without rows
   *     still has a schema
   */
  FileTaskSink(FileOutput output, boolean writesEmptyFile) {
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
