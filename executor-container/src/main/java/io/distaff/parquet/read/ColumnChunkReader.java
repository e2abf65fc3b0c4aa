package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.metrics.TaskMetrics;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/**
 * Decodes the pages of one column, chunk after chunk, into vectors.
 *
 * <p>Rows may be skipped, and a page of which no row is read is neither decompressed nor decoded.
 * Where the chunk has a page index, not even its header is looked at, and its bytes need not be
 * there; else the headers are walked.
 *
 * <p>A page is one of two things to this class: dictionary ids, or PLAIN values. The rows of a
 * batch may come from several pages. While they are all ids, the vector is a {@link
 * DictionaryVector} over the chunk's dictionary, which is decoded once; the first PLAIN page within
 * a batch makes the rows before it be looked up, and the vector flat.
 */
final class ColumnChunkReader implements AutoCloseable {
  /** Most page headers are under 100 bytes; statistics of long texts make them longer. */
  private static final int FIRST_HEADER_BYTES = 4 << 10;

  private static final int MAX_HEADER_BYTES = 64 << 20;

  private final FileColumn column;
  private final ScanBuffers buffers;
  private final PageDecompressor decompressor;
  private final ChunkInput input;
  private final TaskMetrics metrics;

  private final PageHeader header = new PageHeader();
  private final CRC32 checksum = new CRC32();
  private final LevelReader levels = new LevelReader();
  private final IdReader idReader = new IdReader();
  private final PlainPage plain = new PlainPage();
  private final PlainTranscoder transcoder;
  private final ColumnValues values;
  private final ColumnValues dictionary;
  private final long[] validity = new long[Validity.words(VectorBatch.TARGET_ROWS) + 1];
  private int[] ids = {};
  private byte[] pageBytes = {};

  /** What the last call of {@link #decompress} or {@link #stored} gave a position in. */
  private byte[] decompressed;

  private byte[] bitPackedLevels = {};

  // Of the chunk.
  private String path;
  private RowGroup rowGroup;
  private ColumnChunk chunk;

  /** Null when where the pages are isn't known. */
  private ChunkPageIndex pages;

  /** With an index: the page after the current one. */
  private int nextPage;

  private long pageOffset;

  /** Rows that the next read passes over first. */
  private long rowsToSkip;

  /** Of the pages not yet begun. */
  private long valuesLeft;

  private int dictionarySize;

  /** Null until the chunk's dictionary page has been seen. */
  private ColumnVector dictionaryVector;

  // Of the page.
  private int pageRowsLeft;

  /** Bytes after the page's header. */
  private int pageLength;

  /** False while the page's bytes are as they are in the file, and not yet passed. */
  private boolean pageIsOpen;

  /** Rows to pass over when the page is opened. */
  private int pageRowsPassed;

  private boolean pageHasIds;
  private boolean pageHasLevels;

  ColumnChunkReader(
      FileColumn column, ScanBuffers buffers, PageDecompressor decompressor, TaskMetrics metrics) {
    this.column = column;
    this.metrics = metrics;
    this.buffers = buffers;
    this.decompressor = decompressor;
    this.input = new ChunkInput(buffers);
    this.transcoder = new PlainTranscoder(buffers);
    this.values = ColumnValues.forBatches(column, buffers);
    this.dictionary = ColumnValues.create(column, buffers);
  }

  FileColumn column() {
    return column;
  }

  /** The chunk's bytes; to be started by the caller, before {@link #startChunk}. */
  ChunkInput input() {
    return input;
  }

  /**
   * Begins the chunk of a row group.
   *
   * @param index of the chunk's pages; null when it isn't known
   */
  void startChunk(String file, RowGroup group, ChunkPageIndex index) {
    path = file;
    rowGroup = group;
    pages = index;
    nextPage = 0;
    rowsToSkip = 0;
    chunk = group.chunk(column);
    pageOffset = chunk.start();
    valuesLeft = chunk.numValues();
    dictionarySize = 0;
    dictionaryVector = null;
    pageRowsLeft = 0;
  }

  /** Passes over rows, at most what the chunk has left. */
  void skip(long rows) {
    rowsToSkip += rows;
  }

  /** The chunk isn't read any further: counts what was skipped of it. */
  void endChunk() {
    if (chunk == null) {
      return;
    }
    if (pageRowsLeft > 0 && !pageIsOpen) {
      noteSkipped(1, pageLength);
    }
    if (pages != null && nextPage < pages.size()) {
      noteSkipped(pages.size() - nextPage, pages.offset(pages.size()) - pages.offset(nextPage));
    } else if (pages == null && valuesLeft > 0) {
      // How many pages there would have been isn't known.
      long passed = input.position() + (pageRowsLeft > 0 && !pageIsOpen ? pageLength : 0);
      noteSkipped(1, chunk.start() + chunk.compressedBytes() - passed);
    }
    chunk = null;
  }

  private void noteSkipped(long numPages, long bytes) {
    metrics.pagesSkipped += numPages;
    metrics.pageBytesSkipped += bytes;
  }

  /**
   * The next {@code rows} rows, at most {@link VectorBatch#TARGET_ROWS} and at most what the chunk
   * has left. Valid until the next call.
   *
   * @param selection the rows that are looked at, at least one; the others may have any value, and
   *     be null where the column may be. Null = all
   */
  ColumnVector read(int rows, SelectionVector selection) throws IOException {
    try {
      passSkippedRows();
      return readRows(rows, selection);
    } catch (MalformedException e) {
      throw corrupt(e);
    }
  }

  /**
   * The entries of the chunk's dictionary, valid until the next chunk; null when it has none. Takes
   * the place of reading rows.
   */
  ColumnVector readDictionary() throws IOException {
    try {
      readDictionaryPage();
      return dictionaryVector;
    } catch (MalformedException e) {
      throw corrupt(e);
    }
  }

  private DistaffException corrupt(MalformedException e) {
    return new DistaffException(
        ErrorCode.INVALID_FILE,
        "can't read " + path + ": " + place() + " is corrupt: " + e.getMessage(),
        e);
  }

  private String place() {
    return "row group "
        + rowGroup.index()
        + ", column "
        + column.name()
        + ", page at offset "
        + pageOffset;
  }

  private ColumnVector readRows(int rows, SelectionVector selection)
      throws IOException, MalformedException {
    values.clear();
    SelectedRuns selected = new SelectedRuns(selection);
    boolean flat = false;
    boolean hasIds = false;
    int nulls = 0;
    int done = 0;
    while (done < rows) {
      if (pageRowsLeft == 0) {
        nextDataPage();
        continue;
      }
      int count = Math.min(rows - done, pageRowsLeft);
      int present = count;
      if (!pageIsOpen && !selected.anyBefore(done + count)) {
        present = leaveOut(done, count);
        passRows(done, count);
        nulls += count - present;
        done += count;
        continue;
      }
      openPage(done);
      if (pageHasLevels) {
        present = levels.read(validity, done, count);
      } else if (column.optional()) {
        LevelReader.fillBits(validity, done, count, -1);
      }
      if (pageHasIds) {
        readIds(done, count, present);
        hasIds = true;
        if (flat) {
          lookUp(done, count);
        }
      } else {
        if (!flat) {
          if (hasIds) {
            lookUp(0, done);
          }
          flat = true;
        }
        values.readPlain(plain, done, present);
        if (present < count) {
          values.spread(done, count, present, validity);
        }
      }
      nulls += count - present;
      pageRowsLeft -= count;
      done += count;
    }
    if (nulls == rows) {
      return ConstantVector.ofNull(column.type(), rows);
    }
    long[] bits = nulls == 0 ? null : validity;
    return flat
        ? values.vector(bits, rows)
        : new DictionaryVector(dictionaryVector, ids, bits, rows);
  }

  /** The rows of a batch that are looked at, passed in ascending order. */
  private static final class SelectedRuns {
    private final SelectionVector selection;
    private int next;

    SelectedRuns(SelectionVector selection) {
      this.selection = selection;
    }

    /** True when a row before this one is looked at, of those not yet passed by earlier calls. */
    boolean anyBefore(int row) {
      if (selection == null) {
        return true;
      }
      int first = next;
      while (next < selection.count() && selection.rows()[next] < row) {
        next++;
      }
      return next > first;
    }
  }

  /**
   * Makes rows that nobody looks at safe to compute with.
   *
   * @return how many of them aren't null
   */
  private int leaveOut(int at, int count) {
    ids = buffers.ints(ids, VectorBatch.TARGET_ROWS);
    Arrays.fill(ids, at, at + count, 0);
    values.clearRows(at, count);
    if (!column.optional()) {
      return count;
    }
    LevelReader.fillBits(validity, at, count, 0);
    return 0;
  }

  private void passSkippedRows() throws IOException, MalformedException {
    while (rowsToSkip > 0) {
      if (pageRowsLeft == 0) {
        nextDataPage();
        continue;
      }
      int count = (int) Math.min(rowsToSkip, pageRowsLeft);
      passRows(0, count);
      rowsToSkip -= count;
    }
  }

  /**
   * Passes over rows of the current page.
   *
   * @param at rows of the batch from here may be overwritten
   */
  private void passRows(int at, int count) throws MalformedException {
    if (pageIsOpen) {
      if (count < pageRowsLeft) {
        decodeToNowhere(at, count);
      }
    } else if (count == pageRowsLeft) {
      input.skip(pageLength);
      noteSkipped(1, pageLength);
    } else {
      pageRowsPassed += count;
    }
    pageRowsLeft -= count;
  }

  private void decodeToNowhere(int at, int count) throws MalformedException {
    for (int left = count; left > 0; ) {
      int n = Math.min(left, VectorBatch.TARGET_ROWS - at);
      int present = pageHasLevels ? levels.read(validity, at, n) : n;
      if (pageHasIds) {
        ids = buffers.ints(ids, VectorBatch.TARGET_ROWS);
        idReader.read(ids, at, present);
      } else {
        values.skipPlain(plain, at, present);
      }
      left -= n;
    }
  }

  private void lookUp(int at, int count) {
    values.gather(dictionary, ids, at, count);
    if (column.optional()) {
      values.clearNulls(at, count, validity);
    }
  }

  private void readIds(int at, int count, int present) throws MalformedException {
    ids = buffers.ints(ids, VectorBatch.TARGET_ROWS);
    idReader.read(ids, at, present);
    if (present == 0) {
      // What an earlier chunk left here may be no position in this dictionary.
      Arrays.fill(ids, at, at + count, 0);
    } else if (present < count) {
      ColumnValues.spreadInts(ids, at, count, present, validity);
    }
  }

  /** Goes to the next page that has rows, and passes its header; the page is not open yet. */
  private void nextDataPage() throws IOException, MalformedException {
    if (pages != null) {
      nextIndexedPage();
      return;
    }
    do {
      nextPageHeader();
      if (header.type == PageType.DATA_PAGE || header.type == PageType.DATA_PAGE_V2) {
        startRows();
      } else {
        if (header.type == PageType.DICTIONARY_PAGE) {
          readDictionary(pageLength);
        }
        // Others aren't written by anybody; to be skipped.
        input.skip(pageLength);
      }
    } while (pageRowsLeft == 0);
  }

  private void nextIndexedPage() throws IOException, MalformedException {
    if (nextPage == pages.size()) {
      throw new MalformedException("its pages end before its rows do");
    }
    if (nextPage == 0) {
      readDictionaryPage();
    }
    long row = pages.firstRow(nextPage) + rowsToSkip;
    int page = Math.min(pages.pageOf(row), pages.size() - 1);
    if (page > nextPage) {
      long rows = pages.firstRow(page) - pages.firstRow(nextPage);
      noteSkipped(page - nextPage, pages.offset(page) - pages.offset(nextPage));
      rowsToSkip -= rows;
      valuesLeft -= rows;
    }
    input.moveTo(pages.offset(page));
    nextPageHeader();
    boolean isDataPage = header.type == PageType.DATA_PAGE || header.type == PageType.DATA_PAGE_V2;
    if (!isDataPage || input.position() + pageLength != pages.offset(page + 1)) {
      throw new MalformedException("the offset index has another page here");
    }
    startRows();
    if (pageRowsLeft != pages.rows(page)) {
      throw new MalformedException(
          "it says to have " + pageRowsLeft + " rows, the offset index " + pages.rows(page));
    }
    nextPage = page + 1;
  }

  /** Reads what is before the first data page, if it hasn't been read. */
  private void readDictionaryPage() throws IOException, MalformedException {
    if (dictionaryVector == null && chunk.indexes().firstDataPage() > chunk.start()) {
      nextPageHeader();
      if (header.type != PageType.DICTIONARY_PAGE) {
        throw new MalformedException("it is no dictionary page, where there should be one");
      }
      readDictionary(pageLength);
      input.skip(pageLength);
    }
  }

  private void nextPageHeader() throws IOException, MalformedException {
    pageOffset = input.position();
    pageLength = readHeader();
    pageIsOpen = false;
    pageRowsPassed = 0;
    if (input.remaining() < pageLength) {
      throw new MalformedException(
          "it says to be " + pageLength + " bytes long where " + input.remaining() + " are left");
    }
  }

  /** Makes the current page's rows readable, from the first that wasn't passed over. */
  private void openPage(int at) throws IOException, MalformedException {
    if (pageIsOpen) {
      return;
    }
    int start = input.require(pageLength);
    verifyChecksum(start, pageLength);
    if (header.type == PageType.DATA_PAGE) {
      startDataPage(header.data_page_header, start, pageLength);
    } else {
      startDataPageV2(header.data_page_header_v2, start, pageLength);
    }
    input.skip(pageLength);
    pageIsOpen = true;
    decodeToNowhere(at, pageRowsPassed);
  }

  /** Passes the next page header; gives the length of what follows it. */
  private int readHeader() throws IOException, MalformedException {
    int available = (int) Math.min(input.remaining(), FIRST_HEADER_BYTES);
    if (available == 0) {
      throw new MalformedException(
          "the chunk ends " + valuesLeft + " values before its row group does");
    }
    while (true) {
      int start = input.require(available);
      int end = ThriftReader.pageHeader(header, input.array(), start, start + available);
      if (end >= 0) {
        input.skip(end - start);
        break;
      }
      if (available == input.remaining() || available >= MAX_HEADER_BYTES) {
        throw new MalformedException("its header doesn't end");
      }
      available = (int) Math.min(input.remaining(), available * 4L);
    }
    if (header.compressed_page_size < 0 || header.uncompressed_page_size < 0) {
      throw new MalformedException("its header states a negative size");
    }
    return header.compressed_page_size;
  }

  private void verifyChecksum(int start, int length) throws MalformedException {
    if (header.isSetCrc()) {
      checksum.reset();
      checksum.update(input.array(), start, length);
      if ((int) checksum.getValue() != header.crc) {
        throw new MalformedException("its checksum is wrong");
      }
    }
  }

  private void readDictionary(int length) throws IOException, MalformedException {
    DictionaryPageHeader dictionaryHeader = header.dictionary_page_header;
    int start = input.require(length);
    verifyChecksum(start, length);
    if (dictionaryHeader == null || dictionaryVector != null || valuesLeft != chunk.numValues()) {
      throw new MalformedException("it is a dictionary page where there can't be one");
    }
    if (dictionaryHeader.encoding != Encoding.PLAIN
        && dictionaryHeader.encoding != Encoding.PLAIN_DICTIONARY) {
      throw new MalformedException("its dictionary has the encoding " + dictionaryHeader.encoding);
    }
    int size = header.uncompressed_page_size;
    int position = decompress(start, length, size);
    int count = dictionaryHeader.num_values;
    long smallest =
        switch (column.physicalType()) {
          case INT32, FLOAT, BYTE_ARRAY -> 4L * count;
          case INT64, DOUBLE -> 8L * count;
          case INT96 -> 12L * count;
          case FIXED_LEN_BYTE_ARRAY -> (long) column.typeLength() * count;
          case BOOLEAN -> Long.MAX_VALUE;
        };
    if (count < 0 || smallest > size) {
      throw new MalformedException(
          "it says to be a dictionary of " + count + " entries in " + size + " bytes");
    }
    dictionary.clear();
    // Null rows have the id 0, even where there are no entries.
    dictionary.ensureRows(Math.max(1, count));
    plain.start(decompressed, position, position + size);
    dictionary.readPlain(plain, 0, count);
    dictionarySize = count;
    dictionaryVector = dictionary.vector(null, count);
  }

  private void startDataPage(DataPageHeader page, int start, int length) throws MalformedException {
    int position = decompress(start, length, header.uncompressed_page_size);
    int end = position + header.uncompressed_page_size;
    pageHasLevels = column.optional();
    if (pageHasLevels) {
      position = startLevels(page, position, end);
    }
    startValues(page.encoding, position, end, page.num_values);
  }

  /** Starts the definition levels of a version 1 page; gives where they end. */
  private int startLevels(DataPageHeader page, int position, int end) throws MalformedException {
    if (page.definition_level_encoding == Encoding.BIT_PACKED) {
      return startBitPackedLevels(page.num_values, position, end);
    }
    if (page.definition_level_encoding != Encoding.RLE) {
      throw new MalformedException(
          "its levels have the encoding " + page.definition_level_encoding);
    }
    int length = end - position < 4 ? -1 : LittleEndian.getInt(decompressed, position);
    if (length < 0 || length > end - position - 4) {
      throw new MalformedException("its levels say to be " + length + " bytes long");
    }
    int start = position + 4;
    levels.start(decompressed, start, start + length);
    return start + length;
  }

  /** Levels as old writers packed them, the most significant bit first. */
  private int startBitPackedLevels(int count, int position, int end) throws MalformedException {
    int length = (count + 7) >>> 3;
    if (length > end - position) {
      throw new MalformedException("its levels end before its rows do");
    }
    bitPackedLevels = buffers.bytes(bitPackedLevels, length);
    for (int i = 0; i < length; i++) {
      bitPackedLevels[i] = (byte) (Integer.reverse(decompressed[position + i]) >>> 24);
    }
    levels.startPacked(bitPackedLevels, count);
    return position + length;
  }

  private void startDataPageV2(DataPageHeaderV2 page, int start, int length)
      throws MalformedException {
    int repetition = page.repetition_levels_byte_length;
    int definition = page.definition_levels_byte_length;
    if (repetition < 0
        || definition < 0
        || (long) repetition + definition > Math.min(length, header.uncompressed_page_size)) {
      throw new MalformedException(
          "its levels say to be " + repetition + " and " + definition + " bytes long");
    }
    int levelStart = start + repetition;
    pageHasLevels = column.optional() && page.num_nulls != 0;
    if (pageHasLevels) {
      // Never compressed; they stay where they are until the next page is fetched.
      levels.start(input.array(), levelStart, levelStart + definition);
    }
    int valueStart = levelStart + definition;
    int storedSize = length - repetition - definition;
    int size = header.uncompressed_page_size - repetition - definition;
    int position;
    if (!page.isSetIs_compressed() || page.is_compressed) {
      position = decompress(valueStart, storedSize, size);
    } else {
      position = stored(valueStart, storedSize, size);
    }
    startValues(page.encoding, position, position + size, page.num_values);
  }

  private void startRows() throws MalformedException {
    boolean first = header.type == PageType.DATA_PAGE;
    if (first ? header.data_page_header == null : header.data_page_header_v2 == null) {
      throw new MalformedException("its header lacks the part for data pages");
    }
    int numValues =
        first ? header.data_page_header.num_values : header.data_page_header_v2.num_values;
    if (numValues < 0 || numValues > valuesLeft) {
      throw new MalformedException(
          "it says to have " + numValues + " values where " + valuesLeft + " are left");
    }
    valuesLeft -= numValues;
    pageRowsLeft = numValues;
  }

  private void startValues(Encoding encoding, int start, int end, int numValues)
      throws MalformedException {
    if (encoding == null) {
      throw new MalformedException("its values have an unknown encoding");
    }
    pageHasIds = encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY;
    if (pageHasIds) {
      if (dictionaryVector == null) {
        throw new MalformedException("it uses a dictionary, and there is none before it");
      }
      idReader.start(decompressed, start, end, dictionarySize);
    } else if (encoding == Encoding.PLAIN) {
      plain.start(decompressed, start, end);
    } else if (PlainTranscoder.supports(encoding, column.physicalType())) {
      if (start == end) {
        // A page of nulls.
        plain.start(decompressed, start, end);
      } else {
        transcoder.transcode(encoding, column, decompressed, start, end, numValues, plain);
      }
    } else {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          "can't read "
              + path
              + ": "
              + place()
              + " has the encoding "
              + encoding
              + " for "
              + column.physicalType());
    }
  }

  private int decompress(int start, int length, int size) throws MalformedException {
    if (chunk.codec() == CompressionCodec.UNCOMPRESSED) {
      return stored(start, length, size);
    }
    if (size > length * PageDecompressor.maxExpansion(chunk.codec()) + 1024) {
      throw new MalformedException(
          "it says that its " + length + " bytes are " + size + " after decompression");
    }
    pageBytes = buffers.bytes(pageBytes, size);
    decompressed = pageBytes;
    if (size > 0) {
      decompressor.decompress(chunk.codec(), input.array(), start, length, pageBytes, size);
    }
    return 0;
  }

  private int stored(int start, int length, int size) throws MalformedException {
    if (length != size) {
      throw new MalformedException(
          "it is not compressed, but says to be " + length + " and " + size + " bytes long");
    }
    decompressed = input.array();
    return start;
  }

  @Override
  public void close() {
    buffers.close();
  }
}
