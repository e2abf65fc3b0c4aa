package io.distaff.parquet.read;

import io.distaff.KernelBenchmark;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.operator.generate.LineitemFile;
import io.distaff.parquet.write.ParquetWriteOptions.Compression;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Reading a file of 262,144 rows of TPC-H's lineitem from the page cache. */
public class ParquetScanBenchmark extends KernelBenchmark {
  @Param({"SNAPPY", "LZ4_RAW", "ZSTD"})
  public Compression compression;

  private final TaskMemory memory = new MemoryManager(1L << 30).startTask("scan");
  private Path file;
  private Schema all;
  private Schema four;
  private Expression oneYear;

  @Setup
  public void prepare() throws IOException {
    file = Files.createTempFile("distaff-jmh", ".parquet");
    LineitemFile.write(file, compression, MANY_ROWS);
    all = ParquetScans.footer(file).schema();
    four = LineitemFile.schema("l_shipdate", "l_discount", "l_quantity", "l_extendedprice");
    Expression shipDate = new InputRef(0, DataType.DATE);
    oneYear =
        new Call(
            FunctionNames.AND,
            DataType.BOOLEAN,
            new Call(
                FunctionNames.GREATER_OR_EQUAL, DataType.BOOLEAN, shipDate, date("1994-01-01")),
            new Call(FunctionNames.LESS, DataType.BOOLEAN, shipDate, date("1995-01-01")));
  }

  private static Literal date(String text) {
    return Literal.of(DataType.DATE, LocalDate.parse(text).toEpochDay());
  }

  @TearDown
  public void delete() throws IOException {
    memory.close();
    Files.delete(file);
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public void allColumns(Blackhole blackhole) {
    scan(new ParquetReader.Request(List.of(ParquetScans.whole(file)), all, null), blackhole);
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public void fourColumns(Blackhole blackhole) {
    scan(new ParquetReader.Request(List.of(ParquetScans.whole(file)), four, null), blackhole);
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public void fourColumnsOfOneYear(Blackhole blackhole) {
    scan(new ParquetReader.Request(List.of(ParquetScans.whole(file)), four, oneYear), blackhole);
  }

  private void scan(ParquetReader.Request request, Blackhole blackhole) {
    try (ParquetReader reader =
        ParquetScans.open(request, memory.operator("scan"), new TaskMetrics())) {
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        blackhole.consume(batch);
      }
    }
  }
}
