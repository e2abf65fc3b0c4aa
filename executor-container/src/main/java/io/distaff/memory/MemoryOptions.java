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
          "The part of the heap, after 300 MiB for the engine itself (a quarter of a heap under"
              + " 1200 MiB), that operators and cached data may reserve.",
          Scope.LAUNCH);

  public static final ConfigOption<Double> STORAGE_FRACTION =
      ConfigOption.fraction(
          "distaff.memory.storageFraction",
          0.5,
          "The part of that memory up to which cached data isn't evicted when operators need more.",
          Scope.LAUNCH);

  public static final ConfigOption<Double> FILE_CACHE_FRACTION =
      ConfigOption.fraction(
          "distaff.memory.fileCacheFraction",
          0.25,
          "The part of the memory of distaff.memory.fraction that may hold pieces of files read"
              + " lately, of file systems other than the local one, while nobody else needs it; 0"
              + " for none.",
          Scope.LAUNCH);

  public static final List<ConfigOption<?>> ALL =
      List.of(FRACTION, STORAGE_FRACTION, FILE_CACHE_FRACTION);

  private static final long RESERVED_BYTES = 300L << 20;

  private MemoryOptions() {}

  /** The memory of a process with this much heap. */
  public static MemoryManager manager(DistaffConfig config, long heapBytes) {
    long poolBytes = poolBytes(config, heapBytes);
    return new MemoryManager(poolBytes, (long) (poolBytes * config.value(STORAGE_FRACTION)));
  }

  /** What operators and cached data share in a process with this much heap. */
  static long poolBytes(DistaffConfig config, long heapBytes) {
    return (long) (usableBytes(heapBytes) * config.value(FRACTION));
  }

  /** What a process with this much heap and this pool has beside the pool and the engine itself. */
  public static long outsideBytes(long heapBytes, long poolBytes) {
    return Math.max(0, usableBytes(heapBytes) - poolBytes);
  }

  private static long usableBytes(long heapBytes) {
    return heapBytes - Math.min(RESERVED_BYTES, heapBytes / 4);
  }
}
