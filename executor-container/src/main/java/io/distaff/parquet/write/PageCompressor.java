package io.distaff.parquet.write;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.distaff.memory.MemoryReservation;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
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

  /**
   * Compresses what is written to the stream, without holding it; closing the stream ends a page,
   * and leaves {@code out} open.
   *
   * @param plainBytes that will be written
   */
  abstract OutputStream stream(OutputStream out, int plainBytes) throws IOException;

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

    @Override
    OutputStream stream(OutputStream out, int plainBytes) {
      return new OpenStream(out);
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

    @Override
    OutputStream stream(OutputStream to, int plainBytes) throws IOException {
      return new SnappyPageStream(to, plainBytes);
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

    /** One literal: the library makes blocks of what is in memory only. */
    @Override
    OutputStream stream(OutputStream to, int plainBytes) throws IOException {
      to.write(Math.min(plainBytes, 15) << 4);
      if (plainBytes >= 15) {
        int left = plainBytes - 15;
        for (; left >= 255; left -= 255) {
          to.write(255);
        }
        to.write(left);
      }
      return new OpenStream(to);
    }
  }

  private static final class ZstdFrames extends PageCompressor {
    private final ZstdCompressCtx zstd;
    private final PageBuffer out;
    private final int level;

    ZstdFrames(int level, MemoryReservation memory) {
      super(CompressionCodec.ZSTD);
      this.level = level;
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
    OutputStream stream(OutputStream to, int plainBytes) throws IOException {
      return new ZstdOutputStreamNoFinalizer(new OpenStream(to), level);
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
    private final int level;

    GzipMembers(int level, MemoryReservation memory) {
      super(CompressionCodec.GZIP);
      this.level = level;
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
    OutputStream stream(OutputStream to, int plainBytes) throws IOException {
      return new GZIPOutputStream(new OpenStream(to), PIECE) {
        {
          def.setLevel(level);
        }
      };
    }

    @Override
    public void close() {
      deflater.end();
    }
  }

  /** Stays open below when it is closed. */
  private static final class OpenStream extends FilterOutputStream {
    OpenStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      out.write(bytes, start, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** The length, then the elements of blocks that are compressed one by one, as Snappy does. */
  private static final class SnappyPageStream extends OutputStream {
    private static final int BLOCK_BYTES = 64 << 10;

    private final OutputStream out;
    private final byte[] block = new byte[BLOCK_BYTES];
    private final byte[] compressed = new byte[Snappy.maxCompressedLength(BLOCK_BYTES)];
    private int filled;

    SnappyPageStream(OutputStream out, int plainBytes) throws IOException {
      this.out = out;
      int left = plainBytes;
      for (; left >= 0x80; left >>>= 7) {
        out.write(left | 0x80);
      }
      out.write(left);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      for (int done = 0; done < length; ) {
        int n = Math.min(length - done, BLOCK_BYTES - filled);
        System.arraycopy(bytes, start + done, block, filled, n);
        filled += n;
        done += n;
        if (filled == BLOCK_BYTES) {
          writeBlock();
        }
      }
    }

    private void writeBlock() throws IOException {
      int length = Snappy.rawCompress(block, 0, filled, compressed, 0);
      int elements = 0;
      while (compressed[elements] < 0) {
        elements++;
      }
      elements++;
      out.write(compressed, elements, length - elements);
      filled = 0;
    }

    @Override
    public void close() throws IOException {
      if (filled > 0) {
        writeBlock();
      }
    }
  }
}
