package io.distaff.operator;

import io.distaff.KernelBenchmark;
import io.distaff.memory.ReservedArrays;
import io.distaff.plan.KeySummary;
import io.distaff.types.DataType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.BlockBloom;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What a build side of 262,144 rows tells the scan of the probe side. */
public class KeySummaryBenchmark extends KernelBenchmark {
  /** The values that rows have. */
  public enum Keys {
    /** 100 numbers: an exact set. */
    FEW_NUMBERS,
    /** As many numbers as a Bloom filter is for. */
    NUMBERS,
    /** More numbers than a Bloom filter is for: bounds alone are left. */
    MANY_NUMBERS,
    /** 100 texts as a dictionary, which are too many rows to be looked at one by one. */
    FEW_TEXTS,
    TEXTS
  }

  private static final int FEW = 100;
  private static final int FITTING = 60_000;

  @Param public Keys keys;

  @Param({"0", "0.1"})
  public double nulls;

  private final VectorBatch[] batches = new VectorBatch[MANY_ROWS / ROWS];
  private DataType type;
  private int bloomBytes;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    ColumnVector texts = columns.comments(0);
    for (int b = 0; b < batches.length; b++) {
      batches[b] =
          new VectorBatch(
              ROWS,
              switch (keys) {
                case FEW_NUMBERS -> columns.longs(DataType.BIGINT, FEW, nulls);
                case NUMBERS -> columns.longs(DataType.BIGINT, FITTING, nulls);
                case MANY_NUMBERS -> columns.longs(DataType.BIGINT, Long.MAX_VALUE, nulls);
                case FEW_TEXTS -> columns.dictionary(texts, FEW, nulls);
                case TEXTS -> columns.comments(nulls);
              });
    }
    type = batches[0].column(0).type();
    bloomBytes =
        keys == Keys.MANY_NUMBERS
            ? BlockBloom.sizeBytes(MANY_ROWS, KeySummary.MOST_BLOOM_BYTES)
            : KeySummary.MOST_BLOOM_BYTES;
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public KeySummary summarize() {
    KeySummarizer summarizer =
        new KeySummarizer(type, 0, bloomBytes, ReservedArrays.uncounted(), LargeValues.none());
    for (VectorBatch batch : batches) {
      summarizer.add(batch);
    }
    return summarizer.summary();
  }
}
