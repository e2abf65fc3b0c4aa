package io.distaff.kernel;

import io.distaff.memory.ReservedArrays;
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
import io.distaff.vector.Validity;
import java.util.Arrays;

/** Gives vectors in flat form: from dictionaries and constants, into arrays that it owns. */
public final class Flattener {
  private final Buffers buffers;
  private final NestedCopy nested;
  private ColumnVector filledWith;
  private ColumnVector filled;

  public Flattener(ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.nested = new NestedCopy(arrays);
  }

  /** The vector itself when it is flat; otherwise a flat one, valid until the next call. */
  public ColumnVector flatten(ColumnVector vector, RowSet rows) {
    if (vector instanceof DictionaryVector d) {
      filledWith = null;
      if (d.dictionary().length() == 0) {
        return fill(ConstantVector.ofNull(d.type(), d.length()).single(), d.length());
      }
      return gather(d, rows.dense());
    }
    if (vector instanceof ConstantVector c) {
      if (c.single() != filledWith || c.length() > filled.length()) {
        filled = fill(c.single(), c.length());
        filledWith = c.single();
      }
      return filled;
    }
    return vector;
  }

  private ColumnVector gather(DictionaryVector vector, RowSet rows) {
    ColumnVector dictionary = vector.dictionary();
    int[] ids = vector.ids();
    int n = vector.length();
    switch (dictionary.form()) {
      case BOOLEAN -> {
        byte[] bits = buffers.bytes(n);
        CopyKernels.gather(((BooleanVector) dictionary).values(), ids, bits, rows);
        return new BooleanVector(vector.type(), bits, vector.validity(), n);
      }
      case INT -> {
        int[] ints = buffers.ints(n);
        CopyKernels.gather(((IntVector) dictionary).values(), ids, ints, rows);
        return new IntVector(vector.type(), ints, vector.validity(), n);
      }
      case LONG -> {
        long[] longs = buffers.longs(n);
        CopyKernels.gather(((LongVector) dictionary).values(), ids, longs, rows);
        return new LongVector(vector.type(), longs, vector.validity(), n);
      }
      case INT128 -> {
        long[] highs = buffers.highs(n);
        long[] lows = buffers.longs(n);
        CopyKernels.gather(((Int128Vector) dictionary).high(), ids, highs, rows);
        CopyKernels.gather(((Int128Vector) dictionary).low(), ids, lows, rows);
        return new Int128Vector(vector.type(), highs, lows, vector.validity(), n);
      }
      case FLOAT -> {
        float[] floats = buffers.floats(n);
        CopyKernels.gather(((FloatVector) dictionary).values(), ids, floats, rows);
        return new FloatVector(vector.type(), floats, vector.validity(), n);
      }
      case DOUBLE -> {
        double[] doubles = buffers.doubles(n);
        CopyKernels.gather(((DoubleVector) dictionary).values(), ids, doubles, rows);
        return new DoubleVector(vector.type(), doubles, vector.validity(), n);
      }
      case BYTES -> {
        return gatherBytes(vector, (BytesVector) dictionary, rows);
      }
      case ARRAY, MAP, STRUCT -> {
        return nested.copy(vector, rows);
      }
      case DICTIONARY, CONSTANT -> {}
    }
    throw new IllegalArgumentException("a dictionary of form " + dictionary.form());
  }

  private ColumnVector gatherBytes(DictionaryVector vector, BytesVector dictionary, RowSet rows) {
    int n = vector.length();
    int[] starts = buffers.ints(n);
    int[] lengths = buffers.lengths(n);
    if (rows.rows() != null) {
      Arrays.fill(starts, 0, n, 0);
      Arrays.fill(lengths, 0, n, 0);
    }
    CopyKernels.gather(dictionary.starts(), vector.ids(), starts, rows);
    CopyKernels.gather(dictionary.lengths(), vector.ids(), lengths, rows);
    return new BytesVector(vector.type(), dictionary.data(), starts, lengths, vector.validity(), n);
  }

  private ColumnVector fill(ColumnVector single, int n) {
    long[] validity = single.isNull(0) ? new long[Validity.words(n)] : null;
    switch (single.form()) {
      case BOOLEAN -> {
        byte[] bits = buffers.bytes(n);
        Arrays.fill(bits, 0, n, ((BooleanVector) single).values()[0]);
        return new BooleanVector(single.type(), bits, validity, n);
      }
      case INT -> {
        int[] ints = buffers.ints(n);
        Arrays.fill(ints, 0, n, ((IntVector) single).values()[0]);
        return new IntVector(single.type(), ints, validity, n);
      }
      case LONG -> {
        long[] longs = buffers.longs(n);
        Arrays.fill(longs, 0, n, ((LongVector) single).values()[0]);
        return new LongVector(single.type(), longs, validity, n);
      }
      case INT128 -> {
        long[] highs = buffers.highs(n);
        long[] lows = buffers.longs(n);
        Arrays.fill(highs, 0, n, ((Int128Vector) single).high()[0]);
        Arrays.fill(lows, 0, n, ((Int128Vector) single).low()[0]);
        return new Int128Vector(single.type(), highs, lows, validity, n);
      }
      case FLOAT -> {
        float[] floats = buffers.floats(n);
        Arrays.fill(floats, 0, n, ((FloatVector) single).values()[0]);
        return new FloatVector(single.type(), floats, validity, n);
      }
      case DOUBLE -> {
        double[] doubles = buffers.doubles(n);
        Arrays.fill(doubles, 0, n, ((DoubleVector) single).values()[0]);
        return new DoubleVector(single.type(), doubles, validity, n);
      }
      case BYTES -> {
        int[] starts = buffers.ints(n);
        int[] lengths = buffers.lengths(n);
        Arrays.fill(starts, 0, n, ((BytesVector) single).starts()[0]);
        Arrays.fill(lengths, 0, n, ((BytesVector) single).lengths()[0]);
        return new BytesVector(
            single.type(), ((BytesVector) single).data(), starts, lengths, validity, n);
      }
      case ARRAY, MAP, STRUCT -> {
        return nested.copy(new ConstantVector(single, n), RowSet.all(n));
      }
      case DICTIONARY, CONSTANT -> {}
    }
    throw new IllegalArgumentException("a constant of form " + single.form());
  }
}
