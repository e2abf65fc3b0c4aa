package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.vector.ColumnVector;
import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;

/**
 * Goes through the pages of one leaf, chunk after chunk: headers, checksums, decompression, the
 * dictionary, and where in a page its values begin. A page is one of two things then: dictionary
 * ids, or PLAIN values. What its levels say is the matter of the subclass.
 *
 * <p>A page of which no row is read is neither decompressed nor decoded. Where the chunk has a page
 * index, not even its header is looked at, and its bytes need not be there; else the headers are
 * walked.
 */
abstract class ChunkPages implements AutoCloseable {
  /** Most page headers are under 100 bytes; statistics of long texts make them longer. */
  private static final int FIRST_HEADER_BYTES = 4 << 10;

  private static final int MAX_HEADER_BYTES = 64 << 20;

  /** A larger page isn't held as a whole, if it can be read as a stream. */
  private static final int LARGEST_HELD_BYTES = 4 << 20;

  /** Of a streamed page: decompressed bytes at hand, and of the file at a time. */
  private static final int STREAM_WINDOW_BYTES = 1 << 20;

  final FileColumn column;
  final ReservedArrays buffers;
  private final PageDecompressor decompressor;
  private final ChunkInput input;
  private final TaskMetrics metrics;

  private final PageHeader header = new PageHeader();
  private final CRC32 checksum = new CRC32();
  final IdReader idReader = new IdReader();
  final PlainPage plain = new PlainPage();
  private final PlainTranscoder transcoder;

  /** Of the batch in progress; null when only levels are read. */
  final ColumnValues values;

  final ColumnValues dictionary;
  int[] ids = {};
  private byte[] pageBytes = {};

  /** What the positions in the content of the current page refer to. */
  byte[] decompressed;

  /** Of the current page, when it is open and streamed; else null. */
  private PlainStream stream;

  /** What of a streamed page is at hand, which {@link #plain} goes through. */
  private byte[] streamWindow = {};

  private byte[] streamedLevels = {};

  // Of the chunk.
  private String path;
  RowGroup rowGroup;

  /** Null before the first chunk, and when its end has been counted. */
  private ColumnChunk chunk;

  /** Null when where the pages are isn't known. */
  private ChunkPageIndex pages;

  /** With an index: the page after the current one. */
  private int nextPage;

  private long pageOffset;

  /** Rows that the next read passes over first. */
  long rowsToSkip;

  /** Values of the pages that haven't been begun. */
  long valuesLeft;

  private int dictionarySize;

  /** Null until the chunk's dictionary page has been seen. */
  ColumnVector dictionaryVector;

  // Of the page.

  /** Values of the page that the subclass has not taken, nulls included. */
  int pageValuesLeft;

  /** Bytes after the page's header. */
  private int pageLength;

  /** False while the page's bytes are as they are in the file, and not yet passed. */
  boolean pageIsOpen;

  boolean pageHasIds;

  ChunkPages(FileColumn column, ReservedArrays buffers, Decoding decoding) {
    this.column = column;
    this.metrics = decoding.metrics();
    this.buffers = buffers;
    this.decompressor = decoding.decompressor();
    this.input = new ChunkInput(buffers);
    this.transcoder = new PlainTranscoder(buffers);
    boolean readsValues = column.conversion() != Conversion.NONE;
    this.values = readsValues ? ColumnValues.forBatches(column, buffers, decoding.values()) : null;
    this.dictionary = readsValues ? ColumnValues.create(column, buffers, decoding.values()) : null;
  }

  public final FileColumn column() {
    return column;
  }

  /** The chunk's bytes; to be started by the caller, before {@link #startChunk}. */
  final ChunkInput input() {
    return input;
  }

  /**
   * Begins the chunk of a row group.
   *
   * @param index of the chunk's pages; null when it isn't known
   */
  void startChunk(String file, RowGroup group, ChunkPageIndex index) throws IOException {
    dropStream();
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
    pageValuesLeft = 0;
  }

  /** The chunk isn't read any further: counts what was skipped of it. */
  final void endChunk() {
    if (chunk == null) {
      return;
    }
    if (pageValuesLeft > 0 && !pageIsOpen) {
      noteSkipped(1, pageLength);
    }
    if (pages != null && nextPage < pages.size()) {
      noteSkipped(pages.size() - nextPage, pages.offset(pages.size()) - pages.offset(nextPage));
    } else if (pages == null && valuesLeft > 0) {
      // How many pages there would have been isn't known.
      long passed = input.position() + (pageValuesLeft > 0 && !pageIsOpen ? pageLength : 0);
      noteSkipped(1, chunk.start() + chunk.compressedBytes() - passed);
    }
    chunk = null;
  }

  private void noteSkipped(long numPages, long bytes) {
    metrics.add(Counter.PAGES_SKIPPED, numPages);
    metrics.add(Counter.PAGE_BYTES_SKIPPED, bytes);
  }

  /**
   * The entries of the chunk's dictionary, valid until the next chunk; null when it has none. Takes
   * the place of reading rows.
   */
  final ColumnVector readDictionary() throws IOException {
    try {
      readDictionaryPage();
      return dictionaryVector;
    } catch (MalformedException e) {
      throw corrupt(e);
    }
  }

  /** The error for what is wrong with the current page. */
  final DistaffException corrupt(MalformedException e) {
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

  /** Goes to the next page that has values, and passes its header; the page is not open yet. */
  final void nextPage() throws IOException, MalformedException {
    if (pages != null) {
      nextIndexedPage();
      return;
    }
    do {
      nextPageHeader();
      if (header.type == PageType.DATA_PAGE || header.type == PageType.DATA_PAGE_V2) {
        startPage();
      } else {
        if (header.type == PageType.DICTIONARY_PAGE) {
          readDictionary(pageLength);
        } else {
          // Others aren't written by anybody.
          input.skip(pageLength);
        }
      }
    } while (pageValuesLeft == 0);
  }

  private void nextIndexedPage() throws IOException, MalformedException {
    if (nextPage == pages.size()) {
      throw new MalformedException("its pages end before its rows do");
    }
    if (input.position() == chunk.start()) {
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
    startPage();
    boolean isRepeated = column.maxRepetition() > 0;
    if (isRepeated ? pageValuesLeft < pages.rows(page) : pageValuesLeft != pages.rows(page)) {
      throw new MalformedException(
          "it says to have "
              + pageValuesLeft
              + " values, the offset index "
              + pages.rows(page)
              + " rows");
    }
    nextPage = page + 1;
  }

  /** True when the chunk has no page after the current one. */
  final boolean isLastPage() {
    return pages == null ? valuesLeft == 0 : nextPage == pages.size();
  }

  /** True when where pages begin is known. */
  final boolean hasIndex() {
    return pages != null;
  }

  /** Rows that the current page has, as the index says. */
  final long indexedRows() {
    return pages.rows(nextPage - 1);
  }

  /**
   * Goes on to the last page that begins between two rows, or where the latter is the end of the
   * chunk to that, and leaves out all that is before, with the rest of the current page.
   *
   * @param row that is to be read next
   * @param target behind it
   * @return the row that is to be read next now
   */
  final long leap(long row, long target) {
    int page = pages.pageOf(target);
    if (page < nextPage || pages.firstRow(page) <= row) {
      return row;
    }
    if (pageValuesLeft > 0 && !pageIsOpen) {
      noteSkipped(1, pageLength);
    }
    noteSkipped(page - nextPage, pages.offset(page) - pages.offset(nextPage));
    pageValuesLeft = 0;
    nextPage = page;
    return pages.firstRow(page);
  }

  /** Reads what is before the first data page, if it hasn't been read. */
  private void readDictionaryPage() throws IOException, MalformedException {
    if (dictionaryVector == null && chunk.indexes().firstDataPage() > chunk.start()) {
      nextPageHeader();
      if (header.type != PageType.DICTIONARY_PAGE) {
        throw new MalformedException("it is no dictionary page, where there should be one");
      }
      readDictionary(pageLength);
    }
  }

  private void nextPageHeader() throws IOException, MalformedException {
    dropStream();
    pageOffset = input.position();
    pageLength = readHeader();
    pageIsOpen = false;
    if (input.remaining() < pageLength) {
      throw new MalformedException(
          "it says to be " + pageLength + " bytes long where " + input.remaining() + " are left");
    }
  }

  /** Goes to the next page that has values, and makes them readable. */
  final void nextDataPage() throws IOException, MalformedException {
    nextPage();
    openPage();
  }

  /** Passes the current page, which is not open. */
  final void skipPage() {
    input.skip(pageLength);
    pageValuesLeft = 0;
    noteSkipped(1, pageLength);
  }

  /** Makes the current page's values readable. */
  final void openPage() throws IOException, MalformedException {
    if (pageIsOpen) {
      return;
    }
    if (isLarge()) {
      openStream();
      pageIsOpen = true;
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
      verifyChecksum((int) checksum.getValue());
    }
  }

  private void verifyChecksum(int actual) throws MalformedException {
    if (header.isSetCrc() && actual != header.crc) {
      throw new MalformedException("its checksum is wrong");
    }
  }

  // Streamed pages

  /** Whether pages too large to be held may be streamed. */
  final boolean canStream() {
    boolean isText = column.conversion() == Conversion.BYTES || values == null;
    return column.physicalType() == Type.BYTE_ARRAY && isText;
  }

  /** True when the current page is one that is, or will be, streamed. */
  final boolean isLarge() {
    if (Math.max(header.uncompressed_page_size, pageLength) <= LARGEST_HELD_BYTES
        || !canStream()
        || !PageStream.supports(chunk.codec())) {
      return false;
    }
    if (header.type == PageType.DATA_PAGE_V2) {
      return streams(header.data_page_header_v2.encoding);
    }
    if (header.type == PageType.DICTIONARY_PAGE) {
      return true;
    }
    DataPageHeader page = header.data_page_header;
    return streams(page.encoding)
        && (column.maxRepetition() == 0 || page.repetition_level_encoding == Encoding.RLE)
        && (column.maxDefinition() == 0 || page.definition_level_encoding == Encoding.RLE);
  }

  private static boolean streams(Encoding encoding) {
    return encoding == Encoding.PLAIN || isDelta(encoding);
  }

  private static boolean isDelta(Encoding encoding) {
    return encoding == Encoding.DELTA_LENGTH_BYTE_ARRAY || encoding == Encoding.DELTA_BYTE_ARRAY;
  }

  /** True when the current page is open, and streamed. */
  final boolean isStreamed() {
    return stream != null;
  }

  /** Mean bytes of the chunk's values. */
  final long meanValueBytes() {
    return chunk.uncompressedBytes() / Math.max(1, chunk.numValues());
  }

  private void openStream() throws IOException, MalformedException {
    startStream();
    pageHasIds = false;
    PageInput stored = new PageInput(input, pageLength);
    int size = header.uncompressed_page_size;
    CompressionCodec codec = chunk.codec();
    Encoding encoding;
    if (header.type == PageType.DATA_PAGE) {
      encoding = header.data_page_header.encoding;
      stream = new PageStream(codec, stored, size, buffers);
      int end = column.maxRepetition() > 0 ? readLevels(0) : 0;
      end = column.maxDefinition() > 0 ? readLevels(end) : end;
      decompressed = streamedLevels;
      startLevels(header.data_page_header, 0, end);
    } else {
      DataPageHeaderV2 page = header.data_page_header_v2;
      int repetition = page.repetition_levels_byte_length;
      int definition = page.definition_levels_byte_length;
      verifyLevelLengths(repetition, definition, pageLength);
      streamedLevels = buffers.bytes(streamedLevels, repetition + (long) definition);
      stored.readNBytes(streamedLevels, 0, repetition + definition);
      startLevels(page, streamedLevels, 0, repetition, repetition + definition);
      boolean isCompressed = !page.isSetIs_compressed() || page.is_compressed;
      encoding = page.encoding;
      stream =
          new PageStream(
              isCompressed ? codec : CompressionCodec.UNCOMPRESSED,
              stored,
              size - repetition - definition,
              buffers);
    }
    if (values != null && isDelta(encoding) && stream.left() > 0) {
      // Owned already, in case that it can't be made.
      PageStream page = (PageStream) stream;
      stream = new DeltaStream(page, encoding, transcoder, pageValuesLeft, buffers);
    }
  }

  /** Makes room for what is at hand of a stream. */
  private void startStream() {
    input.shrinkWindow(STREAM_WINDOW_BYTES);
    streamWindow = buffers.bytes(streamWindow, STREAM_WINDOW_BYTES);
    plain.start(streamWindow, 0, 0);
  }

  /**
   * Reads levels of a streamed page of version 1, and their length before them.
   *
   * @param at where they go in {@link #streamedLevels}
   * @return where they end there
   */
  private int readLevels(int at) throws IOException, MalformedException {
    if (stream.left() < Integer.BYTES) {
      throw new MalformedException("its levels end before their length does");
    }
    streamedLevels = buffers.grownBytes(streamedLevels, at + (long) Integer.BYTES, at);
    stream.readFully(streamedLevels, at, Integer.BYTES);
    int start = at + Integer.BYTES;
    int length = Math.max(0, Math.min(LittleEndian.getInt(streamedLevels, at), stream.left()));
    streamedLevels = buffers.grownBytes(streamedLevels, start + (long) length, start);
    stream.readFully(streamedLevels, start, length);
    return start + length;
  }

  /**
   * Reads the next values of a streamed page.
   *
   * @param at the row of the first
   */
  final void readStreamed(int at, int count) throws IOException, MalformedException {
    readStreamed((BytesValues) values, at, count);
  }

  private void readStreamed(BytesValues text, int at, int count)
      throws IOException, MalformedException {
    for (int done = 0; done < count; ) {
      int whole = wholeValues(count - done);
      if (whole > 0) {
        text.readPlain(plain, at + done, whole);
        done += whole;
      } else {
        text.readLarge(plain, stream, at + done);
        done++;
      }
    }
  }

  /** Passes the next values of a streamed page; rows from {@code at} may be overwritten. */
  final void skipStreamed(int at, int count) throws IOException, MalformedException {
    for (int done = 0; done < count; ) {
      int whole = wholeValues(count - done);
      if (whole > 0) {
        values.skipPlain(plain, at, whole);
        done += whole;
      } else {
        BytesValues.skipLarge(plain, stream);
        done++;
      }
    }
  }

  /**
   * How many of the next values of a streamed page, at most {@code most}, are at hand as a whole:
   * as many as go into the window; 0 when the first doesn't.
   */
  final int wholeValues(int most) throws IOException, MalformedException {
    int whole = plain.wholeValues(most);
    if (whole < most && stream.left() > 0) {
      int kept = plain.end - plain.position;
      System.arraycopy(streamWindow, plain.position, streamWindow, 0, kept);
      int more = Math.min(stream.left(), STREAM_WINDOW_BYTES - kept);
      stream.readFully(streamWindow, kept, more);
      plain.start(streamWindow, 0, kept + more);
      whole = plain.wholeValues(most);
    }
    return whole;
  }

  /** All values of the current page have been taken. */
  final void endPage() throws IOException, MalformedException {
    if (stream != null) {
      verifyChecksum(stream.finish(streamWindow));
      dropStream();
    }
  }

  private void dropStream() throws IOException {
    if (stream != null) {
      PlainStream dropped = stream;
      stream = null;
      dropped.close();
    }
  }

  private void readDictionary(int length) throws IOException, MalformedException {
    DictionaryPageHeader dictionaryHeader = header.dictionary_page_header;
    if (dictionaryHeader == null || dictionaryVector != null || valuesLeft != chunk.numValues()) {
      throw new MalformedException("it is a dictionary page where there can't be one");
    }
    if (dictionaryHeader.encoding != Encoding.PLAIN
        && dictionaryHeader.encoding != Encoding.PLAIN_DICTIONARY) {
      throw new MalformedException("its dictionary has the encoding " + dictionaryHeader.encoding);
    }
    int size = header.uncompressed_page_size;
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
    if (dictionary == null) {
      input.skip(length);
      return;
    }
    dictionary.clear();
    // Null rows have the id 0, even where there are no entries.
    dictionary.ensureRows(Math.max(1, count), 0);
    if (isLarge()) {
      startStream();
      stream = new PageStream(chunk.codec(), new PageInput(input, length), size, buffers);
      readStreamed((BytesValues) dictionary, 0, count);
      endPage();
    } else {
      int start = input.require(length);
      verifyChecksum(start, length);
      int position = decompress(start, length, size);
      plain.start(decompressed, position, position + size);
      dictionary.readPlain(plain, 0, count);
      input.skip(length);
    }
    dictionarySize = count;
    dictionaryVector = dictionary.vector(null, count);
  }

  private void startDataPage(DataPageHeader page, int start, int length) throws MalformedException {
    int position = decompress(start, length, header.uncompressed_page_size);
    int end = position + header.uncompressed_page_size;
    position = startLevels(page, position, end);
    startValues(page.encoding, position, end, page.num_values);
  }

  /**
   * Starts the levels of a version 1 page, which lie in {@link #decompressed} from {@code position}
   * on; gives where they end.
   */
  abstract int startLevels(DataPageHeader page, int position, int end) throws MalformedException;

  /**
   * Starts the levels of a version 2 page. They are never compressed, and stay where they are until
   * the next page is fetched.
   */
  abstract void startLevels(
      DataPageHeaderV2 page,
      byte[] levels,
      int repetitionStart,
      int definitionStart,
      int definitionEnd)
      throws MalformedException;

  private void startDataPageV2(DataPageHeaderV2 page, int start, int length)
      throws MalformedException {
    int repetition = page.repetition_levels_byte_length;
    int definition = page.definition_levels_byte_length;
    verifyLevelLengths(repetition, definition, length);
    int definitionStart = start + repetition;
    int valueStart = definitionStart + definition;
    startLevels(page, input.array(), start, definitionStart, valueStart);
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

  private void verifyLevelLengths(int repetition, int definition, int length)
      throws MalformedException {
    if (repetition < 0
        || definition < 0
        || (long) repetition + definition > Math.min(length, header.uncompressed_page_size)) {
      throw new MalformedException(
          "its levels say to be " + repetition + " and " + definition + " bytes long");
    }
  }

  private void startPage() throws MalformedException {
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
    pageValuesLeft = numValues;
  }

  private void startValues(Encoding encoding, int start, int end, int numValues)
      throws MalformedException {
    if (encoding == null) {
      throw new MalformedException("its values have an unknown encoding");
    }
    if (values == null) {
      return;
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
    try {
      dropStream();
    } catch (IOException e) {
      throw ReadFailures.of(path, e);
    } finally {
      buffers.close();
    }
  }
}
