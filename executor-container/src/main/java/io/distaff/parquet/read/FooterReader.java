package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.storage.RangeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Statistics;

/**
 * Finds and decodes footers. A file is
 *
 * <pre>
 *   "PAR1" | column chunks ... | FileMetaData (Thrift, compact) | its length (4, LE) | "PAR1"
 * </pre>
 *
 * <p>A footer is as large as its file says, and several times that while it is decoded: the memory
 * is asked for first.
 */
final class FooterReader {
  private static final int MAGIC = 'P' | 'A' << 8 | 'R' << 16 | '1' << 24;
  private static final int ENCRYPTED_MAGIC = 'P' | 'A' << 8 | 'R' << 16 | 'E' << 24;
  private static final int TRAILER_BYTES = 8;
  private static final int HEADER_BYTES = 4;

  /** Most footers fit; those that don't cost a second read. */
  private static final int TAIL_BYTES = 64 << 10;

  /** Of a footer's bytes: themselves, Thrift's objects (8 to 9 times) and what is made of them. */
  private static final int TIMES_WHILE_DECODED = 16;

  private static final int TIMES_WHEN_DECODED = 3;

  private final String path;
  private final long fileBytes;

  private FooterReader(RangeReader file) {
    this.path = file.path();
    this.fileBytes = file.sizeBytes();
  }

  /**
   * Reads a footer.
   *
   * @param memory is told how many bytes of the heap that takes, before they are; throws if there
   *     aren't so many
   */
  static ParquetFooter read(RangeReader file, LongConsumer memory) throws IOException {
    return new FooterReader(file).readFrom(file, memory);
  }

  /** What remains of the bytes that {@link #read} asked for, about. */
  static long keptBytes(ParquetFooter footer) {
    return (long) TIMES_WHEN_DECODED * footer.sizeBytes();
  }

  private ParquetFooter readFrom(RangeReader file, LongConsumer memory) throws IOException {
    if (fileBytes < HEADER_BYTES + TRAILER_BYTES) {
      throw invalid(
          fileBytes == 0
              ? "it is empty"
              : "it has " + fileBytes + " bytes, too few for a Parquet file");
    }
    int tailBytes = (int) Math.min(fileBytes, TAIL_BYTES);
    byte[] tail = new byte[tailBytes];
    file.readFully(fileBytes - tailBytes, tail, 0, tailBytes);
    int magic = LittleEndian.getInt(tail, tailBytes - 4);
    if (magic == ENCRYPTED_MAGIC) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED, path + " has an encrypted footer, which can't be read");
    }
    if (magic != MAGIC) {
      throw invalid(
          "it doesn't end in PAR1: it is not a Parquet file, or it was cut off or not written to"
              + " its end");
    }
    int footerBytes = LittleEndian.getInt(tail, tailBytes - TRAILER_BYTES);
    if (footerBytes <= 0 || footerBytes > fileBytes - HEADER_BYTES - TRAILER_BYTES) {
      throw invalid(
          "its footer says to be "
              + Integer.toUnsignedLong(footerBytes)
              + " bytes long in a file of "
              + fileBytes);
    }
    claim(footerBytes, memory);
    int end = tailBytes - TRAILER_BYTES;
    if (footerBytes > end) {
      tail = new byte[footerBytes];
      file.readFully(fileBytes - TRAILER_BYTES - footerBytes, tail, 0, footerBytes);
      end = footerBytes;
    }
    try {
      return footer(ThriftReader.fileMetaData(tail, end - footerBytes, end), footerBytes);
    } catch (MalformedException e) {
      throw new DistaffException(
          ErrorCode.INVALID_FILE, "can't read the footer of " + path + ": " + e.getMessage(), e);
    }
  }

  private void claim(int footerBytes, LongConsumer memory) {
    try {
      memory.accept((long) TIMES_WHILE_DECODED * footerBytes);
    } catch (DistaffException e) {
      throw new DistaffException(
          e.code(),
          "can't read "
              + path
              + ": its footer is "
              + footerBytes
              + " bytes long: "
              + e.getMessage(),
          e);
    }
  }

  private ParquetFooter footer(FileMetaData metaData, int footerBytes) throws MalformedException {
    SchemaReader.Columns columns = SchemaReader.read(metaData.schema);
    List<RowGroup> rowGroups = new ArrayList<>(metaData.row_groups.size());
    long numRows = 0;
    for (org.apache.parquet.format.RowGroup group : metaData.row_groups) {
      rowGroups.add(rowGroup(group, rowGroups.size(), columns, metaData.column_orders));
      numRows += group.num_rows;
    }
    if (numRows != metaData.num_rows) {
      throw new MalformedException(
          "it counts " + metaData.num_rows + " rows, its row groups count " + numRows);
    }
    return new ParquetFooter(path, numRows, columns, rowGroups, footerBytes);
  }

  private RowGroup rowGroup(
      org.apache.parquet.format.RowGroup group,
      int index,
      SchemaReader.Columns columns,
      List<ColumnOrder> orders)
      throws MalformedException {
    if (group.num_rows < 0 || group.columns.size() != columns.numLeaves()) {
      throw new MalformedException(
          "row group "
              + index
              + " has "
              + group.num_rows
              + " rows and "
              + group.columns.size()
              + " columns, the schema "
              + columns.numLeaves());
    }
    long start = Long.MAX_VALUE;
    long bytes = 0;
    for (org.apache.parquet.format.ColumnChunk chunk : group.columns) {
      if (chunk.meta_data != null) {
        start = Math.min(start, chunkStart(chunk.meta_data));
        bytes += Math.max(0, Math.min(chunk.meta_data.total_compressed_size, fileBytes));
      }
    }
    if (group.isSetTotal_compressed_size()) {
      bytes = group.total_compressed_size;
    }
    if (group.columns.isEmpty() || start == Long.MAX_VALUE) {
      start = group.isSetFile_offset() ? group.file_offset : HEADER_BYTES;
    }
    if (start < 0 || bytes < 0 || bytes > fileBytes - start) {
      throw new MalformedException(
          "row group "
              + index
              + " says to be "
              + bytes
              + " bytes at "
              + start
              + " in a file of "
              + fileBytes);
    }
    ColumnChunk[] chunks = new ColumnChunk[columns.numLeaves()];
    for (FileColumn column : columns.leaves()) {
      chunks[column.leaf()] =
          chunk(group.columns.get(column.leaf()), column, hasKnownOrder(orders, column.leaf()));
    }
    return new RowGroup(index, group.num_rows, start, bytes, columns.readable(), chunks);
  }

  /**
   * In the total order of IEEE 754 zeros and NaN have places, which bounds aren't relied on for.
   */
  private static boolean hasKnownOrder(List<ColumnOrder> orders, int leaf) {
    return orders != null
        && leaf < orders.size()
        && (orders.get(leaf).isSetTYPE_ORDER() || orders.get(leaf).isSetIEEE_754_TOTAL_ORDER());
  }

  private static long chunkStart(ColumnMetaData chunk) {
    // Old writers leave the dictionary's offset out, or write 0.
    return chunk.isSetDictionary_page_offset() && chunk.dictionary_page_offset > 0
        ? Math.min(chunk.dictionary_page_offset, chunk.data_page_offset)
        : chunk.data_page_offset;
  }

  private static ColumnChunk chunk(
      org.apache.parquet.format.ColumnChunk chunk, FileColumn column, boolean hasKnownOrder) {
    ColumnMetaData metaData = chunk.meta_data;
    if (metaData == null) {
      String obstacle = chunk.isSetCrypto_metadata() ? "is encrypted" : "has no metadata";
      return new ColumnChunk(
          null, 0, 0, 0, 0, ColumnChunk.Bounds.UNKNOWN, -1, ChunkIndexes.NONE, obstacle);
    }
    String obstacle = null;
    if (chunk.isSetCrypto_metadata()) {
      obstacle = "is encrypted";
    } else if (chunk.isSetFile_path()) {
      obstacle = "lies in another file, " + chunk.file_path;
    } else if (metaData.type != column.physicalType()) {
      obstacle = "is stored as " + metaData.type + ", not as the schema says";
    }
    return new ColumnChunk(
        metaData.codec,
        chunkStart(metaData),
        metaData.total_compressed_size,
        metaData.total_uncompressed_size,
        metaData.num_values,
        bounds(metaData.statistics, column, hasKnownOrder),
        metaData.statistics != null && metaData.statistics.isSetNull_count()
            ? metaData.statistics.null_count
            : -1,
        hasKnownOrder ? ChunkIndexes.of(chunk) : ChunkIndexes.of(chunk).withoutBounds(),
        obstacle);
  }

  private static ColumnChunk.Bounds bounds(
      Statistics statistics, FileColumn column, boolean hasKnownOrder) {
    if (statistics == null) {
      return ColumnChunk.Bounds.UNKNOWN;
    }
    // min_value and max_value are defined by the column's order; the older min and max compare
    // signed, whatever the type, and are right only where that is the type's order.
    if (hasKnownOrder && (statistics.isSetMin_value() || statistics.isSetMax_value())) {
      return new ColumnChunk.Bounds(statistics.getMin_value(), statistics.getMax_value());
    }
    boolean signedOrder =
        switch (column.physicalType()) {
          case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> !column.unsigned();
          case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> false;
        };
    return signedOrder
        ? new ColumnChunk.Bounds(statistics.getMin(), statistics.getMax())
        : ColumnChunk.Bounds.UNKNOWN;
  }

  private DistaffException invalid(String what) {
    return new DistaffException(ErrorCode.INVALID_FILE, "can't read " + path + ": " + what);
  }
}
