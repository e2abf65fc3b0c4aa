package io.distaff.scheduler;

import io.distaff.function.TaskScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What tasks have added to accumulators and nobody has taken yet; how it is put together is the
 * user's code, and not for the scheduler's loop. Thread-safe.
 */
public final class AccumulatedValues {
  private final AtomicLong lastId = new AtomicLong();
  private final Map<Long, List<byte[]>> waiting = new ConcurrentHashMap<>();

  /** A number for an accumulator, which no other has. */
  public long newId() {
    return lastId.incrementAndGet();
  }

  void add(List<TaskScope.Partial> partials) {
    for (TaskScope.Partial partial : partials) {
      waiting.compute(
          partial.accumulator(),
          (id, values) -> {
            List<byte[]> all = values == null ? new ArrayList<>() : values;
            all.add(partial.value());
            return all;
          });
    }
  }

  /** What has been added to an accumulator since the last call, in the order of the tasks' ends. */
  public List<byte[]> take(long accumulator) {
    List<byte[]> taken = waiting.remove(accumulator);
    return taken == null ? List.of() : taken;
  }
}
