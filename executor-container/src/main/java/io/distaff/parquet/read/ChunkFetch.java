package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.parquet.read.ChunkInput.Piece;
import io.distaff.storage.ReadAhead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The bytes of a row group that are wanted: pieces of chunks, of which those that lie close
 * together are fetched with one read.
 *
 * <p>Confined to the task's thread; while a read ahead is under way, its arrays and the file's
 * reader belong to it.
 */
final class ChunkFetch {
  /** Closer pieces are fetched together with what lies between them. */
  private static final int MAX_GAP_BYTES = 256 << 10;

  /** Of one read, and of what is fetched whole. */
  private static final int MAX_FETCH_BYTES = 32 << 20;

  private static final int LARGE_ROW_BYTES = 256 << 10;
  private static final int MAX_BYTES_BESIDE_LARGE_ROWS = 2 << 20;

  private final RowGroupPlan plan;

  /** By leaf of the file. */
  private final Map<Integer, List<Piece>> pieces = new HashMap<>();

  /** Of all chunks wanted, decompressed. */
  private long uncompressedBytes;

  private final List<Range> ranges = new ArrayList<>();

  /** Null when nothing is read ahead. */
  private ReadAhead.Read ahead;

  /** Bytes that are fetched with one read. */
  private static final class Range {
    final long start;
    long end;
    byte[] array;

    Range(long start) {
      this.start = start;
      this.end = start;
    }

    long length() {
      return end - start;
    }
  }

  ChunkFetch(RowGroupPlan plan) {
    this.plan = plan;
    List<Piece> all = new ArrayList<>();
    for (FileColumn column : plan.mapping().columns()) {
      if (column != null) {
        for (FileColumn leaf : column.leaves()) {
          List<Piece> wanted =
              pieces(plan.group().chunk(leaf), plan.pages().get(leaf.leaf()), plan.rows());
          pieces.put(leaf.leaf(), wanted);
          uncompressedBytes += Math.max(0, plan.group().chunk(leaf).uncompressedBytes());
          all.addAll(wanted);
        }
      }
    }
    all.sort(Comparator.comparingLong(Piece::start));
    Range last = null;
    for (Piece piece : all) {
      if (last == null
          || piece.start() - last.end > MAX_GAP_BYTES
          || piece.end() - last.start > MAX_FETCH_BYTES) {
        last = new Range(piece.start());
        ranges.add(last);
      }
      last.end = Math.max(last.end, piece.end());
    }
  }

  private static List<Piece> pieces(ColumnChunk chunk, ChunkPageIndex pages, RowRanges rows) {
    if (pages == null) {
      return List.of(new Piece(chunk.start(), chunk.start() + chunk.compressedBytes()));
    }
    List<Piece> pieces = new ArrayList<>();
    long start = chunk.start();
    // The dictionary, if there is one.
    long end = pages.offset(0);
    for (int page = 0; page < pages.size(); page++) {
      if (!rows.overlap(pages.firstRow(page), pages.firstRow(page + 1))) {
        continue;
      }
      if (pages.offset(page) - end > MAX_GAP_BYTES) {
        if (end > start) {
          pieces.add(new Piece(start, end));
        }
        start = pages.offset(page);
      }
      end = pages.offset(page + 1);
    }
    pieces.add(new Piece(start, end));
    return pieces;
  }

  RowGroupPlan plan() {
    return plan;
  }

  /** True when it is small enough to be held as a whole. */
  boolean fitsWhole() {
    return bytes() <= mostBytes();
  }

  /** How much to hold: little beside rows that are large. */
  int mostBytes() {
    return rowBytes() > LARGE_ROW_BYTES ? MAX_BYTES_BESIDE_LARGE_ROWS : MAX_FETCH_BYTES;
  }

  /** Mean bytes of the row group's rows, decompressed. */
  long rowBytes() {
    return Math.max(1, uncompressedBytes / Math.max(1, plan.group().numRows()));
  }

  long bytes() {
    return ranges.stream().mapToLong(Range::length).sum();
  }

  /**
   * Takes arrays for all of it.
   *
   * @param arrays to be used again; those that are made are added, or put in the place of others
   * @return false when the memory isn't free
   */
  boolean allocate(List<byte[]> arrays, ReservedArrays buffers) {
    for (int i = 0; i < ranges.size(); i++) {
      byte[] old = i < arrays.size() ? arrays.get(i) : new byte[0];
      byte[] array = buffers.tryBytes(old, ranges.get(i).length());
      if (array == null) {
        ranges.forEach(range -> range.array = null);
        return false;
      }
      if (i < arrays.size()) {
        arrays.set(i, array);
      } else {
        arrays.add(array);
      }
      ranges.get(i).array = array;
    }
    return true;
  }

  /** True when something is, or was, read ahead. */
  boolean isAhead() {
    return ahead != null;
  }

  /** Begins to fill the arrays in the background. */
  void readAhead(ReadAhead threads) throws IOException {
    List<ReadAhead.Target> targets =
        ranges.stream()
            .map(range -> new ReadAhead.Target(range.start, range.array, (int) range.length()))
            .toList();
    ahead = threads.start(plan.file().reader(), targets);
  }

  /** Fills the arrays, or waits until they are. */
  void read() throws IOException {
    if (ahead != null) {
      ahead.await();
      return;
    }
    for (Range range : ranges) {
      plan.file().reader().readFully(range.start, range.array, 0, (int) range.length());
    }
  }

  /** When this returns, nobody writes to the arrays any more. What was read ahead is forgotten. */
  void cancel() {
    if (ahead != null) {
      ahead.cancel();
      ahead = null;
    }
    ranges.forEach(range -> range.array = null);
  }

  /** The pieces of a leaf in the arrays that were filled. */
  List<Piece> filledPieces(int leaf) {
    List<Piece> filled = new ArrayList<>();
    for (Piece piece : pieces.get(leaf)) {
      for (Range range : ranges) {
        if (piece.start() >= range.start && piece.end() <= range.end) {
          filled.add(piece.in(range.array, (int) (piece.start() - range.start)));
          break;
        }
      }
    }
    return filled;
  }

  /** The pieces of a leaf, in no array. */
  List<Piece> pieces(int leaf) {
    return pieces.get(leaf);
  }

  /** Of all pieces of a leaf. */
  long bytes(int leaf) {
    return pieces.get(leaf).stream().mapToLong(piece -> piece.end() - piece.start()).sum();
  }
}
