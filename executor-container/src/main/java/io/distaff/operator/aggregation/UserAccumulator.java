package io.distaff.operator.aggregation;

import io.distaff.encoder.ObjectReader;
import io.distaff.encoder.ObjectShape;
import io.distaff.encoder.ObjectWriter;
import io.distaff.encoder.UserAggregate;
import io.distaff.encoder.UserFunctionFailure;
import io.distaff.error.DistaffException;
import io.distaff.function.Aggregator;
import io.distaff.function.TaskScope;
import io.distaff.memory.ReservedArrays;
import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.RowBytes;
import io.distaff.vector.RowStore;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An {@link Aggregator} of the user's: a buffer, an object on the heap, for each group. Its state
 * is a struct with the buffer as columns have it; null is the state of a group without rows, whose
 * result is that of an aggregator's zero.
 *
 * <p>How large a buffer is, nobody says. It is written as a column when its group has had 1, 2, 4,
 * 8 ... rows, which costs little more than each of its bytes once, and what it takes is reckoned
 * from that: in between, one that grows is taken to have grown as much again as it has before.
 */
final class UserAccumulator extends Accumulator {
  private static final String BUFFER = "buffer";

  /** Of a value as an object, beyond its bytes in a column. */
  private static final int OBJECT_BYTES = 48;

  /** Bytes on the heap for each in a column: references and headers of elements, room to grow. */
  private static final int HEAP_FACTOR = 3;

  /** The buffer of a group whose aggregator has given null. */
  private static final Object NULL = new Object();

  private final String name;
  private final byte[] code;
  private final StructType stateType;
  private Program program;
  private Object[] buffers = new Object[0];
  private int[] rowCounts = new int[0];
  private int[] sizes = new int[0];
  private int numBuffers;
  private long bufferBytes;

  private UserAccumulator(
      String name, byte[] code, DataType type, StructType stateType, boolean groupsBeginEmpty) {
    super(type, groupsBeginEmpty);
    this.name = name;
    this.code = code;
    this.stateType = stateType;
  }

  static UserAccumulator of(AggregateCall call, DataType stateType, boolean groupsBeginEmpty) {
    return new UserAccumulator(
        call.name(),
        (byte[]) call.parameters().get(1).value(),
        call.type(),
        (StructType) stateType,
        groupsBeginEmpty);
  }

  static StructType stateType(AggregateCall call, List<DataType> arguments) {
    return new StructType(List.of(new StructType.Member(BUFFER, call.parameters().get(2).type())));
  }

  /** The user's code; the driver plans with accumulators that never have it. */
  private final class Program {
    private final UserAggregate.Body body = UserAggregate.Body.read(name, code);
    private final Aggregator<Object, Object, Object> aggregator = body.aggregator();
    private final int numArguments = ObjectShape.of(body.input()).rowComponents().size();
    private final ObjectShape bufferShape = ObjectShape.of(body.buffer());
    private final ObjectReader states =
        ObjectReader.ofColumn(
            bufferShape, new Field(BUFFER, stateType.members().get(0).type(), true));
    private final ObjectWriter measured =
        ObjectWriter.ofColumn(bufferShape, ReservedArrays.uncounted());
    private final TaskScope task = TaskScope.current();

    /** Made for the first rows, which say what types the arguments have. */
    private ObjectReader rows;

    private ObjectWriter buffersWriter() {
      return ObjectWriter.ofColumn(bufferShape, ReservedArrays.uncounted());
    }

    private ObjectWriter results() {
      return ObjectWriter.ofColumn(ObjectShape.of(body.output()), ReservedArrays.uncounted());
    }

    private ObjectReader rows(ColumnVector[] arguments) {
      if (rows == null) {
        rows =
            UserAggregate.reader(
                body.input(), Arrays.stream(arguments).map(ColumnVector::type).toList());
      }
      return rows;
    }
  }

  private Program program() {
    if (program == null) {
      program = new Program();
    }
    return program;
  }

  @Override
  boolean countsNulls(int argument) {
    return true;
  }

  @Override
  boolean hasUnboundedStates() {
    return true;
  }

  @Override
  int stateBytes() {
    return Long.BYTES + 2 * Integer.BYTES;
  }

  /** As much as buffers have taken so far for each row, and states as they are. */
  @Override
  long extraBytes(AggregateInput in, int newCapacity) {
    int count = in.count();
    long each = numBuffers == 0 ? OBJECT_BYTES : bufferBytes / numBuffers;
    long bytes = count * each;
    if (count > 0 && in.values().type().equals(stateType)) {
      int[] positions = in.positions();
      for (int k = 0; k < count; k++) {
        bytes += HEAP_FACTOR * RowBytes.of(in.values(), positions[k]);
      }
    }
    return bytes;
  }

  /** The buffers, and as columns those of one page of groups. */
  @Override
  long extraHeldBytes() {
    return bufferBytes + bufferBytes / Math.max(1, numBuffers / RowStore.PAGE_ROWS);
  }

  @Override
  void resize(int before, int wanted) {
    buffers = Arrays.copyOf(buffers, wanted);
    rowCounts = Arrays.copyOf(rowCounts, wanted);
    sizes = Arrays.copyOf(sizes, wanted);
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    int count = in.count();
    if (count == 0) {
      return;
    }
    Program user = program();
    ColumnVector[] arguments = new ColumnVector[user.numArguments];
    Arrays.setAll(arguments, in::column);
    ObjectReader rows = user.rows(arguments);
    rows.start(arguments, in.countingRows(), count);
    int[] groups = in.groups();
    long start = System.nanoTime();
    for (int k = 0; k < count; k++) {
      int g = groups[k];
      Object given = rows.read(k);
      try {
        Object before = buffers[g] == null ? user.aggregator.zero() : buffer(g);
        put(g, user.aggregator.reduce(before, given));
      } catch (Exception | LinkageError | StackOverflowError e) {
        throw known(e)
            .orElseGet(
                () -> UserFunctionFailure.of(name + ".reduce()", rows.rowNumber(), given, e));
      }
    }
    user.task.addUserNanos(System.nanoTime() - start);
  }

  @Override
  void addStateRows(AggregateInput in, int numGroups) {
    int count = in.count();
    if (count == 0) {
      return;
    }
    Program user = program();
    ColumnVector[] members = {((StructVector) in.values()).member(0)};
    user.states.start(members, in.positions(), count);
    int[] groups = in.groups();
    long start = System.nanoTime();
    for (int k = 0; k < count; k++) {
      int g = groups[k];
      Object state = user.states.read(k);
      try {
        put(g, buffers[g] == null ? state : user.aggregator.merge(buffer(g), state));
      } catch (Exception | LinkageError | StackOverflowError e) {
        throw known(e).orElseGet(() -> UserFunctionFailure.ofValue(name + ".merge()", state, e));
      }
    }
    user.task.addUserNanos(System.nanoTime() - start);
  }

  private Object buffer(int group) {
    return buffers[group] == NULL ? null : buffers[group];
  }

  private void put(int group, Object buffer) {
    numBuffers += buffers[group] == null ? 1 : 0;
    buffers[group] = buffer == null ? NULL : buffer;
    int rows = ++rowCounts[group];
    if (Integer.bitCount(rows) == 1) {
      measure(group, buffer, rows > 1);
    }
  }

  private void measure(int group, Object buffer, boolean again) {
    ObjectWriter writer = program.measured;
    writer.clear();
    writer.add(buffer);
    long bytes = OBJECT_BYTES + HEAP_FACTOR * writer.sizeBytes();
    long growth = again ? Math.max(0, bytes - sizes[group]) : 0;
    int size = (int) Math.min(Integer.MAX_VALUE, bytes + growth);
    bufferBytes += size - sizes[group];
    sizes[group] = size;
  }

  private static Optional<DistaffException> known(Throwable thrown) {
    return thrown instanceof DistaffException known ? Optional.of(known) : Optional.empty();
  }

  @Override
  ColumnVector results(int from, int count) {
    Program user = program();
    ObjectWriter results = user.results();
    long start = System.nanoTime();
    for (int g = from; g < from + count; g++) {
      Object given = buffer(g);
      try {
        Object last = buffers[g] == null ? user.aggregator.zero() : given;
        results.add(user.aggregator.finish(last));
      } catch (Exception | LinkageError | StackOverflowError e) {
        throw known(e).orElseGet(() -> UserFunctionFailure.ofValue(name + ".finish()", given, e));
      }
    }
    user.task.addUserNanos(System.nanoTime() - start);
    return results.batch().column(0);
  }

  @Override
  DataType exactType() {
    return stateType;
  }

  @Override
  ColumnVector states(int from, int count) {
    ObjectWriter writer = program().buffersWriter();
    long[] validity = null;
    for (int i = 0; i < count; i++) {
      if (buffers[from + i] == null) {
        validity = validity == null ? Validity.allValid(count) : validity;
        Validity.setNull(validity, i);
        writer.addNull();
      } else {
        writer.add(buffer(from + i));
      }
    }
    return new StructVector(
        stateType, new ColumnVector[] {writer.batch().column(0)}, validity, count);
  }

  @Override
  ColumnVector statesOfRows(VectorBatch batch, AggregateInput in) {
    return groupedByRow(batch, in);
  }

  @Override
  void drop() {
    buffers = new Object[0];
    rowCounts = new int[0];
    sizes = new int[0];
    numBuffers = 0;
    bufferBytes = 0;
  }
}
