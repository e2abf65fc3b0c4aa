package io.distaff.cli;

import io.distaff.cluster.ClusterOptions;
import io.distaff.submit.SubmitOptions;

/** The options that every command has which starts an application. */
final class LaunchOptions {
  static final CommandOption CONF =
      CommandOption.of("conf", "KEY=VALUE", "Sets any setting; can be repeated.");
  static final CommandOption PROPERTIES_FILE =
      CommandOption.of(
          "properties-file", "FILE", "Settings, a 'key value' a line; they go over the defaults.");
  static final CommandOption VERBOSE =
      CommandOption.flag("verbose", "Shows log lines, and stack traces of failures.");

  static final OptionTable TABLE =
      OptionTable.of(
          CommandOption.of("master", "yarn|local[N]", SubmitOptions.MASTER),
          CommandOption.of("name", "NAME", SubmitOptions.NAME),
          CommandOption.of("queue", "QUEUE", SubmitOptions.QUEUE),
          CommandOption.of("num-executors", "N", ClusterOptions.EXECUTOR_INSTANCES),
          CommandOption.of("executor-memory", "SIZE", ClusterOptions.EXECUTOR_MEMORY),
          CommandOption.of("executor-cores", "N", ClusterOptions.EXECUTOR_CORES),
          CommandOption.of("driver-memory", "SIZE", ClusterOptions.DRIVER_MEMORY),
          CommandOption.of("driver-cores", "N", ClusterOptions.DRIVER_CORES),
          CommandOption.of("tags", "A,B", SubmitOptions.TAGS),
          CommandOption.of("priority", "N", SubmitOptions.PRIORITY),
          CONF,
          PROPERTIES_FILE,
          VERBOSE);

  private LaunchOptions() {}
}
