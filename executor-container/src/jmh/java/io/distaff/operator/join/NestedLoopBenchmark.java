package io.distaff.operator.join;

import io.distaff.KernelBenchmark;
import io.distaff.eval.ExpressionCompiler;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.operator.OperatorFixture;
import io.distaff.operator.RepeatedBatches;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.JoinType;
import io.distaff.types.DataType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A join whose only condition is one comparison: nanoseconds for each of 262,144 pairs of rows. */
public class NestedLoopBenchmark extends KernelBenchmark {
  private static final List<DataType> TYPES = List.of(DataType.BIGINT, DataType.STRING);

  @Param({"INNER", "LEFT", "SEMI", "ANTI"})
  public JoinType type;

  /** Of the 262,144 pairs; a batch has no more than 4096. */
  @Param({"16", "64", "4096"})
  public int buildRows;

  /** Of the pairs that match. */
  @Param({"0.001", "0.5"})
  public double share;

  private Path directory;
  private OperatorFixture fixture;
  private PlanNode.HashJoin node;
  private JoinCondition condition;
  private VectorBatch build;
  private VectorBatch probe;

  @Setup
  public void prepare() throws IOException {
    directory = Files.createTempDirectory("distaff-jmh");
    fixture = new OperatorFixture(directory, 1L << 30);
    build = batch(buildRows, 0);
    int probeRows = Math.min(ROWS, MANY_ROWS / buildRows);
    // Uniform values, moved so far that a < b holds for about this share of all pairs.
    probe = batch(probeRows, Math.round((1 - Math.sqrt(2 * share)) * Integer.MAX_VALUE));
    PlanNode input = OperatorFixture.input(TYPES);
    List<DataType> output =
        type == JoinType.SEMI || type == JoinType.ANTI
            ? TYPES
            : List.of(DataType.BIGINT, DataType.STRING, DataType.BIGINT, DataType.STRING);
    Expression residual =
        new Call(
            FunctionNames.LESS,
            DataType.BOOLEAN,
            new InputRef(0, DataType.BIGINT),
            new InputRef(2, DataType.BIGINT));
    node =
        new PlanNode.HashJoin(
            input,
            input,
            type,
            List.of(),
            List.of(),
            residual,
            false,
            OperatorFixture.schema(output));
    condition =
        JoinCondition.of(
            ExpressionCompiler.compilePredicate(
                    residual, fixture.context().memory().arrays(), fixture.context().values())
                ::select);
  }

  private static VectorBatch batch(int rows, long offset) {
    BenchmarkColumns columns = new BenchmarkColumns(rows);
    long[] values = columns.longs(DataType.BIGINT, Integer.MAX_VALUE, 0).values();
    Arrays.setAll(values, i -> values[i] + offset);
    return new VectorBatch(
        rows, new LongVector(DataType.BIGINT, values, null, rows), columns.comments(0));
  }

  @TearDown
  public void delete() throws IOException {
    fixture.close();
    Files.delete(directory);
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public void join(Blackhole blackhole) {
    int probeBatches = MANY_ROWS / buildRows / probe.numRows();
    try (HashJoinOperator join =
        new HashJoinOperator(
            node,
            condition,
            new HashJoinOperator.Surroundings(
                new RepeatedBatches(List.of(probe), probeBatches),
                new RepeatedBatches(List.of(build), 1),
                Map.of(),
                null),
            fixture.context())) {
      for (VectorBatch batch = join.next(); batch != null; batch = join.next()) {
        blackhole.consume(batch);
      }
    }
  }
}
