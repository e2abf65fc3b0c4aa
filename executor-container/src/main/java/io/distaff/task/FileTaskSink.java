package io.distaff.task;

import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.rpc.TaskProduct;
import io.distaff.rpc.TaskProduct.OutputFile;
import io.distaff.storage.TaskOutput;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Writes files of about the target size. */
final class FileTaskSink implements TaskSink {
  private static final int STREAM_BUFFER_BYTES = 1 << 18;

  private final TaskOutput output;
  private final Schema schema;
  private final TaskFileWriter.Factory format;
  private final long targetFileBytes;
  private final TaskMemory memory;
  private final TaskMetrics metrics;
  private final List<OutputFile> written = new ArrayList<>();
  private TaskFileWriter writer;
  private boolean finished;

  /**
   * @param writesEmptyFile whether a file is made even if there are no rows: a dataset without rows
   *     still has a schema
   */
  FileTaskSink(
      TaskOutput output,
      Schema schema,
      TaskFileWriter.Factory format,
      long targetFileBytes,
      boolean writesEmptyFile,
      TaskMemory memory,
      TaskMetrics metrics) {
    this.output = output;
    this.schema = schema;
    this.format = format;
    this.targetFileBytes = targetFileBytes;
    this.memory = memory;
    this.metrics = metrics;
    if (writesEmptyFile) {
      start();
    }
  }

  private void start() {
    BufferedOutputStream out =
        new BufferedOutputStream(output.create(format.extension()), STREAM_BUFFER_BYTES);
    String path = output.files().get(output.files().size() - 1);
    try {
      writer = format.start(out, path, schema, memory);
    } catch (RuntimeException e) {
      closeQuietly(out, e);
      throw e;
    }
  }

  private static void closeQuietly(OutputStream out, RuntimeException failure) {
    try {
      out.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
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
    OutputFile file = writer.close();
    writer = null;
    metrics.rowsWritten += file.rows();
    metrics.bytesWritten += file.sizeBytes();
    written.add(file);
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
