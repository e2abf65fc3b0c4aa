package io.distaff.shuffle;

import io.distaff.KernelBenchmark;
import io.distaff.metrics.TaskMetrics;
import io.distaff.operator.OperatorFixture;
import io.distaff.types.DataType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Dividing rows of a key, a number and two texts into partitions of blocks; no file is written. */
public class ShuffleWriterBenchmark extends KernelBenchmark {
  private static final List<DataType> TYPES =
      List.of(DataType.BIGINT, DataType.DOUBLE, DataType.STRING, DataType.STRING);

  @Param({"1", "8", "200"})
  public int partitions;

  private Path directory;
  private OperatorFixture fixture;
  private VectorBatch batch;

  @Setup
  public void prepare() throws IOException {
    directory = Files.createTempDirectory("distaff-jmh");
    fixture = new OperatorFixture(directory, 1L << 30);
    BenchmarkColumns columns = new BenchmarkColumns();
    DictionaryVector modes = columns.dictionary(new BenchmarkColumns(7).comments(0), 7, 0);
    batch =
        new VectorBatch(
            ROWS,
            columns.longs(DataType.BIGINT, 1 << 20, 0),
            columns.doubles(0),
            modes,
            columns.comments(0));
  }

  @TearDown
  public void delete() throws IOException {
    fixture.close();
    Files.delete(directory);
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public long[] write() {
    try (ShuffleWriter writer =
        new ShuffleWriter(
            partitions,
            RowPartitioner.of(List.of(0), partitions, LargeValues.none()),
            OperatorFixture.schema(TYPES),
            "shuffle",
            fixture.context().memory(),
            fixture.context().disks(),
            new TaskMetrics(),
            LargeValues.none())) {
      for (int i = 0; i < MANY_ROWS / ROWS; i++) {
        writer.write(batch);
      }
      return writer.partitionRows();
    }
  }
}
