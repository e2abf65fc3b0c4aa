package io.distaff.api;

import io.distaff.cluster.ClusterOptions;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.Map;

/** The command line's own options for settings that are read at launch. Stateless. */
final class LaunchFlags {
  private static final Map<String, String> FLAGS =
      Map.of(
          ClusterOptions.EXECUTOR_INSTANCES.key(), "--num-executors",
          ClusterOptions.EXECUTOR_CORES.key(), "--executor-cores",
          ClusterOptions.EXECUTOR_MEMORY.key(), "--executor-memory",
          ClusterOptions.DRIVER_MEMORY.key(), "--driver-memory",
          ClusterOptions.DRIVER_CORES.key(), "--driver-cores");

  private LaunchFlags() {}

  /** The error of a setting that the application has read already: with the flag to give it by. */
  static DistaffException tooLate(String key, String value) {
    String flag = FLAGS.get(key);
    return tooLate(
        key, "has started", flag == null ? "--conf " + key + "=" + value : flag + " " + value);
  }

  /** As {@link #tooLate(String, String)}, in other words. */
  static DistaffException tooLate(String what, String state, String flag) {
    return new DistaffException(
        ErrorCode.INVALID_CONFIGURATION,
        "%s comes too late here: the application %s; give it to distaff submit, as %s"
            .formatted(what, state, flag));
  }
}
