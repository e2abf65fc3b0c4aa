package io.distaff.scalar;

import io.distaff.collection.ElementRows;
import io.distaff.collection.ElementSearch;
import io.distaff.collection.ElementSet;
import io.distaff.collection.Ranges;
import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.vector.ColumnVector;

/** Functions that tell something of an array or a map: a number, or whether it is so. */
final class ArrayMeasures {
  private ArrayMeasures() {}

  /** SIZE. */
  static VectorFunction size(CallSite site) {
    return new IntegerResult(site.type(), site.arrays()) {
      private final Ranges ranges = new Ranges();

      @Override
      void load(Argument[] arguments, RowSet rows) {
        ranges.load(arguments[0]);
      }

      @Override
      long value(int row) {
        return ranges.length(row);
      }
    };
  }

  /** ARRAY_CONTAINS. */
  static VectorFunction contains(CallSite site) {
    return new Search(site) {
      @Override
      long value(int row) {
        if (find(row) >= 0) {
          return 1;
        }
        if (hasNull(row)) {
          setNull(row);
        }
        return 0;
      }
    };
  }

  /** MAP_CONTAINS_KEY. */
  static VectorFunction containsKey(CallSite site) {
    return new Search(site) {
      @Override
      long value(int row) {
        return find(row) >= 0 ? 1 : 0;
      }
    };
  }

  /** ARRAY_POSITION: counted from 1; 0 where the value isn't there. */
  static VectorFunction position(CallSite site) {
    return new Search(site) {
      @Override
      long value(int row) {
        int found = find(row);
        return found < 0 ? 0 : found - start(row) + 1;
      }
    };
  }

  private abstract static class Search extends IntegerResult {
    private final Ranges ranges = new Ranges();
    private ColumnVector values;

    Search(CallSite site) {
      super(site.type(), site.arrays());
    }

    @Override
    final void load(Argument[] arguments, RowSet rows) {
      ranges.load(arguments[0]);
      values = arguments[1].flat(rows);
    }

    final int start(int row) {
      return ranges.start(row);
    }

    final int find(int row) {
      return ElementSearch.first(
          ranges.elements(), ranges.start(row), ranges.length(row), values, row);
    }

    final boolean hasNull(int row) {
      return ElementSearch.hasNull(ranges.elements(), ranges.start(row), ranges.length(row));
    }
  }

  /** ARRAYS_OVERLAP: null where nulls leave it open. */
  static VectorFunction overlap(CallSite site) {
    return new IntegerResult(site.type(), site.arrays()) {
      private final Ranges first = new Ranges();
      private final Ranges second = new Ranges();
      private final ElementRows firstRows = new ElementRows(site.arrays());
      private final ElementRows secondRows = new ElementRows(site.arrays());
      private final ElementSet set = new ElementSet(site.arrays());

      @Override
      void load(Argument[] arguments, RowSet rows) {
        first.load(arguments[0]);
        second.load(arguments[1]);
        firstRows.load(first, rows, null);
        secondRows.load(second, rows, null);
        set.left().load(first.elements(), firstRows);
        set.right().load(second.elements(), secondRows);
      }

      @Override
      long value(int row) {
        boolean anyNull = false;
        int start = firstRows.starts()[row];
        set.begin(firstRows.lengths()[row]);
        for (int place = start; place < start + firstRows.lengths()[row]; place++) {
          if (first.elements().isNull(firstRows.positions()[place])) {
            anyNull = true;
          } else {
            set.left().add(place);
          }
        }
        start = secondRows.starts()[row];
        for (int place = start; place < start + secondRows.lengths()[row]; place++) {
          if (second.elements().isNull(secondRows.positions()[place])) {
            anyNull = true;
          } else if (set.right().contains(place)) {
            return 1;
          }
        }
        boolean bothHaveSome = firstRows.lengths()[row] > 0 && secondRows.lengths()[row] > 0;
        if (anyNull && bothHaveSome) {
          setNull(row);
        }
        return 0;
      }
    };
  }
}
