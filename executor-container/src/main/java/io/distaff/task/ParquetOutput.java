package io.distaff.task;

import io.distaff.memory.TaskMemory;
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

/**
 * The Parquet files of one attempt: several may be open at a time, each in a {@link Directory}.
 * Confined to the task's thread.
 */
final class ParquetOutput {
  private static final int STREAM_BUFFER_BYTES = 1 << 18;

  private final TaskOutput output;
  private final Schema schema;
  private final ParquetWriteOptions options;
  private final long targetFileBytes;
  private final TaskMemory memory;
  private final TaskMetrics metrics;
  private final List<OutputFile> written = new ArrayList<>();
  private boolean finished;

  /**
   * @param schema of the files
   * @param targetFileBytes a directory's next file begins when one has reached this size
   */
  ParquetOutput(
      TaskOutput output,
      Schema schema,
      ParquetWriteOptions options,
      long targetFileBytes,
      TaskMemory memory,
      TaskMetrics metrics) {
    this.output = output;
    this.schema = schema;
    this.options = options;
    this.targetFileBytes = targetFileBytes;
    this.memory = memory;
    this.metrics = metrics;
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

  /** Files of about the target size, one after the other, in one directory. */
  final class Directory {
    private final String path;
    private ParquetFileWriter writer;

    /**
     * @param path below the output; empty for the output itself
     */
    Directory(String path) {
      this.path = path;
    }

    /** Begins a file, if none is open. */
    void start() {
      if (writer == null) {
        BufferedOutputStream out =
            new BufferedOutputStream(output.create(path, ".parquet"), STREAM_BUFFER_BYTES);
        String file = output.files().get(output.files().size() - 1);
        writer = new ParquetFileWriter(out, file, schema, options, memory);
      }
    }

    boolean isOpen() {
      return writer != null;
    }

    void write(VectorBatch batch) {
      start();
      writer.write(batch);
      if (writer.sizeBytes() >= targetFileBytes) {
        complete();
      }
    }

    /** Ends the file that is open. */
    void complete() {
      if (writer == null) {
        return;
      }
      WrittenFile file = writer.close();
      writer = null;
      metrics.rowsWritten += file.rows();
      metrics.bytesWritten += file.bytes();
      written.add(new OutputFile(file.path(), file.rows(), file.bytes()));
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
