package io.distaff.operator.sort;

import io.distaff.KernelBenchmark;
import io.distaff.operator.OperatorFixture;
import io.distaff.plan.SortKey;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Ordering the rows of a store, and merging runs. */
public class SortBenchmark extends KernelBenchmark {
  /** What the rows are ordered by. */
  public enum Keys {
    BIGINT,
    NULLABLE_BIGINT,
    /** A hundred values, then many. */
    FEW_THEN_MANY,
    TEXT
  }

  private static final int RUNS = 8;

  /** More than a row takes, so that the rows alone end a batch. */
  private static final int ROW_BYTES = 64;

  private static final BatchLimit LIMIT = BatchLimit.around(ROWS * ROW_BYTES, ROWS, ROW_BYTES);

  @Param public Keys keys;

  private RowOrder order;
  private List<DataType> types;
  private RowStore store;
  private final List<List<VectorBatch>> runs = new ArrayList<>();

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns(MANY_ROWS);
    List<ColumnVector> vectors =
        switch (keys) {
          case BIGINT -> List.of(columns.longs(DataType.BIGINT, 1L << 60, 0));
          case NULLABLE_BIGINT -> List.of(columns.longs(DataType.BIGINT, 1L << 60, 0.1));
          case FEW_THEN_MANY ->
              List.of(
                  columns.ints(DataType.INT, 100, 0), columns.longs(DataType.BIGINT, 1L << 60, 0));
          case TEXT -> List.of(columns.comments(0));
        };
    types = vectors.stream().map(ColumnVector::type).toList();
    Schema schema = OperatorFixture.schema(types);
    List<SortKey> sortKeys = new ArrayList<>();
    for (int column = 0; column < types.size(); column++) {
      sortKeys.add(new SortKey(column, false, false));
    }
    order = new RowOrder(sortKeys, schema);
    store = new RowStore(types);
    FlatView[] views = new FlatView[types.size()];
    for (int c = 0; c < views.length; c++) {
      views[c] = new FlatView();
      views[c].set(vectors.get(c), new SelectedRows().first(MANY_ROWS), MANY_ROWS);
    }
    store.append(views, null, MANY_ROWS);
    makeRuns(views);
  }

  /** Each run has every eighth row of the order. */
  private void makeRuns(FlatView[] views) {
    int[] sorted = new RowSorter(order).sort(store);
    for (int run = 0; run < RUNS; run++) {
      RowStore rows = new RowStore(types);
      int[] picks = new int[MANY_ROWS / RUNS];
      for (int i = 0; i < picks.length; i++) {
        picks[i] = sorted[i * RUNS + run];
      }
      rows.append(views, picks, picks.length);
      List<VectorBatch> batches = new ArrayList<>();
      for (int page = 0; page < rows.numPages(); page++) {
        batches.add(rows.page(page));
      }
      runs.add(batches);
    }
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public int[] sort() {
    return new RowSorter(order).sort(store);
  }

  /** Batches of a run, in order. */
  private record Run(java.util.Iterator<VectorBatch> batches) implements SortedRows {
    @Override
    public VectorBatch next() {
      return batches.hasNext() ? batches.next() : null;
    }

    @Override
    public void close() {}
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public void merge(Blackhole blackhole) {
    List<Run> inputs = new ArrayList<>();
    for (List<VectorBatch> run : runs) {
      inputs.add(new Run(run.iterator()));
    }
    try (RunMerger merger = new RunMerger(order, types, inputs, MANY_ROWS, LIMIT)) {
      for (VectorBatch batch = merger.next(); batch != null; batch = merger.next()) {
        blackhole.consume(batch);
      }
    }
  }
}
