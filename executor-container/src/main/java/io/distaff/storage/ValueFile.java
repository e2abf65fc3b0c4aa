package io.distaff.storage;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.Spillable;
import io.distaff.metrics.Counter;
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
 * otherwise. Pieces may be kept in memory as they are, as long as nothing else of the task needs
 * it; the file is made with the first one that isn't, and deleted by {@link #close}. A value is
 * known by the number of its first piece. Confined to a task's thread.
 *
 * <pre>
 *   value := piece*
 *   piece := int32 stored, int32 crc32c of the stored bytes, stored bytes: an LZ4 block
 * </pre>
 */
public final class ValueFile implements AutoCloseable {
  /** Of the pieces of a value, unless said otherwise. */
  public static final int PIECE_BYTES = 256 << 10;

  private static final int HEADER_BYTES = 8;

  /** The place of a piece that isn't in the file. */
  private static final long KEPT = -1;

  /** Of a kept piece beside its bytes, and of places. */
  private static final int KEPT_BYTES = 32;

  /**
   * How values are held.
   *
   * @param pieceBytes of a value that are compressed and checked together
   * @param mostKeptBytes of pieces that are kept in memory while nothing else needs it, and go to
   *     the file then
   */
  public record Layout(int pieceBytes, long mostKeptBytes) {}

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

  /** By number: where a piece lies in the file, or {@link #KEPT}. */
  private long[] places = {};

  /** By number: a piece that is in memory; else null. */
  private byte[][] keptPieces = {};

  private int numPieces;

  /** Pieces of values that haven't been forgotten. */
  private int livePieces;

  /** No piece before is in memory. */
  private int firstKept;

  private final MemoryReservation kept;
  private final long mostKeptBytes;

  private Path path;
  private FileChannel channel;

  /** The first piece of the value that is written, or was last. */
  private int begin;

  /** Where the file ended when that value began; -1 if others were written since. */
  private long beginOfFile;

  /** Where the next piece is written. */
  private long endOfFile;

  /**
   * @param memory what errors and metrics name
   * @param arrays counts the pieces
   */
  public ValueFile(
      OperatorMemory memory, LocalDisks disks, TaskMetrics metrics, ReservedArrays arrays) {
    this(memory, disks, metrics, arrays, new Layout(PIECE_BYTES, 0));
  }

  /**
   * @param layout how values are held
   */
  public ValueFile(
      OperatorMemory memory,
      LocalDisks disks,
      TaskMetrics metrics,
      ReservedArrays arrays,
      Layout layout) {
    this.pieceBytes = layout.pieceBytes();
    this.mostKeptBytes = layout.mostKeptBytes();
    this.kept =
        memory.reservation(
            new Spillable() {
              @Override
              public long spill(long wantedBytes) {
                return evict(wantedBytes);
              }

              @Override
              public boolean givesWayToOwnOperator() {
                return true;
              }
            });
    this.memory = memory;
    this.disks = disks;
    this.metrics = metrics;
    this.arrays = arrays;
  }

  /** Begins a value behind the last one that was {@link #end ended}. */
  public void begin() {
    piece = arrays.bytes(piece, pieceBytes);
    stored = arrays.bytes(stored, HEADER_BYTES + compressor.maxCompressedLength(pieceBytes));
    storedBuffer = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    pending = 0;
    begin = numPieces;
    beginOfFile = endOfFile;
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

  /** Ends the value; gives which piece is its first one. */
  public long end() {
    writing(this::flush);
    return begin;
  }

  /** Forgets the value that has begun. */
  public void abandon() {
    pending = 0;
    forgetLast();
  }

  /** Forgets the value that was ended last. */
  public void forgetLast() {
    forget(begin, numPieces);
    numPieces = begin;
    firstKept = Math.min(firstKept, begin);
    if (beginOfFile >= 0) {
      endOfFile = beginOfFile;
    }
  }

  /** Forgets a value of {@code length} bytes; where all are forgotten, the file is used anew. */
  public void forget(long position, int length) {
    forget((int) position, (int) position + numPiecesOf(length));
    if (livePieces == 0) {
      clear();
    }
  }

  private void forget(int from, int to) {
    livePieces -= to - from;
    for (int i = from; i < to; i++) {
      drop(i);
    }
  }

  private void drop(int number) {
    if (keptPieces[number] != null) {
      kept.resize(kept.bytes() - keptPieces[number].length - KEPT_BYTES);
      keptPieces[number] = null;
    }
  }

  /** Forgets all values; the next one is written over them. */
  public void clear() {
    for (int i = firstKept; i < numPieces; i++) {
      drop(i);
    }
    numPieces = 0;
    livePieces = 0;
    firstKept = 0;
    begin = 0;
    beginOfFile = 0;
    endOfFile = 0;
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
          "can't write the file of large values "
              + path
              + " at "
              + endOfFile
              + ": "
              + e.getMessage(),
          e);
    }
    memory.noteSpill(0, System.nanoTime() - startNanos);
  }

  private void writePiece(byte[] data, int start, int length) throws IOException {
    places = arrays.grownLongs(places, numPieces + 1);
    if (keptPieces.length < places.length) {
      keptPieces = Arrays.copyOf(keptPieces, places.length);
    }
    if (canKeep(length)) {
      keptPieces[numPieces] = Arrays.copyOfRange(data, start, start + length);
      places[numPieces] = KEPT;
    } else {
      places[numPieces] = append(data, start, length);
    }
    numPieces++;
    livePieces++;
  }

  /** Takes memory for a piece if it is free, and nobody else has to make room. */
  private boolean canKeep(int length) {
    return kept.bytes() + length + KEPT_BYTES <= mostKeptBytes
        && kept.tryAddFree(length + KEPT_BYTES);
  }

  /** Writes a piece to the file; gives where it lies. */
  private long append(byte[] data, int start, int length) throws IOException {
    if (channel == null) {
      path = disks.newFile("values");
      channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              StandardOpenOption.READ);
    }
    int size = compressor.compress(data, start, length, stored, HEADER_BYTES);
    storedBuffer.clear().limit(HEADER_BYTES + size);
    storedBuffer.putInt(0, size);
    storedBuffer.putInt(4, checksumOf(size));
    long place = endOfFile;
    while (storedBuffer.hasRemaining()) {
      endOfFile += channel.write(storedBuffer, endOfFile);
    }
    metrics.add(Counter.BYTES_SPILLED, endOfFile - place);
    memory.noteSpill(endOfFile - place, 0);
    return place;
  }

  /** Writes pieces that are in memory, the oldest first, until so many bytes are free. */
  private long evict(long wantedBytes) {
    long before = kept.bytes();
    writing(
        () -> {
          for (; firstKept < numPieces && before - kept.bytes() < wantedBytes; firstKept++) {
            byte[] bytes = keptPieces[firstKept];
            if (bytes != null) {
              places[firstKept] = append(bytes, 0, bytes.length);
              beginOfFile = -1;
              drop(firstKept);
            }
          }
        });
    return before - kept.bytes();
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

  private int numPiecesOf(int length) {
    return (length - 1) / pieceBytes + 1;
  }

  /**
   * Reads a piece of a value, while another value may be written.
   *
   * @param position of the value
   * @param number of the piece within it
   * @param length of the piece: {@link #pieceBytes}, of a value's last one what is left
   */
  public void readPiece(long position, int number, byte[] target, int at, int length) {
    long startNanos = System.nanoTime();
    nextPiece(position + number, target, at, length);
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

  /** Reads a piece; gives the number of the next one. */
  private long nextPiece(long number, byte[] target, int at, int length) {
    byte[] bytes = keptPieces[(int) number];
    if (bytes == null) {
      readPlace(places[(int) number], target, at, length);
    } else if (bytes.length == length) {
      System.arraycopy(bytes, 0, target, at, length);
    } else {
      throw corrupt(number, "has " + bytes.length + " bytes instead of " + length);
    }
    return number + 1;
  }

  private void readPlace(long place, byte[] target, int at, int length) {
    try {
      fill(place, HEADER_BYTES);
      int size = storedBuffer.getInt(0);
      int expected = storedBuffer.getInt(4);
      if (size < 0 || size > stored.length - HEADER_BYTES) {
        throw corrupt(place, "says to be " + size + " bytes long");
      }
      storedBuffer.clear().position(HEADER_BYTES).limit(HEADER_BYTES + size);
      readFully(place + HEADER_BYTES);
      if (checksumOf(size) != expected) {
        throw corrupt(place, "fails its checksum");
      }
      int actual = decompressor.decompress(stored, HEADER_BYTES, size, target, at, length);
      if (actual != length) {
        throw corrupt(place, "decompresses to " + actual + " bytes instead of " + length);
      }
    } catch (LZ4Exception e) {
      throw corrupt(place, "doesn't decompress: " + e.getMessage());
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.READ_FAILED,
          "can't read the file of large values " + path + " at " + place + ": " + e.getMessage(),
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
        throw corrupt(position, "lies behind the end, at " + endOfFile);
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
    clear();
    kept.close();
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
