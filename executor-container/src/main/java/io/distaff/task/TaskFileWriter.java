package io.distaff.task;

import io.distaff.operator.OperatorContext;
import io.distaff.parquet.write.ParquetFileWriter;
import io.distaff.parquet.write.ParquetWriteOptions;
import io.distaff.parquet.write.WrittenFile;
import io.distaff.plan.FileFormat;
import io.distaff.plan.SortKey;
import io.distaff.rpc.TaskProduct.OutputFile;
import io.distaff.text.TextFileWriter;
import io.distaff.text.TextWriteOptions;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** A file that a task writes, of some format. Confined to the task's thread. */
interface TaskFileWriter {
  /** Appends the selected rows. */
  void write(VectorBatch batch);

  /** Completes the file. */
  OutputFile close();

  /** Gives the file up; does nothing after {@link #close}. */
  void abort();

  /** True when another file should be begun, so that files become about so large. */
  boolean isFull(long targetBytes);

  /** How files of a format are written. Immutable. */
  interface Factory {
    /** The end of the files' names. */
    String extension();

    /**
     * Begins a file.
     *
     * @param path for messages
     * @param context whose memory it shares with other files
     */
    TaskFileWriter start(OutputStream out, String path, Schema schema, OperatorContext context);
  }

  /**
   * Throws INVALID_CONFIGURATION for an option that the format hasn't.
   *
   * @param order of the rows of each file, by position in the files' schema
   */
  static Factory of(FileFormat format, Map<String, String> options, List<SortKey> order) {
    if (!format.isText()) {
      ParquetWriteOptions parsed = ParquetWriteOptions.of(options).withRowOrder(order);
      return new Factory() {
        @Override
        public String extension() {
          return ".parquet";
        }

        @Override
        public TaskFileWriter start(
            OutputStream out, String path, Schema schema, OperatorContext context) {
          return new Parquet(
              new ParquetFileWriter(out, path, schema, parsed, context.memory(), context.values()));
        }
      };
    }
    TextWriteOptions parsed = TextWriteOptions.of(format, options);
    return new Factory() {
      @Override
      public String extension() {
        return parsed.extension();
      }

      @Override
      public TaskFileWriter start(
          OutputStream out, String path, Schema schema, OperatorContext context) {
        return new Text(
            new TextFileWriter(out, path, schema, parsed, context.memory(), context.values()));
      }
    };
  }

  /** Parquet. */
  record Parquet(ParquetFileWriter file) implements TaskFileWriter {
    @Override
    public void write(VectorBatch batch) {
      file.write(batch);
    }

    @Override
    public OutputFile close() {
      WrittenFile written = file.close();
      return new OutputFile(written.path(), written.rows(), written.bytes());
    }

    @Override
    public void abort() {
      file.abort();
    }

    @Override
    public boolean isFull(long targetBytes) {
      return file.isFull(targetBytes);
    }
  }

  /** CSV and JSON lines. */
  record Text(TextFileWriter file) implements TaskFileWriter {
    @Override
    public void write(VectorBatch batch) {
      file.write(batch);
    }

    @Override
    public OutputFile close() {
      file.close();
      return new OutputFile(file.path(), file.rows(), file.sizeBytes());
    }

    @Override
    public void abort() {
      file.abort();
    }

    @Override
    public boolean isFull(long targetBytes) {
      return file.sizeBytes() >= targetBytes;
    }
  }
}
