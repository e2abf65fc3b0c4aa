package io.distaff.parquet.write;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryReservation;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.TextRow;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * One leaf of the row groups of a file, a flat column or a part of a nested one: collects the
 * values of a page, and gives the page to the {@link PendingChunk} when it is full.
 *
 * <p>Rows come in slices. Of a slice, {@link #locate} finds the rows that have a value and where in
 * a flat vector the value lies; everything after that is one loop over positions, whether the
 * vector was flat, a dictionary, a constant, or under a selection.
 *
 * <p>A chunk starts with a dictionary: the page collects ids, and its bounds are found at its end
 * from the ids that occur. At the first page the dictionary is given up if page and dictionary
 * together aren't smaller than PLAIN values; later, new pages are PLAIN once it has outgrown its
 * limit. The ids of an incoming dictionary are mapped once per dictionary object, so that its
 * values aren't hashed per row.
 */
final class ColumnChunkWriter implements ColumnWriter {
  /** Small, so that long values can be cut to the size of a page. */
  private static final int SLICE_ROWS = 1024;

  /** A larger dictionary that comes with a batch costs more to map than the batch to hash. */
  private static final int LARGEST_MAPPED_DICTIONARY = 1 << 16;

  private final ParquetColumn column;
  private final ParquetWriteOptions options;
  private final ValueEncoder encoder;
  private final String path;
  private final boolean isVersion2;
  private final LargeValues largeValues;

  // The slice in progress.
  private final int[] positions = new int[SLICE_ROWS];
  private final int[] onePosition = new int[1];
  private final int[] oneId = new int[1];

  // The page in progress: ids or PLAIN values, and levels if there are nulls or lists.
  private final PageBuffer body;
  private final PageBuffer values;
  private final IntArray ids;
  private final IntArray levels;
  private final IntArray repetitions;
  private int idCount;
  private int pageRows;

  /** Values, nulls included; more than rows in lists. */
  private int pageValues;

  private int pageNulls;
  private long pagePlainBytes;

  // The chunk.
  private final PendingChunk chunk;
  private boolean usesDictionary;

  /** All of the chunk; null as a rule. */
  private LargePage large;

  /** Null when the column gets none. */
  private final BloomFilterBuilder bloomFilter;

  // What is known of the dictionary that vectors bring.
  private ColumnVector mappedDictionary;
  private final IntArray idMap;
  private ColumnVector normalizedSource;
  private ColumnVector normalized;

  // Which ids occur in a page: those that bear the page's stamp.
  private final IntArray stamps;
  private final IntArray distinct;
  private int distinctCount;
  private int stamp;

  /**
   * @param body scratch that the columns of a file share
   */
  ColumnChunkWriter(
      ParquetColumn column,
      ParquetWriteOptions options,
      PageCompressor compressor,
      PageBuffer body,
      MemoryReservation memory,
      String path,
      LargeValues largeValues) {
    this.column = column;
    this.largeValues = largeValues;
    this.options = options;
    this.path = path;
    this.encoder = column.newEncoder(memory);
    this.isVersion2 = options.dataPageVersion() == 2;
    this.chunk =
        new PendingChunk(
            column,
            encoder,
            compressor,
            isVersion2 ? PageType.DATA_PAGE_V2 : PageType.DATA_PAGE,
            memory);
    this.body = body;
    this.values = new PageBuffer(memory);
    this.ids = new IntArray(memory);
    this.levels = new IntArray(memory);
    this.repetitions = new IntArray(memory);
    this.idMap = new IntArray(memory);
    this.stamps = new IntArray(memory);
    this.distinct = new IntArray(memory);
    Long values = options.bloomFilters().of(column);
    this.bloomFilter =
        values == null
            ? null
            : new BloomFilterBuilder(
                column,
                options.bloomFilters(),
                values == BloomFilterOptions.MEASURED ? options.rowGroupRows() : values,
                memory);
    startChunk();
  }

  private void startChunk() {
    usesDictionary = options.dictionaryBytes() > 0 && encoder.hasDictionary();
    encoder.clearDictionary();
    mappedDictionary = null;
    normalizedSource = null;
    normalized = null;
  }

  /**
   * Encoded bytes of the chunk so far, before compression; an estimate for the page in progress.
   */
  long encodedBytes() {
    return chunk.uncompressedBytes()
        + (usesDictionary ? (long) idCount * 2 : values.size())
        + (usesDictionary || chunk.hasIds() ? encoder.dictionaryBytes() : 0);
  }

  /**
   * Bytes that the chunk so far would have in the file: those of complete pages, and of the page in
   * progress and the dictionary what is to be expected, if they shrink as the column's pages did.
   */
  long expectedBytes() {
    long open = encodedBytes() - chunk.uncompressedBytes();
    return chunk.storedBytes() + (long) (open * chunk.compression());
  }

  /** Bytes of the pages that wait for the row group to end. */
  long storedBytes() {
    return chunk.storedBytes();
  }

  @Override
  public List<ColumnChunkWriter> chunks() {
    return List.of(this);
  }

  @Override
  public void addSchema(List<SchemaElement> elements) {
    elements.add(column.schemaElement());
  }

  @Override
  public void write(ColumnVector vector, SelectionVector selection, int count) throws IOException {
    ColumnVector flat = flatten(vector);
    int done = 0;
    while (done < count) {
      int rows =
          Math.min(Math.min(SLICE_ROWS, count - done), Math.max(1, options.pageRows() - pageRows));
      int found = locate(vector, selection, done, rows);
      long size = encoder.plainSize(flat, positions, found);
      while (size > room() && rows > 1) {
        rows /= 2;
        found = locate(vector, selection, done, rows);
        size = encoder.plainSize(flat, positions, found);
      }
      if (size > room() && pageRows > 0) {
        finishPage();
        continue;
      }
      requireNoNulls(rows - found);
      append(vector, flat, rows, found, size);
      pageRows += rows;
      endRows();
      done += rows;
    }
  }

  private void requireNoNulls(int nulls) {
    if (nulls > 0 && !column.isOptional()) {
      throw new DistaffException(
          ErrorCode.SCHEMA_MISMATCH,
          "column " + column.field() + " of " + path + " takes no nulls, but a row has one");
    }
  }

  /**
   * Appends the entries of a leaf of whole rows. Pages end where rows do, as the offset index asks
   * for, even if a row is longer than a page should be.
   *
   * @param vector what the entries' positions refer to: rows of it, whatever its form
   */
  void write(ColumnVector vector, Entries entries) throws IOException {
    ColumnVector flat = flatten(vector);
    int done = 0;
    while (done < entries.count()) {
      int mostRows = Math.max(1, options.pageRows() - pageRows);
      int count = entries.slice(done, SLICE_ROWS, mostRows);
      int found = locate(vector, entries, done, count);
      long size = encoder.plainSize(flat, positions, found);
      while (size > room() && count > 1) {
        count = entries.slice(done, count / 2, mostRows);
        found = locate(vector, entries, done, count);
        size = encoder.plainSize(flat, positions, found);
      }
      if (size > room() && pageValues > 0 && entries.isRowStart(done)) {
        finishPage();
        continue;
      }
      append(vector, flat, count, found, size);
      pageRows += entries.rows(done, count);
      done += count;
      if (entries.isRowStart(done)) {
        endRows();
      }
    }
  }

  @Override
  public void writeLarge(ColumnVector vector, int row) throws IOException {
    SelectionVector only = new SelectionVector(new int[] {row}, 1);
    if (!isLarge(vector, row)) {
      write(vector, only, 1);
      return;
    }
    ColumnVector flat = flatten(vector);
    int found = locate(vector, only, 0, 1);
    pageValues = 1;
    setLarge((BytesVector) flat, Arrays.copyOf(positions, found));
  }

  /**
   * As {@link #write(ColumnVector, Entries)}, of the entries of one row that is alone in its row
   * group.
   */
  void writeLarge(ColumnVector vector, Entries entries) throws IOException {
    if (!hasLarge(vector, entries)) {
      write(vector, entries);
      return;
    }
    ColumnVector flat = flatten(vector);
    int[] found = new int[entries.count()];
    int numFound = 0;
    for (int done = 0; done < entries.count(); ) {
      int count = Math.min(SLICE_ROWS, entries.count() - done);
      int ofSlice = locate(vector, entries, done, count);
      System.arraycopy(positions, 0, found, numFound, ofSlice);
      numFound += ofSlice;
      pageValues += count;
      done += count;
    }
    pageNulls = pageValues - numFound;
    setLarge((BytesVector) flat, Arrays.copyOf(found, numFound));
  }

  private boolean hasLarge(ColumnVector vector, Entries entries) {
    for (int i = 0; i < entries.count(); i++) {
      int position = entries.positions()[i];
      if (position >= 0 && isLarge(vector, position)) {
        return true;
      }
    }
    return false;
  }

  private boolean isLarge(ColumnVector vector, int row) {
    return column.physical() == Type.BYTE_ARRAY
        && !vector.isNull(row)
        && TextRow.values(vector).lengths()[TextRow.position(vector, row)]
            >= largeValues.leastBytes();
  }

  /** Makes values the chunk, with the levels of the page in progress. */
  private void setLarge(BytesVector texts, int[] found) {
    body.clear();
    int repetitionBytes = column.maxRepetition() > 0 ? putRepetition() : 0;
    int definitionBytes = column.isOptional() ? putDefinition() : 0;
    large =
        new LargePage(
            new LargePage.Levels(
                Arrays.copyOf(body.array(), body.size()),
                isVersion2 ? repetitionBytes : 0,
                isVersion2 ? definitionBytes : 0,
                new PageContent.Counts(1, pageValues, pageNulls)),
            texts,
            found,
            largeValues);
    pageValues = 0;
    pageNulls = 0;
    if (large.plainBytes() > Integer.MAX_VALUE) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          ("column %s of %s can't hold the values of a row: they take %d bytes, and a page of a"
                  + " Parquet file has at most %d")
              .formatted(column.field().name(), path, large.plainBytes(), Integer.MAX_VALUE));
    }
  }

  /** As {@link #locate(ColumnVector, SelectionVector, int, int)}, of entries. */
  private int locate(ColumnVector vector, Entries entries, int from, int count) {
    int end = pageValues + count;
    System.arraycopy(entries.definition(), from, levels.ensure(end), pageValues, count);
    System.arraycopy(entries.repetition(), from, repetitions.ensure(end), pageValues, count);
    int[] entryPositions = entries.positions();
    int found = 0;
    for (int i = from; i < from + count; i++) {
      int position = entryPositions[i];
      positions[found] = position;
      found += position >= 0 ? 1 : 0;
    }
    lookUp(vector, found);
    return found;
  }

  private void lookUp(ColumnVector vector, int found) {
    if (vector instanceof DictionaryVector dictionary) {
      int[] vectorIds = dictionary.ids();
      for (int i = 0; i < found; i++) {
        positions[i] = vectorIds[positions[i]];
      }
    }
  }

  /** Bytes of PLAIN values that the next slice may have. */
  private long room() {
    return usesDictionary ? options.pageBytes() : options.pageBytes() - values.size();
  }

  /** The flat vector that the positions of {@link #locate} refer to. */
  private ColumnVector flatten(ColumnVector vector) {
    ColumnVector source = vector;
    if (vector instanceof DictionaryVector dictionary) {
      source = dictionary.dictionary();
      if (source == normalizedSource) {
        return normalized;
      }
    } else if (vector instanceof ConstantVector constant) {
      if (constant.isNull()) {
        return encoder.normalize(Vectors.nullOf(column.field().type()));
      }
      source = constant.single();
    }
    ColumnVector flat = encoder.normalize(source);
    if (flat.form() != encoder.form()) {
      throw new DistaffException(
          ErrorCode.INTERNAL_ERROR,
          "column "
              + column.field()
              + " of "
              + path
              + " is stored from "
              + encoder.form()
              + " vectors, but was given a "
              + source.form()
              + " vector of "
              + source.type());
    }
    if (vector.form() == ColumnVector.Form.DICTIONARY) {
      normalizedSource = source;
      normalized = flat;
    }
    return flat;
  }

  /**
   * Finds where the values of rows lie, and the definition levels.
   *
   * @return values, that is rows that aren't null
   */
  private int locate(ColumnVector vector, SelectionVector selection, int from, int rows) {
    if (vector instanceof ConstantVector constant) {
      Arrays.fill(positions, 0, rows, 0);
      fillLevels(rows, constant.isNull() ? 0 : 1);
      return constant.isNull() ? 0 : rows;
    }
    int found = locateRows(validity(vector), selection, from, rows);
    lookUp(vector, found);
    return found;
  }

  private int locateRows(long[] validity, SelectionVector selection, int from, int rows) {
    if (selection == null) {
      for (int i = 0; i < rows; i++) {
        positions[i] = from + i;
      }
    } else {
      System.arraycopy(selection.rows(), from, positions, 0, rows);
    }
    if (validity == null) {
      fillLevels(rows, 1);
      return rows;
    }
    int[] levelArray = levels.ensure(pageValues + rows);
    int found = 0;
    for (int i = 0; i < rows; i++) {
      int row = positions[i];
      int level = (int) (validity[row >>> 6] >>> row & 1);
      levelArray[pageValues + i] = level;
      positions[found] = row;
      found += level;
    }
    return found;
  }

  private void fillLevels(int rows, int level) {
    if (column.isOptional()) {
      Arrays.fill(levels.ensure(pageValues + rows), pageValues, pageValues + rows, level);
    }
  }

  /** The bitmap of a vector that isn't constant. */
  static long[] validity(ColumnVector vector) {
    return switch (vector.form()) {
      case BOOLEAN -> ((BooleanVector) vector).validity();
      case INT -> ((IntVector) vector).validity();
      case LONG -> ((LongVector) vector).validity();
      case INT128 -> ((Int128Vector) vector).validity();
      case FLOAT -> ((FloatVector) vector).validity();
      case DOUBLE -> ((DoubleVector) vector).validity();
      case BYTES -> ((BytesVector) vector).validity();
      case DICTIONARY -> ((DictionaryVector) vector).validity();
      case CONSTANT -> throw new IllegalStateException("a constant has no bitmap");
      case ARRAY -> ((ArrayVector) vector).validity();
      case MAP -> ((MapVector) vector).validity();
      case STRUCT -> ((StructVector) vector).validity();
    };
  }

  private void append(ColumnVector vector, ColumnVector flat, int count, int found, long size) {
    pageValues += count;
    pageNulls += count - found;
    if (usesDictionary) {
      findIds(vector, flat, found);
      pagePlainBytes += size;
    } else {
      encoder.observe(flat, positions, found);
      int start = values.size();
      encoder.writePlain(flat, positions, found, values);
      if (bloomFilter != null) {
        bloomFilter.add(values, start);
      }
    }
  }

  /** Called where a page may end. */
  private void endRows() throws IOException {
    if (usesDictionary && encoder.dictionaryBytes() > options.dictionaryBytes()) {
      finishPage();
      usesDictionary = false;
    }
    if (pageRows >= options.pageRows() || values.size() >= options.pageBytes()) {
      finishPage();
    }
  }

  private void findIds(ColumnVector vector, ColumnVector flat, int found) {
    int[] idArray = ids.ensure(idCount + found);
    if (vector.form() == ColumnVector.Form.CONSTANT) {
      if (found > 0) {
        encoder.findIds(flat, positions, 1, idArray, idCount);
        Arrays.fill(idArray, idCount, idCount + found, idArray[idCount]);
      }
    } else if (vector instanceof DictionaryVector dictionary
        && dictionary.dictionary().length() <= LARGEST_MAPPED_DICTIONARY) {
      mapIds(dictionary.dictionary(), flat, found, idArray);
    } else {
      encoder.findIds(flat, positions, found, idArray, idCount);
    }
    idCount += found;
  }

  private void mapIds(ColumnVector dictionary, ColumnVector flat, int found, int[] idArray) {
    int[] map = idMap.ensure(dictionary.length());
    if (dictionary != mappedDictionary) {
      Arrays.fill(map, 0, dictionary.length(), -1);
      mappedDictionary = dictionary;
    }
    for (int i = 0; i < found; i++) {
      int position = positions[i];
      int id = map[position];
      if (id < 0) {
        onePosition[0] = position;
        encoder.findIds(flat, onePosition, 1, oneId, 0);
        id = oneId[0];
        map[position] = id;
      }
      idArray[idCount + i] = id;
    }
  }

  private void finishPage() throws IOException {
    if (pageValues == 0) {
      return;
    }
    body.clear();
    int repetitionBytes = column.maxRepetition() > 0 ? putRepetition() : 0;
    int definitionBytes = column.isOptional() ? putDefinition() : 0;
    if (usesDictionary && !encodeIds()) {
      encoder.writePlain(encoder.dictionary(), ids.array(), idCount, values);
      abandonDictionary();
    }
    boolean isPlain = !usesDictionary;
    PageBuffer content = body;
    if (isPlain) {
      encoder.finishPlain(values);
      if (column.isOptional()) {
        body.putBytes(values.array(), 0, values.size());
      } else {
        content = values;
      }
    }
    chunk.addDataPage(
        isVersion2
            ? new PageContent(content, repetitionBytes, definitionBytes)
            : new PageContent(content, 0, 0),
        isPlain ? Encoding.PLAIN : Encoding.RLE_DICTIONARY,
        new PageContent.Counts(pageRows, pageValues, pageNulls),
        encoder.takeRange());
    values.clear();
    idCount = 0;
    pageRows = 0;
    pageValues = 0;
    pageNulls = 0;
    pagePlainBytes = 0;
  }

  /** Appends the repetition levels; the bytes they take. */
  private int putRepetition() {
    int start = startLevels();
    HybridEncoder.encode(
        repetitions.array(), pageValues, HybridEncoder.width(column.maxRepetition()), body);
    return endLevels(start);
  }

  /** Appends the definition levels; the bytes they take. */
  private int putDefinition() {
    int start = startLevels();
    int width = HybridEncoder.width(column.maxDefinition());
    if (pageNulls > 0) {
      HybridEncoder.encode(levels.array(), pageValues, width, body);
    } else {
      HybridEncoder.run(column.maxDefinition(), pageValues, width, body);
    }
    return endLevels(start);
  }

  /** In a version 1 page the length of levels stands before them, in version 2 in the header. */
  private int startLevels() {
    return isVersion2 ? body.size() : body.reserve(Integer.BYTES);
  }

  private int endLevels(int start) {
    if (!isVersion2) {
      body.setInt(start, body.size() - start - Integer.BYTES);
    }
    return body.size() - start;
  }

  /** Appends the ids to the page; takes them back, and returns false, when PLAIN is no larger. */
  private boolean encodeIds() {
    int start = body.size();
    int width = HybridEncoder.width(Math.max(0, encoder.dictionarySize() - 1));
    body.putByte(width);
    HybridEncoder.encode(ids.array(), idCount, width, body);
    observeDistinct();
    int encoded = body.size() - start;
    if (chunk.isEmpty() && encoded + encoder.dictionaryBytes() >= pagePlainBytes) {
      body.truncate(start);
      return false;
    }
    return true;
  }

  private void observeDistinct() {
    int[] positionsOfIds = distinctIds();
    encoder.observe(encoder.dictionary(), positionsOfIds, distinctCount);
    if (bloomFilter != null) {
      values.clear();
      encoder.writePlain(encoder.dictionary(), positionsOfIds, distinctCount, values);
      bloomFilter.add(values, 0);
      values.clear();
    }
  }

  private int[] distinctIds() {
    int size = encoder.dictionarySize();
    int[] stampArray = stamps.ensure(size);
    int[] distinctArray = distinct.ensure(size);
    int[] idArray = ids.array();
    int found = 0;
    stamp++;
    for (int i = 0; i < idCount; i++) {
      int id = idArray[i];
      if (stampArray[id] != stamp) {
        stampArray[id] = stamp;
        distinctArray[found++] = id;
      }
    }
    distinctCount = found;
    return distinctArray;
  }

  private void abandonDictionary() {
    usesDictionary = false;
    encoder.clearDictionary();
    mappedDictionary = null;
  }

  /** Completes the last page and the dictionary page; then the chunk only waits to be written. */
  void finish() throws IOException {
    finishPage();
    if (!chunk.hasIds()) {
      return;
    }
    int size = encoder.dictionarySize();
    values.clear();
    for (int from = 0; from < size; from += SLICE_ROWS) {
      int count = Math.min(SLICE_ROWS, size - from);
      for (int i = 0; i < count; i++) {
        positions[i] = from + i;
      }
      encoder.writePlain(encoder.dictionary(), positions, count, values);
    }
    chunk.addDictionaryPage(values, size);
    values.clear();
  }

  /** Writes the chunk, gives its memory back, and starts the next one. Needs {@link #finish}. */
  WrittenChunk writeTo(PositionedOutput out) throws IOException {
    if (large != null) {
      LargePage page = large;
      large = null;
      return chunk.writeLarge(page, bloomFilter, out);
    }
    WrittenChunk written = chunk.writeTo(out);
    startChunk();
    return written;
  }

  /**
   * Writes the Bloom filter of the chunk that was written last, if it has one.
   *
   * @param metadata of that chunk
   */
  void writeBloomFilter(PositionedOutput out, ColumnMetaData metadata) throws IOException {
    if (bloomFilter == null) {
      return;
    }
    long start = out.position();
    int length = bloomFilter.writeTo(out);
    if (length > 0) {
      metadata.setBloom_filter_offset(start);
      metadata.setBloom_filter_length(length);
    }
  }
}
