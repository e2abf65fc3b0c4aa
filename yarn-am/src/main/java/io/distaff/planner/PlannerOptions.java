package io.distaff.planner;

import io.distaff.config.ConfigOption;
import io.distaff.config.ConfigOption.Scope;
import io.distaff.config.DataSize;
import io.distaff.optimizer.RowSharing;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Settings of the planner. */
public final class PlannerOptions {
  public static final ConfigOption<DataSize> BROADCAST_THRESHOLD =
      ConfigOption.size(
          "distaff.sql.broadcast.threshold",
          "32m",
          "A join's smaller side is sent whole to every task when it is estimated to take at most"
              + " this much memory",
          Scope.SESSION);

  public static final ConfigOption<DataSize> SINGLE_TASK_THRESHOLD =
      ConfigOption.size(
          "distaff.sql.single-task.threshold",
          "8m",
          "A query that reads at most this many compressed bytes runs as one task without exchange",
          Scope.SESSION);

  public static final ConfigOption<Integer> SINGLE_TASK_ROWS =
      ConfigOption.count(
          "distaff.sql.single-task.rows",
          500_000,
          0,
          "A query that reads more rows than this runs in more than one task, where it has more"
              + " than one split",
          Scope.SESSION);

  public static final ConfigOption<DataSize> EXCHANGE_PARTITION_SIZE =
      ConfigOption.size(
          "distaff.sql.exchange.partition-size",
          "4m",
          "An exchange gets a partition for each of this many estimated bytes, up to two a slot",
          Scope.SESSION);

  public static final ConfigOption<Integer> EXCHANGE_PARTITIONS =
      ConfigOption.count(
          "distaff.sql.exchange.partitions",
          0,
          0,
          "Partitions of every exchange by key or order; 0 = as many as the data needs",
          Scope.SESSION);

  public static final ConfigOption<Boolean> RUNTIME_FILTERS =
      ConfigOption.flag(
          "distaff.sql.runtime-filters",
          true,
          "Scans leave out rows by the keys that the smaller sides of joins turn out to have; where"
              + " that side is estimated to be much smaller, the other's scan waits for it. A sort"
              + " of which the first rows are wanted tells them what comes after what it has",
          Scope.SESSION);

  public static final ConfigOption<RowSharing> SHARED_ROWS =
      new ConfigOption<>(
          "distaff.sql.shared-rows",
          text ->
              oneOf(RowSharing.values(), text)
                  .orElseThrow(() -> new IllegalArgumentException("not auto, always or never")),
          "auto",
          "auto, always or never",
          "Whether rows that a query needs in several places, such as those of a table expression,"
              + " are made once and written down: auto, where that is estimated to be less work"
              + " than to make them again; always, wherever it can be; never, but for equal stages",
          Scope.SESSION);

  public static final ConfigOption<String> TIME_ZONE =
      ConfigOption.text(
          "distaff.sql.timeZone",
          "UTC",
          "The time zone in which a TIMESTAMP is read from text, shown by casts, cut to days and"
              + " taken apart: UTC, a name such as Europe/Berlin or an offset such as +02:00",
          Scope.SESSION);

  /** What an overwrite replaces of partition directories. */
  public enum PartitionOverwriteMode {
    STATIC,
    DYNAMIC
  }

  public static final ConfigOption<PartitionOverwriteMode> PARTITION_OVERWRITE_MODE =
      new ConfigOption<>(
          "distaff.sql.partitionOverwriteMode",
          text ->
              oneOf(PartitionOverwriteMode.values(), text)
                  .orElseThrow(() -> new IllegalArgumentException("neither static nor dynamic")),
          "static",
          "static or dynamic",
          "What INSERT OVERWRITE and writes in mode overwrite replace of partition directories:"
              + " static, all, or all that a PARTITION clause allows; dynamic, those that they"
              + " write to",
          Scope.SESSION);

  public static final List<ConfigOption<?>> ALL =
      List.of(
          PARTITION_OVERWRITE_MODE,
          TIME_ZONE,
          BROADCAST_THRESHOLD,
          SINGLE_TASK_THRESHOLD,
          SINGLE_TASK_ROWS,
          EXCHANGE_PARTITION_SIZE,
          EXCHANGE_PARTITIONS,
          RUNTIME_FILTERS,
          SHARED_ROWS);

  private PlannerOptions() {}

  private static <E extends Enum<E>> Optional<E> oneOf(E[] values, String text) {
    return Arrays.stream(values).filter(value -> value.name().equalsIgnoreCase(text)).findFirst();
  }
}
