package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.LambdaBody;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.MapVector;

/** Functions that call a lambda for the elements of arrays or the entries of maps. */
public final class LambdaFunctions {
  private LambdaFunctions() {}

  /** TRANSFORM: what the lambda makes of each element. */
  public static VectorFunction transform(
      ArrayType type, LambdaBody lambda, int numParameters, ReservedArrays arrays) {
    Elementwise calls = new Elementwise(lambda, numParameters, arrays);
    return (arguments, rows, validity) -> {
      ColumnVector results = calls.call(arguments[0], rows, validity);
      ElementRows sequence = calls.sequence();
      return new ArrayVector(
          type, sequence.starts(), sequence.lengths(), results, validity, rows.length());
    };
  }

  /** FILTER: the elements for which the lambda is true. */
  public static VectorFunction filter(
      ArrayType type, LambdaBody lambda, int numParameters, ReservedArrays arrays) {
    return new Rearranged(type, arrays) {
      private final Elementwise calls = new Elementwise(lambda, numParameters, arrays);

      @Override
      ColumnVector load(Argument[] arguments, RowSet rows, long[] validity) {
        calls.test(arguments[0], rows, validity);
        return calls.ranges().elements();
      }

      @Override
      void choose(int row, Positions to) {
        addTrue(calls, row, to);
      }
    };
  }

  private static void addTrue(Elementwise calls, int row, Positions to) {
    ElementRows sequence = calls.sequence();
    int start = sequence.starts()[row];
    for (int place = start; place < start + sequence.lengths()[row]; place++) {
      if (calls.isTrue(place)) {
        to.add(sequence.positions()[place]);
      }
    }
  }

  /** EXISTS: whether the lambda is true for an element. */
  public static VectorFunction any(LambdaBody lambda, ReservedArrays arrays) {
    return new Quantifier(true, lambda, arrays);
  }

  /** FORALL: whether the lambda is true for all elements. */
  public static VectorFunction all(LambdaBody lambda, ReservedArrays arrays) {
    return new Quantifier(false, lambda, arrays);
  }

  /** OR, or AND, of what the lambda gives. */
  private static final class Quantifier implements VectorFunction {
    private final boolean decisive;
    private final Elementwise calls;
    private final Buffers buffers;
    private final ResultNulls nulls = new ResultNulls();

    Quantifier(boolean decisive, LambdaBody lambda, ReservedArrays arrays) {
      this.decisive = decisive;
      this.calls = new Elementwise(lambda, 1, arrays);
      this.buffers = new Buffers(arrays);
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      calls.test(arguments[0], rows, validity);
      byte[] out = buffers.bytes(rows.length());
      nulls.begin(validity, rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        int start = calls.sequence().starts()[row];
        int end = start + calls.sequence().lengths()[row];
        boolean result = !decisive;
        boolean anyNull = false;
        for (int place = start; place < end && result != decisive; place++) {
          if (calls.isNull(place)) {
            anyNull = true;
          } else if (calls.isTrue(place) == decisive) {
            result = decisive;
          }
        }
        out[row] = (byte) (result ? 1 : 0);
        if (anyNull && result != decisive) {
          nulls.setNull(row);
        }
      }
      return new BooleanVector(DataType.BOOLEAN, out, nulls.validity(), rows.length());
    }
  }

  /** ZIP_WITH: what the lambda makes of the elements at one place, null where there is none. */
  public static VectorFunction zipWith(ArrayType type, LambdaBody lambda, ReservedArrays arrays) {
    Aligned aligned = new Aligned(2, arrays);
    return (arguments, rows, validity) -> {
      ColumnVector[] parameters = aligned.load(arguments, rows, validity);
      ColumnVector results = lambda.apply(parameters, aligned.owners(), aligned.count());
      return new ArrayVector(
          type, aligned.starts(), aligned.lengths(), results, validity, rows.length());
    };
  }

  /** MAP_FILTER: the entries for which the lambda is true. */
  public static VectorFunction mapFilter(MapType type, LambdaBody lambda, ReservedArrays arrays) {
    return new MapFilter(type, lambda, arrays);
  }

  /** Makes an array of the keys that stay, and one of their values. */
  private static final class MapFilter implements VectorFunction {
    private final MapType type;
    private final Elementwise calls;
    private final Rearranged keys;
    private final Rearranged values;

    MapFilter(MapType type, LambdaBody lambda, ReservedArrays arrays) {
      this.type = type;
      this.calls = new Elementwise(lambda, 2, arrays);
      this.keys = side(new ArrayType(type.key()), true, arrays);
      this.values = side(new ArrayType(type.value()), false, arrays);
    }

    private Rearranged side(ArrayType side, boolean ofKeys, ReservedArrays arrays) {
      return new Rearranged(side, arrays) {
        @Override
        ColumnVector load(Argument[] arguments, RowSet rows, long[] validity) {
          return ofKeys ? calls.ranges().elements() : calls.ranges().values();
        }

        @Override
        void choose(int row, Positions to) {
          addTrue(calls, row, to);
        }
      };
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      calls.test(arguments[0], rows, validity);
      ArrayVector keyArrays = (ArrayVector) keys.apply(arguments, rows, validity);
      ArrayVector valueArrays = (ArrayVector) values.apply(arguments, rows, validity);
      return new MapVector(
          type,
          keyArrays.starts(),
          keyArrays.lengths(),
          keyArrays.elements(),
          valueArrays.elements(),
          validity,
          rows.length());
    }
  }

  /** TRANSFORM_VALUES: the keys with what the lambda makes of the entries. */
  public static VectorFunction transformValues(
      MapType type, LambdaBody lambda, ReservedArrays arrays) {
    Elementwise calls = new Elementwise(lambda, 2, arrays);
    return (arguments, rows, validity) -> {
      ColumnVector results = calls.call(arguments[0], rows, validity);
      ElementRows sequence = calls.sequence();
      return new MapVector(
          type,
          sequence.starts(),
          sequence.lengths(),
          calls.elements(),
          results,
          validity,
          rows.length());
    };
  }

  /** TRANSFORM_KEYS: what the lambda makes of the entries with their values. */
  public static VectorFunction transformKeys(
      MapType type, LambdaBody lambda, ReservedArrays arrays) {
    Elementwise calls = new Elementwise(lambda, 2, arrays);
    MapKeys check = new MapKeys(arrays);
    return (arguments, rows, validity) -> {
      ColumnVector results = calls.call(arguments[0], rows, validity);
      ElementRows sequence = calls.sequence();
      MapVector maps =
          new MapVector(
              type,
              sequence.starts(),
              sequence.lengths(),
              results,
              calls.values(),
              validity,
              rows.length());
      return check.checked(maps, rows);
    };
  }
}
