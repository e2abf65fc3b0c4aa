package io.distaff.parquet.write;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.Spillable;
import io.distaff.plan.SortKey;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.LargeValues;
import io.distaff.vector.large.SingleRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches to a Parquet file.
 *
 * <pre>
 * "PAR1"
 * row group*      = column chunk* Bloom filter* ; column chunk = [dictionary page] data page*
 * column index*   row group by row group, column by column
 * offset index*
 * footer, its length (4 bytes), "PAR1"
 * </pre>
 *
 * <p>The pages of a row group are kept compressed until it ends, so the writer holds its compressed
 * size and a page and a dictionary a column. When the task's memory is short the row group ends
 * early. The footer is written by {@link #close} alone, and never after a failure: a file that was
 * given up lacks it, and no reader takes it for a file. There is deliberately no {@link
 * AutoCloseable}: a try-with-resources would complete the file of a failed task. Confined to the
 * task's thread.
 *
 * <p>Errors: WRITE_FAILED when the stream fails, MEMORY_EXCEEDED, SCHEMA_MISMATCH for a null in a
 * column that takes none. After an error only {@link #abort} may follow.
 */
public final class ParquetFileWriter {
  private static final Logger LOG = LoggerFactory.getLogger(ParquetFileWriter.class);

  /** In the grammar that readers parse: application, "version", version. */
  private static final String CREATED_BY = "distaff version 0.1.0";

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT_VERSION = 2;

  /** A row group of less isn't ended early: its pages and the footer would hardly pay. */
  private static final long SMALLEST_EARLY_ROW_GROUP_BYTES = 1 << 20;

  /** Memory that should be free before a batch is taken, so that buffers can double. */
  private static final long HEADROOM_BYTES_PER_COLUMN = 64 << 10;

  /** Pages and dictionaries in progress of all columns together, beyond which both are smaller. */
  private static final int BUFFERED_BYTES = 32 << 20;

  private static final int SMALLEST_BUFFER_BYTES = 64 << 10;

  /** Large values of at least so many bytes, and this part of the task's memory, a row group. */
  private static final int SMALLEST_LARGE_BYTES = 4 << 20;

  private static final int PARTS_OF_MEMORY = 16;

  private enum State {
    OPEN,
    /** A call is in progress, or has failed. */
    BUSY,
    ENDED
  }

  private final PositionedOutput out;
  private final String path;
  private final Schema schema;
  private final ParquetWriteOptions options;
  private final MemoryReservation memory;
  private final PageCompressor compressor;
  private final List<ColumnWriter> columns = new ArrayList<>();

  /** Of all columns, in the order of the schema's leaves. */
  private final List<ColumnChunkWriter> chunks = new ArrayList<>();

  private final List<SortingColumn> sortingColumns;
  private final ExchangedTexts restored;
  private final SingleRows single;
  private final long largeBytes;
  private final SelectedRows selectedRows = new SelectedRows();
  private final List<RowGroup> rowGroups = new ArrayList<>();
  private final List<WrittenChunk> writtenChunks = new ArrayList<>();
  private State state = State.OPEN;
  private long rowGroupRows;
  private long rows;

  /**
   * @param out owned from here on; should be buffered for small writes
   * @param path for messages
   * @param large for which tokens stand in batches
   */
  public ParquetFileWriter(
      OutputStream out,
      String path,
      Schema schema,
      ParquetWriteOptions options,
      OperatorMemory memory,
      LargeValues large) {
    requireWritable(schema, path);
    options.requireColumns(schema);
    this.out = new PositionedOutput(out);
    this.path = path;
    this.schema = schema;
    int leaves =
        schema.fields().stream().mapToInt(f -> NestedColumnWriter.numLeaves(f.type())).sum();
    this.options = bounded(options, leaves);
    this.memory = memory.reservation(new EarlyEnd());
    this.compressor = PageCompressor.of(options, this.memory);
    PageBuffer body = new PageBuffer(this.memory);
    Function<ParquetColumn, ColumnChunkWriter> newChunk =
        leaf ->
            new ColumnChunkWriter(leaf, this.options, compressor, body, this.memory, path, large);
    for (Field field : schema.fields()) {
      columns.add(
          field.type().isNested()
              ? new NestedColumnWriter(field, this.memory, newChunk, path)
              : newChunk.apply(ParquetColumn.of(field)));
    }
    columns.forEach(column -> chunks.addAll(column.chunks()));
    this.sortingColumns = sortingColumns();
    ReservedArrays arrays = ReservedArrays.sharing(this.memory);
    this.restored = large.restoring(arrays);
    this.single = new SingleRows(arrays);
    this.largeBytes = largeBytes(memory.largestShareBytes());
  }

  /** For batches in which every value is itself. */
  public ParquetFileWriter(
      OutputStream out,
      String path,
      Schema schema,
      ParquetWriteOptions options,
      OperatorMemory memory) {
    this(out, path, schema, options, memory, LargeValues.none());
  }

  private static long largeBytes(long memoryBytes) {
    return Math.max(SMALLEST_LARGE_BYTES, memoryBytes / PARTS_OF_MEMORY);
  }

  /** In a table of very many columns, each gets less to buffer. */
  private static ParquetWriteOptions bounded(ParquetWriteOptions options, int columns) {
    int share = Math.max(SMALLEST_BUFFER_BYTES, BUFFERED_BYTES / columns);
    return options.withBuffers(
        Math.min(options.pageBytes(), share), Math.min(options.dictionaryBytes(), share));
  }

  /** The row order as positions of leaves, up to the first nested column. */
  private List<SortingColumn> sortingColumns() {
    List<SortingColumn> sorting = new ArrayList<>();
    for (SortKey key : options.rowOrder()) {
      if (schema.type(key.column()).isNested()) {
        break;
      }
      ColumnChunkWriter leaf = columns.get(key.column()).chunks().get(0);
      sorting.add(new SortingColumn(chunks.indexOf(leaf), key.descending(), key.nullsFirst()));
    }
    return sorting;
  }

  private static void requireWritable(Schema schema, String path) {
    if (schema.size() == 0) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED, "a Parquet file needs at least one column: " + path);
    }
    Set<String> names = new HashSet<>();
    for (Field field : schema.fields()) {
      if (!names.add(field.name())) {
        throw new DistaffException(
            ErrorCode.SEMANTIC_ERROR,
            "a Parquet file can't have two columns named '" + field.name() + "': " + path);
      }
    }
  }

  /** Appends the selected rows. Keeps nothing of the batch. */
  public void write(VectorBatch batch) {
    begin();
    try {
      requireTypes(batch);
      int count = batch.numSelected();
      if (Arrays.stream(batch.columns()).noneMatch(restored::isIn)) {
        writeRows(batch);
      } else {
        writeWithLarge(batch, selectedRows.of(batch), count);
      }
    } catch (IOException e) {
      throw failed(e);
    }
    state = State.OPEN;
  }

  private void writeRows(VectorBatch batch) throws IOException {
    int count = batch.numSelected();
    if (rowGroupRows + count <= options.rowGroupRows()) {
      writeToRowGroup(batch, count);
      return;
    }
    for (int from = 0; from < count; ) {
      int part = (int) Math.min(count - from, options.rowGroupRows() - rowGroupRows);
      int[] rows = new int[part];
      for (int i = 0; i < part; i++) {
        rows[i] = batch.selectedRow(from + i);
      }
      writeToRowGroup(batch.withSelection(new SelectionVector(rows, part)), part);
      from += part;
    }
  }

  private void writeToRowGroup(VectorBatch batch, int count) throws IOException {
    makeRoom();
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).write(batch.column(i), batch.selection(), count);
    }
    addRows(count);
  }

  /** Counts rows that have been written, and ends the row group if it has its size. */
  private void addRows(int count) throws IOException {
    rowGroupRows += count;
    if (rowGroupRows >= options.rowGroupRows() || encodedBytes() >= options.rowGroupBytes()) {
      endRowGroup();
    }
  }

  /** Writes rows with large values one by one. */
  private void writeWithLarge(VectorBatch batch, int[] rows, int count) throws IOException {
    int from = 0;
    for (int i = 0; i <= count; i++) {
      long bytes = i < count ? largeBytes(batch, rows[i]) : 0;
      if (i < count && bytes == 0) {
        continue;
      }
      if (i > from) {
        int[] before = Arrays.copyOfRange(rows, from, i);
        writeRows(batch.withSelection(new SelectionVector(before, before.length)));
      }
      if (bytes >= largeBytes) {
        writeRowGroup(batch, rows[i]);
      } else if (bytes > 0) {
        writeRestored(batch, rows[i]);
      }
      from = i + 1;
    }
  }

  /** Bytes of a row's large values. */
  private long largeBytes(VectorBatch batch, int row) {
    long bytes = 0;
    for (ColumnVector column : batch.columns()) {
      bytes += restored.bytes(column, row);
    }
    return bytes;
  }

  /** Makes a row group of a row. */
  private void writeRowGroup(VectorBatch batch, int row) throws IOException {
    endRowGroup();
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).writeLarge(batch.column(i), row);
    }
    rowGroupRows = 1;
    endRowGroup();
  }

  /** Writes a row as others, with the large values of one column at a time in memory. */
  private void writeRestored(VectorBatch batch, int row) throws IOException {
    makeRoom();
    SelectionVector only = new SelectionVector(new int[] {row}, 1);
    SelectionVector first = new SelectionVector(new int[] {0}, 1);
    for (int i = 0; i < columns.size(); i++) {
      ColumnVector column = batch.column(i);
      if (restored.isIn(column, row)) {
        columns.get(i).write(restored.of(single.of(i, column, row)), first, 1);
        restored.release();
      } else {
        columns.get(i).write(column, only, 1);
      }
    }
    addRows(1);
  }

  /** Writes what is left and the footer, and closes the stream. */
  public WrittenFile close() {
    begin();
    try {
      endRowGroup();
      if (out.position() == 0) {
        out.write(MAGIC);
      }
      writeIndexes();
      writeFooter();
      out.close();
    } catch (IOException e) {
      throw failed(e);
    }
    release();
    return new WrittenFile(path, rows, out.position());
  }

  /**
   * Gives up: closes the stream without a footer, and gives memory back. May be called in any
   * state, more than once; does nothing after {@link #close}.
   */
  public void abort() {
    if (state == State.ENDED) {
      return;
    }
    release();
    try {
      out.close();
    } catch (IOException e) {
      LOG.warn("{}: closing an abandoned file failed: {}", path, e.toString());
    }
  }

  /**
   * True when the file should be closed, and another begun, so that files become about so large.
   * The size counts what is in the file, the pages that wait for it, and what is to be expected of
   * those in progress. Files end rather with a row group than with a small part of another one.
   */
  public boolean isFull(long targetBytes) {
    long size = out.position() + expectedBytes();
    if (size >= targetBytes) {
      return true;
    }
    if (rowGroupRows > 0 || rowGroups.isEmpty()) {
      return false;
    }
    long rowGroup = rowGroups.get(rowGroups.size() - 1).getTotal_compressed_size();
    return size + rowGroup / 2 > targetBytes;
  }

  /** What the row group in progress would take in the file. */
  private long expectedBytes() {
    long bytes = 0;
    for (ColumnChunkWriter chunk : chunks) {
      bytes += chunk.expectedBytes();
    }
    return bytes;
  }

  private void begin() {
    if (state != State.OPEN) {
      throw new IllegalStateException(
          state == State.ENDED ? path + " is complete or given up" : path + " has failed");
    }
    state = State.BUSY;
  }

  private DistaffException failed(IOException e) {
    return new DistaffException(
        ErrorCode.WRITE_FAILED,
        "writing " + path + " at offset " + out.position() + " failed: " + e.getMessage(),
        e);
  }

  private void release() {
    state = State.ENDED;
    compressor.close();
    memory.close();
  }

  private void requireTypes(VectorBatch batch) {
    if (batch.numColumns() != schema.size()) {
      throw new DistaffException(
          ErrorCode.INTERNAL_ERROR,
          path + " has " + schema.size() + " columns, a batch for it " + batch.numColumns());
    }
    for (int i = 0; i < schema.size(); i++) {
      if (!isStorable(batch.column(i).type(), schema.type(i))) {
        throw new DistaffException(
            ErrorCode.INTERNAL_ERROR,
            "column "
                + schema.field(i)
                + " of "
                + path
                + " was given a vector of "
                + batch.column(i).type());
      }
    }
  }

  private static boolean isStorable(DataType given, DataType type) {
    if (given instanceof DecimalType a && type instanceof DecimalType b) {
      return a.scale() == b.scale();
    }
    if (given instanceof ArrayType a && type instanceof ArrayType b) {
      return isStorable(a.element(), b.element());
    }
    if (given instanceof MapType a && type instanceof MapType b) {
      return isStorable(a.key(), b.key()) && isStorable(a.value(), b.value());
    }
    if (given instanceof StructType a && type instanceof StructType b) {
      boolean storable = a.size() == b.size();
      for (int i = 0; storable && i < a.size(); i++) {
        storable = isStorable(a.member(i).type(), b.member(i).type());
      }
      return storable;
    }
    // What is always null comes as a constant, whatever the column's type.
    return given.kind() == type.kind() || given.kind() == DataType.Kind.NULL;
  }

  private long encodedBytes() {
    long bytes = 0;
    for (ColumnChunkWriter chunk : chunks) {
      bytes += chunk.encodedBytes();
    }
    return bytes;
  }

  private long storedBytes() {
    long bytes = 0;
    for (ColumnChunkWriter chunk : chunks) {
      bytes += chunk.storedBytes();
    }
    return bytes;
  }

  /** Ends the row group now if the next batch might not find the memory it needs. */
  private void makeRoom() throws IOException {
    long headroom = HEADROOM_BYTES_PER_COLUMN * chunks.size();
    if (memory.tryAdd(headroom)) {
      memory.resize(memory.bytes() - headroom);
    } else if (storedBytes() >= SMALLEST_EARLY_ROW_GROUP_BYTES) {
      endRowGroup();
    }
  }

  /** Called when the task's memory is short: between calls, the row group can end. */
  private long endRowGroupEarly() {
    if (state != State.OPEN || storedBytes() < SMALLEST_EARLY_ROW_GROUP_BYTES) {
      return 0;
    }
    state = State.BUSY;
    long before = memory.bytes();
    try {
      endRowGroup();
    } catch (IOException e) {
      throw failed(e);
    }
    state = State.OPEN;
    return Math.max(0, before - memory.bytes());
  }

  /** Between calls a file gives way to other files of the same operator, too. */
  private final class EarlyEnd implements Spillable {
    @Override
    public long spill(long wantedBytes) {
      return endRowGroupEarly();
    }

    @Override
    public boolean givesWayToOwnOperator() {
      return true;
    }
  }

  private void endRowGroup() throws IOException {
    if (rowGroupRows == 0) {
      return;
    }
    for (ColumnChunkWriter chunk : chunks) {
      chunk.finish();
    }
    if (out.position() == 0) {
      out.write(MAGIC);
    }
    long start = out.position();
    long uncompressedBytes = 0;
    List<ColumnChunk> metadata = new ArrayList<>(chunks.size());
    for (ColumnChunkWriter chunk : chunks) {
      WrittenChunk written = chunk.writeTo(out);
      memory.add(written.indexBytes());
      writtenChunks.add(written);
      metadata.add(written.metadata());
      uncompressedBytes += written.metadata().getMeta_data().getTotal_uncompressed_size();
    }
    RowGroup rowGroup =
        new RowGroup(metadata, uncompressedBytes, rowGroupRows)
            .setFile_offset(start)
            .setTotal_compressed_size(out.position() - start);
    for (int i = 0; i < chunks.size(); i++) {
      chunks.get(i).writeBloomFilter(out, metadata.get(i).getMeta_data());
    }
    if (!sortingColumns.isEmpty()) {
      rowGroup.setSorting_columns(sortingColumns);
    }
    if (rowGroups.size() <= Short.MAX_VALUE) {
      rowGroup.setOrdinal((short) rowGroups.size());
    }
    rowGroups.add(rowGroup);
    rows += rowGroupRows;
    rowGroupRows = 0;
  }

  private void writeIndexes() throws IOException {
    for (WrittenChunk chunk : writtenChunks) {
      if (chunk.columnIndex() != null) {
        chunk
            .metadata()
            .setColumn_index_offset(out.position())
            .setColumn_index_length(chunk.columnIndex().length);
        out.write(chunk.columnIndex());
      }
    }
    for (WrittenChunk chunk : writtenChunks) {
      chunk
          .metadata()
          .setOffset_index_offset(out.position())
          .setOffset_index_length(chunk.offsetIndex().length);
      out.write(chunk.offsetIndex());
    }
  }

  private void writeFooter() throws IOException {
    List<SchemaElement> elements = new ArrayList<>(columns.size() + 1);
    elements.add(new SchemaElement("schema").setNum_children(columns.size()));
    columns.forEach(column -> column.addSchema(elements));
    List<ColumnOrder> orders =
        Collections.nCopies(chunks.size(), ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
    FileMetaData metadata =
        new FileMetaData(FORMAT_VERSION, elements, rows, rowGroups)
            .setCreated_by(CREATED_BY)
            .setColumn_orders(orders);
    ByteArrayOutputStream footer = new ByteArrayOutputStream(4096);
    Util.writeFileMetaData(metadata, footer);
    byte[] length = new byte[Integer.BYTES];
    PageBuffer.INT.set(length, 0, footer.size());
    footer.writeBytes(length);
    footer.writeBytes(MAGIC);
    out.write(footer.toByteArray());
  }
}
