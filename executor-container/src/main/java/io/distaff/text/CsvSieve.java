package io.distaff.text;

import io.distaff.text.record.CsvDialect;
import java.util.BitSet;

/** Keeps fields of CSV, or the beginning of them: one that isn't wanted becomes empty. */
final class CsvSieve implements RecordSieve {
  private final CsvStates states;
  private final int quote;

  /** Null for all. */
  private final BitSet wanted;

  private final int mostBytes;
  private int state;
  private int field;
  private int most;
  private int kept;
  private boolean isCut;

  private CsvSieve(CsvDialect dialect, BitSet wanted, int mostBytes) {
    this.states = new CsvStates(dialect);
    this.quote = dialect.quote();
    this.wanted = wanted;
    this.mostBytes = mostBytes;
  }

  /** Keeps these fields as they are. */
  static CsvSieve ofFields(CsvDialect dialect, BitSet wanted) {
    return new CsvSieve(dialect, wanted, Integer.MAX_VALUE);
  }

  /** Keeps about so many bytes of every field, whole characters. */
  static CsvSieve ofBeginnings(CsvDialect dialect, int mostBytes) {
    return new CsvSieve(dialect, null, mostBytes);
  }

  @Override
  public void begin() {
    state = CsvStates.RECORD_START;
    field = -1;
    nextField();
  }

  private void nextField() {
    field++;
    most = wanted == null || wanted.get(field) ? mostBytes : 0;
    kept = 0;
    isCut = most == 0;
  }

  @Override
  public int sift(byte[] data, int from, int limit) {
    int to = from;
    for (int i = from; i < limit; i++) {
      byte b = data[i];
      int before = state;
      state = states.next(before, b);
      if (isBetweenFields()) {
        data[to++] = b;
        nextField();
      } else if (!isCut) {
        isCut = kept >= most && before == state && (b & 0xc0) != 0x80;
        if (!isCut) {
          data[to++] = b;
          kept++;
        } else if (state == CsvStates.QUOTED) {
          data[to++] = (byte) quote;
        }
      }
    }
    return to;
  }

  /** Also in a comment, which has no fields. */
  private boolean isBetweenFields() {
    return switch (state) {
      case CsvStates.FIELD_START, CsvStates.RECORD_END, CsvStates.COMMENT -> true;
      default -> false;
    };
  }
}
