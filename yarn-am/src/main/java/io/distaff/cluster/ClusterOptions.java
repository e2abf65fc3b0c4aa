package io.distaff.cluster;

import io.distaff.config.ConfigOption;
import io.distaff.config.ConfigOption.Scope;
import io.distaff.config.DataSize;
import java.util.List;

/** How many executors an application has, and how large they and the driver are. */
public final class ClusterOptions {
  private static final long LEAST_EXECUTOR_MEBIBYTES = 256;

  public static final ConfigOption<Integer> EXECUTOR_INSTANCES =
      ConfigOption.count(
          "distaff.executor.instances", 2, 1, "Executors to ask the cluster for.", Scope.LAUNCH);

  public static final ConfigOption<Integer> EXECUTOR_CORES =
      ConfigOption.count(
          "distaff.executor.cores",
          1,
          1,
          "Virtual cores of an executor's container, and tasks it runs at once.",
          Scope.LAUNCH);

  public static final ConfigOption<DataSize> EXECUTOR_MEMORY =
      new ConfigOption<>(
          "distaff.executor.memory",
          ClusterOptions::executorMemory,
          "1g",
          "size of at least 256m; a bare number is in mebibytes",
          "Java heap of an executor.",
          Scope.LAUNCH);

  public static final ConfigOption<DataSize> EXECUTOR_MEMORY_OVERHEAD =
      memory(
          "distaff.executor.memoryOverhead",
          null,
          "What an executor's container has beyond the heap; a tenth of the heap, at least 384m,"
              + " unless set.");

  public static final ConfigOption<DataSize> DRIVER_MEMORY =
      memory(
          "distaff.driver.memory",
          "1g",
          "Java heap of the driver: of the ApplicationMaster, or of the one process in local"
              + " mode.");

  public static final ConfigOption<DataSize> DRIVER_MEMORY_OVERHEAD =
      memory(
          "distaff.driver.memoryOverhead",
          null,
          "What the ApplicationMaster's container has beyond the heap; a tenth of the heap, at"
              + " least 384m, unless set.");

  public static final ConfigOption<Integer> DRIVER_CORES =
      ConfigOption.count(
          "distaff.driver.cores",
          1,
          1,
          "Virtual cores of the ApplicationMaster's container.",
          Scope.LAUNCH);

  public static final ConfigOption<String> JAVA_HOME =
      ConfigOption.text(
          "distaff.yarn.javaHome",
          null,
          "The JDK that containers run on, at the same place on every node; the NodeManagers' own"
              + " JAVA_HOME unless set.",
          Scope.LAUNCH);

  public static final ConfigOption<Integer> REGISTRATION_TIMEOUT_MILLIS =
      ConfigOption.millis(
          "distaff.executor.registrationTimeoutMillis",
          30_000,
          "How long an executor may take to register with the driver. One that takes longer says"
              + " what held it up, ends itself and counts as a failed launch.",
          Scope.LAUNCH);

  public static final ConfigOption<Integer> MAX_LAUNCH_FAILURES =
      ConfigOption.count(
          "distaff.executor.maxLaunchFailures",
          4,
          1,
          "Executor launches that may fail in a row before the application ends.",
          Scope.LAUNCH);

  public static final List<ConfigOption<?>> ALL =
      List.of(
          EXECUTOR_INSTANCES,
          EXECUTOR_CORES,
          EXECUTOR_MEMORY,
          EXECUTOR_MEMORY_OVERHEAD,
          DRIVER_MEMORY,
          DRIVER_MEMORY_OVERHEAD,
          DRIVER_CORES,
          JAVA_HOME,
          REGISTRATION_TIMEOUT_MILLIS,
          MAX_LAUNCH_FAILURES);

  private ClusterOptions() {}

  private static DataSize executorMemory(String text) {
    DataSize size = DataSize.parseMebibytes(text);
    if (size.mebibytes() < LEAST_EXECUTOR_MEBIBYTES) {
      throw new IllegalArgumentException("less than " + LEAST_EXECUTOR_MEBIBYTES + "m");
    }
    return size;
  }

  private static ConfigOption<DataSize> memory(String key, String defaultText, String doc) {
    return new ConfigOption<>(
        key,
        DataSize::parseMebibytes,
        defaultText,
        "size; a bare number is in mebibytes",
        doc,
        Scope.LAUNCH);
  }
}
