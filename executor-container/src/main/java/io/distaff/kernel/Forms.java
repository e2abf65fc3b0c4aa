package io.distaff.kernel;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.StructVector;

/** Questions about a vector whatever its form, and other views of a flat vector's arrays. */
public final class Forms {
  private Forms() {}

  /** The bitmap of a vector that isn't constant; null when no row is null. */
  public static long[] validity(ColumnVector vector) {
    return switch (vector.form()) {
      case BOOLEAN -> ((BooleanVector) vector).validity();
      case INT -> ((IntVector) vector).validity();
      case LONG -> ((LongVector) vector).validity();
      case INT128 -> ((Int128Vector) vector).validity();
      case FLOAT -> ((FloatVector) vector).validity();
      case DOUBLE -> ((DoubleVector) vector).validity();
      case BYTES -> ((BytesVector) vector).validity();
      case DICTIONARY -> ((DictionaryVector) vector).validity();
      case ARRAY -> ((ArrayVector) vector).validity();
      case MAP -> ((MapVector) vector).validity();
      case STRUCT -> ((StructVector) vector).validity();
      case CONSTANT -> throw new IllegalArgumentException("a constant has no bitmap");
    };
  }

  /** The values of a flat vector as another type of the same form, with another bitmap. */
  public static ColumnVector view(ColumnVector vector, DataType type, long[] validity) {
    int length = vector.length();
    switch (vector.form()) {
      case BOOLEAN -> {
        return new BooleanVector(type, ((BooleanVector) vector).values(), validity, length);
      }
      case INT -> {
        return new IntVector(type, ((IntVector) vector).values(), validity, length);
      }
      case LONG -> {
        return new LongVector(type, ((LongVector) vector).values(), validity, length);
      }
      case INT128 -> {
        Int128Vector wide = (Int128Vector) vector;
        return new Int128Vector(type, wide.high(), wide.low(), validity, length);
      }
      case FLOAT -> {
        return new FloatVector(type, ((FloatVector) vector).values(), validity, length);
      }
      case DOUBLE -> {
        return new DoubleVector(type, ((DoubleVector) vector).values(), validity, length);
      }
      case BYTES -> {
        BytesVector bytes = (BytesVector) vector;
        return new BytesVector(
            type, bytes.data(), bytes.starts(), bytes.lengths(), validity, length);
      }
      case ARRAY -> {
        ArrayVector arrays = (ArrayVector) vector;
        return new ArrayVector(
            (ArrayType) type,
            arrays.starts(),
            arrays.lengths(),
            arrays.elements(),
            validity,
            length);
      }
      case MAP -> {
        MapVector maps = (MapVector) vector;
        return new MapVector(
            (MapType) type,
            maps.starts(),
            maps.lengths(),
            maps.keys(),
            maps.values(),
            validity,
            length);
      }
      case STRUCT -> {
        ColumnVector[] members = ((StructVector) vector).members();
        return new StructVector((StructType) type, members, validity, length);
      }
      case DICTIONARY, CONSTANT -> {}
    }
    throw new IllegalArgumentException(vector.form() + " isn't flat");
  }
}
