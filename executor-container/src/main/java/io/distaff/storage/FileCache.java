package io.distaff.storage;

import io.distaff.memory.Evictor;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.ReclaimableMemory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Pieces of files that an executor has read lately, as they are in the file, in memory that nobody
 * else needs. A file that was replaced is another one: by path, length and modification time. When
 * the cache is full a piece goes in only for others that weren't read for a while, so that a scan
 * of more than the cache holds finds a part of it again next time; when others need the memory, the
 * pieces read longest ago go.
 *
 * <p>Thread-safe by its monitor, under which at most one piece is copied.
 */
public final class FileCache implements Evictor {
  /** Of a piece, at most: less than what a garbage collector treats as a large object. */
  private static final int PIECE_BYTES = 256 << 10;

  /** What a piece takes beside its bytes, about. */
  private static final int ENTRY_BYTES = 192;

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final ReclaimableMemory memory;
  private final long maxBytes;
  private final LongSupplier nanoClock;

  /** By position in the file; no two overlap. */
  private final Map<FileInfo, NavigableMap<Long, Piece>> files = new HashMap<>();

  /** The one read longest ago first. */
  private final Map<Piece, Piece> byAge = new LinkedHashMap<>(64, 0.75f, true);

  private long heldBytes;

  private static final class Piece {
    final FileInfo file;
    final long position;
    final byte[] bytes;
    long readNanos;

    Piece(FileInfo file, long position, byte[] bytes) {
      this.file = file;
      this.position = position;
      this.bytes = bytes;
    }

    long end() {
      return position + bytes.length;
    }

    long heldBytes() {
      return (long) bytes.length + ENTRY_BYTES;
    }
  }

  /**
   * @param memory whose free part it uses
   * @param maxBytes that it holds at most; 0 keeps nothing
   */
  public FileCache(MemoryManager memory, long maxBytes) {
    this(memory, maxBytes, System::nanoTime);
  }

  FileCache(MemoryManager memory, long maxBytes, LongSupplier nanoClock) {
    this.memory = memory.reclaimable(this);
    this.maxBytes = maxBytes;
    this.nanoClock = nanoClock;
  }

  /**
   * Copies what is here from a position on, up to the first byte that isn't.
   *
   * @return how many bytes; 0 when the first one isn't here
   */
  int read(FileInfo file, long position, byte[] buffer, int offset, int length) {
    int done = 0;
    while (done < length) {
      Piece piece = find(file, position + done);
      if (piece == null) {
        break;
      }
      int copied = (int) Math.min(length - done, piece.end() - (position + done));
      int start = (int) (position + done - piece.position);
      System.arraycopy(piece.bytes, start, buffer, offset + done, copied);
      done += copied;
    }
    return done;
  }

  private synchronized Piece find(FileInfo file, long position) {
    Piece piece = floor(file, position);
    if (piece == null || piece.end() <= position) {
      return null;
    }
    piece.readNanos = nanoClock.getAsLong();
    return byAge.get(piece);
  }

  private Piece floor(FileInfo file, long position) {
    NavigableMap<Long, Piece> pieces = files.get(file);
    Map.Entry<Long, Piece> floor = pieces == null ? null : pieces.floorEntry(position);
    return floor == null ? null : floor.getValue();
  }

  /** How many bytes from a position on aren't here, up to the first one that is. */
  synchronized int missing(FileInfo file, long position, int length) {
    Piece before = floor(file, position);
    if (before != null && before.end() > position) {
      return 0;
    }
    NavigableMap<Long, Piece> pieces = files.get(file);
    Long next = pieces == null ? null : pieces.higherKey(position);
    return next == null ? length : (int) Math.min(length, next - position);
  }

  /** Keeps a copy of bytes of a file, as far as there is room and they aren't here. */
  void add(FileInfo file, long position, byte[] buffer, int offset, int length) {
    for (int done = 0; done < length; done += PIECE_BYTES) {
      int piece = Math.min(PIECE_BYTES, length - done);
      if (!addPiece(file, position + done, buffer, offset + done, piece)) {
        return;
      }
    }
  }

  private synchronized boolean addPiece(
      FileInfo file, long position, byte[] buffer, int offset, int length) {
    if (missing(file, position, length) < length) {
      // Another task was first.
      return true;
    }
    if (!reserve(length + ENTRY_BYTES)) {
      return false;
    }
    Piece piece = new Piece(file, position, Arrays.copyOfRange(buffer, offset, offset + length));
    piece.readNanos = nanoClock.getAsLong();
    files.computeIfAbsent(file, f -> new TreeMap<>()).put(position, piece);
    byAge.put(piece, piece);
    return true;
  }

  /** Takes memory, if need be that of pieces which weren't read for a while. */
  private boolean reserve(long bytes) {
    while (heldBytes + bytes > maxBytes || !memory.tryReserve(bytes)) {
      Piece oldest = oldest();
      if (oldest == null || nanoClock.getAsLong() - oldest.readNanos < IDLE_NANOS) {
        return false;
      }
      drop(oldest);
    }
    heldBytes += bytes;
    return true;
  }

  @Override
  public synchronized long evict(long wantedBytes) {
    long freed = 0;
    for (Piece oldest = oldest(); oldest != null && freed < wantedBytes; oldest = oldest()) {
      drop(oldest);
      freed += oldest.heldBytes();
    }
    return freed;
  }

  private Piece oldest() {
    return byAge.isEmpty() ? null : byAge.keySet().iterator().next();
  }

  private void drop(Piece piece) {
    byAge.remove(piece);
    NavigableMap<Long, Piece> pieces = files.get(piece.file);
    pieces.remove(piece.position);
    if (pieces.isEmpty()) {
      files.remove(piece.file);
    }
    heldBytes -= piece.heldBytes();
    memory.release(piece.heldBytes());
  }
}
