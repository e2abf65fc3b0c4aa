package io.distaff.cluster.yarn;

import io.distaff.cluster.ExecutorLoss;
import io.distaff.executor.ExecutorMain;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.yarn.api.records.ContainerExitStatus;

/** What the exit status of a container says about who is to blame. */
final class ContainerExit {
  private static final int TAIL_LINES = 16;

  /** How NodeManagers introduce the end of a container's stderr, which is their last word. */
  private static final Pattern STDERR_FOLLOWS = Pattern.compile("Last \\d+ bytes of stderr :");

  private ContainerExit() {}

  /**
   * @param status as YARN or the process gave it
   * @param diagnostics as YARN gave them; for a failed process they end with the tail of its stderr
   * @param what was lost, and where
   */
  static ExecutorLoss classify(int status, String diagnostics, String what) {
    String reason =
        switch (status) {
          case ContainerExitStatus.SUCCESS -> "ended normally";
          case ContainerExitStatus.ABORTED -> "was lost with its node, or released";
          case ContainerExitStatus.DISKS_FAILED -> "ended because its node's disks failed";
          case ContainerExitStatus.PREEMPTED -> "was preempted by the scheduler";
          case ContainerExitStatus.KILLED_EXCEEDED_VMEM ->
              "was killed by YARN for exceeding its virtual memory";
          case ContainerExitStatus.KILLED_EXCEEDED_PMEM ->
              "was killed by YARN for exceeding its physical memory: raise"
                  + " distaff.executor.memoryOverhead";
          case ContainerExitStatus.KILLED_BY_APPMASTER -> "was ended by the driver";
          case ContainerExitStatus.KILLED_BY_RESOURCEMANAGER -> "was killed by the ResourceManager";
          case ContainerExitStatus.KILLED_AFTER_APP_COMPLETION -> "ended with the application";
          case ExecutorMain.EXIT_UNREGISTERED ->
              "ended itself because it had not registered with the driver in time";
          case StartWatch.EXIT_NOT_STARTED ->
              "was ended because its JVM did not come to main() in time";
          case 137 ->
              "was killed by signal 9, perhaps for lack of memory on its host (exit status 137)";
          case 143 -> "was ended by signal 15 (exit status 143)";
          default -> "failed with exit status " + status;
        };
    String tail = isTaskFault(status) ? tail(diagnostics) : "";
    return new ExecutorLoss(
        isTaskFault(status), what + " " + reason + (tail.isEmpty() ? "" : ":\n" + tail));
  }

  /** False when what ran in the container can't have caused its end. */
  private static boolean isTaskFault(int status) {
    return switch (status) {
      case ContainerExitStatus.SUCCESS,
          ContainerExitStatus.ABORTED,
          ContainerExitStatus.DISKS_FAILED,
          ContainerExitStatus.PREEMPTED,
          ContainerExitStatus.KILLED_BY_APPMASTER,
          ContainerExitStatus.KILLED_BY_RESOURCEMANAGER,
          ContainerExitStatus.KILLED_AFTER_APP_COMPLETION ->
          false;
      default -> true;
    };
  }

  /**
   * The last lines of what a failed process wrote to its stderr; of the diagnostics, where the
   * NodeManager's words around it aren't known.
   */
  static String tail(String diagnostics) {
    if (diagnostics == null) {
      return "";
    }
    List<String> lines =
        diagnostics.lines().map(String::stripTrailing).filter(line -> !line.isBlank()).toList();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (STDERR_FOLLOWS.matcher(lines.get(i)).matches() && i + 1 < lines.size()) {
        lines = lines.subList(i + 1, lines.size());
        break;
      }
    }
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }
}
