package io.distaff.cluster;

import io.distaff.config.ConfigOption;
import io.distaff.config.DataSize;
import io.distaff.config.DistaffConfig;

/**
 * What a container needs. Immutable.
 *
 * @param heapMebibytes the Java heap
 * @param overheadMebibytes beyond the heap: code, metaspace, stacks, direct buffers, native
 *     libraries
 */
public record ContainerSize(int heapMebibytes, int overheadMebibytes, int vcores) {
  private static final int LEAST_OVERHEAD_MEBIBYTES = 384;

  public static ContainerSize ofExecutor(DistaffConfig config) {
    return of(
        config,
        ClusterOptions.EXECUTOR_MEMORY,
        ClusterOptions.EXECUTOR_MEMORY_OVERHEAD,
        config.value(ClusterOptions.EXECUTOR_CORES));
  }

  public static ContainerSize ofDriver(DistaffConfig config) {
    return of(
        config,
        ClusterOptions.DRIVER_MEMORY,
        ClusterOptions.DRIVER_MEMORY_OVERHEAD,
        config.value(ClusterOptions.DRIVER_CORES));
  }

  private static ContainerSize of(
      DistaffConfig config,
      ConfigOption<DataSize> memory,
      ConfigOption<DataSize> overhead,
      int vcores) {
    int heap = Math.toIntExact(config.value(memory).mebibytes());
    int extra =
        config
            .optional(overhead)
            .map(size -> Math.toIntExact(size.mebibytes()))
            .orElse(Math.max(LEAST_OVERHEAD_MEBIBYTES, heap / 10));
    return new ContainerSize(heap, extra, vcores);
  }

  /** What to ask YARN for. */
  public int containerMebibytes() {
    return heapMebibytes + overheadMebibytes;
  }
}
