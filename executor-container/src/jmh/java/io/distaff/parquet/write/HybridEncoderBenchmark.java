package io.distaff.parquet.write;

import io.distaff.KernelBenchmark;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.TaskMemory;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Packing dictionary ids and levels. */
public class HybridEncoderBenchmark extends KernelBenchmark {
  @Param({"1", "6", "17"})
  public int width;

  /** How many values are the same on average. */
  @Param({"1", "20"})
  public int runLength;

  private final TaskMemory memory = new MemoryManager(1L << 30).startTask("write");
  private final int[] values = new int[ROWS];
  private MemoryReservation reservation;
  private PageBuffer page;

  @Setup
  public void prepare() {
    reservation = memory.operator("writer").reservation(null);
    page = new PageBuffer(reservation);
    SplittableRandom random = new SplittableRandom(17);
    int value = 0;
    for (int i = 0; i < ROWS; i++) {
      value = random.nextInt(runLength) == 0 ? random.nextInt(1 << width) : value;
      values[i] = value;
    }
  }

  @TearDown
  public void close() {
    reservation.close();
    memory.close();
  }

  @Benchmark
  public int encode() {
    page.clear();
    HybridEncoder.encode(values, ROWS, width, page);
    return page.size();
  }
}
