package io.distaff.operator;

import static io.distaff.expression.FunctionNames.LESS;
import static io.distaff.expression.FunctionNames.MULTIPLY;
import static io.distaff.expression.FunctionNames.SUBTRACT;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.distaff.expression.Call;
import io.distaff.expression.DecimalRules;
import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.metrics.TaskMetrics;
import io.distaff.operator.aggregation.HashAggregationOperator;
import io.distaff.operator.generate.LineitemFile;
import io.distaff.operator.join.HashJoinOperator;
import io.distaff.operator.join.JoinCondition;
import io.distaff.parquet.read.FooterCache;
import io.distaff.parquet.read.ParquetReader;
import io.distaff.parquet.write.ParquetWriteOptions.Compression;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.Split.ParquetSplit;
import io.distaff.shuffle.RowPartitioner;
import io.distaff.shuffle.ShuffleWriter;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Schema;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the hot paths to reusing their buffers: counts the bytes that a task's thread allocates for
 * a row once its operators have seen some batches. Unlike times, these figures hardly depend on the
 * machine or on what has been compiled: what isn't reused is several bytes a row, and the objects
 * of a batch are a fraction of one.
 */
final class AllocationTest {
  private static final int NUM_ROWS = 48 * VectorBatch.TARGET_ROWS;
  private static final int WARM_UP_BATCHES = 16;
  private static final DecimalType MONEY = new DecimalType(15, 2);
  private static final DecimalType SUM = new DecimalType(38, 2);
  private static final FileStore FILES = FileStore.open(Map.of());

  @TempDir static Path directory;
  private static Path file;

  @BeforeAll
  static void writeFile() throws IOException {
    file = directory.resolve("lineitem.parquet");
    LineitemFile.write(file, Compression.SNAPPY, NUM_ROWS);
  }

  @AfterAll
  static void deleteFile() throws IOException {
    Files.delete(file);
  }

  /** Stands between a source and what consumes it, and counts what the thread allocates. */
  private static final class Meter implements Operator {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Operator input;
    private int batches;
    private long startBytes;
    private long bytes;
    private long rows;

    Meter(Operator input) {
      this.input = input;
    }

    @Override
    public VectorBatch next() {
      if (batches == WARM_UP_BATCHES) {
        startBytes = threads.getCurrentThreadAllocatedBytes();
      } else if (batches > WARM_UP_BATCHES) {
        bytes = threads.getCurrentThreadAllocatedBytes() - startBytes;
      }
      VectorBatch batch = input.next();
      if (batch != null && batches++ >= WARM_UP_BATCHES) {
        rows += batch.numRows();
      }
      return batch;
    }

    @Override
    public void close() {
      input.close();
    }

    void assertBytesARow(double most) {
      assertThat(rows).isGreaterThan(NUM_ROWS / 2);
      assertThat((double) bytes / rows)
          .as(
              "bytes that a row allocates: a buffer is no longer reused from batch to batch"
                  + " (the benchmarks of bin/dev/jmh with -prof gc narrow it down)")
          .isLessThan(most);
    }
  }

  private static Meter scan(Schema schema, OperatorFixture task) {
    FileInfo info = FILES.file(file.toUri().toString()).orElseThrow();
    ParquetSplit split =
        new ParquetSplit(
            info.path(),
            info.sizeBytes(),
            info.modificationMillis(),
            0,
            info.sizeBytes(),
            Map.of());
    ParquetReader reader =
        new ParquetReader(
            new ParquetReader.Files(FILES, new FooterCache(1 << 20), null),
            new ParquetReader.Request(List.of(split), schema, null),
            new ParquetReader.Resources(
                task.otherContext("scan").memory(), new TaskMetrics(), LargeValues.none()),
            () -> {});
    return new Meter(new ParquetScanOperator(reader));
  }

  private static void drain(Operator operator) {
    try (operator) {
      int rows = 0;
      for (VectorBatch batch = operator.next(); batch != null; batch = operator.next()) {
        rows += batch.numSelected();
      }
      assertThat(rows).isPositive();
    }
  }

  @Test
  void scanFilterProjectAndAggregate(@TempDir Path spills) {
    Schema schema =
        LineitemFile.schema(
            "l_returnflag",
            "l_linestatus",
            "l_quantity",
            "l_extendedprice",
            "l_discount",
            "l_shipdate");
    try (OperatorFixture task = new OperatorFixture(spills, 1L << 28)) {
      Meter meter = scan(schema, task);
      Operator filtered =
          new FilterOperator(meter, shippedBefore("1998-09-02"), task.otherContext("filter"));
      Expression price = price();
      Schema projected =
          OperatorFixture.schema(List.of(DataType.STRING, DataType.STRING, MONEY, price.type()));
      Operator priced =
          new ProjectOperator(
              filtered,
              List.of(
                  new InputRef(0, DataType.STRING),
                  new InputRef(1, DataType.STRING),
                  new InputRef(2, MONEY),
                  price),
              List.of(),
              task.otherContext("project"));
      PlanNode.Aggregate node =
          new PlanNode.Aggregate(
              new PlanNode.Values(projected, List.of()),
              PlanNode.AggregationPhase.SINGLE,
              List.of(0, 1),
              List.of(
                  AggregateCall.of("sum", 2, -1, SUM),
                  AggregateCall.of("sum", 3, -1, new DecimalType(38, 4)),
                  AggregateCall.of("count", -1, -1, DataType.BIGINT)),
              OperatorFixture.schema(
                  List.of(
                      DataType.STRING,
                      DataType.STRING,
                      SUM,
                      new DecimalType(38, 4),
                      DataType.BIGINT)));
      drain(new HashAggregationOperator(node, priced, task.context()));
      // Measured: 0.39, with either compiler.
      meter.assertBytesARow(1);
    }
  }

  private static Expression shippedBefore(String date) {
    return new Call(
        LESS,
        DataType.BOOLEAN,
        new InputRef(5, DataType.DATE),
        Literal.of(DataType.DATE, LocalDate.parse(date).toEpochDay()));
  }

  /** Of the fourth column less the discount in the fifth. */
  private static Expression price() {
    DecimalType rest = DecimalRules.sum(MONEY, MONEY);
    return new Call(
        MULTIPLY,
        DecimalRules.product(MONEY, rest),
        new InputRef(3, MONEY),
        new Call(
            SUBTRACT, rest, Literal.of(MONEY, new BigDecimal("1.00")), new InputRef(4, MONEY)));
  }

  @Test
  void scanAndProbe(@TempDir Path spills) {
    Schema schema = LineitemFile.schema("l_partkey", "l_extendedprice", "l_comment");
    long[] keys = new long[VectorBatch.TARGET_ROWS];
    Arrays.setAll(keys, i -> i);
    VectorBatch build =
        new VectorBatch(
            keys.length,
            new LongVector(DataType.BIGINT, keys, null, keys.length),
            new LongVector(DataType.BIGINT, keys, null, keys.length));
    List<DataType> output =
        List.of(DataType.BIGINT, MONEY, DataType.STRING, DataType.BIGINT, DataType.BIGINT);
    try (OperatorFixture task = new OperatorFixture(spills, 1L << 28)) {
      Meter meter = scan(schema, task);
      PlanNode.HashJoin node =
          new PlanNode.HashJoin(
              new PlanNode.Values(schema, List.of()),
              OperatorFixture.input(List.of(DataType.BIGINT, DataType.BIGINT)),
              PlanNode.JoinType.INNER,
              List.of(0),
              List.of(0),
              null,
              false,
              OperatorFixture.schema(output));
      drain(
          new HashJoinOperator(
              node,
              JoinCondition.KEYS_ONLY,
              new HashJoinOperator.Surroundings(
                  meter, new RepeatedBatches(List.of(build), 1), Map.of(), null),
              task.context()));
      // Measured: 0.21, with either compiler.
      meter.assertBytesARow(1);
    }
  }

  @Test
  void scanAndShuffle(@TempDir Path spills) throws IOException {
    Schema schema = LineitemFile.schema("l_orderkey", "l_extendedprice", "l_shipmode");
    try (OperatorFixture task = new OperatorFixture(spills, 1L << 28);
        Meter meter = scan(schema, task);
        ShuffleWriter writer =
            new ShuffleWriter(
                16,
                RowPartitioner.of(List.of(0), 16, LargeValues.none()),
                schema,
                "shuffle",
                task.context().memory(),
                task.context().disks(),
                task.context().metrics(),
                LargeValues.none())) {
      for (VectorBatch batch = meter.next(); batch != null; batch = meter.next()) {
        writer.write(batch);
      }
      assertThat(Arrays.stream(writer.partitionRows()).sum()).isEqualTo(NUM_ROWS);
      // Measured: 48.5, of which the finished blocks are a third, and the rest their growing.
      meter.assertBytesARow(64);
    }
  }
}
