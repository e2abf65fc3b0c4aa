package io.distaff.operator.aggregation;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;

/**
 * APPROX_PERCENTILE: a {@link TDigest} for each group, between phases an array of doubles. As in
 * {@link ApproximateCount} a digest's growth is counted when the numbers come.
 */
final class ApproximatePercentile extends Accumulator {
  static final ArrayType STATE_TYPE = new ArrayType(DataType.DOUBLE);

  private static final int DIGEST_BYTES = 240;

  /** Mean and weight, and the arrays that they are copied to. */
  private static final int ENTRY_BYTES = 6 * Double.BYTES;

  private final double share;
  private final FlatView view = new FlatView();
  private TDigest[] digests = new TDigest[0];
  private long digestBytes;
  private int[] rows = new int[0];

  /**
   * @param share 0 to 1
   */
  ApproximatePercentile(double share, boolean groupsBeginEmpty) {
    super(DataType.DOUBLE, groupsBeginEmpty);
    this.share = share;
  }

  @Override
  int stateBytes() {
    return Integer.BYTES;
  }

  @Override
  long extraBytes(AggregateInput in, int newCapacity) {
    long entries = in.count();
    if (in.values() instanceof ArrayVector states) {
      int[] positions = in.positions();
      for (int k = 0, count = in.count(); k < count; k++) {
        entries += states.lengths()[positions[k]];
      }
    }
    return entries * ENTRY_BYTES + (long) in.count() * DIGEST_BYTES;
  }

  @Override
  long extraHeldBytes() {
    return digestBytes;
  }

  @Override
  void resize(int before, int wanted) {
    digests = Arrays.copyOf(digests, wanted);
  }

  private TDigest digest(int group) {
    if (digests[group] == null) {
      digests[group] = new TDigest();
      digestBytes += DIGEST_BYTES;
    }
    return digests[group];
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    double[] values = in.doubles();
    int[] groups = in.groups();
    for (int k = 0, count = in.count(); k < count; k++) {
      if (!Double.isNaN(values[k])) {
        TDigest digest = digest(groups[k]);
        digest.add(values[k]);
        digestBytes += digest.isFullyGrown() ? 0 : ENTRY_BYTES;
      }
    }
  }

  @Override
  void addStateRows(AggregateInput in, int numGroups) {
    ArrayVector states = (ArrayVector) in.values();
    int[] positions = in.positions();
    for (int k = 0, count = in.count(); k < count; k++) {
      int length = states.lengths()[positions[k]];
      if (length > 0) {
        mergeState(digest(in.groups()[k]), states, states.starts()[positions[k]], length);
      }
    }
  }

  private void mergeState(TDigest digest, ArrayVector states, int start, int length) {
    if (rows.length < length) {
      rows = new int[Math.max(length, VectorBatch.TARGET_ROWS)];
    }
    for (int i = 0; i < length; i++) {
      rows[i] = start + i;
    }
    view.set(states.elements(), rows, length);
    digest.merge(((DoubleVector) view.values()).values(), view.positions(), 0, length);
    digestBytes += digest.isFullyGrown() ? 0 : (long) length / 2 * ENTRY_BYTES;
  }

  @Override
  ColumnVector results(int from, int count) {
    double[] out = new double[count];
    long[] validity = null;
    for (int i = 0; i < count; i++) {
      TDigest digest = digests[from + i];
      if (digest != null) {
        out[i] = digest.quantile(share);
      } else {
        validity = validity == null ? Validity.allValid(count) : validity;
        Validity.setNull(validity, i);
      }
    }
    return new DoubleVector(type, out, validity, count);
  }

  @Override
  DataType exactType() {
    return STATE_TYPE;
  }

  @Override
  ColumnVector states(int from, int count) {
    int[] starts = new int[count];
    int[] lengths = new int[count];
    int total = 0;
    for (int i = 0; i < count; i++) {
      TDigest digest = digests[from + i];
      starts[i] = total;
      lengths[i] = digest == null ? 0 : digest.writtenLength();
      total = Math.addExact(total, lengths[i]);
    }
    double[] data = new double[total];
    for (int i = 0; i < count; i++) {
      if (lengths[i] > 0) {
        digests[from + i].write(data, starts[i]);
      }
    }
    return new ArrayVector(
        STATE_TYPE,
        starts,
        lengths,
        new DoubleVector(DataType.DOUBLE, data, null, total),
        null,
        count);
  }

  @Override
  ColumnVector statesOfRows(VectorBatch batch, AggregateInput in) {
    return groupedByRow(batch, in);
  }

  @Override
  void drop() {
    digests = new TDigest[0];
    digestBytes = 0;
  }
}
