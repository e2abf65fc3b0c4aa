package io.distaff.operator.aggregation;

import io.distaff.types.DataType;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An aggregate with a DOUBLE result whose state is a fixed number of doubles, the first of which
 * counts rows: an array each, indexed by group; between phases a struct of them.
 */
abstract class DoubleStates extends Accumulator {
  private final StructType stateType;
  final double[][] states;
  private final double[][] added;

  DoubleStates(int numStates, boolean groupsBeginEmpty) {
    super(DataType.DOUBLE, groupsBeginEmpty);
    this.stateType = stateType(numStates);
    this.states = new double[numStates][0];
    this.added = new double[numStates][0];
  }

  /** The type of a state of this many doubles. */
  static StructType stateType(int numStates) {
    List<StructType.Member> members = new ArrayList<>();
    for (int s = 0; s < numStates; s++) {
      members.add(new StructType.Member("s" + s, DataType.DOUBLE));
    }
    return new StructType(members);
  }

  @Override
  final int stateBytes() {
    return states.length * Double.BYTES;
  }

  @Override
  final void resize(int before, int wanted) {
    for (int s = 0; s < states.length; s++) {
      states[s] = Arrays.copyOf(states[s], wanted);
    }
  }

  @Override
  final void addStateRows(AggregateInput in, int numGroups) {
    for (int s = 0; s < added.length; s++) {
      added[s] = in.memberDoubles(s, added[s]);
    }
    merge(added, in.groups(), in.count());
  }

  /** Adds states: the k-th to {@code groups[k]}; those of no rows are left out. */
  abstract void merge(double[][] others, int[] groups, int count);

  /** The result of a group; {@code NaN} is a value. */
  abstract double result(int group);

  /** Whether a group has a result. */
  abstract boolean hasResult(int group);

  @Override
  final ColumnVector results(int from, int count) {
    double[] out = new double[count];
    long[] validity = null;
    for (int i = 0; i < count; i++) {
      if (hasResult(from + i)) {
        out[i] = result(from + i);
      } else {
        validity = validity == null ? Validity.allValid(count) : validity;
        Validity.setNull(validity, i);
      }
    }
    return new DoubleVector(type, out, validity, count);
  }

  @Override
  final DataType exactType() {
    return stateType;
  }

  @Override
  final ColumnVector states(int from, int count) {
    ColumnVector[] members = new ColumnVector[states.length];
    for (int s = 0; s < members.length; s++) {
      double[] values = Arrays.copyOfRange(states[s], from, from + count);
      members[s] = new DoubleVector(DataType.DOUBLE, values, null, count);
    }
    return new StructVector(stateType, members, null, count);
  }

  @Override
  final ColumnVector statesOfRows(VectorBatch batch, AggregateInput in) {
    return groupedByRow(batch, in);
  }

  @Override
  final void drop() {
    Arrays.fill(states, new double[0]);
  }
}
