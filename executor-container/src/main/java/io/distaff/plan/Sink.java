package io.distaff.plan;

import io.distaff.ids.CacheId;
import java.util.List;
import java.util.Map;

/** Where a fragment's rows go. */
public sealed interface Sink {
  /**
   * To a shuffle file of this task.
   *
   * @param partitions how many; 1 = everything together
   * @param keys rows with equal keys go to the same partition; none = rows are dealt out in turn
   */
  record ShuffleSink(int partitions, List<Integer> keys) implements Sink {
    public ShuffleSink {
      keys = List.copyOf(keys);
    }
  }

  /**
   * To a shuffle file of this task, in which the partitions follow each other in an order: no row
   * of one comes after a row of the next, and rows with equal keys are together.
   *
   * @param partitions how many, at least 1
   * @param keys of the order, in the fragment's rows
   * @param sample gives some rows' keys and nothing else, in order; what lies evenly among them
   *     parts the partitions
   */
  record RangeShuffleSink(int partitions, List<SortKey> keys, PlanNode.ExchangeRead sample)
      implements Sink {
    public RangeShuffleSink {
      keys = List.copyOf(keys);
    }
  }

  /**
   * To the driver, which gives them to the user: the rows of a result, in the order of partitions.
   */
  record ResultSink() implements Sink {}

  /**
   * To the cached partition of this task's number, which stays at the executor.
   *
   * @param cache the data set
   */
  record CacheSink(CacheId cache, StorageLevel level) implements Sink {}

  /**
   * To files under an attempt path; gives no rows.
   *
   * @param stagingDirectory below which each attempt writes, fully qualified
   * @param options the format's own options, such as {@code compression}
   * @param partitionColumns positions in the fragment's rows of the columns whose values divide the
   *     files into directories, and which aren't in the files; none = files lie side by side
   * @param maxOpenPartitions how many of these directories a task writes to at a time
   * @param targetFileBytes a file that has this size is followed by another
   */
  record FileSink(
      FileFormat format,
      String stagingDirectory,
      Map<String, String> options,
      List<Integer> partitionColumns,
      int maxOpenPartitions,
      long targetFileBytes)
      implements Sink {
    public FileSink {
      options = Map.copyOf(options);
      partitionColumns = List.copyOf(partitionColumns);
    }
  }
}
