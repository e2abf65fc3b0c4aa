package io.distaff.parquet.write;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.distaff.memory.MemoryReservation;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/**
 * Compresses whole pages, for all columns of a file. Holds native memory, outside the reservation,
 * until it is closed: about 1 MiB for zstd at the usual levels.
 */
abstract class PageCompressor implements AutoCloseable {
  private final CompressionCodec codec;

  private PageCompressor(CompressionCodec codec) {
    this.codec = codec;
  }

  final CompressionCodec codec() {
    return codec;
  }

  /**
   * The compressed form of the buffer's content from a position on; valid until the next call or
   * change of {@code page}.
   */
  abstract Compressed compress(PageBuffer page, int from) throws IOException;

  @Override
  public void close() {}

  /** Bytes of an array that its owner reuses. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Compressed(byte[] array, int start, int length) {}

  static PageCompressor of(ParquetWriteOptions options, MemoryReservation memory) {
    return switch (options.compression()) {
      case UNCOMPRESSED -> new None();
      case SNAPPY -> new SnappyBlocks(memory);
      case LZ4_RAW -> new Lz4Blocks(memory);
      case ZSTD -> new ZstdFrames(options.compressionLevel(), memory);
      case GZIP -> new GzipMembers(options.compressionLevel(), memory);
    };
  }

  private static final class None extends PageCompressor {
    None() {
      super(CompressionCodec.UNCOMPRESSED);
    }

    @Override
    Compressed compress(PageBuffer page, int from) {
      return new Compressed(page.array(), from, page.size() - from);
    }
  }

  private static final class SnappyBlocks extends PageCompressor {
    private final PageBuffer out;

    SnappyBlocks(MemoryReservation memory) {
      super(CompressionCodec.SNAPPY);
      this.out = new PageBuffer(memory);
    }

    @Override
    Compressed compress(PageBuffer page, int from) throws IOException {
      out.clear();
      int size = page.size() - from;
      out.reserve(Snappy.maxCompressedLength(size));
      int length = Snappy.rawCompress(page.array(), from, size, out.array(), 0);
      return new Compressed(out.array(), 0, length);
    }
  }

  private static final class Lz4Blocks extends PageCompressor {
    private final LZ4Compressor lz4 = LZ4Factory.fastestInstance().fastCompressor();
    private final PageBuffer out;

    Lz4Blocks(MemoryReservation memory) {
      super(CompressionCodec.LZ4_RAW);
      this.out = new PageBuffer(memory);
    }

    @Override
    Compressed compress(PageBuffer page, int from) {
      out.clear();
      int size = page.size() - from;
      int limit = lz4.maxCompressedLength(size);
      out.reserve(limit);
      int length = lz4.compress(page.array(), from, size, out.array(), 0, limit);
      return new Compressed(out.array(), 0, length);
    }
  }

  private static final class ZstdFrames extends PageCompressor {
    private final ZstdCompressCtx zstd;
    private final PageBuffer out;

    ZstdFrames(int level, MemoryReservation memory) {
      super(CompressionCodec.ZSTD);
      this.zstd = new ZstdCompressCtx().setLevel(level);
      this.out = new PageBuffer(memory);
    }

    @Override
    Compressed compress(PageBuffer page, int from) {
      out.clear();
      int size = page.size() - from;
      int limit = Math.toIntExact(Zstd.compressBound(size));
      out.reserve(limit);
      int length = zstd.compressByteArray(out.array(), 0, limit, page.array(), from, size);
      return new Compressed(out.array(), 0, length);
    }

    @Override
    public void close() {
      zstd.close();
    }
  }

  /** RFC 1952, one member a page. */
  private static final class GzipMembers extends PageCompressor {
    private static final byte[] HEADER = {
      0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, 0
    };
    private static final int PIECE = 16 << 10;

    private final Deflater deflater;
    private final PageBuffer out;

    GzipMembers(int level, MemoryReservation memory) {
      super(CompressionCodec.GZIP);
      this.deflater = new Deflater(level, true);
      this.out = new PageBuffer(memory);
    }

    @Override
    Compressed compress(PageBuffer page, int from) {
      out.clear();
      out.putBytes(HEADER, 0, HEADER.length);
      deflater.reset();
      int size = page.size() - from;
      deflater.setInput(page.array(), from, size);
      deflater.finish();
      while (!deflater.finished()) {
        int position = out.reserve(PIECE);
        int length = deflater.deflate(out.array(), position, PIECE);
        out.truncate(position + length);
      }
      CRC32 crc = new CRC32();
      crc.update(page.array(), from, size);
      out.putInt((int) crc.getValue());
      out.putInt(size);
      return new Compressed(out.array(), 0, out.size());
    }

    @Override
    public void close() {
      deflater.end();
    }
  }
}
