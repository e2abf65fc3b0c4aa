package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Flattener;
import io.distaff.kernel.Gather;
import io.distaff.kernel.LambdaBody;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;

/**
 * Calls a lambda for every element or entry of a batch's arrays or maps, all in one go. It is given
 * the element and, if it takes two parameters, its index from 0; or key and value. Reused; confined
 * to a task's thread.
 */
final class Elementwise {
  private final LambdaBody lambda;
  private final int numParameters;
  private final Ranges ranges = new Ranges();
  private final ElementRows sequence;
  private final Gather elements;
  private final Gather values;
  private final Buffers indexes;
  private final Flattener flattener;
  private BooleanVector truths;

  Elementwise(LambdaBody lambda, int numParameters, ReservedArrays arrays) {
    this.lambda = lambda;
    this.numParameters = numParameters;
    this.sequence = new ElementRows(arrays);
    this.elements = new Gather(arrays);
    this.values = new Gather(arrays);
    this.indexes = new Buffers(arrays);
    this.flattener = new Flattener(arrays);
  }

  /** The results for all elements of the rows that count, in their {@link #sequence}. */
  ColumnVector call(Argument argument, RowSet rows, long[] validity) {
    ranges.load(argument);
    sequence.load(ranges, rows, validity);
    ColumnVector[] parameters = new ColumnVector[numParameters];
    parameters[0] = sequence.of(ranges.elements(), elements);
    if (numParameters > 1) {
      parameters[1] = ranges.values() == null ? indexes() : sequence.of(ranges.values(), values);
    }
    return lambda.apply(parameters, sequence.owners(), sequence.count());
  }

  private IntVector indexes() {
    int count = sequence.count();
    int[] numbers = indexes.ints(count);
    for (int k = 0; k < count; k++) {
      numbers[k] = k - sequence.starts()[sequence.owners()[k]];
    }
    return new IntVector(DataType.INT, numbers, null, count);
  }

  /** As {@link #call}, for a lambda whose results {@link #isTrue} and {@link #isNull} tell. */
  void test(Argument argument, RowSet rows, long[] validity) {
    ColumnVector result = call(argument, rows, validity);
    truths = (BooleanVector) flattener.flatten(result, RowSet.all(result.length()));
  }

  boolean isTrue(int place) {
    return !truths.isNull(place) && truths.values()[place] != 0;
  }

  boolean isNull(int place) {
    return truths.isNull(place);
  }

  Ranges ranges() {
    return ranges;
  }

  ElementRows sequence() {
    return sequence;
  }

  /** The elements, or keys, in their sequence; valid after a call. */
  ColumnVector elements() {
    return sequence.of(ranges.elements(), elements);
  }

  /** The values of maps in their sequence; valid after a call. */
  ColumnVector values() {
    return sequence.of(ranges.values(), values);
  }
}
