package io.distaff.operator.sort;

import io.distaff.KernelBenchmark;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Sorting words with their row numbers; the time to copy both is in it. */
public class RadixSortBenchmark extends KernelBenchmark {
  /** How the words lie. */
  public enum Words {
    RANDOM,
    /** 0 to 999. */
    FEW,
    SORTED,
    REVERSED
  }

  @Param public Words words;

  private final long[] given = new long[MANY_ROWS];
  private final int[] givenRows = new int[MANY_ROWS];
  private final long[] sorted = new long[MANY_ROWS];
  private final int[] sortedRows = new int[MANY_ROWS];
  private final RadixSort sort = new RadixSort();

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < MANY_ROWS; i++) {
      givenRows[i] = i;
      given[i] =
          switch (words) {
            case RANDOM -> random.nextLong();
            case FEW -> random.nextInt(1000);
            case SORTED -> i * 31L;
            case REVERSED -> -i * 31L;
          };
    }
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public int[] sort() {
    System.arraycopy(given, 0, sorted, 0, MANY_ROWS);
    System.arraycopy(givenRows, 0, sortedRows, 0, MANY_ROWS);
    sort.sort(sorted, sortedRows, 0, MANY_ROWS);
    return sortedRows;
  }
}
