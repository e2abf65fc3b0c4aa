package io.distaff.text.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes a record of CSV apart. Within quotes, an escaped or doubled quote stands for itself, and so
 * does an escaped escape; they are replaced in place. Confined to the task's thread.
 */
public final class CsvTokenizer {
  private final CsvDialect dialect;
  private final boolean ignoresLeadingSpace;
  private final boolean ignoresTrailingSpace;
  private final int delimiter;

  /** Of a delimiter, behind its first byte. */
  private final byte[] delimiterRest;

  private final int quote;
  private final int escape;
  private int[] starts = new int[16];
  private int[] lengths = new int[16];
  private boolean[] quoted = new boolean[16];
  private int count;

  /** Whether the quoted field that was passed last has escapes. */
  private boolean escaped;

  public CsvTokenizer(CsvDialect dialect) {
    this.dialect = dialect;
    this.ignoresLeadingSpace = dialect.ignoresLeadingSpace();
    this.ignoresTrailingSpace = dialect.ignoresTrailingSpace();
    this.delimiter = dialect.delimiter();
    this.delimiterRest = dialect.delimiterRest().getBytes(StandardCharsets.US_ASCII);
    this.quote = dialect.quote();
    this.escape = dialect.escape();
  }

  /** Fields of the last record. */
  public int count() {
    return count;
  }

  public int start(int field) {
    return starts[field];
  }

  public int length(int field) {
    return lengths[field];
  }

  public boolean isQuoted(int field) {
    return quoted[field];
  }

  /** Finds the fields; gives what is wrong with the record, or null. */
  public String tokenize(byte[] data, int start, int end) {
    count = 0;
    int position = start;
    while (true) {
      if (ignoresLeadingSpace) {
        position = behindSpace(data, position, end);
      }
      boolean isQuoted = position < end && data[position] == quote;
      int fieldEnd;
      if (isQuoted) {
        fieldEnd = closingQuote(data, position + 1, end);
        if (fieldEnd == end) {
          return "a quote isn't closed in the record"
              + " (fields with line ends need the option multiLine)";
        }
        int length = escaped ? unescape(data, position + 1, fieldEnd) : fieldEnd - position - 1;
        add(position + 1, length, true);
        fieldEnd++;
        if (ignoresTrailingSpace) {
          fieldEnd = behindSpace(data, fieldEnd, end);
        }
        if (fieldEnd < end && !isDelimiter(data, fieldEnd, end)) {
          return "text follows a closing quote in field " + count;
        }
      } else {
        fieldEnd = ByteSearch.indexOf(data, position, end, delimiter);
        while (fieldEnd < end && delimiterRest.length > 0 && !isDelimiter(data, fieldEnd, end)) {
          fieldEnd = ByteSearch.indexOf(data, fieldEnd + 1, end, delimiter);
        }
        add(position, withoutTrailingSpace(data, position, fieldEnd) - position, false);
      }
      if (fieldEnd == end) {
        return null;
      }
      position = fieldEnd + 1 + delimiterRest.length;
    }
  }

  private boolean isDelimiter(byte[] data, int position, int end) {
    int rest = position + 1;
    return data[position] == delimiter
        && delimiterRest.length <= end - rest
        && Arrays.equals(
            data, rest, rest + delimiterRest.length, delimiterRest, 0, delimiterRest.length);
  }

  private int behindSpace(byte[] data, int from, int end) {
    int position = from;
    while (position < end && dialect.isSpace(data[position])) {
      position++;
    }
    return position;
  }

  private int withoutTrailingSpace(byte[] data, int start, int fieldEnd) {
    int end = fieldEnd;
    while (ignoresTrailingSpace && end > start && dialect.isSpace(data[end - 1])) {
      end--;
    }
    return end;
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

  /**
   * The position of the quote that ends a field, or {@code end} when there is none; sets {@link
   * #escaped}.
   */
  private int closingQuote(byte[] data, int from, int end) {
    escaped = false;
    int position = dialect.nextQuoteOrEscape(data, from, end);
    while (position < end) {
      if (isEscape(data, position, end)) {
        escaped = true;
        position += 2;
      } else if (data[position] == quote) {
        return position;
      } else {
        position++;
      }
      position = dialect.nextQuoteOrEscape(data, position, end);
    }
    return end;
  }

  /** Whether the byte, a quote or an escape, makes the next one stand for itself. */
  private boolean isEscape(byte[] data, int position, int end) {
    if (position + 1 >= end) {
      return false;
    }
    byte next = data[position + 1];
    return next == quote || (data[position] == escape && next == escape);
  }

  /** Moves the bytes of a field together; gives how many are left. */
  private int unescape(byte[] data, int start, int end) {
    int to = start;
    int from = start;
    while (true) {
      int plain = from;
      from = dialect.nextQuoteOrEscape(data, plain, end);
      // One that stands alone is text.
      int next = from < end && !isEscape(data, from, end) ? from + 1 : from;
      System.arraycopy(data, plain, data, to, next - plain);
      to += next - plain;
      if (from == end) {
        return to - start;
      }
      if (next == from) {
        data[to++] = data[from + 1];
        next = from + 2;
      }
      from = next;
    }
  }
}
