package io.distaff.task;

import io.distaff.config.ConfigOption;
import io.distaff.config.ConfigOption.Scope;
import io.distaff.config.DataSize;
import java.util.List;

/** How results are written to files. */
public final class WriteOptions {
  public static final ConfigOption<DataSize> TARGET_FILE_SIZE =
      ConfigOption.size(
          "distaff.write.targetFileSize",
          "128m",
          "A task begins another output file when one has about this size.",
          Scope.SESSION);

  public static final ConfigOption<Integer> MAX_OPEN_PARTITIONS =
      ConfigOption.count(
          "distaff.write.maxOpenPartitions",
          32,
          1,
          "Files of different partitions that a task writes at a time; the rows of more partitions"
              + " are sorted first. An open file takes some megabytes.",
          Scope.SESSION);

  public static final List<ConfigOption<?>> ALL = List.of(TARGET_FILE_SIZE, MAX_OPEN_PARTITIONS);

  private WriteOptions() {}
}
