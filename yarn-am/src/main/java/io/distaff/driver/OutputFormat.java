package io.distaff.driver;

import io.distaff.config.DistaffConfig;
import io.distaff.parquet.write.ParquetWriteOptions;
import io.distaff.plan.FileFormat;
import io.distaff.plan.Sink;
import io.distaff.planner.PlannerOptions;
import io.distaff.task.WriteOptions;
import io.distaff.text.TextFileWriter;
import io.distaff.text.TextWriteOptions;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a write's files are to be. Immutable.
 *
 * @param layout of the directories, and the options of writing the format
 */
public record OutputFormat(FileFormat format, WriteLayout layout) {
  /**
   * Takes apart all options of a write; throws INVALID_CONFIGURATION.
   *
   * @param config what holds where no option says otherwise
   */
  public static OutputFormat of(
      FileFormat format, Map<String, String> options, DistaffConfig config) {
    return new OutputFormat(
        format, WriteLayout.of(options, config.value(PlannerOptions.PARTITION_OVERWRITE_MODE)));
  }

  /**
   * The positions of the partition columns. Throws INVALID_CONFIGURATION for an option that the
   * format hasn't, NOT_SUPPORTED for a column that it can't hold, SEMANTIC_ERROR for columns that
   * can't divide the output.
   */
  List<Integer> check(Schema schema) {
    List<Integer> partitionColumns = layout.partitionColumns(schema);
    List<Integer> inFiles = new ArrayList<>();
    for (int column = 0; column < schema.size(); column++) {
      if (!partitionColumns.contains(column)) {
        inFiles.add(column);
      }
    }
    Schema ofFiles = schema.select(inFiles);
    if (format.isText()) {
      TextFileWriter.requireWritable(ofFiles, TextWriteOptions.of(format, layout.options()));
    } else {
      ParquetWriteOptions.of(layout.options()).requireColumns(ofFiles);
    }
    return partitionColumns;
  }

  Sink.FileSink sink(
      String stagingDirectory, List<Integer> partitionColumns, DistaffConfig config) {
    return new Sink.FileSink(
        format,
        stagingDirectory,
        layout.options(),
        partitionColumns,
        config.value(WriteOptions.MAX_OPEN_PARTITIONS),
        layout.targetFileBytes().orElse(config.value(WriteOptions.TARGET_FILE_SIZE).bytes()));
  }
}
