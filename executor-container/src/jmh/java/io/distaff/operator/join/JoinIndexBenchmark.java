package io.distaff.operator.join;

import io.distaff.KernelBenchmark;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.LongVector;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Indexing 262,144 build rows by their keys, and looking keys up. */
public class JoinIndexBenchmark extends KernelBenchmark {
  /** How the keys of the build side lie. */
  public enum Keys {
    /** Of a range that an array covers. */
    DENSE,
    /** One row each, of the whole range of BIGINT. */
    SPARSE,
    /** Like SPARSE, but one row in ten has the same key. */
    SKEWED,
    TEXT
  }

  /** Odd, so that multiplying by it repeats no key. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  @Param public Keys keys;

  private RowStore store;
  private List<DataType> types;
  private VectorBatch hits;
  private VectorBatch misses;
  private JoinIndex index;
  private final int[] heads = new int[ROWS];

  @Setup
  public void prepare() {
    types = List.of(keys == Keys.TEXT ? DataType.STRING : DataType.BIGINT);
    store = new RowStore(types);
    SplittableRandom random = new SplittableRandom(3);
    FlatView[] views = {new FlatView()};
    for (int from = 0; from < MANY_ROWS; from += ROWS) {
      int first = from;
      ColumnVector column =
          column(i -> keys == Keys.SKEWED && random.nextInt(10) == 0 ? 0 : key(first + i));
      views[0].set(column, new SelectedRows().first(ROWS), ROWS);
      store.append(views, null, ROWS);
    }
    hits = new VectorBatch(ROWS, column(i -> key(1 + random.nextInt(MANY_ROWS - 1))));
    misses = new VectorBatch(ROWS, column(i -> key(MANY_ROWS + random.nextInt(MANY_ROWS))));
    index = build();
  }

  private long key(int row) {
    return keys == Keys.DENSE ? row : row * SPREAD;
  }

  private interface KeyOfRow {
    long key(int row);
  }

  private ColumnVector column(KeyOfRow keyOfRow) {
    long[] values = new long[ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[i] = keyOfRow.key(i);
    }
    if (keys != Keys.TEXT) {
      return new LongVector(DataType.BIGINT, values, null, ROWS);
    }
    StringBuilder data = new StringBuilder();
    int[] starts = new int[ROWS];
    int[] lengths = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      starts[i] = data.length();
      data.append("Customer#").append(Long.toHexString(values[i]));
      lengths[i] = data.length() - starts[i];
    }
    byte[] bytes = data.toString().getBytes(StandardCharsets.US_ASCII);
    return new BytesVector(DataType.STRING, bytes, starts, lengths, null, ROWS);
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public JoinIndex build() {
    JoinIndex built = JoinIndex.of(store, types, new int[] {0}, new int[] {0});
    built.build();
    return built;
  }

  @Benchmark
  public int[] findAll() {
    index.find(hits, heads);
    return heads;
  }

  @Benchmark
  public int[] findNone() {
    index.find(misses, heads);
    return heads;
  }
}
