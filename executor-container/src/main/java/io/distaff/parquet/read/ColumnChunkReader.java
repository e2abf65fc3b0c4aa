package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;

/**
 * Decodes the pages of one flat column, chunk after chunk, into vectors.
 *
 * <p>The rows of a batch may come from several pages. While they are all ids, the vector is a
 * {@link DictionaryVector} over the chunk's dictionary, which is decoded once; the first PLAIN page
 * within a batch makes the rows before it be looked up, and the vector flat.
 */
final class ColumnChunkReader extends ChunkPages implements ColumnReader {
  private final LevelReader levels = new LevelReader();
  private final long[] validity = new long[Validity.words(VectorBatch.TARGET_ROWS) + 1];
  private byte[] bitPackedLevels = {};
  private boolean pageHasLevels;

  ColumnChunkReader(FileColumn column, ReservedArrays buffers, PageDecompressor decompressor) {
    super(column, buffers, decompressor);
  }

  @Override
  public List<ChunkPages> chunks() {
    return List.of(this);
  }

  @Override
  public ColumnVector read(int rows) throws IOException {
    try {
      return readRows(rows);
    } catch (MalformedException e) {
      throw corrupt(e);
    }
  }

  private ColumnVector readRows(int rows) throws IOException, MalformedException {
    values.clear();
    boolean flat = false;
    int nulls = 0;
    int done = 0;
    while (done < rows) {
      if (pageValuesLeft == 0) {
        nextDataPage();
        continue;
      }
      int count = Math.min(rows - done, pageValuesLeft);
      int present = count;
      if (pageHasLevels) {
        present = levels.read(validity, done, count);
      } else if (column.optional()) {
        LevelReader.fillBits(validity, done, count, -1);
      }
      if (pageHasIds) {
        readIds(done, count, present);
        if (flat) {
          lookUp(done, count);
        }
      } else {
        if (!flat) {
          if (done > 0) {
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
      pageValuesLeft -= count;
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
      DataPageHeaderV2 page, int repetitionStart, int definitionStart, int definitionEnd) {
    pageHasLevels = column.optional() && page.num_nulls != 0;
    if (pageHasLevels) {
      levels.start(input().array(), definitionStart, definitionEnd);
    }
  }
}
