package io.distaff.api;

import io.distaff.memory.MemoryUse;
import java.util.List;
import java.util.Optional;

/**
 * An executor of a session; {@link Session#executors}.
 *
 * @param host that it runs on
 * @param cores tasks at once
 * @param memory what is held of its pool, and by what, as it has said at the last of its heartbeats
 *     (every 3 s); empty until the first
 * @param runningTasks as the log calls them
 * @param silentMillis since it was heard of
 */
public record ExecutorInfo(
    String id,
    String host,
    int cores,
    Optional<MemoryUse> memory,
    List<String> runningTasks,
    long silentMillis) {
  public ExecutorInfo {
    runningTasks = List.copyOf(runningTasks);
  }
}
