package io.distaff.text;

import io.distaff.text.record.ByteSearch;
import io.distaff.text.record.CsvDialect;

/**
 * Tells where records end, from bytes that are given once and in order. Remembers where in a record
 * it is: confined to the task's thread.
 */
interface RecordEnds {
  /**
   * Looks at the next bytes of a record.
   *
   * @return the position after the record with its line end; the next bytes are those of another.
   *     Or -1 if it goes on behind {@code limit}
   */
  int find(byte[] data, int from, int limit);

  /** Whether what was found last is a record, or only what stands between two. */
  default boolean isRecord() {
    return true;
  }

  /** At the end of the file, between records: whether more should follow. */
  default boolean isCutOff() {
    return false;
  }

  /** Of a file that is read by these options. */
  static RecordEnds of(TextReadOptions options) {
    if (!options.multiLine()) {
      return new LineEnds(options.dialect().lineEnd());
    }
    return options.format().isDelimited()
        ? new QuotedLineEnds(options.dialect())
        : new JsonValueEnds();
  }

  /** Every line is a record. */
  final class LineEnds implements RecordEnds {
    private final int lineEnd;

    LineEnds(int lineEnd) {
      this.lineEnd = lineEnd;
    }

    @Override
    public int find(byte[] data, int from, int limit) {
      int newline = ByteSearch.indexOf(data, from, limit, lineEnd);
      return newline == limit ? -1 : newline + 1;
    }
  }

  /** Quoted fields of CSV may have line ends. */
  final class QuotedLineEnds implements RecordEnds {
    private final CsvStates states;
    private int state = CsvStates.RECORD_START;

    QuotedLineEnds(CsvDialect dialect) {
      states = new CsvStates(dialect);
    }

    @Override
    public int find(byte[] data, int from, int limit) {
      for (int i = from; i < limit; i++) {
        state = states.next(state, data[i]);
        if (state == CsvStates.RECORD_END) {
          state = CsvStates.RECORD_START;
          return i + 1;
        }
      }
      return -1;
    }
  }
}
