package io.distaff.eval;

import io.distaff.function.BatchColumn;
import io.distaff.memory.ReservedArrays;
import io.distaff.row.RowValues;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.FloatVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import io.distaff.vector.Vectors;

/** The selected rows of a column, as a function of the user's sees them. Confined to a thread. */
final class ArgumentColumn implements BatchColumn {
  private final DataType type;
  private final ReservedArrays arrays;
  private final FlatView view = new FlatView();
  private int count;
  private int[] rows;
  private int[] positions;
  private ColumnVector values;
  private long[] validity;
  private long[] longs = {};
  private double[] doubles = {};

  ArgumentColumn(DataType type, ReservedArrays arrays) {
    this.type = type;
    this.arrays = arrays;
  }

  /**
   * Takes some rows.
   *
   * @param selected positions, in the first {@code numRows} slots
   */
  void start(ColumnVector vector, int[] selected, int numRows) {
    view.set(vector, selected, numRows);
    count = numRows;
    rows = view.rows();
    positions = view.positions();
    values = view.values();
    validity = view.validity();
  }

  private IllegalArgumentException mismatch(String method) {
    return new IllegalArgumentException(
        "an argument of type %s has no %s()".formatted(type.sqlName(), method));
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public boolean mayHaveNulls() {
    return validity != null;
  }

  @Override
  public boolean isNull(int row) {
    return validity != null && !Validity.isValid(validity, rows[row]);
  }

  @Override
  public boolean getBoolean(int row) {
    if (values instanceof BooleanVector booleans) {
      return booleans.values()[positions[row]] != 0;
    }
    throw mismatch("getBoolean");
  }

  @Override
  public int getInt(int row) {
    if (values instanceof IntVector ints) {
      return ints.values()[positions[row]];
    }
    throw mismatch("getInt");
  }

  private boolean hasLongs() {
    return switch (type.kind()) {
      case TINYINT, SMALLINT, INT, BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> true;
      default -> false;
    };
  }

  @Override
  public long getLong(int row) {
    if (!hasLongs()) {
      throw mismatch("getLong");
    }
    return values instanceof LongVector longVector
        ? longVector.values()[positions[row]]
        : ((IntVector) values).values()[positions[row]];
  }

  @Override
  public double getDouble(int row) {
    if (values instanceof DoubleVector doubleVector) {
      return doubleVector.values()[positions[row]];
    } else if (values instanceof FloatVector floats) {
      return floats.values()[positions[row]];
    }
    throw mismatch("getDouble");
  }

  @Override
  public String getString(int row) {
    if (type.kind() != DataType.Kind.STRING) {
      throw mismatch("getString");
    }
    return isNull(row) ? null : ((BytesVector) values).text(positions[row]);
  }

  @Override
  public Object get(int row) {
    return isNull(row) ? null : RowValues.toProgram(type, Vectors.value(values, positions[row]));
  }

  @Override
  public long[] longs() {
    if (!hasLongs()) {
      throw mismatch("longs");
    }
    longs = arrays.longs(longs, count);
    if (values instanceof LongVector longVector) {
      long[] source = longVector.values();
      for (int i = 0; i < count; i++) {
        longs[i] = source[positions[i]];
      }
    } else {
      int[] source = ((IntVector) values).values();
      for (int i = 0; i < count; i++) {
        longs[i] = source[positions[i]];
      }
    }
    return longs;
  }

  @Override
  public double[] doubles() {
    doubles = arrays.doubles(doubles, count);
    if (values instanceof DoubleVector doubleVector) {
      double[] source = doubleVector.values();
      for (int i = 0; i < count; i++) {
        doubles[i] = source[positions[i]];
      }
    } else if (values instanceof FloatVector floats) {
      float[] source = floats.values();
      for (int i = 0; i < count; i++) {
        doubles[i] = source[positions[i]];
      }
    } else {
      throw mismatch("doubles");
    }
    return doubles;
  }
}
