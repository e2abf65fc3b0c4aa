package io.distaff.task;

import io.distaff.memory.OperatorMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.parquet.write.ParquetFileWriter;
import io.distaff.parquet.write.ParquetWriteOptions;
import io.distaff.parquet.write.WrittenFile;
import io.distaff.rpc.TaskProduct;
import io.distaff.rpc.TaskProduct.OutputFile;
import io.distaff.storage.TaskOutput;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.io.BufferedOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Writes Parquet files of about the target size. */
final class ParquetTaskSink implements TaskSink {
  private static final int STREAM_BUFFER_BYTES = 1 << 18;

  private final TaskOutput output;
  private final Schema schema;
  private final ParquetWriteOptions options;
  private final long targetFileBytes;
  private final OperatorMemory memory;
  private final TaskMetrics metrics;
  private final List<OutputFile> written = new ArrayList<>();
  private ParquetFileWriter writer;
  private boolean finished;

  /**
   * @param writesEmptyFile whether a file is made even if there are no rows: a dataset without rows
   *     still has a schema
   */
  ParquetTaskSink(
      TaskOutput output,
      Schema schema,
      ParquetWriteOptions options,
      long targetFileBytes,
      boolean writesEmptyFile,
      OperatorMemory memory,
      TaskMetrics metrics) {
    this.output = output;
    this.schema = schema;
    this.options = options;
    this.targetFileBytes = targetFileBytes;
    this.memory = memory;
    this.metrics = metrics;
    if (writesEmptyFile) {
      start();
    }
  }

  private void start() {
    BufferedOutputStream out =
        new BufferedOutputStream(output.create(".parquet"), STREAM_BUFFER_BYTES);
    String path = output.files().get(output.files().size() - 1);
    writer = new ParquetFileWriter(out, path, schema, options, memory);
  }

  @Override
  public void write(VectorBatch batch) {
    if (writer == null) {
      start();
    }
    writer.write(batch);
    if (writer.sizeBytes() >= targetFileBytes) {
      complete();
    }
  }

  private void complete() {
    WrittenFile file = writer.close();
    writer = null;
    metrics.rowsWritten += file.rows();
    metrics.bytesWritten += file.bytes();
    written.add(new OutputFile(file.path(), file.rows(), file.bytes()));
  }

  @Override
  public TaskProduct finish() {
    if (writer != null) {
      complete();
    }
    finished = true;
    return new TaskProduct.OutputFiles(written);
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.abort();
      writer = null;
    }
    if (!finished) {
      output.discard();
    }
  }
}
