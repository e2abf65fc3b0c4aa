package io.distaff.operator;

import io.distaff.KernelBenchmark;
import io.distaff.plan.PlanNode;
import io.distaff.plan.UnnestColumn;
import io.distaff.plan.UnnestColumn.Part;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.StructVector;
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

/** Exploding collections beside a number and a text: nanoseconds for each of the rows given. */
public class UnnestBenchmark extends KernelBenchmark {
  /** What is exploded. */
  public enum Entries {
    NUMBERS,
    TEXTS,
    STRUCTS,
    MAPS
  }

  @Param public Entries entries;

  /** Of each input row. */
  @Param({"1", "8", "64"})
  public int length;

  /** Whether rows without entries, of which there are none, would be kept. */
  @Param({"false", "true"})
  public boolean outer;

  private Path directory;
  private OperatorFixture fixture;
  private PlanNode.Unnest node;
  private VectorBatch batch;

  @Setup
  public void prepare() throws IOException {
    directory = Files.createTempDirectory("distaff-jmh");
    fixture = new OperatorFixture(directory, 1L << 30);
    BenchmarkColumns all = new BenchmarkColumns(ROWS * length);
    BenchmarkColumns carried = new BenchmarkColumns();
    ColumnVector numbers = all.longs(DataType.BIGINT, Long.MAX_VALUE, 0);
    ColumnVector texts = entries == Entries.NUMBERS ? null : all.comments(0);
    int[] starts = new int[ROWS];
    int[] lengths = new int[ROWS];
    Arrays.setAll(starts, i -> i * length);
    Arrays.fill(lengths, length);
    StructType struct =
        new StructType(
            List.of(
                new StructType.Member("a", DataType.BIGINT),
                new StructType.Member("b", DataType.STRING)));
    ColumnVector collections =
        switch (entries) {
          case NUMBERS ->
              new ArrayVector(new ArrayType(DataType.BIGINT), starts, lengths, numbers, null, ROWS);
          case TEXTS ->
              new ArrayVector(new ArrayType(DataType.STRING), starts, lengths, texts, null, ROWS);
          case STRUCTS ->
              new ArrayVector(
                  new ArrayType(struct),
                  starts,
                  lengths,
                  new StructVector(
                      struct, new ColumnVector[] {numbers, texts}, null, ROWS * length),
                  null,
                  ROWS);
          case MAPS ->
              new MapVector(
                  new MapType(DataType.BIGINT, DataType.STRING),
                  starts,
                  lengths,
                  numbers,
                  texts,
                  null,
                  ROWS);
        };
    List<UnnestColumn> columns =
        switch (entries) {
          case NUMBERS, TEXTS -> List.of(UnnestColumn.of(Part.ELEMENT, 0));
          case STRUCTS -> List.of(UnnestColumn.member(0, 0), UnnestColumn.member(0, 1));
          case MAPS -> List.of(UnnestColumn.of(Part.KEY, 0), UnnestColumn.of(Part.VALUE, 0));
        };
    List<DataType> given = new ArrayList<>(List.of(DataType.BIGINT, DataType.STRING));
    if (entries != Entries.TEXTS) {
      given.add(DataType.BIGINT);
    }
    if (entries != Entries.NUMBERS) {
      given.add(DataType.STRING);
    }
    batch =
        new VectorBatch(
            ROWS,
            carried.longs(DataType.BIGINT, Long.MAX_VALUE, 0),
            carried.comments(0),
            collections);
    node =
        new PlanNode.Unnest(
            OperatorFixture.input(List.of(DataType.BIGINT, DataType.STRING, collections.type())),
            List.of(0, 1),
            List.of(2),
            columns,
            outer,
            OperatorFixture.schema(given));
  }

  @TearDown
  public void delete() throws IOException {
    fixture.close();
    Files.delete(directory);
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public void unnest(Blackhole blackhole) {
    try (Operator unnest =
        new UnnestOperator(
            node,
            new RepeatedBatches(List.of(batch), MANY_ROWS / ROWS / length),
            fixture.context())) {
      for (VectorBatch next = unnest.next(); next != null; next = unnest.next()) {
        blackhole.consume(next);
      }
    }
  }
}
