package io.distaff.vector;

import io.distaff.KernelBenchmark;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The hash of the keys of rows. */
public class RowHashBenchmark extends KernelBenchmark {
  /** What is hashed. */
  public enum Key {
    INT,
    BIGINT,
    NULLABLE_BIGINT,
    WIDE_DECIMAL,
    TEXT,
    TEXT_DICTIONARY,
    BIGINT_AND_TEXT
  }

  @Param public Key key;

  private VectorBatch batch;
  private RowHash hash;
  private final long[] hashes = new long[ROWS];

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    LongVector longs = columns.longs(DataType.BIGINT, 1L << 40, 0);
    BytesVector text = columns.comments(0);
    batch =
        switch (key) {
          case INT -> new VectorBatch(ROWS, columns.ints(DataType.INT, 1 << 30, 0));
          case BIGINT -> new VectorBatch(ROWS, longs);
          case NULLABLE_BIGINT -> new VectorBatch(ROWS, columns.longs(DataType.BIGINT, 99, 0.1));
          case WIDE_DECIMAL -> new VectorBatch(ROWS, columns.int128s(new DecimalType(38, 2), 0));
          case TEXT -> new VectorBatch(ROWS, text);
          case TEXT_DICTIONARY -> new VectorBatch(ROWS, columns.dictionary(text, 1000, 0));
          case BIGINT_AND_TEXT -> new VectorBatch(ROWS, longs, text);
        };
    hash = key == Key.BIGINT_AND_TEXT ? new RowHash(0, 1) : new RowHash(0);
  }

  @Benchmark
  public long[] hash() {
    hash.hash(batch, hashes);
    return hashes;
  }
}
