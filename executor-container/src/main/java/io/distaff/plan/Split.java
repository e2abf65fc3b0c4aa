package io.distaff.plan;

import io.distaff.expression.Literal;
import java.util.Map;

/** A part of a scan's input. A task reads one or more. */
public sealed interface Split {
  /** Bytes to read, or a comparable estimate: what balances tasks. */
  long weightBytes();

  /** A part of a file. */
  sealed interface FileSplit extends Split permits ParquetSplit, TextSplit {
    /** Fully qualified. */
    String path();

    /** Of the whole file; with the modification time what tells that it hasn't changed. */
    long fileSizeBytes();

    long modificationMillis();

    /** Values of columns that the file's directory gives to all of its rows, by name. */
    Map<String, Literal> partition();

    /** Where it begins in the file. */
    long start();

    /** Bytes of the file. */
    long length();

    /** Whether it is the first part of its file: every file that is read has one such. */
    default boolean beginsFile() {
      return start() == 0;
    }

    @Override
    default long weightBytes() {
      return length();
    }
  }

  /**
   * The rows of a Parquet file that lie in the bytes {@code [start, start + length)}: those of a
   * row group are divided among splits if they can be read from the middle, else they go where the
   * middle of the row group is.
   *
   * @param path fully qualified
   * @param fileSizeBytes of the whole file; with the modification time what tells that it hasn't
   *     changed
   * @param partition values of columns that the file's directory gives to all of its rows, by name;
   *     a column of the file with such a name isn't read
   */
  record ParquetSplit(
      String path,
      long fileSizeBytes,
      long modificationMillis,
      long start,
      long length,
      Map<String, Literal> partition)
      implements FileSplit {
    public ParquetSplit {
      partition = Map.copyOf(partition);
    }
  }

  /**
   * The records of a text file whose first byte lies in {@code [start, start + length)}.
   *
   * @param path fully qualified
   * @param fileSizeBytes of the whole file; with the modification time what tells that it hasn't
   *     changed
   * @param partition as that of a {@link ParquetSplit}
   */
  record TextSplit(
      String path,
      long fileSizeBytes,
      long modificationMillis,
      long start,
      long length,
      Map<String, Literal> partition)
      implements FileSplit {
    public TextSplit {
      partition = Map.copyOf(partition);
    }
  }

  /**
   * A cached partition.
   *
   * @param stage that makes it, counted from the fragment's {@link PlanFragment#firstStage}
   * @param partition the number of the task that makes it
   */
  record CachedSplit(int stage, int partition, long weightBytes) implements Split {}

  /** Part {@code part} of {@code parts} of a generated table, counted from 0. */
  record TpchSplit(int part, int parts, long weightBytes) implements Split {}

  /** Rows themselves, as a block. */
  record LocalSplit(byte[] block) implements Split {
    @Override
    public long weightBytes() {
      return block.length;
    }
  }

  /** {@code count} numbers, of which each is by {@code step} more than the one before. */
  record RangeSplit(long first, long step, long count, long weightBytes) implements Split {}
}
