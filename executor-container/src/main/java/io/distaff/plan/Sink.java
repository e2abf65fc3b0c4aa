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
   * @param placement what decides about a row's partition
   * @param keys positions of the columns that it looks at; of NUMBERED one, of type INT, whose
   *     values are from 0 to below the number of partitions; none for DEALT
   */
  record ShuffleSink(int partitions, Placement placement, List<Integer> keys) implements Sink {
    /** What decides about a row's partition. */
    public enum Placement {
      /** Rows are dealt out in turn. */
      DEALT,
      /** The hash of the keys: rows with equal ones go to the same partition. */
      HASHED,
      /** The key is the partition's number. */
      NUMBERED
    }

    public ShuffleSink {
      keys = List.copyOf(keys);
    }

    /** Rows with equal keys in the same partition; without keys dealt out. */
    public static ShuffleSink by(int partitions, List<Integer> keys) {
      return new ShuffleSink(partitions, keys.isEmpty() ? Placement.DEALT : Placement.HASHED, keys);
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
