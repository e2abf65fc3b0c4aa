package io.distaff.operator.aggregation;

import io.distaff.error.DistaffException;
import io.distaff.memory.MemoryReservation;
import io.distaff.operator.BoundedBatches;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.Portions;
import io.distaff.operator.spill.PartitionedSpill;
import io.distaff.operator.spill.SpillFile;
import io.distaff.operator.spill.SpilledInput;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.AggregationPhase;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.RowBytes;
import io.distaff.vector.RowHash;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Groups rows by hash.
 *
 * <p>When memory is refused, what happens depends on the phase. PARTIAL gives what it has as output
 * and starts again, since a later phase merges its states anyway; and once it has turned out that
 * grouping doesn't reduce the rows, it passes them through as states of one row. What it has
 * collected of a group it gives in several rows if that is much, so that no row is larger than
 * others have room for. SINGLE and FINAL write their states to disk, divided by the hash of the
 * keys, and start again; at the end they merge partition by partition, dividing a partition anew if
 * it still is too large. Where groups have many values each, which accumulators can do without
 * until they are wanted in order, those are moved out first, and sorted for the results:
 *
 * <pre>
 *   input -> groups in memory -- refused --> 16 files of states, level 0
 *                                               each: file -> groups in memory -> output
 *                                                                -- refused --> 16 files, level 1 ...
 * </pre>
 *
 * When others need the memory while results are being given, the rest of the results is written out
 * and read back. Confined to a task's thread.
 */
public final class HashAggregationOperator implements Operator {
  /** Rows after which a partial aggregation that doesn't reduce gives up. */
  static final long ROWS_TO_JUDGE = 100_000;

  private static final double WORTHLESS_REDUCTION = 0.8;
  private static final String NAME = "aggregation";

  /** How often states are divided: as often as a hash of 64 bits tells them apart. */
  private static final int MOST_LEVELS = 16;

  private final PlanNode.Aggregate node;
  private final Operator input;
  private final OperatorContext context;
  private final MemoryReservation reservation;
  private final List<DataType> keyTypes;
  private final Accumulator[] accumulators;
  private final int[] spilledKeys;

  /** Files of states still to be merged, the next one first. */
  private final Deque<Partition> partitions = new ArrayDeque<>();

  private GroupedRows rows;
  private VectorBatch pending;
  private boolean inputEnded;
  private boolean passesThrough;
  private long numRowsAdded;

  // What is being given: first the results written out, then the pages of those in memory.
  private SpillFile writtenResults;
  private SpillFile.Reader writtenResultsReader;
  private boolean givesResults;

  /** Whether results are made of rows that are sorted as they are given: nothing is held then. */
  private boolean sortsResults;

  private int nextPage;

  // What is being merged, and where it goes when it is too large.
  private PartitionedSpill spill;
  private int level;

  /** Whether a batch needs room beside groups that divide no further: writing them is no help. */
  private boolean isAtom;

  private final Portions portions = new Portions();
  private final SelectedRows selectedRows = new SelectedRows();
  private final boolean hasLargeStates;

  /** A single group isn't divided, and takes little unless it is given in parts. */
  private final boolean canWriteGroups;

  /** Reserved beside the groups: for batches, results and spill files. */
  private long workBytes;

  /** Of a row of the input: an upper bound. */
  private long largestRowBytes;

  /** A file of states whose rows were divided {@code level} times. */
  private record Partition(SpillFile file, int level) {}

  /**
   * @param node its input stands for {@code input}
   * @param input owned by this operator
   */
  public HashAggregationOperator(PlanNode.Aggregate node, Operator input, OperatorContext context) {
    this.node = node;
    this.input = new BoundedBatches(input);
    this.context = context;
    Schema inputSchema = node.input().schema();
    this.keyTypes = node.keys().stream().map(inputSchema::type).toList();
    this.accumulators = new Accumulator[node.calls().size()];
    boolean overStates = node.phase() == AggregationPhase.FINAL;
    AggregateInput[] inputs = new AggregateInput[accumulators.length];
    for (int i = 0; i < accumulators.length; i++) {
      AggregateCall call = node.calls().get(i);
      List<DataType> types = call.columns().stream().map(inputSchema::type).toList();
      accumulators[i] =
          overStates
              ? AggregateFunctions.overStates(call, types.get(0), keyTypes.isEmpty())
              : AggregateFunctions.overRows(call, types, keyTypes.isEmpty());
      inputs[i] =
          overStates
              ? AggregateInput.ofStates(call.columns().get(0))
              : AggregateInput.ofRows(call, accumulators[i], context.values());
    }
    int[] keys = node.keys().stream().mapToInt(Integer::intValue).toArray();
    this.rows = new GroupedRows(keyTypes, keys, inputs, overStates, accumulators);
    this.spilledKeys = range(0, keys.length);
    this.hasLargeStates =
        Arrays.stream(accumulators).anyMatch(a -> a.hasUnboundedStates() && !a.canMoveRowsOut());
    this.canWriteGroups =
        keys.length > 0
            || (node.phase() == AggregationPhase.PARTIAL
                && Arrays.stream(accumulators).anyMatch(Accumulator::hasUnboundedStates));
    this.reservation = context.memory().reservation(wantedBytes -> spill());
  }

  private static int[] range(int from, int count) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = from + i;
    }
    return numbers;
  }

  @Override
  public VectorBatch next() {
    while (true) {
      VectorBatch results = nextResults();
      if (results != null) {
        return results;
      }
      if (inputEnded) {
        if (partitions.isEmpty()) {
          return null;
        }
        merge(partitions.pop());
      } else if (passesThrough) {
        VectorBatch batch = nextInput();
        if (batch == null) {
          endInput();
        } else {
          reserveCopies(batch);
          return rows.statesOfRows(batch);
        }
      } else {
        consume();
      }
    }
  }

  private VectorBatch nextInput() {
    VectorBatch batch = pending != null ? pending : input.next();
    pending = null;
    return batch;
  }

  /** Groups input until there are results to give. */
  private void consume() {
    while (!givesResults && !inputEnded) {
      VectorBatch batch = nextInput();
      if (batch == null) {
        endInput();
      } else if (reserve(batch)) {
        rows.add(batch);
        numRowsAdded += batch.numSelected();
        judgeReduction();
      } else {
        pending = batch;
        giveResults();
      }
    }
  }

  /** Reserves what adding the batch needs; false if the groups in memory should be given first. */
  private boolean reserve(VectorBatch batch) {
    boolean partial = node.phase() == AggregationPhase.PARTIAL;
    while (true) {
      if (rows.isFull()) {
        if (partial) {
          return false;
        }
        spill();
      }
      long grownBytes = rows.heldBytes() + rows.prepareBytes(batch);
      noteBatch(batch);
      long missing = grownBytes + workBytes - reservation.bytes();
      if (missing <= 0 || reservation.tryAddFree(missing)) {
        return true;
      }
      if (rows.economize()) {
        continue;
      }
      if (reservation.tryAdd(missing)) {
        return true;
      }
      if (partial && numRowsAdded > 0) {
        return false;
      }
      // May spill this very operator: then the batch has to be looked at again.
      isAtom = level > 0 && (rows.numGroups() == 1 || level > MOST_LEVELS);
      try {
        reservation.add(missing);
      } catch (DistaffException e) {
        throw withLargestCall(e);
      } finally {
        isAtom = false;
      }
    }
  }

  /** The error, with what the call is whose values fill the memory, if there is one. */
  private DistaffException withLargestCall(DistaffException e) {
    for (int i = 0; i < accumulators.length; i++) {
      Accumulator accumulator = accumulators[i];
      if (accumulator.longestGroup() > 0 && accumulator.heldBytes() > rows.heldBytes() / 2) {
        return new DistaffException(
            e.code(),
            "%s holds all values of a group, and has no room for a group of more than %d that it needs. %s"
                .formatted(node.calls().get(i).name(), accumulator.longestGroup(), e.getMessage()),
            e);
      }
    }
    return e;
  }

  /** Counts in what such a batch takes beside the groups, until they are dropped. */
  private void noteBatch(VectorBatch batch) {
    long bytes =
        GroupedRows.workBytes(batch.numSelected(), spilledKeys.length, accumulators.length);
    if (spilledKeys.length > 0 && node.phase() != AggregationPhase.PARTIAL) {
      int count = batch.numSelected();
      largestRowBytes =
          Math.max(largestRowBytes, RowBytes.largest(batch, selectedRows.of(batch), count));
      bytes += PartitionedSpill.bufferBytes(spilledBatchBytes());
    }
    workBytes = Math.max(workBytes, bytes);
  }

  /** What is spilled at a time: a portion of a page of groups. */
  private long spilledBatchBytes() {
    long pageBytes = Math.max(rows.heldBytes() / Math.max(1, rows.numPages()), largestRowBytes);
    // A group's state may be all of its page.
    return hasLargeStates
        ? pageBytes
        : Math.min(pageBytes, Math.max(Portions.MOST_BYTES, largestRowBytes));
  }

  /** Rows that are passed through may have to be copied, where some of them don't count. */
  private void reserveCopies(VectorBatch batch) {
    int count = batch.numSelected();
    long copyBytes = Portions.boundBytes(batch, selectedRows.of(batch), count);
    long bytes = GroupedRows.workBytes(count, spilledKeys.length, accumulators.length) + copyBytes;
    if (bytes > reservation.bytes()) {
      reservation.add(bytes - reservation.bytes());
    }
  }

  private void judgeReduction() {
    if (node.phase() == AggregationPhase.PARTIAL
        && numRowsAdded >= ROWS_TO_JUDGE
        && rows.numGroups() > WORTHLESS_REDUCTION * numRowsAdded) {
      passesThrough = true;
      giveResults();
    }
  }

  private void endInput() {
    inputEnded = true;
    input.close();
    if (spill != null) {
      queueSpilled();
    } else {
      giveResults();
    }
  }

  /** Merges a file of states: afterwards there are results to give, or smaller files. */
  private void merge(Partition partition) {
    if (level == 0) {
      AggregateInput[] inputs = new AggregateInput[accumulators.length];
      Arrays.setAll(inputs, i -> AggregateInput.ofStates(spilledKeys.length + i));
      rows = new GroupedRows(keyTypes, spilledKeys, inputs, true, accumulators);
    }
    level = partition.level();
    try (Operator states = new BoundedBatches(new SpilledInput(partition.file()))) {
      for (VectorBatch batch = states.next(); batch != null; batch = states.next()) {
        if (reserve(batch)) {
          rows.add(batch);
        }
      }
    }
    if (spill != null) {
      queueSpilled();
    } else {
      giveResults();
    }
  }

  private void queueSpilled() {
    spillGroups();
    spill.endWriting();
    for (int p = RowHash.SPILL_PARTITIONS - 1; p >= 0; p--) {
      SpillFile file = spill.take(p);
      if (file.numRows() > 0) {
        partitions.push(new Partition(file, level + 1));
      } else {
        file.close();
      }
    }
    spill = null;
  }

  private void giveResults() {
    givesResults = true;
    sortsResults = rows.hasMovedRows();
    if (sortsResults) {
      rows.moveRestOut(context);
      // Nothing is divided any more.
      workBytes = GroupedRows.workBytes(0, spilledKeys.length, accumulators.length);
      resizeToGroups();
    }
    nextPage = 0;
    if (writtenResults != null) {
      writtenResultsReader = writtenResults.read();
    }
  }

  private VectorBatch nextResults() {
    if (writtenResultsReader != null) {
      VectorBatch batch = writtenResultsReader.next();
      if (batch != null) {
        return batch;
      }
      closeWrittenResults();
    }
    if (!givesResults) {
      return null;
    }
    if (nextPage < rows.numPages() && rows.numGroups() > 0 && !isPartialWithoutRows()) {
      VectorBatch part = part(nextPage);
      return part != null ? part : output(nextPage++);
    }
    givesResults = false;
    sortsResults = false;
    numRowsAdded = 0;
    dropGroups();
    return null;
  }

  private VectorBatch output(int page) {
    return node.phase() == AggregationPhase.PARTIAL ? rows.states(page) : rows.results(page);
  }

  /** States of a page's groups that are taken out before it is given; null if there are none. */
  private VectorBatch part(int page) {
    return node.phase() == AggregationPhase.PARTIAL ? rows.takePart(page, node.schema()) : null;
  }

  /** After a spill, a partial aggregation without keys has a group but nothing in it. */
  private boolean isPartialWithoutRows() {
    return node.phase() == AggregationPhase.PARTIAL && numRowsAdded == 0;
  }

  private void dropGroups() {
    rows.clear();
    if (spilledKeys.length > 0) {
      workBytes = 0;
    }
    reservation.resize(Math.min(workBytes, reservation.bytes()));
  }

  /** Called when memory is short, possibly while {@link #reserve} asks for more. */
  private long spill() {
    if (rows.numGroups() == 0 || sortsResults || isPartialWithoutRows()) {
      return 0;
    }
    long held = reservation.bytes();
    if (!givesResults && node.phase() != AggregationPhase.PARTIAL && rows.moveRowsOut(context)) {
      resizeToGroups();
      return held - reservation.bytes();
    }
    if (!canWriteGroups || isAtom) {
      return 0;
    }
    if (givesResults) {
      // What is being read back came before: it stays, and the rest is put behind it.
      if (writtenResultsReader != null) {
        return 0;
      }
      writeResults(nextPage);
      writtenResultsReader = writtenResults.read();
      nextPage = Integer.MAX_VALUE;
    } else if (node.phase() == AggregationPhase.PARTIAL) {
      writeResults(0);
      numRowsAdded = 0;
    } else {
      spillGroups();
    }
    dropGroups();
    return held - reservation.bytes();
  }

  private void resizeToGroups() {
    reservation.resize(Math.min(rows.heldBytes() + workBytes, reservation.bytes()));
  }

  private void writeResults(int fromPage) {
    if (writtenResults == null) {
      writtenResults = new SpillFile(context, NAME, node.schema());
    }
    for (int page = fromPage; page < rows.numPages(); page++) {
      for (VectorBatch part = part(page); part != null; part = part(page)) {
        writtenResults.write(part);
      }
      writtenResults.write(output(page));
    }
  }

  private void spillGroups() {
    if (spill == null) {
      spill =
          new PartitionedSpill(
              context, NAME, GroupedRows.exactSchema(keyTypes, accumulators), spilledKeys, level);
    }
    rows.moveLargeGroupsOut(context);
    for (int page = 0; page < rows.numPages(); page++) {
      spillStates(rows.exactStates(page));
    }
    rows.takeMovedRows(this::spillStates);
    dropGroups();
  }

  private void spillStates(VectorBatch states) {
    portions.set(states);
    for (VectorBatch part = portions.next(); part != null; part = portions.next()) {
      spill.write(part);
    }
  }

  private void closeWrittenResults() {
    if (writtenResultsReader != null) {
      writtenResultsReader.close();
      writtenResultsReader = null;
    }
    if (writtenResults != null) {
      writtenResults.close();
      writtenResults = null;
    }
  }

  @Override
  public void close() {
    inputEnded = true;
    passesThrough = false;
    givesResults = false;
    sortsResults = false;
    pending = null;
    rows.clear();
    reservation.close();
    closeWrittenResults();
    if (spill != null) {
      spill.close();
      spill = null;
    }
    while (!partitions.isEmpty()) {
      partitions.pop().file().close();
    }
    input.close();
  }
}
