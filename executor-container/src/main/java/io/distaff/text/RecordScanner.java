package io.distaff.text;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.plan.FileFormat;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * Finds the records of a split in a buffer: lines that end with LF or CR LF, or where quoted fields
 * may contain line ends, what CSV takes for a record. Blank lines, comments and a byte order mark
 * are passed over.
 *
 * <p>A record belongs to the split in which its first byte lies; so a split that doesn't begin with
 * the file looks for the first line end from one byte before, and reads on behind its own end until
 * its last record is complete.
 *
 * <pre>
 *                start    end
 *                  |      |
 *   data: |--------[record]--------------|unused|
 *         0                 position     limit
 * </pre>
 *
 * Bytes stay where they are until {@link #refill}, so that values can refer to those of many
 * records. A record that doesn't fit makes the buffer grow, up to the largest record allowed.
 * Confined to the task's thread.
 */
final class RecordScanner implements Closeable {
  static final int BUFFER_BYTES = (1 << 20) - 2 * ReservedArrays.SLACK_BYTES;

  /** Read behind the split's end at a time, until the last record is complete. */
  private static final int TAIL_BYTES = 64 << 10;

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
  private final ReservedArrays arrays;
  private byte[] data = {};

  /** How much of the array is used. */
  private int capacity;

  private int position;
  private int limit;
  private int start;
  private int end;

  /** Of {@code data[0]} in the uncompressed file. */
  private long base;

  private long line;
  private long nextLine = 1;
  private boolean ended;
  private boolean atFileStart;
  private boolean inForeignRecord;

  /**
   * @param in from {@link Extent#streamStart} on; owned from here on
   * @param bufferBytes to begin with
   */
  RecordScanner(
      InputStream in,
      Extent extent,
      TextReadOptions options,
      int bufferBytes,
      ReservedArrays arrays) {
    this.in = in;
    this.extent = extent;
    this.options = options;
    this.arrays = arrays;
    this.base = extent.streamStart();
    this.atFileStart = extent.firstByte() == 0;
    this.inForeignRecord = !atFileStart;
    this.capacity = bufferBytes;
    this.data = arrays.bytes(data, capacity);
  }

  byte[] data() {
    return data;
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
    return base + start;
  }

  /** The number of the line that the record begins in; 0 when it isn't known. */
  long line() {
    return extent.firstByte() == 0 ? line : 0;
  }

  /** Goes to the next record in the buffer. */
  Step next() {
    if (atFileStart) {
      if (limit < 3 && !ended) {
        return Step.REFILL;
      }
      boolean mark =
          limit >= 3 && data[0] == (byte) 0xef && data[1] == (byte) 0xbb && data[2] == (byte) 0xbf;
      position = mark ? 3 : 0;
      atFileStart = false;
    }
    if (inForeignRecord) {
      int newline = newline(position);
      position = newline < 0 ? limit : newline + 1;
      inForeignRecord = newline < 0;
    }
    while (base + position < extent.endByte()) {
      if (inForeignRecord) {
        return ended ? Step.END : Step.REFILL;
      }
      int newline = options.multiLine() ? endOfQuotedRecord() : newline(position);
      if (newline < 0 && !ended) {
        return Step.REFILL;
      }
      if (newline < 0 && position == limit) {
        return Step.END;
      }
      take(newline < 0 ? limit : newline);
      if (!isSkipped()) {
        return Step.RECORD;
      }
    }
    return Step.END;
  }

  private void take(int newline) {
    start = position;
    end = newline;
    position = Math.min(limit, newline + 1);
    if (end - start > options.maxRecordBytes()) {
      throw tooLarge();
    }
    line = nextLine++;
    if (options.multiLine()) {
      for (int i = start; i < end; i++) {
        if (data[i] == '\n') {
          nextLine++;
        }
      }
    }
    if (end > start && data[end - 1] == '\r') {
      end--;
    }
  }

  private boolean isSkipped() {
    if (start == end) {
      return !extent.keepsBlankLines();
    }
    if (options.format() == FileFormat.CSV) {
      return data[start] == options.dialect().comment();
    }
    for (int i = start; i < end; i++) {
      if (data[i] != ' ' && data[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private int newline(int from) {
    int found = ByteSearch.indexOf(data, from, limit, '\n');
    return found == limit ? -1 : found;
  }

  /** The line end that isn't in quotes, or -1. */
  private int endOfQuotedRecord() {
    CsvDialect dialect = options.dialect();
    if (position < limit && data[position] == dialect.comment()) {
      return newline(position);
    }
    boolean fieldStart = true;
    for (int i = position; i < limit; i++) {
      byte b = data[i];
      if (b == '\n') {
        return i;
      }
      if (fieldStart && b == dialect.quote()) {
        i = closingQuote(i + 1, dialect);
        if (i == limit) {
          return -1;
        }
      }
      fieldStart = b == dialect.delimiter();
    }
    return -1;
  }

  private int closingQuote(int from, CsvDialect dialect) {
    for (int i = from; i < limit; i++) {
      byte b = data[i];
      byte next = i + 1 < limit ? data[i + 1] : 0;
      boolean escapes =
          b == dialect.escape()
              ? next == dialect.quote() || next == dialect.escape()
              : b == dialect.quote() && next == dialect.quote();
      if (escapes) {
        i++;
      } else if (b == dialect.quote()) {
        return i;
      }
    }
    return limit;
  }

  /**
   * Reads on: what is left in the buffer moves to its start, and what {@link #start} told is void.
   *
   * @throws IOException when the file can't be read or decompressed
   */
  void refill() throws IOException {
    System.arraycopy(data, position, data, 0, limit - position);
    base += position;
    limit -= position;
    position = 0;
    if (limit == capacity) {
      grow();
    }
    long toEnd = extent.endByte() - (base + limit);
    int wanted = (int) Math.min(capacity - limit, toEnd > 0 ? toEnd : TAIL_BYTES);
    int count = in.readNBytes(data, limit, wanted);
    limit += count;
    ended = count < wanted;
  }

  private void grow() {
    // Room for the largest record and its line end.
    long largest = options.maxRecordBytes() + 2L;
    if (limit >= largest) {
      start = 0;
      line = nextLine;
      throw tooLarge();
    }
    data = arrays.grownBytes(data, Math.min(Math.max(64, capacity + 1L), largest), limit);
    capacity = (int) Math.min(data.length - ReservedArrays.SLACK_BYTES, largest);
  }

  private DistaffException tooLarge() {
    return new DistaffException(
        ErrorCode.LIMIT_EXCEEDED,
        "%s: the record is longer than %d bytes; the option maxRecordSize allows more"
            .formatted(place(extent.path(), line(), offset()), options.maxRecordBytes()));
  }

  /** Where a record is, for messages. */
  static String place(String path, long line, long offset) {
    return line > 0
        ? "%s, line %d (byte %d)".formatted(path, line, offset)
        : "%s, byte %d".formatted(path, offset);
  }

  @Override
  public void close() throws IOException {
    arrays.dropped(data);
    data = new byte[0];
    in.close();
  }
}
