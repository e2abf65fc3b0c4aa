package io.distaff.vector;

import io.distaff.KernelBenchmark;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Keeping rows, and getting them back in another order. */
public class RowStoreBenchmark extends KernelBenchmark {
  /** The column that is kept. */
  public enum Kept {
    BIGINT,
    NULLABLE_BIGINT,
    WIDE_DECIMAL,
    TEXT,
    TEXT_DICTIONARY
  }

  @Param public Kept column;

  private final FlatView[] views = {new FlatView()};
  private List<DataType> types;
  private RowStore full;
  private ColumnBuffer buffer;
  private final int[][] picks = new int[MANY_ROWS / ROWS][];
  private int nextPicks;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    ColumnVector vector =
        switch (column) {
          case BIGINT -> columns.longs(DataType.BIGINT, 1L << 40, 0);
          case NULLABLE_BIGINT -> columns.longs(DataType.BIGINT, 1L << 40, 0.1);
          case WIDE_DECIMAL -> columns.int128s(new DecimalType(38, 2), 0);
          case TEXT -> columns.comments(0);
          case TEXT_DICTIONARY -> columns.dictionary(columns.comments(0), 1000, 0);
        };
    types = List.of(vector.type());
    views[0].set(vector, new SelectedRows().first(ROWS), ROWS);
    full = append();
    buffer = new ColumnBuffer(vector.type(), ReservedArrays.uncounted());
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < picks.length; i++) {
      picks[i] = random.ints(ROWS, 0, MANY_ROWS).toArray();
    }
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public RowStore append() {
    RowStore store = new RowStore(types);
    for (int batch = 0; batch < MANY_ROWS / ROWS; batch++) {
      store.append(views, null, ROWS);
    }
    return store;
  }

  /** Rows from all over the store. */
  @Benchmark
  public ColumnVector gather() {
    nextPicks = (nextPicks + 1) % picks.length;
    buffer.begin(ROWS);
    full.copyOut(0, picks[nextPicks], null, ROWS, buffer);
    return buffer.vector();
  }
}
