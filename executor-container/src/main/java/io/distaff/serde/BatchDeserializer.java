package io.distaff.serde;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
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
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads what {@link BatchSerializer} wrote. A batch is a view of the bytes it was read from where
 * that is possible (text), and of arrays of its own otherwise; it is valid as long as the bytes
 * aren't overwritten. Confined to one thread.
 */
public final class BatchDeserializer {
  private static final ColumnVector.Form[] FORMS = ColumnVector.Form.values();

  private final Schema schema;

  /** Null where all bytes are in the batches. */
  private final LargeRow outside;

  private int column;

  /**
   * @param schema that the batches were written with
   */
  public BatchDeserializer(Schema schema) {
    this(schema, null);
  }

  /**
   * @param outside makes vectors whose bytes aren't in the batch
   */
  BatchDeserializer(Schema schema, LargeRow outside) {
    this.schema = schema;
    this.outside = outside;
  }

  /**
   * Reads one batch that fills the range exactly; throws CORRUPT_BLOCK when the bytes aren't a
   * batch of the schema.
   */
  public VectorBatch read(byte[] bytes, int offset, int length) {
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    try {
      int count = in.getInt();
      int numColumns = in.getInt();
      if (numColumns != schema.size() || count < 0) {
        throw corrupt(
            "%d rows, %d columns where %d were expected"
                .formatted(count, numColumns, schema.size()));
      }
      ColumnVector[] columns = new ColumnVector[numColumns];
      for (int i = 0; i < numColumns; i++) {
        column = i;
        columns[i] = readColumn(schema.type(i), count, in);
      }
      if (in.hasRemaining()) {
        throw corrupt(in.remaining() + " bytes too many");
      }
      return new VectorBatch(count, columns);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new DistaffException(
          ErrorCode.CORRUPT_BLOCK, "a serialised batch of " + length + " bytes ends early", e);
    }
  }

  private ColumnVector readColumn(DataType type, int count, ByteBuffer in) {
    int header = in.get() & 0xff;
    int form = header & ~BatchSerializer.FLAG_NULLS;
    if (form >= FORMS.length) {
      throw corrupt("vector form " + form);
    }
    if (FORMS[form] == ColumnVector.Form.CONSTANT) {
      return new ConstantVector(readColumn(type, 1, in), count);
    }
    long[] validity = (header & BatchSerializer.FLAG_NULLS) == 0 ? null : readValidity(count, in);
    return switch (FORMS[form]) {
      case BOOLEAN -> {
        require(count, 1, in);
        byte[] values = new byte[count];
        in.get(values);
        yield new BooleanVector(type, values, validity, count);
      }
      case INT -> new IntVector(type, NarrowIntegers.readInts(count, in), validity, count);
      case LONG -> new LongVector(type, NarrowIntegers.readLongs(count, in), validity, count);
      case INT128 -> {
        long[] high = NarrowIntegers.readLongs(count, in);
        yield new Int128Vector(type, high, NarrowIntegers.readLongs(count, in), validity, count);
      }
      case FLOAT -> {
        require(count, 4, in);
        float[] values = new float[count];
        in.asFloatBuffer().get(values);
        in.position(in.position() + count * 4);
        yield new FloatVector(type, values, validity, count);
      }
      case DOUBLE -> {
        require(count, 8, in);
        double[] values = new double[count];
        in.asDoubleBuffer().get(values);
        in.position(in.position() + count * 8);
        yield new DoubleVector(type, values, validity, count);
      }
      case BYTES -> readBytes(type, count, validity, in);
      case DICTIONARY -> readDictionary(type, count, validity, in);
      case ARRAY -> {
        int total = in.getInt();
        int[] lengths = NarrowIntegers.readInts(count, in);
        int[] starts = startsOf(lengths, validity, total);
        ArrayType array = typed(ArrayType.class, type);
        ColumnVector elements = readColumn(array.element(), total, in);
        yield new ArrayVector(array, starts, lengths, elements, validity, count);
      }
      case MAP -> {
        int total = in.getInt();
        int[] lengths = NarrowIntegers.readInts(count, in);
        int[] starts = startsOf(lengths, validity, total);
        MapType map = typed(MapType.class, type);
        ColumnVector keys = readColumn(map.key(), total, in);
        ColumnVector values = readColumn(map.value(), total, in);
        yield new MapVector(map, starts, lengths, keys, values, validity, count);
      }
      case STRUCT -> {
        StructType struct = typed(StructType.class, type);
        ColumnVector[] members = new ColumnVector[struct.size()];
        for (int m = 0; m < members.length; m++) {
          members[m] = readColumn(struct.member(m).type(), count, in);
        }
        yield new StructVector(struct, members, validity, count);
      }
      case CONSTANT -> throw corrupt("constant");
    };
  }

  private static <T extends DataType> T typed(Class<T> wanted, DataType type) {
    if (!wanted.isInstance(type)) {
      throw corrupt("a " + wanted.getSimpleName() + " where " + type.sqlName() + " was expected");
    }
    return wanted.cast(type);
  }

  /** Where values of these lengths begin that lie one after the other. */
  private static int[] startsOf(int[] lengths, long[] validity, int total) {
    int[] starts = new int[lengths.length];
    long start = 0;
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] < 0) {
        throw corrupt("a length of " + lengths[i]);
      }
      starts[i] = (int) start;
      start += lengths[i];
    }
    if (start != total) {
      throw corrupt("lengths that don't add up to " + total);
    }
    if (validity != null) {
      // What was a dictionary may have values where the rows are null.
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = Validity.isValid(validity, i) ? lengths[i] : 0;
      }
    }
    return starts;
  }

  private ColumnVector readBytes(DataType type, int count, long[] validity, ByteBuffer in) {
    int total = in.getInt();
    int[] lengths = NarrowIntegers.readInts(count, in);
    if (total == BatchSerializer.OUTSIDE && outside != null) {
      return outside.vector(column, type, lengths, validity, count);
    }
    int[] starts = startsOf(lengths, validity, total);
    require(total, 1, in);
    int first = in.arrayOffset() + in.position();
    for (int i = 0; i < count; i++) {
      starts[i] += first;
    }
    in.position(in.position() + total);
    return new BytesVector(type, in.array(), starts, lengths, validity, count);
  }

  private ColumnVector readDictionary(DataType type, int count, long[] validity, ByteBuffer in) {
    // The writer keeps a dictionary only when it has at most half as many entries as rows.
    int entries = in.getInt();
    if (entries < 0 || entries > count) {
      throw corrupt("a dictionary of " + entries + " entries for " + count + " rows");
    }
    ColumnVector dictionary = readColumn(type, entries, in);
    int[] ids;
    if (entries <= 1 << 8) {
      require(count, 1, in);
      ids = new int[count];
      byte[] array = in.array();
      int at = in.arrayOffset() + in.position();
      in.position(in.position() + count);
      for (int i = 0; i < count; i++) {
        ids[i] = array[at + i] & 0xff;
      }
    } else {
      ids = NarrowIntegers.readInts(count, in);
    }
    int beyond = 0;
    for (int i = 0; i < count; i++) {
      beyond |= (ids[i] | entries - 1 - ids[i]) >>> 31;
    }
    if (beyond != 0) {
      throw corrupt("a dictionary id beyond " + entries);
    }
    return new DictionaryVector(dictionary, ids, validity, count);
  }

  /** Sees to it that a lying count makes no large array. */
  private static void require(int count, int width, ByteBuffer in) {
    if ((long) count * width > in.remaining()) {
      throw new BufferUnderflowException();
    }
  }

  private static long[] readValidity(int count, ByteBuffer in) {
    int words = Validity.words(count);
    require(words, 8, in);
    long[] validity = new long[words];
    in.asLongBuffer().get(validity);
    in.position(in.position() + words * 8);
    return validity;
  }

  private static DistaffException corrupt(String what) {
    return new DistaffException(ErrorCode.CORRUPT_BLOCK, "a serialised batch has " + what);
  }
}
