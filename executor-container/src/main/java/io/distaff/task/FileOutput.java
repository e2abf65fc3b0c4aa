package io.distaff.task;

import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.operator.OperatorContext;
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

/**
 * The files of one attempt: several may be open at a time, each in a {@link Directory}. Confined to
 * the task's thread.
 */
final class FileOutput {
  private static final int STREAM_BUFFER_BYTES = 1 << 18;

  private final TaskOutput output;
  private final Schema schema;
  private final TaskFileWriter.Factory format;
  private final long targetFileBytes;
  private final OperatorContext context;
  private final List<OutputFile> written = new ArrayList<>();
  private boolean finished;

  /**
   * @param schema of the files
   * @param targetFileBytes a directory's next file begins when one has about this size
   */
  FileOutput(
      TaskOutput output,
      Schema schema,
      TaskFileWriter.Factory format,
      long targetFileBytes,
      OperatorContext context) {
    this.output = output;
    this.schema = schema;
    this.format = format;
    this.targetFileBytes = targetFileBytes;
    this.context = context;
  }

  /** What was written; every directory must be complete. */
  TaskProduct finish() {
    finished = true;
    return new TaskProduct.OutputFiles(written);
  }

  /** Without {@link #finish} before, removes what was written. */
  void close() {
    if (!finished) {
      output.discard();
    }
  }

  private static void closeQuietly(OutputStream out, RuntimeException failure) {
    try {
      out.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Files of about the target size, one after the other, in one directory. */
  final class Directory {
    private final String path;
    private TaskFileWriter writer;

    /**
     * @param path below the output; empty for the output itself
     */
    Directory(String path) {
      this.path = path;
    }

    /** Begins a file, if none is open. */
    void start() {
      if (writer != null) {
        return;
      }
      BufferedOutputStream out =
          new BufferedOutputStream(output.create(path, format.extension()), STREAM_BUFFER_BYTES);
      String file = output.files().get(output.files().size() - 1);
      try {
        writer = format.start(out, file, schema, context);
      } catch (RuntimeException e) {
        closeQuietly(out, e);
        throw e;
      }
    }

    boolean isOpen() {
      return writer != null;
    }

    void write(VectorBatch batch) {
      start();
      writer.write(batch);
      if (writer.isFull(targetFileBytes)) {
        complete();
      }
    }

    /** Ends the file that is open. */
    void complete() {
      if (writer == null) {
        return;
      }
      OutputFile file = writer.close();
      writer = null;
      TaskMetrics metrics = context.metrics();
      metrics.add(Counter.ROWS_WRITTEN, file.rows());
      metrics.add(Counter.BYTES_WRITTEN, file.sizeBytes());
      written.add(file);
    }

    /** Gives the file that is open up. */
    void abort() {
      if (writer != null) {
        writer.abort();
        writer = null;
      }
    }
  }
}
