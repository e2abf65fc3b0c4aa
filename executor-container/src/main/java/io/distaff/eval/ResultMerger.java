package io.distaff.eval;

import io.distaff.kernel.Buffers;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.CopyKernels;
import io.distaff.kernel.Flattener;
import io.distaff.kernel.Forms;
import io.distaff.kernel.Int128Kernels;
import io.distaff.kernel.NestedCopy;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;

/**
 * One flat vector out of several, each of which has the values of some rows: the results of a
 * CASE's branches. Text is copied.
 */
final class ResultMerger {
  private final DataType type;
  private final Flattener flattener;
  private final Buffers buffers;
  private final BytesBuilder builder;
  private final NestedCopy nested;
  private int length;
  private long[] validity;
  private boolean wide;

  ResultMerger(DataType type, ReservedArrays arrays) {
    this.flattener = new Flattener(arrays);
    this.buffers = new Buffers(arrays);
    this.nested = new NestedCopy(arrays);
    this.type = type;
    this.builder =
        type.kind() == DataType.Kind.STRING || type.kind() == DataType.Kind.BINARY
            ? new BytesBuilder(arrays)
            : null;
  }

  void reset(int rows) {
    length = rows;
    validity = null;
    wide = false;
    if (builder != null) {
      builder.reset(rows);
    }
    if (type.isNested()) {
      nested.begin(type, rows);
    }
  }

  /** Takes the values of these rows. */
  void put(ColumnVector vector, RowSet rows) {
    if (type.isNested()) {
      nested.put(vector, rows);
      return;
    }
    ColumnVector flat = flattener.flatten(vector, rows);
    long[] nulls = Forms.validity(flat);
    if (nulls != null) {
      if (validity == null) {
        validity = Validity.allValid(length);
      }
      CopyKernels.copyNulls(nulls, validity, rows);
    }
    switch (flat.form()) {
      case BOOLEAN ->
          CopyKernels.copy(((BooleanVector) flat).values(), buffers.bytes(length), rows);
      case INT -> CopyKernels.copy(((IntVector) flat).values(), buffers.ints(length), rows);
      case LONG -> {
        long[] values = ((LongVector) flat).values();
        CopyKernels.copy(values, buffers.longs(length), rows);
        if (wide) {
          Int128Kernels.signs(values, buffers.highs(length), rows);
        }
      }
      case INT128 -> {
        if (!wide) {
          Int128Kernels.signs(buffers.longs(length), buffers.highs(length), RowSet.all(length));
          wide = true;
        }
        CopyKernels.copy(((Int128Vector) flat).low(), buffers.longs(length), rows);
        CopyKernels.copy(((Int128Vector) flat).high(), buffers.highs(length), rows);
      }
      case FLOAT -> CopyKernels.copy(((FloatVector) flat).values(), buffers.floats(length), rows);
      case DOUBLE ->
          CopyKernels.copy(((DoubleVector) flat).values(), buffers.doubles(length), rows);
      case BYTES -> append((BytesVector) flat, rows);
      case ARRAY, MAP, STRUCT, DICTIONARY, CONSTANT ->
          throw new IllegalArgumentException(flat.form().name());
    }
  }

  private void append(BytesVector bytes, RowSet rows) {
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      builder.append(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
      builder.endRow(row);
    }
  }

  /** A view, valid until the next reset. */
  ColumnVector finish() {
    return switch (type.kind()) {
      case BOOLEAN -> new BooleanVector(type, buffers.bytes(length), validity, length);
      case NULL, TINYINT, SMALLINT, INT, DATE ->
          new IntVector(type, buffers.ints(length), validity, length);
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL ->
          new LongVector(type, buffers.longs(length), validity, length);
      case DECIMAL ->
          wide
              ? new Int128Vector(
                  type, buffers.highs(length), buffers.longs(length), validity, length)
              : new LongVector(type, buffers.longs(length), validity, length);
      case FLOAT -> new FloatVector(type, buffers.floats(length), validity, length);
      case DOUBLE -> new DoubleVector(type, buffers.doubles(length), validity, length);
      case STRING, BINARY -> builder.vector(type, validity);
      case ARRAY, MAP, STRUCT -> nested.finish();
    };
  }
}
