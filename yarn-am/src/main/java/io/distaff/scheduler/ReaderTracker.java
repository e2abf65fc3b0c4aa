package io.distaff.scheduler;

import io.distaff.ids.ExecutorId;
import io.distaff.plan.Split;
import io.distaff.plan.Split.FileSplit;
import io.distaff.planner.TaskInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows which executor was told last to read a part of a file, and so may have it in memory. Of the
 * parts that a task reads the first one stands for all. Bounded: those read longest ago are
 * forgotten. Confined to the scheduler's loop.
 */
final class ReaderTracker {
  private static final int MAX_PARTS = 1 << 15;

  /** Of a file; where it ends may differ from query to query. */
  private record Part(String path, long start) {}

  /** The one read longest ago first. */
  private final Map<Part, ExecutorId> readers =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Part, ExecutorId> eldest) {
          return size() > MAX_PARTS;
        }
      };

  /** Who read it last, whether it still lives or not; empty when nobody did or no file is read. */
  Optional<ExecutorId> find(TaskInput input) {
    return part(input).map(readers::get);
  }

  /** An executor begins to read. */
  void reads(TaskInput input, ExecutorId executor) {
    part(input).ifPresent(part -> readers.put(part, executor));
  }

  private static Optional<Part> part(TaskInput input) {
    for (List<Split> splits : input.splits().values()) {
      if (!splits.isEmpty() && splits.get(0) instanceof FileSplit file) {
        return Optional.of(new Part(file.path(), file.start()));
      }
    }
    return Optional.empty();
  }
}
