package io.distaff.text;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.text.record.CsvDialect;
import io.distaff.types.Schema;
import java.util.Arrays;
import java.util.List;

/**
 * Takes the texts of CSV fields out of a record, without their quotes, their escapes, and space
 * that isn't part of them. Of such a field, and of one that isn't wanted, only the quotes are left,
 * and what stands before and behind them. Others stay as they are; of a sample, their beginnings.
 */
final class CsvSieve implements RecordSieve {
  private static final byte[] NOTHING = {};

  private enum Treatment {
    KEPT,
    TAKEN_OUT,
    OMITTED
  }

  private final CsvDialect dialect;
  private final CsvStates states;

  /** By field; those behind are treated as the last one. */
  private final Treatment[] treatments;

  /** Of the fields, for messages. */
  private final Schema fileSchema;

  /** Of a field that is kept. */
  private final int mostBytes;

  private final RecordTexts texts;
  private final ReservedArrays arrays;
  private int state;
  private int field;
  private Treatment treatment;

  /** Bytes of the record that were kept before the piece at hand. */
  private long keptBefore;

  // Of a field that is kept.
  private int kept;
  private boolean isCut;

  // Of a field that isn't: whether its text has begun, and whether its closing quote has passed.
  private boolean inText;
  private boolean isClosed;

  /** Space that is part of a text without quotes if more of that follows. */
  private byte[] space = NOTHING;

  private int spaceLength;

  // What is kept of the largest field, of all fields before the one at hand.
  private int largestField;
  private long largestBytes;
  private long bytesBefore;

  private CsvSieve(
      CsvDialect dialect,
      Treatment[] treatments,
      Schema fileSchema,
      int mostBytes,
      RecordTexts texts,
      ReservedArrays arrays) {
    this.dialect = dialect;
    this.states = new CsvStates(dialect);
    this.treatments = treatments;
    this.fileSchema = fileSchema;
    this.mostBytes = mostBytes;
    this.texts = texts;
    this.arrays = arrays;
  }

  /**
   * Keeps the fields of some columns.
   *
   * @param columns positions in the file's schema
   * @param texts given those of the columns that are text
   */
  static CsvSieve ofColumns(
      CsvDialect dialect,
      Schema fileSchema,
      List<Integer> columns,
      RecordTexts texts,
      ReservedArrays arrays) {
    Treatment[] treatments = new Treatment[fileSchema.size() + 1];
    Arrays.fill(treatments, Treatment.OMITTED);
    for (int column : columns) {
      boolean isText = LeafColumn.isTakenAsText(fileSchema.type(column));
      treatments[column] = isText ? Treatment.TAKEN_OUT : Treatment.KEPT;
    }
    return new CsvSieve(dialect, treatments, fileSchema, Integer.MAX_VALUE, texts, arrays);
  }

  /** Keeps about so many bytes of every field, whole characters. */
  static CsvSieve ofBeginnings(CsvDialect dialect, int mostBytes) {
    return new CsvSieve(
        dialect,
        new Treatment[] {Treatment.KEPT},
        Schema.EMPTY,
        mostBytes,
        null,
        ReservedArrays.uncounted());
  }

  @Override
  public void begin() {
    if (!dialect.delimiterRest().isEmpty()) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          "a record of CSV with a delimiter of several characters is longer than a megabyte:"
              + " only those with one character may be");
    }
    state = CsvStates.RECORD_START;
    keptBefore = 0;
    field = 0;
    bytesBefore = 0;
    largestBytes = 0;
    largestField = 0;
    beginField();
  }

  private void beginField() {
    treatment = treatments[Math.min(field, treatments.length - 1)];
    kept = 0;
    isCut = false;
    inText = false;
    isClosed = false;
  }

  @Override
  public int sift(byte[] data, int from, int limit) {
    int to = from;
    for (int i = from; i < limit; i++) {
      if (state == CsvStates.QUOTED && treatment != Treatment.KEPT) {
        int end = dialect.nextQuoteOrEscape(data, i, limit);
        if (treatment == Treatment.TAKEN_OUT) {
          texts.add(data, i, end);
        }
        i = end;
        if (i == limit) {
          break;
        }
      }
      byte b = data[i];
      int before = state;
      state = states.next(before, b);
      if (state == CsvStates.FIELD_START) {
        endField(keptBefore + to - from);
        data[to++] = b;
        field++;
        beginField();
      } else if (state == CsvStates.COMMENT) {
        if (before == CsvStates.RECORD_START) {
          data[to++] = b;
        }
      } else if (treatment == Treatment.KEPT) {
        to = keep(before, data, i, to);
      } else {
        to = takeOut(before, data, from, i, to);
      }
    }
    keptBefore += to - from;
    return to;
  }

  /** Keeps a byte within a field that is kept, up to so many. */
  private int keep(int before, byte[] data, int i, int to) {
    if (isCut) {
      return to;
    }
    byte b = data[i];
    isCut = kept >= mostBytes && before == state && (b & 0xc0) != 0x80;
    if (isCut && state != CsvStates.QUOTED) {
      return to;
    }
    data[to] = isCut ? (byte) dialect.quote() : b;
    kept++;
    return to + 1;
  }

  /** Keeps the quotes of a field, and what isn't between them; takes what is its text. */
  private int takeOut(int before, byte[] data, int from, int i, int to) {
    byte b = data[i];
    switch (state) {
      case CsvStates.QUOTED -> {
        if (before == CsvStates.MAYBE_CLOSED) {
          add(b);
          if (to > from) {
            return to - 1;
          }
          // The quote before is kept already; it stands for itself beside another one.
        } else if (before == CsvStates.ESCAPED) {
          if (b != dialect.quote() && b != dialect.escape()) {
            add((byte) dialect.escape());
          }
          add(b);
          return to;
        } else {
          beginText(keptBefore + to + 1 - from);
        }
      }
      case CsvStates.PLAIN -> {
        isClosed |= before == CsvStates.MAYBE_CLOSED;
        if (!isClosed) {
          beginText(keptBefore + to - from);
          addPlain(b);
          return to;
        }
      }
      case CsvStates.ESCAPED -> {
        return to;
      }
      case CsvStates.FIELD_SPACE -> {
        if (before == CsvStates.FIELD_SPACE) {
          return to;
        }
      }
      default -> {}
    }
    data[to] = b;
    return to + 1;
  }

  private void beginText(long place) {
    if (treatment == Treatment.TAKEN_OUT && !inText) {
      texts.begin(place, 0);
    }
    inText = true;
  }

  private void add(byte b) {
    if (treatment == Treatment.TAKEN_OUT) {
      texts.add(b);
    }
  }

  /** Adds a byte of a text without quotes, or holds back space. */
  private void addPlain(byte b) {
    if (treatment != Treatment.TAKEN_OUT) {
      return;
    }
    if (dialect.ignoresTrailingSpace() && dialect.isSpace(b)) {
      space = arrays.grownBytes(space, spaceLength + 1L, spaceLength);
      space[spaceLength++] = b;
    } else {
      texts.add(space, 0, spaceLength);
      spaceLength = 0;
      texts.add(b);
    }
  }

  private void endField(long keptBytes) {
    if (inText && treatment == Treatment.TAKEN_OUT) {
      spaceLength = 0;
      texts.end();
    }
    long bytes = keptBytes + (texts == null ? 0 : texts.length());
    if (bytes - bytesBefore > largestBytes) {
      largestBytes = bytes - bytesBefore;
      largestField = field;
    }
    bytesBefore = bytes;
  }

  @Override
  public void end() {
    endField(keptBefore);
  }

  @Override
  public String largestColumn() {
    return largestField < fileSchema.size()
        ? fileSchema.field(largestField).name()
        : "number " + (largestField + 1);
  }
}
