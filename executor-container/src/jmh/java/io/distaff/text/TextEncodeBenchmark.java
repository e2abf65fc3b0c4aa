package io.distaff.text;

import io.distaff.KernelBenchmark;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.operator.generate.LineitemFile;
import io.distaff.plan.FileFormat;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.io.OutputStream;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Writing all columns of TPC-H's lineitem as text: a batch 64 times, to nowhere. */
public class TextEncodeBenchmark extends KernelBenchmark {
  @Param({"CSV", "JSON"})
  public FileFormat format;

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
  public void write() {
    TextFileWriter writer =
        new TextFileWriter(
            OutputStream.nullOutputStream(),
            "nowhere",
            LineitemFile.schema(),
            TextWriteOptions.of(format, Map.of()),
            memory.operator("writer"),
            LargeValues.none());
    for (int i = 0; i < MANY_ROWS / ROWS; i++) {
      writer.write(batch);
    }
    writer.close();
  }
}
