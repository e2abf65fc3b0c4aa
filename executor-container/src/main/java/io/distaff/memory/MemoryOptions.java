package io.distaff.memory;

import io.distaff.config.ConfigOption;
import io.distaff.config.ConfigOption.Scope;
import io.distaff.config.DistaffConfig;
import java.util.List;

/** How an executor's heap is divided. */
public final class MemoryOptions {
  public static final ConfigOption<Double> FRACTION =
      ConfigOption.fraction(
          "distaff.memory.fraction",
          0.7,
          "The part of the heap, after 300 MiB (or half of it, if that is less) for the engine"
              + " itself, that operators may reserve.",
          Scope.LAUNCH);

  public static final List<ConfigOption<?>> ALL = List.of(FRACTION);

  private static final long RESERVED_BYTES = 300L << 20;

  private MemoryOptions() {}

  /** The execution pool of a process with this much heap. */
  public static long poolBytes(DistaffConfig config, long heapBytes) {
    long usable = heapBytes - Math.min(RESERVED_BYTES, heapBytes / 2);
    return (long) (usable * config.value(FRACTION));
  }
}
