package io.distaff.task;

import io.distaff.config.ConfigOption;
import io.distaff.config.ConfigOption.Scope;
import io.distaff.config.DataSize;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

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

  /** The option of a single write, of any format, that takes the place of the setting. */
  public static final String TARGET_FILE_SIZE_OF_WRITE = "targetFileSize";

  private static final long SMALLEST_FILE_BYTES = 1 << 10;

  private WriteOptions() {}

  /**
   * Removes {@link #TARGET_FILE_SIZE_OF_WRITE} from the options of a write; empty when it isn't
   * among them. Throws INVALID_CONFIGURATION.
   */
  public static OptionalLong takeTargetFileBytes(Map<String, String> options) {
    String text = options.remove(TARGET_FILE_SIZE_OF_WRITE);
    if (text == null) {
      return OptionalLong.empty();
    }
    String wrong = "the write option " + TARGET_FILE_SIZE_OF_WRITE + " = '" + text + "': ";
    try {
      long bytes = DataSize.parse(text.trim()).bytes();
      if (bytes >= SMALLEST_FILE_BYTES) {
        return OptionalLong.of(bytes);
      }
    } catch (IllegalArgumentException e) {
      throw new DistaffException(ErrorCode.INVALID_CONFIGURATION, wrong + e.getMessage(), e);
    }
    throw new DistaffException(ErrorCode.INVALID_CONFIGURATION, wrong + "less than a kilobyte");
  }
}
