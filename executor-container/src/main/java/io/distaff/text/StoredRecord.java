package io.distaff.text;

import io.distaff.memory.ReservedArrays;
import io.distaff.storage.ValueFile;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.large.LargeValues;
import java.util.function.Function;

/**
 * A large record for decoding: what a sieve leaves of it, behind that its texts, or tokens for
 * them, and all of it as it stands in the file where malformed records are asked for. Waits on a
 * local disk until its length is known.
 *
 * <pre>
 *   data: |----what is left----|--text--|--token of a large text--|--text--|
 *         0                 length
 * </pre>
 */
final class StoredRecord implements LargeRecord {
  private static final byte[] NOTHING = {};

  private final LargeValues values;
  private final ReservedArrays arrays;
  private final ValueFile file;
  private final RecordSieve sieve;
  private final RecordTexts texts;
  private final StoredBytes left;

  /** Null unless malformed records are asked for. */
  private final StoredBytes whole;

  private byte[] data = NOTHING;
  private boolean isUtf8;

  /**
   * @param sieve for what gives it its texts
   * @param keepsWhole whether malformed records are asked for
   * @param values of the task
   * @param file owned from here on
   */
  StoredRecord(
      Function<RecordTexts, RecordSieve> sieve,
      boolean keepsWhole,
      LargeValues values,
      ValueFile file,
      ReservedArrays arrays) {
    this.values = values;
    this.arrays = arrays;
    this.file = file;
    this.texts = new RecordTexts(values, file, arrays);
    this.sieve = sieve.apply(texts);
    this.left = new StoredBytes(file, arrays);
    this.whole = keepsWhole ? new StoredBytes(file, arrays) : null;
  }

  @Override
  public void begin() {
    release();
    if (values.areForgotten()) {
      texts.forget();
    }
    texts.clear();
    left.clear();
    if (whole != null) {
      whole.clear();
    }
    file.clear();
    sieve.begin();
    isUtf8 = true;
  }

  @Override
  public void add(byte[] piece, int from, int limit) {
    if (!Utf8.isValid(piece, from, limit)) {
      isUtf8 = false;
      Utf8.mend(piece, from, limit);
    }
    if (whole != null) {
      whole.append(piece, from, limit - from);
    }
    left.append(piece, from, sieve.sift(piece, from, limit) - from);
  }

  @Override
  public byte[] finish() {
    sieve.end();
    data = arrays.bytes(NOTHING, left.length() + texts.length());
    left.read(data, 0);
    texts.read(data, length());
    return data;
  }

  @Override
  public int length() {
    return ReservedArrays.checkedLength(left.length());
  }

  @Override
  public boolean isCut() {
    return false;
  }

  @Override
  public String largestColumn() {
    return sieve.largestColumn();
  }

  boolean isUtf8() {
    return isUtf8;
  }

  /** What is wrong with what isn't left; null when nothing is. */
  RecordProblem problem() {
    return sieve.problem();
  }

  /** The number of the text whose place in what is left this is; -1 when there is none. */
  int text(int place) {
    return texts.find(place);
  }

  int textStart(int number) {
    return length() + texts.start(number);
  }

  int textLength(int number) {
    return texts.length(number);
  }

  /** How many bytes of the record were before one that is left. */
  int placeInRecord(int place) {
    return texts.placeInRecord(place);
  }

  /** The record's row isn't given to anybody. */
  void forget() {
    texts.forget();
  }

  /**
   * All of the record as a column of one row, valid until the next record begins. Bytes that aren't
   * UTF-8 are {@code ?}.
   */
  ColumnVector whole() {
    texts.begin(left.length() + 1, 0);
    whole.read((piece, start, length) -> texts.add(piece, start, start + length));
    texts.end();
    return new BytesVector(
        DataType.STRING, texts.last(), new int[1], new int[] {texts.lastLength()}, null, 1);
  }

  @Override
  public void release() {
    arrays.dropped(data);
    data = NOTHING;
  }

  @Override
  public void close() {
    release();
    file.close();
  }
}
