package io.distaff.submit;

import io.distaff.config.ConfigOption;
import io.distaff.config.ConfigOption.Scope;
import java.util.List;

/** How an application is handed to YARN. */
public final class SubmitOptions {
  public static final ConfigOption<String> MASTER =
      ConfigOption.text(
          "distaff.master",
          "yarn",
          "Where to run: yarn, or local[N] for N task slots in one process.",
          Scope.LAUNCH);

  public static final ConfigOption<String> NAME =
      ConfigOption.text("distaff.app.name", null, "The application's name in YARN.", Scope.LAUNCH);

  public static final ConfigOption<String> QUEUE =
      ConfigOption.text(
          "distaff.yarn.queue", "default", "The YARN queue to submit to.", Scope.LAUNCH);

  public static final ConfigOption<String> TAGS =
      ConfigOption.text(
          "distaff.yarn.tags", "", "YARN application tags, separated by commas.", Scope.LAUNCH);

  public static final ConfigOption<Integer> PRIORITY =
      ConfigOption.count(
          "distaff.yarn.priority",
          0,
          0,
          "The application's priority in its queue; higher goes first.",
          Scope.LAUNCH);

  public static final ConfigOption<String> NODE_LABEL =
      ConfigOption.text(
          "distaff.yarn.nodeLabel",
          null,
          "The node label that all containers must be on.",
          Scope.LAUNCH);

  public static final ConfigOption<Integer> MAX_ATTEMPTS =
      ConfigOption.count(
          "distaff.yarn.maxAttempts",
          1,
          1,
          "Attempts that YARN gives the driver; the cluster's own limit holds too.",
          Scope.LAUNCH);

  public static final ConfigOption<String> RUNTIME_DIRECTORY =
      ConfigOption.text(
          "distaff.runtime.directory",
          "/tmp/distaff/runtime",
          "Where the runtime archive is kept on the cluster's file system; readable by all.",
          Scope.LAUNCH);

  public static final List<ConfigOption<?>> ALL =
      List.of(MASTER, NAME, QUEUE, TAGS, PRIORITY, NODE_LABEL, MAX_ATTEMPTS, RUNTIME_DIRECTORY);

  private SubmitOptions() {}
}
