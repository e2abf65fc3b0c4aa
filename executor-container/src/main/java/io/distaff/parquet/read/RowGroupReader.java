package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.storage.RangeReader;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Reads row groups, one after the other: fetches the chunks of the columns wanted, and gives their
 * rows in batches that are aligned across columns.
 *
 * <p>Chunks that lie close together are fetched in one read, whole, where all of them together are
 * small enough and the memory is free. Else each is read through a window that slides over it.
 */
final class RowGroupReader implements AutoCloseable {
  /** Closer chunks are fetched together with what lies between them. */
  private static final int MAX_GAP_BYTES = 256 << 10;

  /** Of one read, and of what is fetched whole. */
  private static final int MAX_FETCH_BYTES = 32 << 20;

  private static final int MIN_WINDOW_BYTES = 64 << 10;

  /** Rows of long values come in smaller batches. */
  private static final long MAX_BATCH_BYTES = 16 << 20;

  private final Schema schema;
  private final ReservedArrays buffers;
  private final Supplier<ReservedArrays> columnBuffers;
  private final PageDecompressor decompressor = new PageDecompressor();

  /** By column wanted; null where the file lacks it. */
  private final ColumnReader[] columns;

  /** What whole chunks are fetched to. */
  private final List<byte[]> fetched = new ArrayList<>();

  private String path;
  private long rowsLeft;
  private int batchRows;

  RowGroupReader(Schema schema, Supplier<ReservedArrays> columnBuffers) {
    this.schema = schema;
    this.columnBuffers = columnBuffers;
    this.buffers = columnBuffers.get();
    this.columns = new ColumnReader[schema.size()];
  }

  /**
   * Begins a file.
   *
   * @param fileColumns the file's column for each column wanted; null where it has none
   */
  void startFile(String file, FileColumn[] fileColumns) {
    path = file;
    for (int i = 0; i < columns.length; i++) {
      FileColumn column = fileColumns[i];
      if (columns[i] != null && !columns[i].column().equals(column)) {
        columns[i].close();
        columns[i] = null;
      }
      if (columns[i] == null && column != null) {
        columns[i] =
            column.isNested()
                ? new NestedColumnReader(column, columnBuffers, decompressor)
                : new ColumnChunkReader(column, columnBuffers.get(), decompressor);
      }
    }
  }

  /** Begins a row group of the file begun last. Reads from the file if a column is in it. */
  void startRowGroup(RowGroup group, FileAccess file) throws IOException {
    List<ChunkPages> present = new ArrayList<>();
    long compressed = 0;
    long uncompressed = 0;
    for (ColumnReader column : columns) {
      if (column != null) {
        present.addAll(column.chunks());
      }
    }
    for (ChunkPages pages : present) {
      ColumnChunk chunk = group.chunk(pages.column());
      verify(chunk, pages.column(), group, file.sizeBytes());
      pages.startChunk(path, group);
      compressed += chunk.compressedBytes();
      uncompressed += Math.max(0, chunk.uncompressedBytes());
    }
    if (!present.isEmpty()) {
      fetch(group, present, compressed, file.reader());
    }
    rowsLeft = group.numRows();
    long rowBytes = Math.max(1, uncompressed / Math.max(1, group.numRows()));
    batchRows = (int) Math.max(1, Math.min(VectorBatch.TARGET_ROWS, MAX_BATCH_BYTES / rowBytes));
  }

  /** The file, opened when it is first read from. */
  interface FileAccess {
    RangeReader reader();

    long sizeBytes();
  }

  private void verify(ColumnChunk chunk, FileColumn column, RowGroup group, long fileBytes) {
    String place =
        "can't read " + path + ": row group " + group.index() + ", column " + column.name() + " ";
    if (chunk.obstacle() != null) {
      throw new DistaffException(ErrorCode.NOT_SUPPORTED, place + chunk.obstacle());
    }
    if (chunk.codec() == null || !PageDecompressor.supports(chunk.codec())) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          place
              + "is compressed with "
              + Objects.requireNonNullElse(chunk.codec(), "an unknown codec"));
    }
    if (chunk.start() < 0
        || chunk.compressedBytes() < 0
        || chunk.compressedBytes() > fileBytes - chunk.start()) {
      throw new DistaffException(
          ErrorCode.INVALID_FILE,
          place
              + "says to be "
              + chunk.compressedBytes()
              + " bytes at "
              + chunk.start()
              + " in a file of "
              + fileBytes);
    }
    // A row has at least one entry, in lists that are empty too.
    if (chunk.numValues() < group.numRows()
        || (chunk.numValues() > group.numRows() && column.maxRepetition() == 0)) {
      throw new DistaffException(
          ErrorCode.INVALID_FILE,
          place + "has " + chunk.numValues() + " values for " + group.numRows() + " rows");
    }
  }

  private void fetch(RowGroup group, List<ChunkPages> present, long compressed, RangeReader file)
      throws IOException {
    List<Range> ranges = ranges(group, present);
    boolean whole =
        ranges.stream().mapToLong(Range::length).sum() <= MAX_FETCH_BYTES && reserve(ranges);
    if (!whole) {
      fetched.forEach(buffers::dropped);
      fetched.clear();
      long budget = compressed <= MAX_FETCH_BYTES ? 0 : MAX_FETCH_BYTES;
      for (ChunkPages column : present) {
        ColumnChunk chunk = group.chunk(column.column());
        long share = (long) ((double) chunk.compressedBytes() / compressed * budget);
        column.input().startSliding(chunk, file, (int) Math.max(MIN_WINDOW_BYTES, share));
      }
      return;
    }
    for (int i = 0; i < ranges.size(); i++) {
      Range range = ranges.get(i);
      byte[] array = fetched.get(i);
      file.readFully(range.start, array, 0, (int) range.length());
      for (ChunkPages column : range.columns) {
        ColumnChunk chunk = group.chunk(column.column());
        column.input().startWhole(chunk, array, (int) (chunk.start() - range.start));
      }
    }
  }

  /** False when the memory isn't free. */
  private boolean reserve(List<Range> ranges) {
    for (int i = 0; i < ranges.size(); i++) {
      byte[] old = i < fetched.size() ? fetched.get(i) : new byte[0];
      byte[] array = buffers.tryBytes(old, ranges.get(i).length());
      if (array == null) {
        return false;
      }
      if (i < fetched.size()) {
        fetched.set(i, array);
      } else {
        fetched.add(array);
      }
    }
    return true;
  }

  /** Bytes that are fetched with one read. */
  private static final class Range {
    final long start;
    final List<ChunkPages> columns = new ArrayList<>();
    long end;

    Range(long start) {
      this.start = start;
      this.end = start;
    }

    long length() {
      return end - start;
    }
  }

  private static List<Range> ranges(RowGroup group, List<ChunkPages> present) {
    List<ChunkPages> sorted = new ArrayList<>(present);
    sorted.sort(Comparator.comparingLong(column -> group.chunk(column.column()).start()));
    List<Range> ranges = new ArrayList<>();
    Range last = null;
    for (ChunkPages column : sorted) {
      ColumnChunk chunk = group.chunk(column.column());
      long end = chunk.start() + chunk.compressedBytes();
      if (last == null
          || chunk.start() - last.end > MAX_GAP_BYTES
          || end - last.start > MAX_FETCH_BYTES) {
        last = new Range(chunk.start());
        ranges.add(last);
      }
      last.end = Math.max(last.end, end);
      last.columns.add(column);
    }
    return ranges;
  }

  /** The next batch of the row group, or null at its end. */
  VectorBatch next() throws IOException {
    if (rowsLeft == 0) {
      return null;
    }
    int rows = (int) Math.min(batchRows, rowsLeft);
    for (ColumnReader column : columns) {
      rows = column == null ? rows : column.rowsWithin(rows);
    }
    ColumnVector[] vectors = new ColumnVector[columns.length];
    for (int i = 0; i < columns.length; i++) {
      vectors[i] =
          columns[i] == null ? ConstantVector.ofNull(schema.type(i), rows) : columns[i].read(rows);
    }
    rowsLeft -= rows;
    return new VectorBatch(rows, vectors);
  }

  @Override
  public void close() {
    rowsLeft = 0;
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] != null) {
        columns[i].close();
        columns[i] = null;
      }
    }
    fetched.clear();
    buffers.close();
    decompressor.close();
  }
}
