package io.distaff.storage;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.metrics.TaskMetrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Single values on a local disk, each to be read back at any time, in any order. A value is written
 * part by part, read to where it shall be or piece by piece, and compared without being read as a
 * whole: what is in memory besides is a piece or two, of {@value #PIECE_BYTES} bytes unless said
 * otherwise. The file is made with the first value and deleted by {@link #close}. Confined to a
 * task's thread.
 *
 * <pre>
 *   value := piece*
 *   piece := int32 stored, int32 crc32c of the stored bytes, stored bytes: an LZ4 block
 * </pre>
 */
public final class ValueFile implements AutoCloseable {
  public static final int PIECE_BYTES = 256 << 10;
  private static final int HEADER_BYTES = 8;

  private final OperatorMemory memory;
  private final LocalDisks disks;
  private final TaskMetrics metrics;
  private final ReservedArrays arrays;
  private final int pieceBytes;
  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
  private final CRC32C checksum = new CRC32C();
  private byte[] stored = {};
  private ByteBuffer storedBuffer;

  /** Of the value that is written; else, and {@link #otherPiece} too, of one that is compared. */
  private byte[] piece = {};

  private byte[] otherPiece = {};

  /** Bytes of the piece that aren't in the file yet. */
  private int pending;

  private Path path;
  private FileChannel channel;
  private long begin;
  private long end;

  /**
   * @param memory what errors and metrics name
   * @param arrays counts the pieces
   */
  public ValueFile(
      OperatorMemory memory, LocalDisks disks, TaskMetrics metrics, ReservedArrays arrays) {
    this(memory, disks, metrics, arrays, PIECE_BYTES);
  }

  /**
   * @param pieceBytes of a value that are compressed and checked together
   */
  public ValueFile(
      OperatorMemory memory,
      LocalDisks disks,
      TaskMetrics metrics,
      ReservedArrays arrays,
      int pieceBytes) {
    this.pieceBytes = pieceBytes;
    this.memory = memory;
    this.disks = disks;
    this.metrics = metrics;
    this.arrays = arrays;
  }

  /** Begins a value behind the last one that was {@link #end ended}. */
  public void begin() {
    piece = arrays.bytes(piece, pieceBytes);
    pending = 0;
    begin = end;
    writing(this::open);
  }

  /** Writes the next part of the value. */
  public void write(byte[] data, int start, int length) {
    writing(
        () -> {
          int done = 0;
          while (done < length) {
            if (pending == 0 && length - done >= pieceBytes) {
              writePiece(data, start + done, pieceBytes);
              done += pieceBytes;
              continue;
            }
            int count = Math.min(pieceBytes - pending, length - done);
            System.arraycopy(data, start + done, piece, pending, count);
            pending += count;
            done += count;
            if (pending == pieceBytes) {
              flush();
            }
          }
        });
  }

  /** Ends the value; gives where it begins. */
  public long end() {
    writing(this::flush);
    metrics.bytesSpilled += end - begin;
    memory.noteSpill(end - begin, 0);
    return begin;
  }

  /** Forgets the value that has begun. */
  public void abandon() {
    pending = 0;
    end = begin;
  }

  /** Forgets the value that was ended last. */
  public void forgetLast() {
    end = begin;
  }

  /** Forgets all values; the next one is written over them. */
  public void clear() {
    end = 0;
  }

  private void flush() throws IOException {
    if (pending > 0) {
      writePiece(piece, 0, pending);
      pending = 0;
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void writing(Writing step) {
    long startNanos = System.nanoTime();
    try {
      step.run();
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.WRITE_FAILED,
          "can't write the file of large values " + path + " at " + end + ": " + e.getMessage(),
          e);
    }
    memory.noteSpill(0, System.nanoTime() - startNanos);
  }

  private void open() throws IOException {
    if (channel != null) {
      return;
    }
    stored = arrays.bytes(stored, HEADER_BYTES + compressor.maxCompressedLength(pieceBytes));
    storedBuffer = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    path = disks.newFile("values");
    channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
  }

  private void writePiece(byte[] data, int start, int length) throws IOException {
    int size = compressor.compress(data, start, length, stored, HEADER_BYTES);
    storedBuffer.clear().limit(HEADER_BYTES + size);
    storedBuffer.putInt(0, size);
    storedBuffer.putInt(4, checksumOf(size));
    while (storedBuffer.hasRemaining()) {
      end += channel.write(storedBuffer, end);
    }
  }

  private int checksumOf(int size) {
    checksum.reset();
    checksum.update(stored, HEADER_BYTES, size);
    return (int) checksum.getValue();
  }

  /** Reads a value of {@code length} bytes. */
  public void read(long position, int length, byte[] target, int at) {
    long startNanos = System.nanoTime();
    long next = position;
    for (int done = 0; done < length; done += pieceBytes) {
      next = nextPiece(next, target, at + done, Math.min(pieceBytes, length - done));
    }
    memory.noteSpill(0, System.nanoTime() - startNanos);
  }

  /**
   * Takes a value piece by piece; all but the last have the same length, a power of two.
   *
   * @param <E> what taking may fail of
   */
  public interface Pieces<E extends Exception> {
    void take(byte[] data, int start, int length) throws E;
  }

  /** Reads a value piece by piece, while another may be written. */
  public <E extends Exception> void read(long position, int length, Pieces<E> pieces) throws E {
    otherPiece = arrays.bytes(otherPiece, pieceBytes);
    long next = position;
    for (int done = 0; done < length; done += pieceBytes) {
      int count = Math.min(pieceBytes, length - done);
      next = nextPiece(next, otherPiece, 0, count);
      pieces.take(otherPiece, 0, count);
    }
  }

  /** How many bytes each piece of a value has, but for the last one. */
  public int pieceBytes() {
    return pieceBytes;
  }

  /** Where the pieces of a value of {@code length} bytes lie. */
  public long[] piecesOf(long position, int length) {
    long[] pieces = new long[(length - 1) / pieceBytes + 1];
    long next = position;
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = next;
      if (i < pieces.length - 1) {
        next += HEADER_BYTES + reading(next, this::storedBytes);
      }
    }
    return pieces;
  }

  /**
   * Reads a piece of a value, while another value may be written.
   *
   * @param length of the piece: {@link #pieceBytes}, of a value's last one what is left
   */
  public void readPiece(long position, byte[] target, int at, int length) {
    long startNanos = System.nanoTime();
    nextPiece(position, target, at, length);
    memory.noteSpill(0, System.nanoTime() - startNanos);
  }

  /** Compares two values, as unsigned bytes, shorter ones before those that go on. */
  public int compare(long position, int length, long otherPosition, int otherLength) {
    piece = arrays.bytes(piece, pieceBytes);
    otherPiece = arrays.bytes(otherPiece, pieceBytes);
    long next = position;
    long otherNext = otherPosition;
    int common = Math.min(length, otherLength);
    for (int done = 0; done < common; done += pieceBytes) {
      int compared = Math.min(pieceBytes, common - done);
      next = nextPiece(next, piece, 0, Math.min(pieceBytes, length - done));
      otherNext = nextPiece(otherNext, otherPiece, 0, Math.min(pieceBytes, otherLength - done));
      int order = Arrays.compareUnsigned(piece, 0, compared, otherPiece, 0, compared);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(length, otherLength);
  }

  /** Reads a piece; gives where the next one lies. */
  private long nextPiece(long position, byte[] target, int at, int length) {
    return reading(
        position,
        from -> {
          int size = storedBytes(from);
          int expected = storedBuffer.getInt(4);
          storedBuffer.clear().position(HEADER_BYTES).limit(HEADER_BYTES + size);
          readFully(from + HEADER_BYTES);
          if (checksumOf(size) != expected) {
            throw corrupt(from, "fails its checksum");
          }
          int actual = decompressor.decompress(stored, HEADER_BYTES, size, target, at, length);
          if (actual != length) {
            throw corrupt(from, "decompresses to " + actual + " bytes instead of " + length);
          }
          return from + HEADER_BYTES + size;
        });
  }

  /** Reads the header of a piece; gives how many bytes follow it. */
  private int storedBytes(long position) throws IOException {
    fill(position, HEADER_BYTES);
    int size = storedBuffer.getInt(0);
    if (size < 0 || size > stored.length - HEADER_BYTES) {
      throw corrupt(position, "says to be " + size + " bytes long");
    }
    return size;
  }

  private interface Reading {
    long from(long position) throws IOException;
  }

  private long reading(long position, Reading step) {
    try {
      return step.from(position);
    } catch (LZ4Exception e) {
      throw corrupt(position, "doesn't decompress: " + e.getMessage());
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.READ_FAILED,
          "can't read the file of large values " + path + " at " + position + ": " + e.getMessage(),
          e);
    }
  }

  private void fill(long position, int length) throws IOException {
    storedBuffer.clear().limit(length);
    readFully(position);
  }

  private void readFully(long position) throws IOException {
    long at = position;
    while (storedBuffer.hasRemaining()) {
      int count = channel.read(storedBuffer, at);
      if (count < 0) {
        throw corrupt(position, "lies behind the end, at " + end);
      }
      at += count;
    }
  }

  private DistaffException corrupt(long position, String what) {
    return new DistaffException(
        ErrorCode.CORRUPT_BLOCK,
        "a piece of the file of large values " + path + ", at " + position + ", " + what);
  }

  @Override
  public void close() {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.WRITE_FAILED,
          "can't delete the file of large values " + path + ": " + e.getMessage(),
          e);
    } finally {
      channel = null;
    }
  }
}
