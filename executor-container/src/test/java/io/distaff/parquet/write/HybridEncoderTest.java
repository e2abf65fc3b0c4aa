package io.distaff.parquet.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.memory.MemoryManager;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.TaskMemory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HybridEncoderTest {
  private final TaskMemory memory = new MemoryManager(1L << 30).startTask("write");
  private final MemoryReservation reservation = memory.operator("writer").reservation(null);
  private final PageBuffer page = new PageBuffer(reservation);

  @AfterEach
  void close() {
    reservation.close();
    memory.close();
  }

  @Test
  void theLibraryReadsValuesOfEveryWidth() throws IOException {
    Random random = new Random(11);
    for (int width = 0; width < Integer.SIZE; width++) {
      for (int round = 0; round < 100; round++) {
        int[] values = values(random, random.nextInt(round < 50 ? 40 : 3000), width);
        page.clear();
        page.putByte(1);
        HybridEncoder.encode(values, values.length, width, page);
        page.putByte(2);
        assertThat(decode(1, page.size() - 1, width, values.length)).isEqualTo(values);
        assertThat(page.array()[0]).isEqualTo((byte) 1);
      }
    }
  }

  @Test
  void repetitionsOfEightAndMoreAreRuns() {
    int[] values = new int[1000];
    Arrays.fill(values, 300, 600, 5);
    page.clear();
    HybridEncoder.encode(values, values.length, 3, page);
    // 300 zeros, of which four fill a group of fives or none, 300 fives, and 400 zeros.
    assertThat(page.size()).isLessThanOrEqualTo(3 * 3 + 2);
  }

  /** Repetitions of all lengths around a group's. */
  private static int[] values(Random random, int count, int width) {
    int[] values = new int[count];
    int longest = 1 + random.nextInt(30);
    for (int at = 0; at < count; ) {
      int end = Math.min(count, at + 1 + random.nextInt(longest));
      Arrays.fill(values, at, end, (int) (random.nextLong() & (1L << width) - 1));
      at = end;
    }
    return values;
  }

  private int[] decode(int from, int to, int width, int count) throws IOException {
    ByteArrayInputStream bytes = new ByteArrayInputStream(page.array(), from, to - from);
    RunLengthBitPackingHybridDecoder decoder = new RunLengthBitPackingHybridDecoder(width, bytes);
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = decoder.readInt();
    }
    assertThat(bytes.available()).isZero();
    return values;
  }
}
