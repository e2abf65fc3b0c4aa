package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.memory.ReservedArrays;
import io.distaff.vector.Validity;
import java.util.Arrays;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.format.CompressionCodec;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/** The parts below pages, against the libraries that write them. */
final class PageBytesTest {
  private static final int SLACK = ReservedArrays.SLACK_BYTES;

  @Test
  void snappyDecodesWhatTheLibraryWrites() throws Exception {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      byte[] data = compressible(random, random.nextInt(round < 200 ? 300 : 200_000));
      byte[] compressed = Snappy.compress(data);
      int start = random.nextInt(5);
      byte[] in = new byte[start + compressed.length + SLACK];
      System.arraycopy(compressed, 0, in, start, compressed.length);
      byte[] out = new byte[data.length + SLACK];
      SnappyDecoder.decode(in, start, compressed.length, out, data.length);
      assertThat(Arrays.mismatch(data, 0, data.length, out, 0, data.length)).isEqualTo(-1);
    }
  }

  @Test
  void snappyRefusesOrMisreadsCorruptDataButStaysInBounds() throws Exception {
    Random random = new Random(2);
    byte[] data = compressible(random, 2000);
    byte[] compressed = Snappy.compress(data);
    for (int round = 0; round < 20_000; round++) {
      int length = random.nextInt(4) == 0 ? random.nextInt(compressed.length) : compressed.length;
      byte[] in = Arrays.copyOf(compressed, length + SLACK);
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        in[random.nextInt(Math.max(1, length))] = (byte) random.nextInt();
      }
      byte[] out = new byte[data.length + SLACK];
      try {
        SnappyDecoder.decode(in, 0, length, out, data.length);
      } catch (MalformedException e) {
        assertThat(e).hasMessageContaining("Snappy");
      }
    }
  }

  /** Text with repetitions near and far, runs of one byte, and noise. */
  private static byte[] compressible(Random random, int length) {
    byte[] data = new byte[length];
    int at = 0;
    while (at < length) {
      int n = Math.min(1 + random.nextInt(random.nextInt(10) == 0 ? 5000 : 70), length - at);
      int kind = random.nextInt(3);
      int distance = at == 0 ? 0 : 1 + random.nextInt(Math.min(at, kind == 0 ? 12 : 70_000));
      for (int i = 0; i < n; i++) {
        data[at + i] = kind == 2 || at == 0 ? (byte) random.nextInt() : data[at + i - distance];
      }
      at += n;
    }
    return data;
  }

  @Test
  void lz4ComesFramedOrBare() throws Exception {
    byte[] data = compressible(new Random(4), 5000);
    byte[] first = LZ4Factory.fastestInstance().fastCompressor().compress(data, 0, 3000);
    byte[] second = LZ4Factory.fastestInstance().fastCompressor().compress(data, 3000, 2000);
    byte[] framed = new byte[16 + first.length + second.length + SLACK];
    frame(framed, 0, 3000, first);
    frame(framed, 8 + first.length, 2000, second);
    byte[] bare = LZ4Factory.fastestInstance().fastCompressor().compress(data);
    try (PageDecompressor decompressor = new PageDecompressor()) {
      byte[] out = new byte[data.length + SLACK];
      decompressor.decompress(
          CompressionCodec.LZ4, framed, 0, framed.length - SLACK, out, data.length);
      assertThat(Arrays.copyOf(out, data.length)).isEqualTo(data);
      out = new byte[data.length + SLACK];
      decompressor.decompress(
          CompressionCodec.LZ4,
          Arrays.copyOf(bare, bare.length + SLACK),
          0,
          bare.length,
          out,
          data.length);
      assertThat(Arrays.copyOf(out, data.length)).isEqualTo(data);
    }
  }

  private static void frame(byte[] target, int at, int length, byte[] block) {
    LittleEndian.putInt(target, at, Integer.reverseBytes(length));
    LittleEndian.putInt(target, at + 4, Integer.reverseBytes(block.length));
    System.arraycopy(block, 0, target, at + 8, block.length);
  }

  @Test
  void idsOfEveryWidthInPiecesOfAnySize() throws Exception {
    Random random = new Random(3);
    for (int width = 0; width <= 31; width++) {
      for (int round = 0; round < 5; round++) {
        int count = 1 + random.nextInt(10_000);
        int[] values = runs(random, count, width == 0 ? 1 : 1L << width);
        byte[] page = encode(values, width);
        IdReader reader = new IdReader();
        reader.start(page, 1, page.length - SLACK, Integer.MAX_VALUE);
        int[] read = new int[count];
        int at = 0;
        while (at < count) {
          int n = Math.min(1 + random.nextInt(random.nextBoolean() ? 20 : 4096), count - at);
          reader.read(read, at, n);
          at += n;
        }
        assertThat(Arrays.mismatch(read, values)).as("width %d", width).isEqualTo(-1);
      }
    }
  }

  @Test
  void idsOutsideOfTheDictionaryAreRefused() throws Exception {
    byte[] page = encode(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 1, 1, 1}, 3);
    IdReader reader = new IdReader();
    reader.start(page, 1, page.length - SLACK, 7);
    assertThatThrownBy(() -> reader.read(new int[11], 0, 11))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("entry 7 of a dictionary of 7 entries");
    reader.start(page, 1, page.length - SLACK, 8);
    assertThatThrownBy(() -> reader.read(new int[100], 0, 100))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("end before");
  }

  @Test
  void levelsBecomeBitmaps() throws Exception {
    Random random = new Random(8);
    for (int round = 0; round < 200; round++) {
      int count = 1 + random.nextInt(5_000);
      int[] levels = runs(random, count, 2);
      byte[] page = encode(levels, 1);
      LevelReader reader = new LevelReader();
      reader.start(page, 2, page.length - SLACK);
      long[] bits = new long[Validity.words(count) + 1];
      Arrays.setAll(bits, i -> random.nextLong());
      int at = 0;
      while (at < count) {
        int n = Math.min(1 + random.nextInt(random.nextBoolean() ? 20 : 4096), count - at);
        assertThat(reader.read(bits, at, n)).isEqualTo(Arrays.stream(levels, at, at + n).sum());
        at += n;
      }
      for (int i = 0; i < count; i++) {
        assertThat(Validity.isValid(bits, i)).isEqualTo(levels[i] == 1);
      }
    }
  }

  /** Short and long runs, and stretches without. */
  private static int[] runs(Random random, int count, long bound) {
    int[] values = new int[count];
    int at = 0;
    while (at < count) {
      int n = Math.min(1 + random.nextInt(random.nextBoolean() ? 10 : 500), count - at);
      boolean run = random.nextBoolean();
      int value = (int) (random.nextLong() >>> 1) & (int) (bound - 1);
      for (int i = 0; i < n; i++) {
        values[at + i] = run ? value : (int) (random.nextLong() >>> 1) & (int) (bound - 1);
      }
      at += n;
    }
    return values;
  }

  /** A byte, the width, the runs, and slack that isn't zero. */
  private static byte[] encode(int[] values, int width) throws Exception {
    try (RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(
            width, 100, 1 << 20, HeapByteBufferAllocator.getInstance())) {
      for (int value : values) {
        encoder.writeInt(value);
      }
      byte[] runs = encoder.toBytes().toInputStream().readAllBytes();
      byte[] page = new byte[2 + runs.length + SLACK];
      Arrays.fill(page, (byte) 0x5a);
      page[1] = (byte) width;
      System.arraycopy(runs, 0, page, 2, runs.length);
      return page;
    }
  }
}
