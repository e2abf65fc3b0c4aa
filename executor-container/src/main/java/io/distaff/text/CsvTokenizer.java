package io.distaff.text;

import java.util.Arrays;

/**
 * Takes a record of CSV apart. Within quotes, an escaped or doubled quote stands for itself, and so
 * does an escaped escape; they are replaced in place. Confined to the task's thread.
 */
final class CsvTokenizer {
  private final CsvDialect dialect;
  private int[] starts = new int[16];
  private int[] lengths = new int[16];
  private boolean[] quoted = new boolean[16];
  private int count;

  CsvTokenizer(CsvDialect dialect) {
    this.dialect = dialect;
  }

  /** Fields of the last record. */
  int count() {
    return count;
  }

  int start(int field) {
    return starts[field];
  }

  int length(int field) {
    return lengths[field];
  }

  boolean isQuoted(int field) {
    return quoted[field];
  }

  /** Finds the fields; gives what is wrong with the record, or null. */
  String tokenize(byte[] data, int start, int end) {
    count = 0;
    int position = start;
    while (true) {
      boolean isQuoted = position < end && data[position] == dialect.quote();
      int fieldEnd;
      if (isQuoted) {
        fieldEnd = closingQuote(data, position + 1, end, dialect);
        if (fieldEnd == end) {
          return "a quote isn't closed in the record"
              + " (fields with line ends need the option multiLine)";
        }
        add(position + 1, unescape(data, position + 1, fieldEnd), true);
        fieldEnd++;
        if (fieldEnd < end && data[fieldEnd] != dialect.delimiter()) {
          return "text follows a closing quote in field " + count;
        }
      } else {
        fieldEnd = position;
        while (fieldEnd < end && data[fieldEnd] != dialect.delimiter()) {
          fieldEnd++;
        }
        add(position, fieldEnd - position, false);
      }
      if (fieldEnd == end) {
        return null;
      }
      position = fieldEnd + 1;
    }
  }

  private void add(int start, int length, boolean isQuoted) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
      quoted = Arrays.copyOf(quoted, 2 * count);
    }
    starts[count] = start;
    lengths[count] = length;
    quoted[count++] = isQuoted;
  }

  /** The position of the quote that ends a field, or {@code end} when there is none. */
  static int closingQuote(byte[] data, int from, int end, CsvDialect dialect) {
    int position = from;
    while (position < end) {
      byte b = data[position];
      if (isEscape(data, position, end, dialect)) {
        position++;
      } else if (b == dialect.quote()) {
        return position;
      }
      position++;
    }
    return end;
  }

  /** Whether the byte makes the next one, a quote or an escape, stand for itself. */
  private static boolean isEscape(byte[] data, int position, int end, CsvDialect dialect) {
    if (position + 1 >= end) {
      return false;
    }
    byte b = data[position];
    byte next = data[position + 1];
    return b == dialect.escape()
        ? next == dialect.quote() || next == dialect.escape()
        : b == dialect.quote() && next == dialect.quote();
  }

  /** Moves the bytes of a field together; gives how many are left. */
  private int unescape(byte[] data, int start, int end) {
    int from = start;
    while (from < end && !isEscape(data, from, end, dialect)) {
      from++;
    }
    int to = from;
    while (from < end) {
      if (isEscape(data, from, end, dialect)) {
        from++;
      }
      data[to++] = data[from++];
    }
    return to - start;
  }
}
