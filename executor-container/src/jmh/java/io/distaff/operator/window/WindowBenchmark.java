package io.distaff.operator.window;

import io.distaff.KernelBenchmark;
import io.distaff.operator.OperatorFixture;
import io.distaff.operator.RepeatedBatches;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.SortKey;
import io.distaff.plan.WindowCall;
import io.distaff.plan.WindowFrame;
import io.distaff.plan.WindowFrame.Bound;
import io.distaff.types.DataType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** The whole operator over 262,144 sorted rows: key of the partition, order, value. */
public class WindowBenchmark extends KernelBenchmark {
  /** What is computed for every row. */
  public enum Function {
    ROW_NUMBER,
    RANK,
    LAG,
    RUNNING_SUM,
    SLIDING_SUM,
    SLIDING_MAX,
    SUM_OF_PARTITION
  }

  private static final List<DataType> TYPES =
      List.of(DataType.BIGINT, DataType.BIGINT, DataType.BIGINT);

  @Param public Function function;

  @Param({"10", "10000"})
  public int rowsOfPartition;

  private Path directory;
  private OperatorFixture fixture;
  private PlanNode.Window node;
  private final List<VectorBatch> batches = new ArrayList<>();

  @Setup
  public void prepare() throws IOException {
    directory = Files.createTempDirectory("distaff-jmh");
    fixture = new OperatorFixture(directory, 1L << 30);
    BenchmarkColumns columns = new BenchmarkColumns();
    for (int from = 0; from < MANY_ROWS; from += ROWS) {
      int first = from;
      long[] keys = new long[ROWS];
      long[] orders = new long[ROWS];
      Arrays.setAll(keys, i -> (first + i) / rowsOfPartition);
      Arrays.setAll(orders, i -> first + i);
      batches.add(
          new VectorBatch(
              ROWS,
              new LongVector(DataType.BIGINT, keys, null, ROWS),
              new LongVector(DataType.BIGINT, orders, null, ROWS),
              columns.longs(DataType.BIGINT, 1000, 0)));
    }
    List<DataType> output = new ArrayList<>(TYPES);
    output.add(DataType.BIGINT);
    node =
        new PlanNode.Window(
            OperatorFixture.input(TYPES),
            List.of(0),
            List.of(new SortKey(1, false, false)),
            List.of(call()),
            OperatorFixture.schema(output));
  }

  private WindowCall call() {
    WindowFrame running =
        rows(Bound.of(Bound.Kind.UNBOUNDED_PRECEDING), Bound.of(Bound.Kind.CURRENT_ROW));
    WindowFrame sliding =
        rows(new Bound(Bound.Kind.PRECEDING, 5, -1), new Bound(Bound.Kind.FOLLOWING, 5, -1));
    return switch (function) {
      case ROW_NUMBER -> ranking(WindowCall.RankingFunction.ROW_NUMBER);
      case RANK -> ranking(WindowCall.RankingFunction.RANK);
      case LAG -> new WindowCall.Shift(2, -1, -1, false, DataType.BIGINT);
      case RUNNING_SUM -> aggregate("sum", running);
      case SLIDING_SUM -> aggregate("sum", sliding);
      case SLIDING_MAX -> aggregate("max", sliding);
      case SUM_OF_PARTITION -> aggregate("sum", WindowFrame.WHOLE_PARTITION);
    };
  }

  private static WindowFrame rows(Bound start, Bound end) {
    return new WindowFrame(WindowFrame.Unit.ROWS, start, end, WindowFrame.Exclusion.NONE, -1);
  }

  private static WindowCall ranking(WindowCall.RankingFunction function) {
    return new WindowCall.Ranking(function, 0, DataType.BIGINT);
  }

  private static WindowCall aggregate(String name, WindowFrame frame) {
    return new WindowCall.FrameAggregate(AggregateCall.of(name, 2, -1, DataType.BIGINT), frame);
  }

  @TearDown
  public void delete() throws IOException {
    fixture.close();
    Files.delete(directory);
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public void window(Blackhole blackhole) {
    try (WindowOperator window =
        new WindowOperator(node, new RepeatedBatches(batches, batches.size()), fixture.context())) {
      for (VectorBatch batch = window.next(); batch != null; batch = window.next()) {
        blackhole.consume(batch);
      }
    }
  }
}
