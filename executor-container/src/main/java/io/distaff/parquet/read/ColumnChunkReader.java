package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;

/**
 * Decodes the pages of one flat column, chunk after chunk, into vectors.
 *
 * <p>The rows of a batch may come from several pages. While they are all ids, the vector is a
 * {@link DictionaryVector} over the chunk's dictionary, which is decoded once; the first PLAIN page
 * within a batch makes the rows before it be looked up, and the vector flat.
 */
final class ColumnChunkReader extends ChunkPages implements ColumnReader {
  /** Values of about this length and more come in batches that end where pages do. */
  private static final int LONG_VALUE_BYTES = 1 << 10;

  private final LevelReader levels = new LevelReader();
  private final long[] validity = new long[Validity.words(VectorBatch.TARGET_ROWS) + 1];
  private byte[] bitPackedLevels = {};
  private boolean pageHasLevels;

  /** Rows to pass over when the current page is opened. */
  private int pageRowsPassed;

  ColumnChunkReader(FileColumn column, ReservedArrays buffers, Decoding decoding) {
    super(column, buffers, decoding);
  }

  @Override
  public List<ChunkPages> chunks() {
    return List.of(this);
  }

  @Override
  void startChunk(String file, RowGroup group, ChunkPageIndex index) throws IOException {
    super.startChunk(file, group, index);
    pageRowsPassed = 0;
  }

  @Override
  boolean canStream() {
    return column.physicalType() == Type.BYTE_ARRAY && column.conversion() == Conversion.BYTES;
  }

  /**
   * Of a streamed page as many rows as have their values at hand, or the one with a value that is
   * larger. Where values are so long that the next page may be streamed, a batch ends with a page.
   */
  @Override
  public int rowsWithin(int rows) throws IOException {
    if (!canStream() || (!isStreamed() && meanValueBytes() < LONG_VALUE_BYTES)) {
      return rows;
    }
    try {
      passSkippedRows();
      while (pageValuesLeft == 0) {
        nextPage();
      }
      int within = Math.min(rows, pageValuesLeft);
      if (!isLarge()) {
        return within;
      }
      open(0);
      return Math.max(1, wholeValues(within));
    } catch (MalformedException e) {
      throw corrupt(e);
    }
  }

  @Override
  public void release() {
    values.release();
  }

  @Override
  public void skip(long rows) {
    rowsToSkip += rows;
  }

  @Override
  public ColumnVector read(int rows, SelectionVector selection) throws IOException {
    try {
      passSkippedRows();
      return readRows(rows, selection);
    } catch (MalformedException e) {
      throw corrupt(e);
    }
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
      if (pageValuesLeft == 0) {
        nextPage();
        continue;
      }
      int count = Math.min(rows - done, pageValuesLeft);
      int present = count;
      if ((!pageIsOpen || isStreamed()) && !selected.anyBefore(done + count)) {
        passRows(done, count);
        present = leaveOut(done, count);
        nulls += count - present;
        done += count;
        continue;
      }
      open(done);
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
        if (isStreamed()) {
          readStreamed(done, present);
        } else {
          values.readPlain(plain, done, present);
        }
        if (present < count) {
          values.spread(done, count, present, validity);
        }
      }
      nulls += count - present;
      take(count);
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
      if (pageValuesLeft == 0) {
        nextPage();
        continue;
      }
      int count = (int) Math.min(rowsToSkip, pageValuesLeft);
      passRows(0, count);
      rowsToSkip -= count;
    }
  }

  /**
   * Passes over rows of the current page.
   *
   * @param at rows of the batch from here may be overwritten
   */
  private void passRows(int at, int count) throws IOException, MalformedException {
    if (!pageIsOpen && count == pageValuesLeft) {
      pageRowsPassed = 0;
      skipPage();
      return;
    }
    if (!pageIsOpen) {
      pageRowsPassed += count;
    } else if (count < pageValuesLeft) {
      decodeToNowhere(at, count);
    }
    pageValuesLeft -= count;
  }

  private void take(int count) throws IOException, MalformedException {
    pageValuesLeft -= count;
    if (pageValuesLeft == 0) {
      endPage();
    }
  }

  private void decodeToNowhere(int at, int count) throws IOException, MalformedException {
    for (int left = count; left > 0; ) {
      int n = Math.min(left, VectorBatch.TARGET_ROWS - at);
      int present = pageHasLevels ? levels.read(validity, at, n) : n;
      if (pageHasIds) {
        ids = buffers.ints(ids, VectorBatch.TARGET_ROWS);
        idReader.read(ids, at, present);
      } else if (isStreamed()) {
        skipStreamed(at, present);
      } else {
        values.skipPlain(plain, at, present);
      }
      left -= n;
    }
  }

  /** Opens the current page, and passes what is to be passed over of it. */
  private void open(int at) throws IOException, MalformedException {
    if (!pageIsOpen) {
      openPage();
      decodeToNowhere(at, pageRowsPassed);
      pageRowsPassed = 0;
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

  @Override
  int startLevels(DataPageHeader page, int position, int end) throws MalformedException {
    pageHasLevels = column.optional();
    if (!pageHasLevels) {
      return position;
    }
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

  @Override
  void startLevels(
      DataPageHeaderV2 page,
      byte[] bytes,
      int repetitionStart,
      int definitionStart,
      int definitionEnd) {
    pageHasLevels = column.optional() && page.num_nulls != 0;
    if (pageHasLevels) {
      levels.start(bytes, definitionStart, definitionEnd);
    }
  }
}
