package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.RandomStream;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ValueOrder;

/** Functions that give some of an array's elements, or all in another order. */
public final class Rearrangements {
  /** What is done with one array. */
  @FunctionalInterface
  private interface Choice {
    void choose(ColumnVector elements, int start, int length, Positions to);
  }

  private Rearrangements() {}

  private static VectorFunction of(ArrayType type, ReservedArrays arrays, Choice choice) {
    return new Rearranged(type, arrays) {
      private final Ranges ranges = new Ranges();

      @Override
      ColumnVector load(Argument[] arguments, RowSet rows, long[] validity) {
        ranges.load(arguments[0]);
        return ranges.elements();
      }

      @Override
      void choose(int row, Positions to) {
        choice.choose(ranges.elements(), ranges.start(row), ranges.length(row), to);
      }
    };
  }

  /** REVERSE. */
  public static VectorFunction reversed(ArrayType type, ReservedArrays arrays) {
    return of(
        type,
        arrays,
        (elements, start, length, to) -> {
          for (int k = start + length - 1; k >= start; k--) {
            to.add(k);
          }
        });
  }

  /** SHUFFLE: in a random order. */
  public static VectorFunction shuffled(
      ArrayType type, RandomStream random, ReservedArrays arrays) {
    return of(
        type,
        arrays,
        (elements, start, length, to) -> {
          int base = to.size();
          to.addRange(start, length);
          for (int k = length - 1; k > 0; k--) {
            int other = (int) Long.remainderUnsigned(random.next(), k + 1L);
            int last = to.values()[base + k];
            to.set(base + k, to.values()[base + other]);
            to.set(base + other, last);
          }
        });
  }

  /** ARRAY_COMPACT: those that aren't null. */
  public static VectorFunction withoutNulls(ArrayType type, ReservedArrays arrays) {
    return of(
        type,
        arrays,
        (elements, start, length, to) -> {
          for (int k = start; k < start + length; k++) {
            if (!elements.isNull(k)) {
              to.add(k);
            }
          }
        });
  }

  /** ARRAY_SORT: in ascending order, nulls last. */
  public static VectorFunction sorted(ArrayType type, ReservedArrays arrays) {
    PositionSort sort = new PositionSort(true, false, arrays);
    return of(type, arrays, sort::sort);
  }

  /** SORT_ARRAY: the second argument, if there is one, says whether it is ascending. */
  public static VectorFunction sortedEitherWay(ArrayType type, ReservedArrays arrays) {
    PositionSort ascending = new PositionSort(true, true, arrays);
    PositionSort descending = new PositionSort(false, false, arrays);
    return new Rearranged(type, arrays) {
      private final Ranges ranges = new Ranges();
      private int[] directions;

      @Override
      ColumnVector load(Argument[] arguments, RowSet rows, long[] validity) {
        ranges.load(arguments[0]);
        directions = arguments.length > 1 ? arguments[1].ints(rows) : null;
        return ranges.elements();
      }

      @Override
      void choose(int row, Positions to) {
        PositionSort sort = directions == null || directions[row] != 0 ? ascending : descending;
        sort.sort(ranges.elements(), ranges.start(row), ranges.length(row), to);
      }
    };
  }

  /** ARRAY_REMOVE: those that don't equal the second argument. */
  public static VectorFunction without(ArrayType type, ReservedArrays arrays) {
    return new Rearranged(type, arrays) {
      private final Ranges ranges = new Ranges();
      private ColumnVector values;

      @Override
      ColumnVector load(Argument[] arguments, RowSet rows, long[] validity) {
        ranges.load(arguments[0]);
        values = arguments[1].flat(rows);
        return ranges.elements();
      }

      @Override
      void choose(int row, Positions to) {
        ColumnVector elements = ranges.elements();
        int start = ranges.start(row);
        for (int k = start; k < start + ranges.length(row); k++) {
          if (elements.isNull(k) || !ValueOrder.equalValues(elements, k, values, row)) {
            to.add(k);
          }
        }
      }
    };
  }

  /** ARRAY_DISTINCT: the first of those that are equal. */
  public static VectorFunction distinct(ArrayType type, ReservedArrays arrays) {
    return new Rearranged(type, arrays) {
      private final Ranges ranges = new Ranges();
      private final ElementRows sequence = new ElementRows(arrays);
      private final ElementSet set = new ElementSet(arrays);

      @Override
      ColumnVector load(Argument[] arguments, RowSet rows, long[] validity) {
        ranges.load(arguments[0]);
        sequence.load(ranges, rows, validity);
        set.left().load(ranges.elements(), sequence);
        return ranges.elements();
      }

      @Override
      void choose(int row, Positions to) {
        int start = sequence.starts()[row];
        int length = sequence.lengths()[row];
        set.begin(length);
        for (int place = start; place < start + length; place++) {
          if (set.left().add(place)) {
            to.add(sequence.positions()[place]);
          }
        }
      }
    };
  }

  /** ARRAY_INTERSECT: the distinct ones that the second array has. */
  public static VectorFunction common(ArrayType type, ReservedArrays arrays) {
    return new OfTwo(type, true, arrays);
  }

  /** ARRAY_EXCEPT: the distinct ones that the second array doesn't have. */
  public static VectorFunction difference(ArrayType type, ReservedArrays arrays) {
    return new OfTwo(type, false, arrays);
  }

  private static final class OfTwo extends Rearranged {
    private final boolean wanted;
    private final Ranges first = new Ranges();
    private final Ranges second = new Ranges();
    private final ElementRows firstRows;
    private final ElementRows secondRows;
    private final ElementSet others;
    private final ElementSet taken;

    OfTwo(ArrayType type, boolean wanted, ReservedArrays arrays) {
      super(type, arrays);
      this.wanted = wanted;
      this.firstRows = new ElementRows(arrays);
      this.secondRows = new ElementRows(arrays);
      this.others = new ElementSet(arrays);
      this.taken = new ElementSet(arrays);
    }

    @Override
    ColumnVector load(Argument[] arguments, RowSet rows, long[] validity) {
      first.load(arguments[0]);
      second.load(arguments[1]);
      firstRows.load(first, rows, validity);
      secondRows.load(second, rows, validity);
      others.left().load(first.elements(), firstRows);
      others.right().load(second.elements(), secondRows);
      taken.left().load(first.elements(), firstRows);
      return first.elements();
    }

    @Override
    void choose(int row, Positions to) {
      int start = secondRows.starts()[row];
      int length = secondRows.lengths()[row];
      others.begin(length);
      for (int place = start; place < start + length; place++) {
        others.right().add(place);
      }
      start = firstRows.starts()[row];
      length = firstRows.lengths()[row];
      taken.begin(length);
      for (int place = start; place < start + length; place++) {
        if (others.left().contains(place) == wanted && taken.left().add(place)) {
          to.add(firstRows.positions()[place]);
        }
      }
    }
  }

  /** FLATTEN: the elements of the elements; null where one of these is. */
  public static VectorFunction flattened(ArrayType type, ReservedArrays arrays) {
    return new Rearranged(type, arrays) {
      private final Ranges outer = new Ranges();
      private final Ranges inner = new Ranges();
      private final Argument elements = new Argument(type, arrays);

      @Override
      ColumnVector load(Argument[] arguments, RowSet rows, long[] validity) {
        outer.load(arguments[0]);
        ColumnVector vector = outer.elements();
        elements.load(vector, Bounds.UNKNOWN, RowSet.all(vector.length()));
        inner.load(elements);
        return inner.elements();
      }

      @Override
      void choose(int row, Positions to) {
        int start = outer.start(row);
        int end = start + outer.length(row);
        for (int k = start; k < end; k++) {
          if (inner.isNull(k)) {
            setNull(row);
            return;
          }
        }
        for (int k = start; k < end; k++) {
          to.addRange(inner.start(k), inner.length(k));
        }
      }
    };
  }

  /** ARRAY_REPEAT: the first argument, as often as the second says; sees nulls. */
  public static VectorFunction repeated(ArrayType type, ReservedArrays arrays) {
    return new Rearranged(type, arrays) {
      private ColumnVector counts;
      private long[] numbers;

      @Override
      ColumnVector load(Argument[] arguments, RowSet rows, long[] validity) {
        counts = arguments[1].flat(rows);
        numbers = arguments[1].longs(rows);
        return arguments[0].vector();
      }

      @Override
      void choose(int row, Positions to) {
        if (counts.isNull(row)) {
          setNull(row);
        } else if (numbers[row] > 0) {
          to.addRepeated(row, ElementRows.checked(numbers[row]));
        }
      }
    };
  }
}
