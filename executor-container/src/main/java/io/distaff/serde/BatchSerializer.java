package io.distaff.serde;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Writes the selected rows of batches as bytes; the package's page specifies the format.
 * Dictionaries stay dictionaries where that is smaller. Numbers are narrowed, but for those within
 * arrays, maps and structs, of which a reader can only know what they take by the bytes that there
 * are. Confined to one thread.
 */
public final class BatchSerializer {
  static final int FLAG_NULLS = 0x80;

  /** In the place of the number of bytes: they aren't in the batch. */
  static final int OUTSIDE = -1;

  private static final BitSet NONE = new BitSet();

  /** So many that bytes of them still fit in an array. */
  private static final int MOST_ENTRIES = 1 << 30;

  private int[] ints = new int[0];
  private long[] longs = new long[0];

  /** In how many arrays, maps and structs the column is that is being written. */
  private int depth;

  /** Whether the bytes of the column that is being written are elsewhere. */
  private boolean isOutside;

  /** Appends a batch's selected rows. */
  public void write(VectorBatch batch, GrowableBytes out) {
    write(batch, NONE, out);
  }

  /**
   * Appends a batch's selected rows.
   *
   * @param outside columns of whose text and binary values, wherever they are within, only the
   *     lengths are written
   */
  void write(VectorBatch batch, BitSet outside, GrowableBytes out) {
    int count = batch.numSelected();
    out.putInt(count);
    out.putInt(batch.numColumns());
    SelectionVector selection = batch.selection();
    int[] rows = selection == null ? null : selection.rows();
    for (int i = 0; i < batch.numColumns(); i++) {
      isOutside = outside.get(i);
      writeColumn(batch.column(i), rows, count, out);
    }
  }

  /**
   * @param rows the positions to write, or null for the first {@code count}
   */
  private void writeColumn(ColumnVector column, int[] rows, int count, GrowableBytes out) {
    switch (column.form()) {
      case CONSTANT -> {
        out.putByte(ColumnVector.Form.CONSTANT.ordinal());
        writeColumn(((ConstantVector) column).single(), null, 1, out);
      }
      case DICTIONARY -> writeDictionary((DictionaryVector) column, rows, count, out);
      case BOOLEAN -> {
        BooleanVector vector = (BooleanVector) column;
        header(column, vector.validity(), rows, count, out);
        writeBytes(vector.values(), rows, count, out);
      }
      case INT -> {
        IntVector vector = (IntVector) column;
        header(column, vector.validity(), rows, count, out);
        writeInts(vector.values(), vector.validity(), rows, count, out);
      }
      case LONG -> {
        LongVector vector = (LongVector) column;
        header(column, vector.validity(), rows, count, out);
        writeLongs(vector.values(), vector.validity(), rows, count, out);
      }
      case INT128 -> {
        Int128Vector vector = (Int128Vector) column;
        header(column, vector.validity(), rows, count, out);
        writeLongs(vector.high(), vector.validity(), rows, count, out);
        writeLongs(vector.low(), vector.validity(), rows, count, out);
      }
      case FLOAT -> {
        FloatVector vector = (FloatVector) column;
        header(column, vector.validity(), rows, count, out);
        writeFloats(vector.values(), rows, count, out);
      }
      case DOUBLE -> {
        DoubleVector vector = (DoubleVector) column;
        header(column, vector.validity(), rows, count, out);
        writeDoubles(vector.values(), rows, count, out);
      }
      case BYTES -> {
        BytesVector vector = (BytesVector) column;
        header(column, vector.validity(), rows, count, out);
        writeBytesVector(vector, rows, count, out);
      }
      case ARRAY -> {
        ArrayVector vector = (ArrayVector) column;
        header(column, vector.validity(), rows, count, out);
        int[] entries =
            writeLengths(vector.starts(), vector.lengths(), vector.validity(), rows, count, out);
        writeNested(vector.elements(), entries, entries.length, out);
      }
      case MAP -> {
        MapVector vector = (MapVector) column;
        header(column, vector.validity(), rows, count, out);
        int[] entries =
            writeLengths(vector.starts(), vector.lengths(), vector.validity(), rows, count, out);
        writeNested(vector.keys(), entries, entries.length, out);
        writeNested(vector.values(), entries, entries.length, out);
      }
      case STRUCT -> {
        StructVector vector = (StructVector) column;
        header(column, vector.validity(), rows, count, out);
        for (ColumnVector member : vector.members()) {
          writeNested(member, rows, count, out);
        }
      }
    }
  }

  private void writeNested(ColumnVector part, int[] rows, int count, GrowableBytes out) {
    depth++;
    writeColumn(part, rows, count, out);
    depth--;
  }

  /** Writes how many entries the rows have, all together and each; gives the entries' positions. */
  private int[] writeLengths(
      int[] starts, int[] lengths, long[] validity, int[] rows, int count, GrowableBytes out) {
    int[] own = lengthsOf(lengths, validity, rows, count);
    long total = sum(own, count);
    if (total > MOST_ENTRIES) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          "the arrays or maps of a batch of %d rows hold %d values, of which %d can be written out"
              .formatted(count, total, MOST_ENTRIES));
    }
    out.putInt((int) total);
    NarrowIntegers.writeWhole(own, count, out);
    int[] entries = new int[(int) total];
    int next = 0;
    for (int i = 0; i < count; i++) {
      int start = starts[rows == null ? i : rows[i]];
      for (int k = 0; k < own[i]; k++) {
        entries[next++] = start + k;
      }
    }
    return entries;
  }

  /** The lengths of the rows, 0 for null, in scratch. */
  private int[] lengthsOf(int[] lengths, long[] validity, int[] rows, int count) {
    int[] own = ints(count);
    for (int i = 0; i < count; i++) {
      int row = rows == null ? i : rows[i];
      own[i] = validity == null || Validity.isValid(validity, row) ? lengths[row] : 0;
    }
    return own;
  }

  private static long sum(int[] values, int count) {
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += values[i];
    }
    return total;
  }

  private void writeDictionary(DictionaryVector vector, int[] rows, int count, GrowableBytes out) {
    ColumnVector dictionary = vector.dictionary();
    int entries = dictionary.length();
    if (entries > count / 2) {
      // Too few rows to pay for the dictionary: the values themselves, gathered through the ids.
      writeGathered(vector, rows, count, out);
      return;
    }
    header(vector, vector.validity(), rows, count, out);
    out.putInt(entries);
    writeColumn(dictionary, null, entries, out);
    int[] ids = vector.ids();
    if (entries <= 1 << 8) {
      int at = out.advance(count);
      byte[] target = out.array();
      for (int i = 0; i < count; i++) {
        target[at + i] = (byte) ids[rows == null ? i : rows[i]];
      }
    } else {
      writeInts(ids, vector.validity(), rows, count, out);
    }
  }

  private void writeGathered(DictionaryVector vector, int[] rows, int count, GrowableBytes out) {
    int[] ids = vector.ids();
    int[] positions = new int[count];
    for (int i = 0; i < count; i++) {
      positions[i] = ids[rows == null ? i : rows[i]];
    }
    if (vector.validity() == null || vector.dictionary().length() == 0) {
      if (vector.dictionary().length() == 0) {
        writeColumn(ConstantVector.ofNull(vector.type(), count), rows, count, out);
      } else {
        writeColumn(vector.dictionary(), positions, count, out);
      }
      return;
    }
    int start = out.size();
    writeColumn(vector.dictionary(), positions, count, out);
    // A dictionary has no nulls of its own: put the rows' validity behind the header byte.
    long[] validity = gatherValidity(vector.validity(), rows, count);
    int words = Validity.words(count);
    int bodyLength = out.size() - start - 1;
    out.advance(words * 8);
    byte[] target = out.array();
    System.arraycopy(target, start + 1, target, start + 1 + words * 8, bodyLength);
    target[start] |= (byte) FLAG_NULLS;
    for (int w = 0; w < words; w++) {
      GrowableBytes.setLong(target, start + 1 + w * 8, validity[w]);
    }
  }

  private void header(
      ColumnVector column, long[] validity, int[] rows, int count, GrowableBytes out) {
    if (validity == null) {
      out.putByte(column.form().ordinal());
      return;
    }
    out.putByte(column.form().ordinal() | FLAG_NULLS);
    long[] gathered = rows == null ? validity : gatherValidity(validity, rows, count);
    int words = Validity.words(count);
    int at = out.advance(words * 8);
    for (int w = 0; w < words; w++) {
      GrowableBytes.setLong(out.array(), at + w * 8, gathered[w]);
    }
  }

  private static long[] gatherValidity(long[] validity, int[] rows, int count) {
    long[] gathered = new long[Validity.words(count)];
    for (int i = 0; i < count; i++) {
      int row = rows == null ? i : rows[i];
      gathered[i >>> 6] |= (validity[row >>> 6] >>> row & 1) << i;
    }
    return gathered;
  }

  private static void writeBytes(byte[] values, int[] rows, int count, GrowableBytes out) {
    int at = out.advance(count);
    byte[] target = out.array();
    if (rows == null) {
      System.arraycopy(values, 0, target, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i] = values[rows[i]];
    }
  }

  private void writeInts(int[] values, long[] validity, int[] rows, int count, GrowableBytes out) {
    int[] gathered = values;
    if (rows != null || validity != null) {
      gathered = ints(count);
      gather(values, validity, rows, count, gathered);
    }
    writeInts(gathered, count, out);
  }

  private void writeInts(int[] values, int count, GrowableBytes out) {
    if (depth == 0) {
      NarrowIntegers.write(values, count, out);
    } else {
      NarrowIntegers.writeWhole(values, count, out);
    }
  }

  private void writeLongs(
      long[] values, long[] validity, int[] rows, int count, GrowableBytes out) {
    long[] gathered = values;
    if (rows != null || validity != null) {
      longs = longs.length < count ? new long[count] : longs;
      gathered = longs;
      gather(values, validity, rows, count, gathered);
    }
    if (depth == 0) {
      NarrowIntegers.write(gathered, count, out);
    } else {
      NarrowIntegers.writeWhole(gathered, count, out);
    }
  }

  private int[] ints(int count) {
    ints = ints.length < count ? new int[count] : ints;
    return ints;
  }

  /** The first row that has a value; -1 when all are null. */
  private static int firstValid(long[] validity, int[] rows, int count) {
    for (int i = 0; i < count; i++) {
      int row = rows == null ? i : rows[i];
      if (Validity.isValid(validity, row)) {
        return row;
      }
    }
    return -1;
  }

  /** Null rows get the value of the row before them, so that they widen no range. */
  private static void gather(int[] values, long[] validity, int[] rows, int count, int[] out) {
    if (validity == null) {
      for (int i = 0; i < count; i++) {
        out[i] = values[rows[i]];
      }
      return;
    }
    int first = firstValid(validity, rows, count);
    int value = first < 0 ? 0 : values[first];
    for (int i = 0; i < count; i++) {
      int row = rows == null ? i : rows[i];
      value = Validity.isValid(validity, row) ? values[row] : value;
      out[i] = value;
    }
  }

  private static void gather(long[] values, long[] validity, int[] rows, int count, long[] out) {
    if (validity == null) {
      for (int i = 0; i < count; i++) {
        out[i] = values[rows[i]];
      }
      return;
    }
    int first = firstValid(validity, rows, count);
    long value = first < 0 ? 0 : values[first];
    for (int i = 0; i < count; i++) {
      int row = rows == null ? i : rows[i];
      value = Validity.isValid(validity, row) ? values[row] : value;
      out[i] = value;
    }
  }

  private static void writeFloats(float[] values, int[] rows, int count, GrowableBytes out) {
    int at = out.advance(count * 4);
    ByteBuffer view = out.view(at, count * 4);
    if (rows == null) {
      view.asFloatBuffer().put(values, 0, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      view.putFloat(i * 4, values[rows[i]]);
    }
  }

  private static void writeDoubles(double[] values, int[] rows, int count, GrowableBytes out) {
    int at = out.advance(count * 8);
    ByteBuffer view = out.view(at, count * 8);
    if (rows == null) {
      view.asDoubleBuffer().put(values, 0, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      view.putDouble(i * 8, values[rows[i]]);
    }
  }

  private void writeBytesVector(BytesVector vector, int[] rows, int count, GrowableBytes out) {
    int[] starts = vector.starts();
    int[] lengths = lengthsOf(vector.lengths(), vector.validity(), rows, count);
    if (isOutside) {
      out.putInt(OUTSIDE);
      writeInts(lengths, count, out);
      return;
    }
    long total = sum(lengths, count);
    out.putInt((int) total);
    writeInts(lengths, count, out);
    int at = out.advance(Math.toIntExact(Math.min(total, Integer.MAX_VALUE)));
    byte[] data = vector.data();
    byte[] target = out.array();
    for (int i = 0; i < count; i++) {
      if (lengths[i] > 0) {
        System.arraycopy(data, starts[rows == null ? i : rows[i]], target, at, lengths[i]);
        at += lengths[i];
      }
    }
  }
}
