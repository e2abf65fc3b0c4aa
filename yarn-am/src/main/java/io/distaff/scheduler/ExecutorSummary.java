package io.distaff.scheduler;

import io.distaff.ids.AttemptId;
import io.distaff.ids.ExecutorId;
import io.distaff.memory.MemoryUse;
import java.util.List;
import java.util.Optional;

/**
 * What the scheduler knows of one executor.
 *
 * @param memory as the executor has told it last; empty until it does so for the first time, soon
 *     after it has registered
 * @param running attempts
 * @param silentMillis since it was heard of
 */
public record ExecutorSummary(
    ExecutorId id,
    String host,
    int slots,
    Optional<MemoryUse> memory,
    List<AttemptId> running,
    long silentMillis) {
  public ExecutorSummary {
    running = List.copyOf(running);
  }
}
