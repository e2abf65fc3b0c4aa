package io.distaff.parquet.read;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.apache.parquet.format.CompressionCodec;

/** The codecs. Contexts and native libraries are made when first needed. */
final class PageDecompressor implements AutoCloseable {
  private ZstdDecompressCtx zstd;
  private LZ4SafeDecompressor lz4;

  static boolean supports(CompressionCodec codec) {
    return switch (codec) {
      case UNCOMPRESSED, SNAPPY, GZIP, LZ4, ZSTD, LZ4_RAW -> true;
      case LZO, BROTLI -> false;
    };
  }

  /**
   * How many bytes one compressed byte may stand for at most: what says more lies, and memory isn't
   * taken for it.
   */
  static long maxExpansion(CompressionCodec codec) {
    return switch (codec) {
      case UNCOMPRESSED, LZO, BROTLI -> 1;
      case SNAPPY -> 64;
      case LZ4, LZ4_RAW -> 256;
      case GZIP -> 1100;
      // A block of 128 KiB that repeats one byte takes four.
      case ZSTD -> 1 << 16;
    };
  }

  /**
   * Decompresses to exactly {@code outLength} bytes at the start of {@code out}. Both arrays have
   * slack.
   */
  void decompress(
      CompressionCodec codec, byte[] in, int inStart, int inLength, byte[] out, int outLength)
      throws MalformedException {
    int actual =
        switch (codec) {
          case SNAPPY -> {
            SnappyDecoder.decode(in, inStart, inLength, out, outLength);
            yield outLength;
          }
          case ZSTD -> zstd(in, inStart, inLength, out, outLength);
          case GZIP -> gzip(in, inStart, inLength, out, outLength);
          case LZ4_RAW -> lz4Block(in, inStart, inLength, out, 0, outLength);
          case LZ4 -> lz4Framed(in, inStart, inLength, out, outLength);
          case UNCOMPRESSED, LZO, BROTLI -> throw new IllegalArgumentException(codec.name());
        };
    if (actual != outLength) {
      throw new MalformedException(
          "it holds " + actual + " bytes after decompression, its header says " + outLength);
    }
  }

  private int zstd(byte[] in, int inStart, int inLength, byte[] out, int outLength)
      throws MalformedException {
    if (zstd == null) {
      zstd = new ZstdDecompressCtx();
    }
    try {
      return zstd.decompressByteArray(out, 0, outLength, in, inStart, inLength);
    } catch (ZstdException e) {
      throw new MalformedException("its Zstandard data is corrupt: " + e.getMessage(), e);
    }
  }

  private static int gzip(byte[] in, int inStart, int inLength, byte[] out, int outLength)
      throws MalformedException {
    try (InputStream stream =
        new GZIPInputStream(
            new ByteArrayInputStream(in, inStart, inLength),
            Math.max(512, Math.min(inLength, 1 << 16)))) {
      int length = stream.readNBytes(out, 0, outLength);
      return stream.read() < 0 ? length : length + 1;
    } catch (IOException e) {
      throw new MalformedException("its gzip data is corrupt: " + e.getMessage(), e);
    }
  }

  private int lz4Block(
      byte[] in, int inStart, int inLength, byte[] out, int outStart, int outLength)
      throws MalformedException {
    if (lz4 == null) {
      lz4 = LZ4Factory.fastestInstance().safeDecompressor();
    }
    try {
      return lz4.decompress(in, inStart, inLength, out, outStart, outLength);
    } catch (LZ4Exception e) {
      throw new MalformedException("its LZ4 data is corrupt", e);
    }
  }

  /**
   * The codec named LZ4 is Hadoop's framing, (uncompressed length, compressed length, block)
   * repeated, in big-endian; some writers put a bare block there.
   */
  private int lz4Framed(byte[] in, int inStart, int inLength, byte[] out, int outLength)
      throws MalformedException {
    int inEnd = inStart + inLength;
    int at = inStart;
    int to = 0;
    while (inEnd - at >= 8) {
      int blockOut = LittleEndian.getBigEndianInt(in, at);
      int blockIn = LittleEndian.getBigEndianInt(in, at + 4);
      if (blockOut < 0 || blockOut > outLength - to || blockIn < 0 || blockIn > inEnd - at - 8) {
        break;
      }
      at += 8;
      if (lz4Block(in, at, blockIn, out, to, blockOut) != blockOut) {
        throw new MalformedException("its LZ4 data is corrupt");
      }
      at += blockIn;
      to += blockOut;
    }
    return at == inEnd ? to : lz4Block(in, inStart, inLength, out, 0, outLength);
  }

  @Override
  public void close() {
    if (zstd != null) {
      zstd.close();
      zstd = null;
    }
  }
}
