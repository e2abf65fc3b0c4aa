package io.distaff.text;

import io.distaff.text.record.CsvDialect;
import java.util.Arrays;

/**
 * Where in a record of CSV a byte stands, byte by byte: an automaton, of which a state and a byte
 * give the next state. States from RECORD_END + 1 on are within a delimiter of several bytes: so
 * many of them were the last ones (Knuth, Morris, Pratt). Immutable.
 */
final class CsvStates {
  /** Before a record. */
  static final int RECORD_START = 0;

  /** After a delimiter. */
  static final int FIELD_START = 1;

  /** In a field without quotes, or behind the quotes of one. */
  static final int PLAIN = 2;

  /** Within quotes. */
  static final int QUOTED = 3;

  /** After a quote within quotes, which ends them unless another one follows. */
  static final int MAYBE_CLOSED = 4;

  /** After an escape, other than the quote, within quotes. */
  static final int ESCAPED = 5;

  static final int COMMENT = 6;

  /** After space before a field, where that isn't part of it. */
  static final int FIELD_SPACE = 7;

  /** After a line end that isn't in quotes. */
  static final int RECORD_END = 8;

  private static final int CLASS_BITS = 5;

  // Classes of bytes; all others are of class 0.
  private static final int NEWLINE = 1;
  private static final int DELIMITER = 2;
  private static final int QUOTE = 3;
  private static final int ESCAPE = 4;
  private static final int COMMENT_BEGIN = 5;
  private static final int SPACE = 6;

  /** And from here on those of bytes of a delimiter that are none of these. */
  private static final int OTHER = 7;

  private final byte[] classes = new byte[1 << Byte.SIZE];
  private final byte[] next;

  CsvStates(CsvDialect dialect) {
    byte[] delimiter = dialect.delimiterBytes();
    next = new byte[(RECORD_END + delimiter.length) << CLASS_BITS];
    markDelimiter(delimiter);
    if (dialect.ignoresLeadingSpace()) {
      mark(' ', SPACE);
      mark('\t', SPACE);
    }
    mark(dialect.comment(), COMMENT_BEGIN);
    mark(dialect.escape(), ESCAPE);
    mark(dialect.quote(), QUOTE);
    mark(dialect.delimiter(), DELIMITER);
    mark(dialect.lineEnd(), NEWLINE);
    for (int state : new int[] {RECORD_START, FIELD_START, FIELD_SPACE, PLAIN, MAYBE_CLOSED}) {
      set(state, PLAIN);
      set(state, NEWLINE, RECORD_END);
      set(state, DELIMITER, delimiter.length == 1 ? FIELD_START : RECORD_END + 1);
    }
    for (int matched = 1; matched < delimiter.length; matched++) {
      addWithin(delimiter, matched);
    }
    set(RECORD_START, COMMENT_BEGIN, COMMENT);
    set(RECORD_START, QUOTE, QUOTED);
    set(FIELD_START, QUOTE, QUOTED);
    set(FIELD_SPACE, QUOTE, QUOTED);
    set(RECORD_START, SPACE, FIELD_SPACE);
    set(FIELD_START, SPACE, FIELD_SPACE);
    set(FIELD_SPACE, SPACE, FIELD_SPACE);
    set(MAYBE_CLOSED, QUOTE, QUOTED);
    set(QUOTED, QUOTED);
    set(QUOTED, QUOTE, MAYBE_CLOSED);
    set(QUOTED, ESCAPE, ESCAPED);
    set(ESCAPED, QUOTED);
    set(COMMENT, COMMENT);
    set(COMMENT, NEWLINE, RECORD_END);
  }

  /** Classes for bytes behind the first one; those that have one anyway get it later. */
  private void markDelimiter(byte[] delimiter) {
    int others = OTHER;
    for (int i = 1; i < delimiter.length; i++) {
      if (classes[delimiter[i]] == 0) {
        classes[delimiter[i]] = (byte) others++;
      }
    }
  }

  /** The state after the first bytes of a delimiter, which are text if the others don't follow. */
  private void addWithin(byte[] delimiter, int matched) {
    int state = RECORD_END + matched;
    set(state, PLAIN);
    set(state, NEWLINE, RECORD_END);
    byte[] seen = Arrays.copyOf(delimiter, matched + 1);
    for (byte b : delimiter) {
      seen[matched] = b;
      int length = matched + 1;
      while (length > 0
          && !Arrays.equals(seen, matched + 1 - length, matched + 1, delimiter, 0, length)) {
        length--;
      }
      int after =
          length == delimiter.length ? FIELD_START : length == 0 ? PLAIN : RECORD_END + length;
      set(state, classes[b], after);
    }
  }

  private void mark(int character, int byteClass) {
    if (character != CsvDialect.NONE) {
      classes[character] = (byte) byteClass;
    }
  }

  private void set(int state, int nextState) {
    int from = state << CLASS_BITS;
    Arrays.fill(next, from, from + (1 << CLASS_BITS), (byte) nextState);
  }

  private void set(int state, int byteClass, int nextState) {
    next[state << CLASS_BITS | byteClass] = (byte) nextState;
  }

  /** The state after a byte, of any state but RECORD_END. */
  int next(int state, byte b) {
    return next[state << CLASS_BITS | classes[b & 0xff]];
  }
}
