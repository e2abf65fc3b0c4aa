package io.distaff.parquet.read;

import com.github.luben.zstd.Zstd;
import io.distaff.KernelBenchmark;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.BytesVector;
import io.distaff.vector.LongVector;
import java.io.IOException;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.format.CompressionCodec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.xerial.snappy.Snappy;

/** Decompressing pages. Here the figures are nanoseconds for 1000 bytes: 500 are 2 GB/s. */
public class DecompressionBenchmark extends KernelBenchmark {
  /** What the page holds. */
  public enum Content {
    TEXT,
    /** Amounts of money as PLAIN longs. */
    NUMBERS
  }

  /** Thousands of bytes of a page. */
  private static final int PAGE_KILOBYTES = 160;

  @Param({"SNAPPY", "LZ4_RAW", "ZSTD"})
  public CompressionCodec codec;

  @Param public Content content;

  private final PageDecompressor decompressor = new PageDecompressor();
  private byte[] compressed;
  private byte[] page;

  @Setup
  public void prepare() throws IOException {
    int length = PAGE_KILOBYTES * 1000;
    BenchmarkColumns columns = new BenchmarkColumns(length / Long.BYTES);
    byte[] plain = new byte[length];
    if (content == Content.TEXT) {
      BytesVector text = columns.comments(0);
      System.arraycopy(text.data(), 0, plain, 0, length);
    } else {
      LongVector numbers = columns.longs(DataType.BIGINT, 10_000_000, 0);
      for (int i = 0; i < numbers.length(); i++) {
        LittleEndian.putLong(plain, i * Long.BYTES, numbers.values()[i]);
      }
    }
    byte[] bytes =
        switch (codec) {
          case SNAPPY -> Snappy.compress(plain);
          case LZ4_RAW -> LZ4Factory.fastestInstance().fastCompressor().compress(plain);
          case ZSTD -> Zstd.compress(plain, 3);
          default -> throw new IllegalStateException(codec.name());
        };
    compressed = Arrays.copyOf(bytes, bytes.length + ReservedArrays.SLACK_BYTES);
    page = new byte[length + ReservedArrays.SLACK_BYTES];
  }

  @TearDown
  public void close() {
    decompressor.close();
  }

  @Benchmark
  @OperationsPerInvocation(PAGE_KILOBYTES)
  public byte[] decompress() throws MalformedException {
    int length = compressed.length - ReservedArrays.SLACK_BYTES;
    decompressor.decompress(codec, compressed, 0, length, page, PAGE_KILOBYTES * 1000);
    return page;
  }
}
