package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Gather;
import io.distaff.kernel.LambdaBody;
import io.distaff.kernel.NestedCopy;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Vectors;
import java.util.Arrays;

/**
 * AGGREGATE: from a first state, the merging lambda goes from element to element; the finishing one
 * makes the result of the last state. All rows go forward together: the k-th call of the lambda is
 * for the k-th elements of all arrays that have one. Sees nulls.
 */
public final class Fold implements VectorFunction {
  private final DataType stateType;
  private final DataType resultType;
  private final LambdaBody merge;

  /** Null when the last state is the result. */
  private final LambdaBody finish;

  private final Ranges ranges = new Ranges();
  private final Running running;
  private final Gather states;
  private final Gather elements;

  /** States of the rows that go on, in turns: one is read while the other is written. */
  private final NestedCopy[] steps;

  private final NestedCopy last;
  private final NestedCopy results;
  private final Buffers first;
  private final Buffers ended;
  private final Buffers counted;

  public Fold(
      DataType stateType,
      DataType resultType,
      LambdaBody merge,
      LambdaBody finish,
      ReservedArrays arrays) {
    this.stateType = stateType;
    this.resultType = resultType;
    this.merge = merge;
    this.finish = finish;
    this.running = new Running(arrays);
    this.states = new Gather(arrays);
    this.elements = new Gather(arrays);
    this.steps = new NestedCopy[] {new NestedCopy(arrays), new NestedCopy(arrays)};
    this.last = new NestedCopy(arrays);
    this.results = new NestedCopy(arrays);
    this.first = new Buffers(arrays);
    this.ended = new Buffers(arrays);
    this.counted = new Buffers(arrays);
  }

  /** The rows whose arrays haven't ended, each with the place of its state. */
  private static final class Running {
    private final Buffers buffers;
    private int[] rows;
    private int[] places;
    private int count;

    Running(ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
    }

    void begin(int capacity) {
      rows = buffers.ints(capacity);
      places = buffers.lengths(capacity);
      count = 0;
    }

    void add(int row) {
      rows[count] = row;
      places[count++] = row;
    }
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    ranges.load(arguments[0]);
    running.begin(rows.count());
    int[] nulls = counted.ints(rows.count());
    int[] present = counted.lengths(rows.count());
    int numNulls = 0;
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (ranges.isNull(row)) {
        nulls[numNulls++] = row;
      } else {
        present[running.count] = row;
        running.add(row);
      }
    }
    int numPresent = running.count;
    last.begin(stateType, rows.length());
    ColumnVector state = arguments[1].vector();
    for (int step = 0; retire(step, state); step++) {
      state = next(step, state);
    }
    ColumnVector end = last.finish();
    if (finish == null) {
      put(last, Vectors.nullOf(stateType), null, nulls, numNulls);
      return last.finish();
    }
    results.begin(resultType, rows.length());
    ColumnVector finals = states.gather(end, present, numPresent);
    put(
        results,
        finish.apply(new ColumnVector[] {finals}, present, numPresent),
        ascending(numPresent),
        present,
        numPresent);
    put(results, Vectors.nullOf(resultType), null, nulls, numNulls);
    return results.finish();
  }

  /** Keeps the states of rows whose arrays end at a step; false when no others are left. */
  private boolean retire(int step, ColumnVector state) {
    int[] from = ended.ints(running.count);
    int[] at = ended.lengths(running.count);
    int numEnded = 0;
    int left = 0;
    for (int i = 0; i < running.count; i++) {
      int row = running.rows[i];
      int place = running.places[i];
      if (ranges.length(row) == step) {
        from[numEnded] = place;
        at[numEnded++] = row;
      } else {
        running.rows[left] = row;
        running.places[left++] = place;
      }
    }
    put(last, state, from, at, numEnded);
    running.count = left;
    return left > 0;
  }

  /** The states after an element more, in the order of the running rows. */
  private ColumnVector next(int step, ColumnVector state) {
    int count = running.count;
    int[] positions = first.ints(count);
    for (int i = 0; i < count; i++) {
      positions[i] = ranges.start(running.rows[i]) + step;
    }
    ColumnVector[] parameters = {
      states.gather(state, running.places, count),
      elements.gather(ranges.elements(), positions, count)
    };
    ColumnVector merged = merge.apply(parameters, running.rows, count);
    NestedCopy copy = steps[step & 1];
    copy.begin(stateType, count);
    int[] same = ascending(count);
    copy.put(merged, same, same, count);
    System.arraycopy(same, 0, running.places, 0, count);
    return copy.finish();
  }

  private int[] ascending(int count) {
    int[] same = first.lengths(count);
    for (int i = 0; i < count; i++) {
      same[i] = i;
    }
    return same;
  }

  /**
   * @param from null for the first row each time
   */
  private void put(NestedCopy to, ColumnVector vector, int[] from, int[] at, int count) {
    if (count == 0) {
      return;
    }
    int[] source = from;
    if (source == null) {
      source = ended.ints(count);
      Arrays.fill(source, 0, count, 0);
    }
    to.put(vector, source, at, count);
  }
}
