package io.distaff.parquet.read;

import io.distaff.KernelBenchmark;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.Validity;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Decoding definition and repetition levels. */
public class LevelBenchmark extends KernelBenchmark {
  private static final int MAX_LEVEL = 3;

  /** How many levels are the same on average; long runs are stored as such. */
  @Param({"1", "8", "100"})
  public int runLength;

  private byte[] flatLevels;
  private byte[] nestedLevels;
  private final LevelReader reader = new LevelReader();
  private final EntryLevels nestedReader = new EntryLevels();
  private final long[] validity = new long[Validity.words(ROWS) + 1];
  private final byte[] levels = new byte[ROWS];

  @Setup
  public void prepare() throws IOException {
    flatLevels = encode(1);
    nestedLevels = encode(MAX_LEVEL);
  }

  private byte[] encode(int maxLevel) throws IOException {
    SplittableRandom random = new SplittableRandom(13);
    RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(
            EntryLevels.width(maxLevel), 1024, 1 << 20, new HeapByteBufferAllocator());
    int level = maxLevel;
    for (int i = 0; i < ROWS; i++) {
      if (random.nextInt(runLength) == 0) {
        level = random.nextInt(maxLevel + 1);
      }
      encoder.writeInt(level);
    }
    byte[] bytes = encoder.toBytes().toInputStream().readAllBytes();
    return Arrays.copyOf(bytes, bytes.length + ReservedArrays.SLACK_BYTES);
  }

  @Benchmark
  public int flat() throws MalformedException {
    reader.start(flatLevels, 0, flatLevels.length - ReservedArrays.SLACK_BYTES);
    return reader.read(validity, 0, ROWS);
  }

  @Benchmark
  public byte[] nested() throws MalformedException {
    int end = nestedLevels.length - ReservedArrays.SLACK_BYTES;
    nestedReader.read(nestedLevels, 0, end, MAX_LEVEL, levels, ROWS);
    return levels;
  }
}
