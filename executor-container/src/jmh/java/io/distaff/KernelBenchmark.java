package io.distaff;

import io.distaff.vector.VectorBatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the benchmarks have in common: they measure nanoseconds a row, over batches as operators
 * pass them, with the collector that the executors have. A class measures one family of kernels and
 * stands in the package of what it measures; {@code bin/dev/jmh} runs them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(KernelBenchmark.ROWS)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+UseParallelGC"})
public abstract class KernelBenchmark {
  /** Rows of a batch. */
  public static final int ROWS = VectorBatch.TARGET_ROWS;

  /** Rows of benchmarks whose unit of work is more than a batch: of an index, a sort, a file. */
  public static final int MANY_ROWS = 64 * ROWS;
}
