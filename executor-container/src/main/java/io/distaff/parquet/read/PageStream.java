package io.distaff.parquet.read;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.distaff.memory.ReservedArrays;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.parquet.format.CompressionCodec;

/**
 * A page that is too large to be held, as a stream of decompressed bytes. What is held instead is
 * as far as the codec looks back: 64 KiB (Snappy, LZ4), 32 KiB (gzip), what the frame says (Zstd).
 */
final class PageStream implements PlainStream {
  private static final int BUFFER_BYTES = 64 << 10;

  private final PageInput stored;
  private final InputStream plain;
  private int left;

  /**
   * @param codec one that can be {@link #supports streamed}
   * @param plainLength bytes after decompression
   * @param buffers counts what the codec holds
   */
  PageStream(CompressionCodec codec, PageInput stored, int plainLength, ReservedArrays buffers)
      throws IOException, MalformedException {
    this.stored = stored;
    this.left = plainLength;
    this.plain = checked(() -> plain(codec, stored, plainLength, buffers));
  }

  private static InputStream plain(
      CompressionCodec codec, PageInput stored, int plainLength, ReservedArrays buffers)
      throws IOException {
    return switch (codec) {
      case UNCOMPRESSED -> stored;
      case GZIP -> new GZIPInputStream(stored, BUFFER_BYTES);
      case ZSTD -> new ZstdInputStreamNoFinalizer(ZstdWindow.reserve(stored, buffers));
      case SNAPPY -> {
        buffers.ensureRoom(BackReferences.BUFFER_BYTES);
        yield new SnappyStream(stored, plainLength);
      }
      case LZ4_RAW -> {
        buffers.ensureRoom(BackReferences.BUFFER_BYTES);
        yield new Lz4Stream(stored);
      }
      case LZ4, LZO, BROTLI -> throw new IllegalArgumentException(codec.name());
    };
  }

  static boolean supports(CompressionCodec codec) {
    return switch (codec) {
      case UNCOMPRESSED, GZIP, ZSTD, SNAPPY, LZ4_RAW -> true;
      case LZ4, LZO, BROTLI -> false;
    };
  }

  @Override
  public int left() {
    return left;
  }

  @Override
  public void readFully(byte[] out, int offset, int length) throws IOException, MalformedException {
    int read = checked(() -> plain.readNBytes(out, offset, length));
    left -= read;
    if (read < length) {
      throw new MalformedException("it ends " + left + " bytes early after decompression");
    }
  }

  @Override
  public int finish(byte[] scratch) throws IOException, MalformedException {
    while (left > 0) {
      readFully(scratch, 0, Math.min(left, scratch.length));
    }
    if (checked(plain::read) >= 0) {
      throw new MalformedException("it holds more after decompression than its header says");
    }
    stored.drain();
    return stored.checksum();
  }

  /** What is done with compressed bytes. */
  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException;
  }

  /** Says of a codec's complaints that the data is wrong, not that it couldn't be read. */
  private static <T> T checked(Step<T> step) throws IOException, MalformedException {
    try {
      return step.run();
    } catch (CorruptDataException | ZstdIOException e) {
      throw new MalformedException("its data is corrupt: " + e.getMessage(), e);
    } catch (ZipException | EOFException e) {
      throw new MalformedException("its gzip data is corrupt: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    stored.skipRest();
    plain.close();
  }

  /** Data that isn't what the codec writes. */
  static final class CorruptDataException extends IOException {
    private static final long serialVersionUID = 1;

    CorruptDataException(String message) {
      super(message);
    }
  }
}
