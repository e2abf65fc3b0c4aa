package io.distaff.operator;

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
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Gives batches, and overwrites each when the next one is asked for, as real producers do. */
public final class BatchSource implements Operator {
  private final Iterator<VectorBatch> batches;
  private VectorBatch last;
  private boolean ended;
  private boolean closed;

  public BatchSource(List<VectorBatch> batches) {
    this.batches = batches.iterator();
  }

  @Override
  public VectorBatch next() {
    if (closed && !ended) {
      throw new IllegalStateException("closed");
    }
    poison();
    if (!batches.hasNext()) {
      ended = true;
      return null;
    }
    VectorBatch batch = batches.next();
    ColumnVector[] copies = new ColumnVector[batch.numColumns()];
    for (int c = 0; c < copies.length; c++) {
      copies[c] = copy(batch.column(c));
    }
    last = batch.withColumns(copies);
    return last;
  }

  @Override
  public void release() {
    poison();
  }

  @Override
  public void close() {
    poison();
    closed = true;
  }

  public boolean isClosed() {
    return closed;
  }

  private void poison() {
    if (last != null) {
      for (ColumnVector column : last.columns()) {
        poison(column);
      }
      last = null;
    }
  }

  private static long[] copy(long[] validity) {
    return validity == null ? null : validity.clone();
  }

  private static ColumnVector copy(ColumnVector column) {
    int n = column.length();
    return switch (column.form()) {
      case BOOLEAN -> {
        BooleanVector v = (BooleanVector) column;
        yield new BooleanVector(v.type(), v.values().clone(), copy(v.validity()), n);
      }
      case INT -> {
        IntVector v = (IntVector) column;
        yield new IntVector(v.type(), v.values().clone(), copy(v.validity()), n);
      }
      case LONG -> {
        LongVector v = (LongVector) column;
        yield new LongVector(v.type(), v.values().clone(), copy(v.validity()), n);
      }
      case INT128 -> {
        Int128Vector v = (Int128Vector) column;
        yield new Int128Vector(v.type(), v.high().clone(), v.low().clone(), copy(v.validity()), n);
      }
      case FLOAT -> {
        FloatVector v = (FloatVector) column;
        yield new FloatVector(v.type(), v.values().clone(), copy(v.validity()), n);
      }
      case DOUBLE -> {
        DoubleVector v = (DoubleVector) column;
        yield new DoubleVector(v.type(), v.values().clone(), copy(v.validity()), n);
      }
      case BYTES -> {
        BytesVector v = (BytesVector) column;
        yield new BytesVector(
            v.type(),
            v.data().clone(),
            v.starts().clone(),
            v.lengths().clone(),
            copy(v.validity()),
            n);
      }
      case DICTIONARY -> {
        // The dictionary itself may be shared by many batches.
        DictionaryVector v = (DictionaryVector) column;
        yield new DictionaryVector(v.dictionary(), v.ids().clone(), copy(v.validity()), n);
      }
      case ARRAY -> {
        ArrayVector v = (ArrayVector) column;
        yield new ArrayVector(
            v.type(),
            v.starts().clone(),
            v.lengths().clone(),
            copy(v.elements()),
            copy(v.validity()),
            n);
      }
      case MAP -> {
        MapVector v = (MapVector) column;
        yield new MapVector(
            v.type(),
            v.starts().clone(),
            v.lengths().clone(),
            copy(v.keys()),
            copy(v.values()),
            copy(v.validity()),
            n);
      }
      case STRUCT -> {
        StructVector v = (StructVector) column;
        ColumnVector[] members = v.members().clone();
        Arrays.setAll(members, m -> copy(members[m]));
        yield new StructVector(v.type(), members, copy(v.validity()), n);
      }
      case CONSTANT -> column;
    };
  }

  private static void poison(ColumnVector column) {
    switch (column.form()) {
      case BOOLEAN -> Arrays.fill(((BooleanVector) column).values(), (byte) 1);
      case INT -> Arrays.fill(((IntVector) column).values(), 0x5A5A5A5A);
      case LONG -> Arrays.fill(((LongVector) column).values(), 0x5A5A5A5A5A5A5A5AL);
      case INT128 -> {
        Arrays.fill(((Int128Vector) column).high(), 0x5A5AL);
        Arrays.fill(((Int128Vector) column).low(), 0x5A5A5A5A5A5A5A5AL);
      }
      case FLOAT -> Arrays.fill(((FloatVector) column).values(), 1e30f);
      case DOUBLE -> Arrays.fill(((DoubleVector) column).values(), 1e300);
      case BYTES -> Arrays.fill(((BytesVector) column).data(), (byte) '#');
      case DICTIONARY -> Arrays.fill(((DictionaryVector) column).ids(), 0);
      case ARRAY -> {
        Arrays.fill(((ArrayVector) column).starts(), 0);
        Arrays.fill(((ArrayVector) column).lengths(), 0);
        poison(((ArrayVector) column).elements());
      }
      case MAP -> {
        Arrays.fill(((MapVector) column).starts(), 0);
        Arrays.fill(((MapVector) column).lengths(), 0);
        poison(((MapVector) column).keys());
        poison(((MapVector) column).values());
      }
      case STRUCT -> Arrays.stream(((StructVector) column).members()).forEach(v -> poison(v));
      case CONSTANT -> {
        // Nothing of its own.
      }
    }
  }
}
