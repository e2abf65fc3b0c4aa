package io.distaff.text;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.text.record.ByteSearch;
import io.distaff.text.record.CsvDialect;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Finds the records of a split in a buffer, by their {@link RecordEnds}. Blank lines, comments and
 * a byte order mark are passed over.
 *
 * <p>A record belongs to the split in which its first byte lies; so a split that doesn't begin with
 * the file looks for the first line end from one byte before, and reads on behind its own end until
 * its last record is complete.
 *
 * <pre>
 *                start    end
 *                  |      |
 *   data: |--------[record]------|-------------|unused|
 *         0              position  searched  limit
 * </pre>
 *
 * Bytes stay where they are until {@link #refill}, so that values can refer to those of many
 * records. The buffer doesn't grow: a record that doesn't fit goes through it, to a {@link
 * LargeRecord} that gives it in an array of its own. Every byte is looked at once. Confined to the
 * task's thread.
 */
final class RecordScanner implements Closeable {
  static final int BUFFER_BYTES = (1 << 20) - 2 * ReservedArrays.SLACK_BYTES;

  /** Read behind the split's end at a time, until the last record is complete. */
  private static final int TAIL_BYTES = 64 << 10;

  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** What {@link #next} has found. */
  enum Step {
    RECORD,
    /** No complete record is left in the buffer: {@link #refill}. */
    REFILL,
    END
  }

  /**
   * What is read.
   *
   * @param path for messages
   * @param firstByte of the split, in the uncompressed file
   * @param endByte where the split ends
   * @param keepsBlankLines a blank line is a record: of a table of one column
   */
  record Extent(String path, long firstByte, long endByte, boolean keepsBlankLines) {
    /** Where the stream has to begin. */
    long streamStart() {
      return Math.max(0, firstByte - 1);
    }
  }

  private final InputStream in;
  private final Extent extent;
  private final TextReadOptions options;
  private final int lineEnd;
  private final RecordEnds ends;
  private final LargeRecord large;
  private final ReservedArrays arrays;
  private final int capacity;
  private byte[] data = {};
  private int position;
  private int searched;
  private int limit;

  /** What the record lies in: {@code data}, or a large record's own array. */
  private byte[] record;

  private int start;
  private int end;

  /** Of {@code data[0]} in the uncompressed file. */
  private long base;

  /** Of the record in the uncompressed file. */
  private long offset;

  private long line;
  private long nextLine = 1;
  private boolean ended;
  private boolean atFileStart;
  private boolean inForeignRecord;

  /** Whether the large record has been read, but not given. */
  private boolean isLargeNext;

  /**
   * @param in from {@link Extent#streamStart} on; owned from here on
   * @param large not owned
   * @param bufferBytes a longer record is large
   */
  RecordScanner(
      InputStream in,
      Extent extent,
      TextReadOptions options,
      LargeRecord large,
      int bufferBytes,
      ReservedArrays arrays) {
    this.in = in;
    this.extent = extent;
    this.options = options;
    this.lineEnd = options.dialect().lineEnd();
    this.ends = RecordEnds.of(options);
    this.large = large;
    this.arrays = arrays;
    this.base = extent.streamStart();
    this.atFileStart = extent.firstByte() == 0;
    this.inForeignRecord = !atFileStart;
    this.capacity = Math.max(Utf8.LONGEST_CHARACTER, bufferBytes);
    this.data = arrays.bytes(data, capacity);
    this.record = data;
  }

  /** What the record lies in. */
  byte[] data() {
    return record;
  }

  /** The first byte of the record. */
  int start() {
    return start;
  }

  /** The end of the record, without its line end. */
  int end() {
    return end;
  }

  /** The record's place in the uncompressed file. */
  long offset() {
    return offset;
  }

  /** The number of the line that the record begins in; 0 when it isn't known. */
  long line() {
    return extent.firstByte() == 0 ? line : 0;
  }

  /** Whether the record is alone in its array, which is valid until the next one is looked for. */
  boolean isLarge() {
    return record != data;
  }

  /** Whether the end of the record is missing. */
  boolean isCut() {
    return isLarge() && large.isCut();
  }

  /** Bytes of the uncompressed file before the next record. */
  long nextOffset() {
    return base + position;
  }

  /** Goes to the next record in the buffer, or the large one that was read. */
  Step next() {
    if (isLargeNext) {
      isLargeNext = false;
      if (!isSkipped()) {
        return Step.RECORD;
      }
    }
    release();
    if (atFileStart && !skipMark()) {
      return Step.REFILL;
    }
    if (inForeignRecord) {
      int newline = ByteSearch.indexOf(data, position, limit, lineEnd);
      inForeignRecord = newline == limit;
      position = Math.min(limit, newline + 1);
      searched = position;
    }
    while (base + position < extent.endByte()) {
      if (inForeignRecord) {
        return ended ? Step.END : Step.REFILL;
      }
      int next = ends.find(data, searched, limit);
      searched = next < 0 ? limit : next;
      if (next < 0 && !ended) {
        return Step.REFILL;
      }
      if (next < 0 && position == limit && !ends.isCutOff()) {
        return Step.END;
      }
      take(searched);
      if (start == limit) {
        return Step.RECORD;
      }
      if (!isSkipped()) {
        return Step.RECORD;
      }
    }
    return Step.END;
  }

  /** Passes over a byte order mark; false when it can't be seen yet. */
  private boolean skipMark() {
    if (limit < MARK.length && !ended) {
      return false;
    }
    boolean mark =
        limit >= MARK.length && Arrays.equals(data, 0, MARK.length, MARK, 0, MARK.length);
    position = mark ? MARK.length : 0;
    searched = position;
    atFileStart = false;
    return true;
  }

  private void take(int next) {
    checkSize(next - position);
    offset = base + position;
    begin(data, position, withoutLineEnd(data, position, next));
    position = next;
    line = nextLine;
    nextLine += options.multiLine() ? newlines(data, start, next) : 1;
  }

  private void begin(byte[] bytes, int from, int to) {
    record = bytes;
    start = from;
    end = to;
  }

  private int withoutLineEnd(byte[] bytes, int from, int to) {
    int end = to;
    if (end > from && bytes[end - 1] == lineEnd) {
      end--;
    }
    if (lineEnd == CsvDialect.NEWLINE && end > from && bytes[end - 1] == '\r') {
      end--;
    }
    return end;
  }

  private int newlines(byte[] bytes, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += bytes[i] == lineEnd ? 1 : 0;
    }
    return count;
  }

  private boolean isSkipped() {
    if (!ends.isRecord()) {
      return true;
    }
    if (start == end) {
      return !isLarge() && !extent.keepsBlankLines();
    }
    if (options.format().isDelimited()) {
      return (record[start] & 0xff) == options.dialect().comment();
    }
    for (int i = start; i < end; i++) {
      if (record[i] != ' ' && record[i] != '\t' && record[i] != '\n' && record[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads on: what is left in the buffer moves to its start, and what {@link #start} told is void.
   *
   * @throws IOException when the file can't be read or decompressed
   */
  void refill() throws IOException {
    if (limit == capacity && position == 0) {
      readLarge();
      return;
    }
    moveToStart();
    fill();
  }

  /** What is left in the buffer. */
  private void moveToStart() {
    System.arraycopy(data, position, data, 0, limit - position);
    base += position;
    limit -= position;
    searched -= position;
    position = 0;
  }

  private void fill() throws IOException {
    long toEnd = extent.endByte() - (base + limit);
    int wanted = (int) Math.min(capacity - limit, toEnd > 0 ? toEnd : TAIL_BYTES);
    int count = in.readNBytes(data, limit, wanted);
    limit += count;
    ended = count < wanted;
  }

  /** Reads the record that fills the buffer to its end. */
  private void readLarge() throws IOException {
    offset = base;
    line = nextLine;
    try {
      large.begin();
      addPieces();
      byte[] left = large.finish();
      begin(left, 0, large.length());
    } catch (DistaffException e) {
      throw e.code() == ErrorCode.MEMORY_EXCEEDED ? noRoom(e) : e;
    }
    isLargeNext = true;
  }

  private void addPieces() throws IOException {
    boolean isComplete = false;
    while (!isComplete) {
      position = wholeEnd();
      addToLarge(position);
      moveToStart();
      fill();
      int next = ends.find(data, searched, limit);
      searched = next >= 0 ? next : limit;
      isComplete = next >= 0 || ended;
      checkSize(base + searched - offset);
    }
    position = searched;
    addToLarge(withoutLineEnd(data, 0, position));
    nextLine += options.multiLine() ? 0 : 1;
  }

  /** Where the piece at hand may end: not within a character, nor behind what may be a line end. */
  private int wholeEnd() {
    int whole = Utf8.wholeEnd(data, 0, limit);
    return whole == limit ? withoutLineEnd(data, 0, limit) : whole;
  }

  /** Gives the first bytes of the buffer to the large record, which stands before the position. */
  private void addToLarge(int length) {
    nextLine += options.multiLine() ? newlines(data, 0, position) : 0;
    large.add(data, 0, length);
  }

  private DistaffException noRoom(DistaffException cause) {
    return new DistaffException(
        ErrorCode.MEMORY_EXCEEDED,
        ("%s: there is no room for what can't be read piece by piece, numbers, dates and nested"
                + " values, of the record, of which %d bytes have been read, most of it in column"
                + " %s: read fewer columns at a time, or give the task more memory. %s")
            .formatted(
                place(extent.path(), line(), offset),
                base + searched - offset,
                large.largestColumn(),
                cause.getMessage()),
        cause);
  }

  private void checkSize(long recordBytes) {
    if (recordBytes > options.maxRecordBytes()) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          ("%s: the record is longer than %d bytes; the option maxRecordSize allows more, where it"
                  + " isn't that a quote or a line end is missing")
              .formatted(place(extent.path(), line(), offset), options.maxRecordBytes()));
    }
  }

  /** Where a record is, for messages. */
  static String place(String path, long line, long offset) {
    return line > 0
        ? "%s, line %d (byte %d)".formatted(path, line, offset)
        : "%s, byte %d".formatted(path, offset);
  }

  /** The record isn't used any more, which counts where it is large. */
  void release() {
    if (isLarge()) {
      record = data;
      start = end;
      large.release();
    }
  }

  @Override
  public void close() throws IOException {
    release();
    arrays.dropped(data);
    data = new byte[0];
    record = data;
    in.close();
  }
}
