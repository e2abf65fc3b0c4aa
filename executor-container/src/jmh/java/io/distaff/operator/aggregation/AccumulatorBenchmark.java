package io.distaff.operator.aggregation;

import io.distaff.KernelBenchmark;
import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Adding rows to the states of groups whose numbers are known. */
public class AccumulatorBenchmark extends KernelBenchmark {
  /** What is computed of which column. AVG is SUM and COUNT to the engine. */
  public enum Call {
    COUNT,
    SUM_BIGINT,
    SUM_NULLABLE_BIGINT,
    SUM_DOUBLE,
    SUM_DECIMAL,
    SUM_WIDE_DECIMAL,
    MIN_BIGINT,
    MAX_DOUBLE,
    MAX_TEXT,
    STDDEV_DOUBLE
  }

  private static final DecimalType MONEY = new DecimalType(15, 2);

  @Param public Call call;

  @Param({"1", "4", "10000"})
  public int groups;

  private VectorBatch batch;
  private int[] rows;
  private int[] groupOfRow;
  private Accumulator accumulator;
  private AggregateInput input;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    ColumnVector column =
        switch (call) {
          case COUNT, SUM_BIGINT, MIN_BIGINT -> columns.longs(DataType.BIGINT, 1000, 0);
          case SUM_NULLABLE_BIGINT -> columns.longs(DataType.BIGINT, 1000, 0.1);
          case SUM_DOUBLE, MAX_DOUBLE, STDDEV_DOUBLE -> columns.doubles(0);
          case SUM_DECIMAL -> columns.longs(MONEY, 10_000_000, 0);
          case SUM_WIDE_DECIMAL -> columns.int128s(new DecimalType(24, 2), 0);
          case MAX_TEXT -> columns.comments(0);
        };
    AggregateCall aggregate =
        switch (call) {
          case COUNT -> AggregateCall.of("count", 0, -1, DataType.BIGINT);
          case SUM_BIGINT, SUM_NULLABLE_BIGINT -> AggregateCall.of("sum", 0, -1, DataType.BIGINT);
          case SUM_DOUBLE -> AggregateCall.of("sum", 0, -1, DataType.DOUBLE);
          case SUM_DECIMAL, SUM_WIDE_DECIMAL ->
              AggregateCall.of("sum", 0, -1, new DecimalType(38, 2));
          case MIN_BIGINT -> AggregateCall.of("min", 0, -1, DataType.BIGINT);
          case MAX_DOUBLE -> AggregateCall.of("max", 0, -1, DataType.DOUBLE);
          case MAX_TEXT -> AggregateCall.of("max", 0, -1, DataType.STRING);
          case STDDEV_DOUBLE -> AggregateCall.of("stddev_samp", 0, -1, DataType.DOUBLE);
        };
    batch = new VectorBatch(ROWS, column);
    rows = new SelectedRows().first(ROWS);
    groupOfRow = columns.ints(DataType.INT, groups, 0).values();
    accumulator = AggregateFunctions.overRows(aggregate, List.of(column.type()), false);
    input = AggregateInput.ofRows(aggregate, accumulator, LargeValues.none());
  }

  @Benchmark
  public Accumulator add(Blackhole blackhole) {
    input.set(batch, rows);
    input.setGroups(groupOfRow);
    blackhole.consume(accumulator.growBytes(input, groups));
    accumulator.ensureGroups(groups);
    accumulator.add(input, groups);
    return accumulator;
  }
}
