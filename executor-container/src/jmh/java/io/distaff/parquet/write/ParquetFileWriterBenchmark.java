package io.distaff.parquet.write;

import io.distaff.KernelBenchmark;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.operator.generate.LineitemFile;
import io.distaff.parquet.write.ParquetWriteOptions.Compression;
import io.distaff.vector.VectorBatch;
import java.io.OutputStream;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Writing all columns of TPC-H's lineitem: a batch 64 times, to nowhere. */
public class ParquetFileWriterBenchmark extends KernelBenchmark {
  @Param({"UNCOMPRESSED", "SNAPPY", "ZSTD"})
  public Compression compression;

  private final TaskMemory memory = new MemoryManager(1L << 30).startTask("write");
  private VectorBatch batch;

  @Setup
  public void prepare() {
    batch = LineitemFile.firstBatch();
  }

  @TearDown
  public void close() {
    memory.close();
  }

  @Benchmark
  @OperationsPerInvocation(MANY_ROWS)
  public WrittenFile write() {
    ParquetFileWriter writer =
        new ParquetFileWriter(
            OutputStream.nullOutputStream(),
            "nowhere",
            LineitemFile.schema(),
            ParquetWriteOptions.of(Map.of("compression", compression.name())),
            memory.operator("writer"));
    for (int i = 0; i < MANY_ROWS / ROWS; i++) {
      writer.write(batch);
    }
    return writer.close();
  }
}
