package io.distaff.operator.sort;

import io.distaff.types.DecimalType;
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
import io.distaff.vector.StructVector;
import java.util.Arrays;

/**
 * Values of nested types as bytes that, compared as unsigned, are in the order of {@link
 * io.distaff.vector.ValueOrder}.
 *
 * <pre>
 *   value    null: 1; else 2 and the value
 *   numbers  big endian with the sign inverted; floating ones with the bits put in order
 *   BYTES    each byte, 0 as 0 1; the end as 0 0
 *   ARRAY    its values, then 0
 *   MAP      its keys and values by turns, then 0
 *   STRUCT   its values
 * </pre>
 *
 * Confined to a task's thread.
 */
final class NestedKey {
  private static final int END = 0;
  private static final int NULL = 1;
  private static final int VALUE = 2;
  private static final int AFTER_ZERO = 1;

  private byte[] bytes = new byte[64];
  private int size;
  private int wanted;

  /** Encodes a value that is not null, at least {@code atLeast} bytes of it or all. */
  void encode(ColumnVector vector, int position, int atLeast) {
    size = 0;
    wanted = atLeast;
    putValue(vector, position);
  }

  byte[] bytes() {
    return bytes;
  }

  /** Bytes there are; more than what was asked for, or all. */
  int size() {
    return size;
  }

  private void put(ColumnVector vector, int position) {
    if (vector.isNull(position)) {
      putByte(NULL);
    } else {
      putByte(VALUE);
      putValue(vector, position);
    }
  }

  private void putValue(ColumnVector vector, int position) {
    switch (vector.form()) {
      case BOOLEAN -> putByte(((BooleanVector) vector).values()[position]);
      case INT -> putLong((long) (((IntVector) vector).values()[position] ^ (1 << 31)) << 32, 4);
      case LONG -> putLong((LongVector) vector, position);
      case INT128 -> {
        Int128Vector wide = (Int128Vector) vector;
        putLong(wide.high()[position] ^ Long.MIN_VALUE, 8);
        putLong(wide.low()[position], 8);
      }
      case FLOAT ->
          putLong(
              KeyWords.floatWord(((FloatVector) vector).values()[position]) ^ Long.MIN_VALUE, 4);
      case DOUBLE ->
          putLong(
              KeyWords.doubleWord(((DoubleVector) vector).values()[position]) ^ Long.MIN_VALUE, 8);
      case BYTES -> putBytes((BytesVector) vector, position);
      case ARRAY -> putArray((ArrayVector) vector, position);
      case MAP -> putMap((MapVector) vector, position);
      case STRUCT -> {
        for (ColumnVector member : ((StructVector) vector).members()) {
          if (size > wanted) {
            return;
          }
          put(member, position);
        }
      }
      case DICTIONARY -> {
        DictionaryVector dictionary = (DictionaryVector) vector;
        putValue(dictionary.dictionary(), dictionary.ids()[position]);
      }
      case CONSTANT -> putValue(((ConstantVector) vector).single(), 0);
    }
  }

  private void putLong(LongVector vector, int position) {
    long value = vector.values()[position];
    if (vector.type() instanceof DecimalType decimal && !decimal.isLong()) {
      putLong(value >> 63 ^ Long.MIN_VALUE, 8);
      putLong(value, 8);
    } else {
      putLong(value ^ Long.MIN_VALUE, 8);
    }
  }

  private void putBytes(BytesVector vector, int position) {
    byte[] data = vector.data();
    int start = vector.starts()[position];
    int end = start + vector.lengths()[position];
    for (int at = start; at < end; at++) {
      if (size > wanted) {
        return;
      }
      putByte(data[at]);
      if (data[at] == 0) {
        putByte(AFTER_ZERO);
      }
    }
    putByte(0);
    putByte(0);
  }

  private void putArray(ArrayVector vector, int position) {
    int start = vector.starts()[position];
    for (int k = 0; k < vector.lengths()[position]; k++) {
      if (size > wanted) {
        return;
      }
      put(vector.elements(), start + k);
    }
    putByte(END);
  }

  private void putMap(MapVector vector, int position) {
    int start = vector.starts()[position];
    for (int k = 0; k < vector.lengths()[position]; k++) {
      if (size > wanted) {
        return;
      }
      put(vector.keys(), start + k);
      put(vector.values(), start + k);
    }
    putByte(END);
  }

  private void putByte(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) value;
  }

  /** The upper bytes of a long. */
  private void putLong(long value, int numBytes) {
    for (int i = 0; i < numBytes; i++) {
      putByte((int) (value >>> (56 - 8 * i)));
    }
  }
}
