package io.distaff.operator.aggregation;

import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;

/**
 * APPROX_COUNT_DISTINCT: a {@link HyperLogLog} for each group, between phases its bytes. What a
 * sketch may grow to without a further reservation is counted when an entry comes, so that every
 * doubling is paid for in advance.
 */
final class ApproximateCount extends Accumulator {
  /** Objects and first array of a sketch. */
  private static final int SKETCH_BYTES = 80;

  /** An array of entries and the one it is copied to. */
  private static final int ENTRY_BYTES = 16;

  private final int precision;
  private HyperLogLog[] sketches = new HyperLogLog[0];
  private long sketchBytes;

  /**
   * @param error relative standard error
   */
  ApproximateCount(double error, boolean groupsBeginEmpty) {
    super(DataType.BIGINT, groupsBeginEmpty);
    this.precision = HyperLogLog.precisionFor(error);
  }

  @Override
  int stateBytes() {
    return Integer.BYTES;
  }

  private int bytesAnEntry() {
    return ENTRY_BYTES + Math.max(4, (1 << precision) / HyperLogLog.MOST_ENTRIES);
  }

  @Override
  long extraBytes(AggregateInput in, int newCapacity) {
    long sketch = (long) SKETCH_BYTES + bytesAnEntry();
    if (!(in.values() instanceof BytesVector states)) {
      return in.count() * sketch;
    }
    // Of states or of text: too much for text, but not by much. No state is longer than registers.
    long bytes = 0;
    int[] positions = in.positions();
    int registerBytes = 1 + (1 << precision);
    for (int k = 0, count = in.count(); k < count; k++) {
      int length = Math.min(states.lengths()[positions[k]], registerBytes);
      boolean registers = length == registerBytes;
      bytes += SKETCH_BYTES + (registers ? length : length / 4L * bytesAnEntry() + sketch);
    }
    return bytes;
  }

  @Override
  long extraHeldBytes() {
    return sketchBytes;
  }

  @Override
  void resize(int before, int wanted) {
    sketches = Arrays.copyOf(sketches, wanted);
  }

  private HyperLogLog sketch(int group) {
    if (sketches[group] == null) {
      sketches[group] = new HyperLogLog(precision);
      sketchBytes += SKETCH_BYTES;
    }
    return sketches[group];
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    long[] hashes = in.hashes();
    int[] groups = in.groups();
    long entries = 0;
    for (int k = 0, count = in.count(); k < count; k++) {
      entries += sketch(groups[k]).add(hashes[k]) ? 1 : 0;
    }
    sketchBytes += entries * bytesAnEntry();
  }

  @Override
  void addStateRows(AggregateInput in, int numGroups) {
    BytesVector states = (BytesVector) in.values();
    int[] positions = in.positions();
    for (int k = 0, count = in.count(); k < count; k++) {
      HyperLogLog sketch = sketch(in.groups()[k]);
      boolean hadRegisters = sketch.hasRegisters();
      int start = states.starts()[positions[k]];
      int length = states.lengths()[positions[k]];
      sketchBytes += (long) sketch.merge(states.data(), start, length) * bytesAnEntry();
      sketchBytes += !hadRegisters && sketch.hasRegisters() ? 1 << precision : 0;
    }
  }

  @Override
  ColumnVector results(int from, int count) {
    long[] counts = new long[count];
    for (int i = 0; i < count; i++) {
      HyperLogLog sketch = sketches[from + i];
      counts[i] = sketch == null ? 0 : sketch.estimate();
    }
    return new LongVector(type, counts, null, count);
  }

  @Override
  DataType exactType() {
    return DataType.BINARY;
  }

  @Override
  ColumnVector states(int from, int count) {
    int[] starts = new int[count];
    int[] lengths = new int[count];
    int total = 0;
    for (int i = 0; i < count; i++) {
      HyperLogLog sketch = sketches[from + i];
      starts[i] = total;
      lengths[i] = sketch == null ? 0 : sketch.writtenBytes();
      total = Math.addExact(total, lengths[i]);
    }
    byte[] data = new byte[total];
    for (int i = 0; i < count; i++) {
      if (lengths[i] > 0) {
        sketches[from + i].write(data, starts[i]);
      }
    }
    return new BytesVector(DataType.BINARY, data, starts, lengths, validity(from, count), count);
  }

  @Override
  ColumnVector statesOfRows(VectorBatch batch, AggregateInput in) {
    return groupedByRow(batch, in);
  }

  @Override
  void drop() {
    sketches = new HyperLogLog[0];
    sketchBytes = 0;
  }
}
