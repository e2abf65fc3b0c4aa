package io.distaff.driver;

import io.distaff.parquet.write.ParquetWriteOptions;
import io.distaff.plan.FileFormat;
import io.distaff.plan.Sink;
import io.distaff.text.TextFileWriter;
import io.distaff.text.TextWriteOptions;
import io.distaff.types.Schema;
import java.util.Map;

/**
 * How a write's files are to be. Immutable.
 *
 * @param options of writing the format
 */
public record OutputFormat(FileFormat format, Map<String, String> options) {
  public OutputFormat {
    options = Map.copyOf(options);
  }

  /**
   * Throws INVALID_CONFIGURATION for an option that the format hasn't, NOT_SUPPORTED for a column
   * that it can't hold.
   */
  void check(Schema schema) {
    if (format.isText()) {
      TextFileWriter.requireWritable(schema, TextWriteOptions.of(format, options));
    } else {
      var unused = ParquetWriteOptions.of(options);
    }
  }

  Sink.FileSink sink(String stagingDirectory) {
    return new Sink.FileSink(format, stagingDirectory, options);
  }
}
