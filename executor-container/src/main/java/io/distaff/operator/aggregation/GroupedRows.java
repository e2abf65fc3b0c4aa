package io.distaff.operator.aggregation;

import io.distaff.memory.ReservedArrays;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.spill.SpilledInput;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Groups and their states: what an aggregation holds in memory. A batch is first {@link
 * #prepareBytes prepared}, which changes nothing and says how much adding it may allocate, then
 * {@link #add added}. Confined to a task's thread.
 */
final class GroupedRows {
  /** Of each row: hash, slot, group, and lists of rows still to be looked at. */
  private static final int ROW_WORK_BYTES = Long.BYTES + 7 * Integer.BYTES;

  /** Of each row and key: its position. */
  private static final int KEY_WORK_BYTES = Integer.BYTES;

  /** Of each row and accumulator: positions, group and value, and a result of 8 bytes. */
  private static final int ARGUMENT_WORK_BYTES = 4 * Integer.BYTES + 2 * Long.BYTES;

  /** Of a group: enough to be moved out. */
  private static final int MANY_ROWS = 1024;

  private static final int LARGE_GROUP_BYTES = 64 << 10;

  private final List<DataType> keyTypes;
  private final int[] keyColumns;
  private final boolean argumentsAreStates;
  private final GroupTable table;
  private final DictionaryGroups dictionaryGroups;
  private final AggregateInput[] inputs;
  private final Accumulator[] accumulators;
  private final SelectedRows selectedRows = new SelectedRows();
  private int[] groups = new int[0];
  private int[] unknownGroups = new int[0];
  private boolean byDictionary;
  private VectorBatch unknown;

  /** All groups before have states that a row should have. */
  private int partGroup;

  /**
   * @param keyColumns of the batches to come
   * @param inputs of the accumulators
   * @param argumentsAreStates whether the arguments are states of such accumulators
   */
  GroupedRows(
      List<DataType> keyTypes,
      int[] keyColumns,
      AggregateInput[] inputs,
      boolean argumentsAreStates,
      Accumulator[] accumulators) {
    this.keyTypes = keyTypes;
    this.keyColumns = keyColumns;
    this.inputs = inputs;
    this.argumentsAreStates = argumentsAreStates;
    this.accumulators = accumulators;
    this.table = GroupTable.of(keyTypes, keyColumns);
    this.dictionaryGroups = new DictionaryGroups(keyColumns);
  }

  /**
   * Looks at a batch and gives an upper bound of what adding it allocates. {@link #add} has to
   * follow, unless {@link #clear} came between: then the batch has to be prepared again.
   */
  long prepareBytes(VectorBatch batch) {
    int count = batch.numSelected();
    if (groups.length < count) {
      groups = new int[Math.max(count, VectorBatch.TARGET_ROWS)];
    }
    long bytes = 0;
    int mostGroups = table.numGroups();
    byDictionary = dictionaryGroups.applies(batch);
    unknown = byDictionary ? dictionaryGroups.find(batch, groups) : batch;
    if (unknown != null) {
      bytes += table.growBytes(unknown);
      mostGroups += unknown.numSelected();
    }
    int[] rows = selectedRows.of(batch);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i].set(batch, rows);
      bytes += accumulators[i].growBytes(inputs[i], keyColumns.length == 0 ? 1 : mostGroups);
    }
    return bytes;
  }

  /**
   * What working on batches of such a size takes beside the groups: positions, hashes and numbers
   * of rows, the arguments picked, and the results of a page of groups.
   */
  static long workBytes(int numRows, int numKeys, int numAccumulators) {
    long rows = Math.max(numRows, VectorBatch.TARGET_ROWS);
    return rows * (ROW_WORK_BYTES + (long) numKeys * KEY_WORK_BYTES)
        + rows * numAccumulators * ARGUMENT_WORK_BYTES;
  }

  /**
   * Called when memory is short: see {@link GroupTable#economize}. If true, a batch has to be
   * prepared again.
   */
  boolean economize() {
    return table.economize();
  }

  /** Adds the batch that was prepared last. */
  void add(VectorBatch batch) {
    if (!byDictionary) {
      table.assign(batch, groups);
    } else if (unknown != null) {
      int numUnknown = unknown.numSelected();
      if (unknownGroups.length < numUnknown) {
        unknownGroups = new int[numUnknown];
      }
      table.assign(unknown, unknownGroups);
      dictionaryGroups.learn(unknownGroups, numUnknown, groups, batch.numSelected());
    }
    int numGroups = table.numGroups();
    for (int i = 0; i < inputs.length; i++) {
      inputs[i].setGroups(groups);
      accumulators[i].ensureGroups(numGroups);
      if (argumentsAreStates) {
        accumulators[i].addStates(inputs[i], numGroups);
      } else {
        accumulators[i].add(inputs[i], numGroups);
      }
    }
  }

  int numGroups() {
    return table.numGroups();
  }

  boolean isFull() {
    return table.numGroups() > GroupTable.MOST_GROUPS;
  }

  long heldBytes() {
    long bytes = table.heldBytes();
    for (Accumulator accumulator : accumulators) {
      bytes += accumulator.heldBytes();
    }
    return bytes;
  }

  /**
   * Has rows moved out that accumulators have collected and can do without, if groups have much of
   * that: dividing the groups doesn't help where one of them is too large.
   *
   * @return whether there were any
   */
  boolean moveRowsOut(OperatorContext context) {
    return moveRowsOut(
        context, accumulator -> accumulator.heldBytes() >= (long) LARGE_GROUP_BYTES * numGroups());
  }

  /** As {@link #moveRowsOut}, before groups are divided: if there is a single such group. */
  void moveLargeGroupsOut(OperatorContext context) {
    moveRowsOut(context, accumulator -> accumulator.longestGroup() >= MANY_ROWS);
  }

  /** Has the rest moved out where rows have been. */
  void moveRestOut(OperatorContext context) {
    moveRowsOut(context, Accumulator::hasMovedRows);
  }

  private boolean moveRowsOut(OperatorContext context, Predicate<Accumulator> isMoved) {
    boolean hasMoved = false;
    for (Accumulator accumulator : accumulators) {
      if (accumulator.canMoveRowsOut()
          && accumulator.numRowsHeld() > 0
          && isMoved.test(accumulator)) {
        accumulator.moveRowsOut(context);
        hasMoved = true;
      }
    }
    return hasMoved;
  }

  /** Whether rows have been moved out that results need. */
  boolean hasMovedRows() {
    return Arrays.stream(accumulators).anyMatch(Accumulator::hasMovedRows);
  }

  /**
   * Gives states, as {@link #exactSchema} describes them, for all rows that have been moved out.
   */
  void takeMovedRows(Consumer<VectorBatch> states) {
    for (int a = 0; a < accumulators.length; a++) {
      if (accumulators[a].hasMovedRows()) {
        try (Operator moved = new SpilledInput(accumulators[a].takeMovedRows())) {
          for (VectorBatch batch = moved.next(); batch != null; batch = moved.next()) {
            states.accept(statesOfMoved(a, batch));
          }
        }
      }
    }
  }

  private VectorBatch statesOfMoved(int mover, VectorBatch batch) {
    int[] ofGroups = ((IntVector) batch.column(0)).values();
    ColumnVector states = accumulators[mover].statesOfMoved(batch);
    return statesOf(mover, states, ofGroups, exactSchema(keyTypes, accumulators), batch.numRows());
  }

  /** States of one accumulator, those of the others are null: no row has come for them. */
  private VectorBatch statesOf(
      int accumulator, ColumnVector states, int[] ofGroups, Schema schema, int count) {
    ColumnVector[] columns = new ColumnVector[keyColumns.length + accumulators.length];
    for (int k = 0; k < keyColumns.length; k++) {
      ColumnBuffer key = new ColumnBuffer(keyTypes.get(k), ReservedArrays.uncounted()).copying();
      key.begin(count);
      table.keys().copyOut(k, ofGroups, null, count, key);
      columns[k] = key.vector();
    }
    for (int a = 0; a < accumulators.length; a++) {
      int column = keyColumns.length + a;
      columns[column] =
          a == accumulator ? states : ConstantVector.ofNull(schema.type(column), count);
    }
    return new VectorBatch(count, columns);
  }

  int numPages() {
    return keyColumns.length == 0 ? 1 : table.keys().numPages();
  }

  /** Keys and results of {@link RowStore#PAGE_ROWS} groups; stays as it is. */
  VectorBatch results(int page) {
    return page(page, Accumulator::results);
  }

  /**
   * Takes parts of states out of groups of a page that have more than a row should: one row, as of
   * {@link #states}. Pages are asked in their order, each until nothing is left to take: null.
   *
   * @param schema of states
   */
  VectorBatch takePart(int page, Schema schema) {
    int from = page * RowStore.PAGE_ROWS;
    for (int end = from + pageGroups(page); partGroup < end; partGroup++) {
      for (int a = 0; a < accumulators.length; a++) {
        ColumnVector part = accumulators[a].takePart(partGroup);
        if (part != null) {
          return statesOf(a, part, new int[] {partGroup}, schema, 1);
        }
      }
    }
    return null;
  }

  private int pageGroups(int page) {
    return keyColumns.length == 0 ? 1 : table.keys().pageRows(page);
  }

  /** Keys and states of groups for another phase; stays as it is. */
  VectorBatch states(int page) {
    return page(page, Accumulator::states);
  }

  /** Keys and states of groups, as {@link #exactSchema} describes them; stays as it is. */
  VectorBatch exactStates(int page) {
    return page(page, Accumulator::exactStates);
  }

  /** A column of an accumulator. */
  private interface Output {
    ColumnVector of(Accumulator accumulator, int from, int count);
  }

  private VectorBatch page(int page, Output output) {
    int from = page * RowStore.PAGE_ROWS;
    int count = pageGroups(page);
    ColumnVector[] columns = new ColumnVector[keyColumns.length + accumulators.length];
    for (int k = 0; k < keyColumns.length; k++) {
      columns[k] = table.keys().column(k, page);
    }
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].ensureGroups(table.numGroups());
      columns[keyColumns.length + i] = output.of(accumulators[i], from, count);
    }
    return new VectorBatch(count, columns);
  }

  /** The batch's rows as groups of one row each; valid until the next call. */
  VectorBatch statesOfRows(VectorBatch batch) {
    int[] rows = selectedRows.of(batch);
    ColumnVector[] columns = new ColumnVector[keyColumns.length + accumulators.length];
    for (int k = 0; k < keyColumns.length; k++) {
      columns[k] = batch.column(keyColumns[k]);
    }
    for (int i = 0; i < accumulators.length; i++) {
      inputs[i].set(batch, rows);
      columns[keyColumns.length + i] = accumulators[i].statesOfRows(batch, inputs[i]);
    }
    return batch.withColumns(columns);
  }

  /** The columns of {@link #exactStates}. */
  static Schema exactSchema(List<DataType> keyTypes, Accumulator[] accumulators) {
    List<Field> fields = new ArrayList<>();
    for (DataType type : keyTypes) {
      fields.add(new Field("key", type, true));
    }
    for (Accumulator accumulator : accumulators) {
      fields.add(new Field("state", accumulator.exactType(), true));
    }
    return new Schema(fields);
  }

  /** Drops everything; results given out before stay as they are. */
  void clear() {
    table.clear();
    dictionaryGroups.forget();
    partGroup = 0;
    for (Accumulator accumulator : accumulators) {
      accumulator.clear();
    }
  }
}
