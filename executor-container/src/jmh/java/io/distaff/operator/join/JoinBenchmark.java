package io.distaff.operator.join;

import io.distaff.KernelBenchmark;
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

/** The whole operator: a build side of 4096 rows, and the output of 262,144 probe rows. */
public class JoinBenchmark extends KernelBenchmark {
  private static final List<DataType> TYPES = List.of(DataType.BIGINT, DataType.STRING);

  @Param({"INNER", "LEFT", "SEMI"})
  public JoinType type;

  /** Build rows of each key. */
  @Param({"1", "3"})
  public int matches;

  private Path directory;
  private OperatorFixture fixture;
  private PlanNode.HashJoin node;
  private VectorBatch build;
  private VectorBatch probe;

  @Setup
  public void prepare() throws IOException {
    directory = Files.createTempDirectory("distaff-jmh");
    fixture = new OperatorFixture(directory, 1L << 30);
    BenchmarkColumns columns = new BenchmarkColumns();
    long[] keys = new long[ROWS];
    Arrays.setAll(keys, i -> i / matches * 1_000_003L);
    build =
        new VectorBatch(
            ROWS, new LongVector(DataType.BIGINT, keys, null, ROWS), columns.comments(0));
    long[] probeKeys = columns.longs(DataType.BIGINT, ROWS / matches, 0).values();
    // Half of them have no match.
    Arrays.setAll(probeKeys, i -> probeKeys[i] * 1_000_003L - (i & 1));
    probe =
        new VectorBatch(
            ROWS, new LongVector(DataType.BIGINT, probeKeys, null, ROWS), columns.comments(0));
    PlanNode input = OperatorFixture.input(TYPES);
    List<DataType> output =
        type == JoinType.SEMI
            ? TYPES
            : List.of(DataType.BIGINT, DataType.STRING, DataType.BIGINT, DataType.STRING);
    node =
        new PlanNode.HashJoin(
            input,
            input,
            type,
            List.of(0),
            List.of(0),
            null,
            false,
            OperatorFixture.schema(output));
  }

  @TearDown
  public void delete() throws IOException {
    fixture.close();
    Files.delete(directory);
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public void join(Blackhole blackhole) {
    try (HashJoinOperator join =
        new HashJoinOperator(
            node,
            JoinCondition.KEYS_ONLY,
            new HashJoinOperator.Surroundings(
                new RepeatedBatches(List.of(probe), MANY_ROWS / ROWS),
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
