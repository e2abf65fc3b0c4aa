package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;

/**
 * Decodes the pages of one leaf of a nested column: batch by batch the levels of its entries, for
 * those who put nested values together, and a vector of its values.
 *
 * <p>The vector has a row, a slot, for each entry that reaches into the innermost list or map
 * around the leaf; what stands for an empty or null list has none. The levels of a page are decoded
 * when the page is begun, all of them; a batch takes entries up to the next that begins a row too
 * many. A row may go on in the next page.
 */
final class LeafReader extends ChunkPages {
  /** Entries of a batch that a row group's reader aims at, of one leaf. */
  static final int TARGET_ENTRIES = 8 * VectorBatch.TARGET_ROWS;

  private final EntryLevels levelReader = new EntryLevels();

  /** From which level on an entry is a slot. */
  private final int slotDefinition;

  /** By repetition level: the definition level that such an entry has at least. */
  private final byte[] leastDefinition;

  // The page: levels of all its entries; repetition levels stay 0 in a leaf that isn't repeated.
  private byte[] pageRepetition = {};
  private byte[] pageDefinition = {};
  private int pageEntries;

  // The batch.
  private byte[] repetition = {};
  private byte[] definition = {};
  private int entries;
  private long[] validity = {};
  private int slots;
  private int slotCapacity;
  private int present;
  private boolean flat;

  private long rowsLeft;

  /**
   * @param leastDefinition by repetition level, the definition level of an entry of that list; 0
   *     for none
   */
  LeafReader(FileColumn column, byte[] leastDefinition, ReservedArrays buffers, Decoding decoding) {
    super(column, buffers, decoding);
    this.leastDefinition = leastDefinition;
    this.slotDefinition = leastDefinition[column.maxRepetition()];
  }

  @Override
  void startChunk(String file, RowGroup group, ChunkPageIndex index) throws IOException {
    super.startChunk(file, group, index);
    rowsLeft = group.numRows();
  }

  /** Entries of the last batch. */
  int entries() {
    return entries;
  }

  /** By entry of the last batch. */
  byte[] repetition() {
    return repetition;
  }

  /** By entry of the last batch. */
  byte[] definition() {
    return definition;
  }

  /**
   * Rows, at most, that have about the entries that a batch should have, as far as can be seen.
   * Opens no page where it is known how many rows the pages have: they may all be left out.
   */
  int rowsWithin(int rows) throws IOException {
    if (column.maxRepetition() == 0) {
      return rows;
    }
    try {
      if (!hasIndex()) {
        passSkippedRows();
        return openRowsWithin(rows);
      }
      if (pageValuesLeft == 0 && !isLastPage()) {
        nextPage();
      }
      if (pageValuesLeft == 0) {
        return rows;
      }
      if (pageIsOpen && rowsToSkip == 0) {
        return openRowsWithin(rows);
      }
      long entriesOfRow = Math.max(1, (pageIsOpen ? pageEntries : pageValuesLeft) / indexedRows());
      return (int) Math.max(1, Math.min(rows, TARGET_ENTRIES / entriesOfRow));
    } catch (MalformedException e) {
      throw corrupt(e);
    }
  }

  /** The same, by the levels of the current page, which is opened. */
  private int openRowsWithin(int rows) throws IOException, MalformedException {
    if (pageValuesLeft == 0 && !isLastPage()) {
      nextDataPage();
    }
    if (pageValuesLeft <= TARGET_ENTRIES) {
      return rows;
    }
    openPage();
    int begun = 0;
    int from = pageEntries - pageValuesLeft;
    for (int i = from; i < from + TARGET_ENTRIES; i++) {
      begun += pageRepetition[i] == 0 ? 1 : 0;
    }
    // The last one may go on.
    return Math.max(1, Math.min(rows, begun - 1));
  }

  /**
   * Passes over rows: by whole pages if it is known where they are, the others when one is read.
   */
  void skip(long rows) {
    rowsToSkip += rows;
    if (hasIndex()) {
      long row = rowGroup.numRows() - rowsLeft;
      long passed = leap(row, row + rowsToSkip) - row;
      rowsLeft -= passed;
      rowsToSkip -= passed;
    }
  }

  private void passSkippedRows() throws IOException, MalformedException {
    while (rowsToSkip > 0) {
      if (passPage()) {
        continue;
      }
      int rows = openRowsWithin((int) Math.min(rowsToSkip, VectorBatch.TARGET_ROWS));
      rowsToSkip -= rows;
      readRows(rows);
    }
  }

  /** Passes over the next page if its header tells that all of its rows are passed over. */
  private boolean passPage() throws IOException, MalformedException {
    if (column.maxRepetition() > 0) {
      return false;
    }
    if (pageValuesLeft == 0 && !isLastPage()) {
      nextPage();
    }
    int rows = pageValuesLeft;
    if (pageIsOpen || rows == 0 || rows > rowsToSkip) {
      return false;
    }
    skipPage();
    rowsToSkip -= rows;
    rowsLeft -= rows;
    return true;
  }

  /** Reads the entries of the next rows. */
  void read(int rows) throws IOException {
    try {
      passSkippedRows();
      readRows(rows);
    } catch (MalformedException e) {
      throw corrupt(e);
    }
  }

  private void readRows(int rows) throws IOException, MalformedException {
    readEntries(rows);
    rowsLeft -= rows;
    verifyLevels();
    if (rowsLeft == 0 && (!isLastPage() || pageValuesLeft > 0)) {
      throw new MalformedException("it goes on where its row group ends");
    }
  }

  private void readEntries(int rows) throws IOException, MalformedException {
    entries = 0;
    slots = 0;
    present = 0;
    flat = false;
    if (values != null) {
      values.clear();
    }
    int begun = 0;
    while (true) {
      if (pageValuesLeft == 0) {
        // Where pages are known, they begin with a row; so they do where a row is one entry.
        boolean beginsRow = hasIndex() || column.maxRepetition() == 0;
        if (begun == rows && (beginsRow || isLastPage())) {
          return;
        }
        if (isLastPage()) {
          throw new MalformedException("its chunk ends before the rows of its row group do");
        }
        nextPage();
      }
      openPage();
      int from = pageEntries - pageValuesLeft;
      if (begun == 0 && pageRepetition[from] != 0) {
        throw new MalformedException("it begins in the middle of a row");
      }
      int to = from;
      for (; to < pageEntries; to++) {
        if (pageRepetition[to] == 0) {
          if (begun == rows) {
            break;
          }
          begun++;
        }
      }
      take(from, to - from);
      if (to < pageEntries) {
        return;
      }
    }
  }

  /** Takes the next entries of the page. */
  private void take(int from, int count) throws MalformedException {
    if (count == 0) {
      return;
    }
    // Refused if they are more than an array can hold.
    repetition = buffers.grownBytes(repetition, (long) entries + count, entries);
    definition = buffers.grownBytes(definition, (long) entries + count, entries);
    int total = entries + count;
    System.arraycopy(pageRepetition, from, repetition, entries, count);
    System.arraycopy(pageDefinition, from, definition, entries, count);
    int slotsBefore = slots;
    ensureSlots(total);
    int valid = locateSlots(entries, total);
    entries = total;
    pageValuesLeft -= count;
    present += valid;
    if (values != null) {
      readValues(slotsBefore, slots - slotsBefore, valid);
    }
  }

  private void ensureSlots(int mostSlots) {
    if (mostSlots <= slotCapacity) {
      return;
    }
    int capacity = Math.max(VectorBatch.TARGET_ROWS, Math.max(mostSlots, 2 * slotCapacity));
    validity =
        ColumnValues.keep(
            validity, buffers.longs(validity, Validity.words(capacity) + 1), Validity.words(slots));
    if (values != null) {
      values.ensureRows(capacity, slots);
      ids = ColumnValues.keep(ids, buffers.ints(ids, capacity), slots);
    }
    slotCapacity = capacity;
  }

  /** Finds the slots and values among entries; gives how many have a value. */
  private int locateSlots(int from, int to) {
    byte[] levels = definition;
    long[] bits = validity;
    int slotLevel = slotDefinition;
    int valueLevel = column.maxDefinition();
    int slot = slots;
    int valid = 0;
    for (int i = from; i < to; i++) {
      int level = levels[i];
      int hasValue = level == valueLevel ? 1 : 0;
      int mask = slot & 63;
      // Clears the bits of a word when its first is written.
      long word = mask == 0 ? 0 : bits[slot >>> 6];
      bits[slot >>> 6] = (word & ~(1L << mask)) | ((long) hasValue << mask);
      slot += level >= slotLevel ? 1 : 0;
      valid += hasValue;
    }
    slots = slot;
    return valid;
  }

  private void readValues(int at, int count, int valid) throws MalformedException {
    if (pageHasIds) {
      readIds(at, count, valid);
      if (flat) {
        lookUp(at, count);
      }
      return;
    }
    if (!flat) {
      if (at > 0) {
        lookUp(0, at);
      }
      flat = true;
    }
    values.readPlain(plain, at, valid);
    if (valid < count) {
      values.spread(at, count, valid, validity);
    }
  }

  private void readIds(int at, int count, int valid) throws MalformedException {
    idReader.read(ids, at, valid);
    if (valid == 0) {
      Arrays.fill(ids, at, at + count, 0);
    } else if (valid < count) {
      ColumnValues.spreadInts(ids, at, count, valid, validity);
    }
  }

  private void lookUp(int at, int count) {
    values.gather(dictionary, ids, at, count);
    values.clearNulls(at, count, validity);
  }

  /**
   * An entry that continues a list needs that list to be there and not empty, in itself and in the
   * entry before it.
   */
  private void verifyLevels() throws MalformedException {
    byte[] least = leastDefinition;
    int wrong = 0;
    for (int i = 1; i < entries; i++) {
      int needed = least[repetition[i]];
      wrong |= (definition[i] - needed) | (definition[i - 1] - needed);
    }
    if (wrong < 0) {
      throw new MalformedException("its levels continue a list that isn't there");
    }
  }

  /** Rows of {@link #vector}. */
  int slots() {
    return slots;
  }

  /** The values of the last batch. */
  ColumnVector vector() {
    DataType type = column.type();
    if (present == 0 || values == null) {
      return ConstantVector.ofNull(type, slots);
    }
    long[] bits = present == slots ? null : validity;
    return flat
        ? values.vector(bits, slots)
        : new DictionaryVector(dictionaryVector, ids, bits, slots);
  }

  @Override
  int startLevels(DataPageHeader page, int position, int end) throws MalformedException {
    startLevels(page.num_values);
    int next = position;
    if (column.maxRepetition() > 0) {
      next =
          readLevels(
              page.repetition_level_encoding, next, end, column.maxRepetition(), pageRepetition);
    }
    if (column.maxDefinition() > 0) {
      next =
          readLevels(
              page.definition_level_encoding, next, end, column.maxDefinition(), pageDefinition);
    }
    verifyRows();
    return next;
  }

  private void verifyRows() throws MalformedException {
    if (!hasIndex()) {
      return;
    }
    long rows = pageEntries;
    if (column.maxRepetition() > 0) {
      rows = 0;
      for (int i = 0; i < pageEntries; i++) {
        rows += pageRepetition[i] == 0 ? 1 : 0;
      }
    }
    if (rows != indexedRows() || pageRepetition[0] != 0) {
      throw new MalformedException(
          "it begins " + rows + " rows, the offset index has " + indexedRows() + " in it");
    }
  }

  private void startLevels(int numValues) {
    pageEntries = numValues;
    pageRepetition = buffers.bytes(pageRepetition, numValues);
    pageDefinition = buffers.bytes(pageDefinition, numValues);
  }

  private int readLevels(Encoding encoding, int position, int end, int maxLevel, byte[] levels)
      throws MalformedException {
    if (encoding == Encoding.BIT_PACKED) {
      return EntryLevels.readPacked(decompressed, position, end, maxLevel, levels, pageEntries);
    }
    if (encoding != Encoding.RLE) {
      throw new MalformedException("its levels have the encoding " + encoding);
    }
    int length = end - position < 4 ? -1 : LittleEndian.getInt(decompressed, position);
    if (length < 0 || length > end - position - 4) {
      throw new MalformedException("its levels say to be " + length + " bytes long");
    }
    int start = position + 4;
    levelReader.read(decompressed, start, start + length, maxLevel, levels, pageEntries);
    return start + length;
  }

  @Override
  void startLevels(
      DataPageHeaderV2 page,
      byte[] bytes,
      int repetitionStart,
      int definitionStart,
      int definitionEnd)
      throws MalformedException {
    startLevels(page.num_values);
    if (column.maxRepetition() > 0) {
      levelReader.read(
          bytes,
          repetitionStart,
          definitionStart,
          column.maxRepetition(),
          pageRepetition,
          pageEntries);
    }
    if (column.maxDefinition() > 0) {
      levelReader.read(
          bytes,
          definitionStart,
          definitionEnd,
          column.maxDefinition(),
          pageDefinition,
          pageEntries);
    }
    verifyRows();
  }
}
