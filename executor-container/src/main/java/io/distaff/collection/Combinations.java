package io.distaff.collection;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Vectors;

/** Functions that make one array of several, or of an array and a value. */
public final class Combinations {
  private Combinations() {}

  /** CONCAT: the elements of all arguments. */
  public static VectorFunction concatenated(ArrayType type, int count, ReservedArrays arrays) {
    Ranges[] ranges = new Ranges[count];
    for (int s = 0; s < count; s++) {
      ranges[s] = new Ranges();
    }
    return new Combined(type, count, arrays) {
      @Override
      void load(Argument[] arguments, RowSet rows, long[] validity, ColumnVector[] sources) {
        for (int s = 0; s < count; s++) {
          ranges[s].load(arguments[s]);
          sources[s] = ranges[s].elements();
        }
      }

      @Override
      void choose(int row, Merged to) {
        for (int s = 0; s < count; s++) {
          to.add(s, ranges[s].start(row), ranges[s].length(row));
        }
      }
    };
  }

  /** ARRAY_UNION: the distinct elements of both. */
  public static VectorFunction union(ArrayType type, ReservedArrays arrays) {
    return new Combined(type, 2, arrays) {
      private final Ranges first = new Ranges();
      private final Ranges second = new Ranges();
      private final ElementRows firstRows = new ElementRows(arrays);
      private final ElementRows secondRows = new ElementRows(arrays);
      private final ElementSet set = new ElementSet(arrays);

      @Override
      void load(Argument[] arguments, RowSet rows, long[] validity, ColumnVector[] sources) {
        first.load(arguments[0]);
        second.load(arguments[1]);
        firstRows.load(first, rows, validity);
        secondRows.load(second, rows, validity);
        set.left().load(first.elements(), firstRows);
        set.right().load(second.elements(), secondRows);
        sources[0] = first.elements();
        sources[1] = second.elements();
      }

      @Override
      void choose(int row, Merged to) {
        set.begin(firstRows.lengths()[row] + secondRows.lengths()[row]);
        add(0, set.left(), firstRows, row, to);
        add(1, set.right(), secondRows, row, to);
      }

      private static void add(
          int source, ElementSet.Side side, ElementRows rows, int row, Merged to) {
        int start = rows.starts()[row];
        for (int place = start; place < start + rows.lengths()[row]; place++) {
          if (side.add(place)) {
            to.add(source, rows.positions()[place], 1);
          }
        }
      }
    };
  }

  /** ARRAY_APPEND: the array, then the value; sees nulls. */
  public static VectorFunction appended(ArrayType type, ReservedArrays arrays) {
    return new WithValue(type, 1, arrays) {
      @Override
      void add(int row, int start, int length, Merged to) {
        to.add(ARRAY, start, length);
        to.add(VALUE, row, 1);
      }
    };
  }

  /** ARRAY_PREPEND: the value, then the array; sees nulls. */
  public static VectorFunction prepended(ArrayType type, ReservedArrays arrays) {
    return new WithValue(type, 1, arrays) {
      @Override
      void add(int row, int start, int length, Merged to) {
        to.add(VALUE, row, 1);
        to.add(ARRAY, start, length);
      }
    };
  }

  /** ARRAY_INSERT: array, place, value; nulls fill the gap to a place outside. Sees nulls. */
  public static VectorFunction inserted(ArrayType type, ReservedArrays arrays) {
    return new WithValue(type, 2, arrays) {
      private ColumnVector placeVector;
      private long[] places;

      @Override
      void load(Argument[] arguments, RowSet rows, long[] validity, ColumnVector[] sources) {
        super.load(arguments, rows, validity, sources);
        placeVector = arguments[1].flat(rows);
        places = arguments[1].longs(rows);
      }

      @Override
      void add(int row, int start, int length, Merged to) {
        if (placeVector.isNull(row)) {
          setNull(row);
          return;
        }
        long place = places[row];
        if (place == 0) {
          throw new DistaffException(
              ErrorCode.INVALID_ARGUMENT, "array_insert: no place is 0, the first is 1");
        }
        if (place > 0) {
          int before = (int) Math.min(place - 1, length);
          to.add(ARRAY, start, before);
          pad(place - 1 - length, to);
          to.add(VALUE, row, 1);
          to.add(ARRAY, start + before, length - before);
        } else {
          int behind = (int) Math.min(-(place + 1), length);
          to.add(ARRAY, start, length - behind);
          if (-(place + 1) > length) {
            to.add(VALUE, row, 1);
            pad(-(place + 1) - length, to);
            to.add(ARRAY, start, length);
          } else {
            to.add(VALUE, row, 1);
            to.add(ARRAY, start + length - behind, behind);
          }
        }
      }

      private void pad(long nulls, Merged to) {
        if (nulls > 0) {
          to.addRepeated(NULLS, 0, ElementRows.checked(nulls));
        }
      }
    };
  }

  /** An array and a value, one of which goes into the other. */
  private abstract static class WithValue extends Combined {
    static final int ARRAY = 0;
    static final int VALUE = 1;
    static final int NULLS = 2;

    private final ArrayType type;
    private final int valueArgument;
    private final Ranges ranges = new Ranges();

    WithValue(ArrayType type, int valueArgument, ReservedArrays arrays) {
      super(type, 3, arrays);
      this.type = type;
      this.valueArgument = valueArgument;
    }

    /** Adds a row's elements, whose array isn't null. */
    abstract void add(int row, int start, int length, Merged to);

    @Override
    void load(Argument[] arguments, RowSet rows, long[] validity, ColumnVector[] sources) {
      ranges.load(arguments[0]);
      sources[ARRAY] = ranges.elements();
      sources[VALUE] = arguments[valueArgument].vector();
      sources[NULLS] = Vectors.nullOf(type.element());
    }

    @Override
    final void choose(int row, Merged to) {
      if (ranges.isNull(row)) {
        setNull(row);
      } else {
        add(row, ranges.start(row), ranges.length(row), to);
      }
    }
  }
}
