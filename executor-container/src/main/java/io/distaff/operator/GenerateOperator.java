package io.distaff.operator;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.eval.ElementCall;
import io.distaff.eval.ExpressionCompiler;
import io.distaff.memory.ReservedArrays;
import io.distaff.plan.PlanNode;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;

/**
 * Gives a row for each element of the arrays that a call makes of its input's rows, in their order.
 * The arrays are never there: a batch has the next {@link VectorBatch#TARGET_ROWS} elements at the
 * most, of as many rows as they belong to, so that what is held doesn't depend on the data. As in
 * {@link UnnestOperator} columns that are repeated are gathered by a list of the rows.
 */
public final class GenerateOperator implements Operator {
  private static final int MOST_ROWS = VectorBatch.TARGET_ROWS;

  private final Operator input;
  private final PlanNode.Generate node;
  private final ReservedArrays arrays;
  private final ElementCall call;
  private final RowGather[] carried;
  private final RowGather elements;
  private final SelectedRows selectedRows = new SelectedRows();

  private VectorBatch batch;
  private int[] rows;

  /** Which of the selected rows is the next, how many of its elements were given, and if it has. */
  private int next;

  private long taken;
  private boolean hasArray;

  /** Of each row of the batch that is made: its input row, and its element, with its number. */
  private int[] owners = {};

  private int[] located = {};
  private int[] ordinals = {};
  private long[] present = {};

  /** Whether a row of the batch that is made has no element. */
  private boolean hasAbsent;

  /**
   * @param node its input stands for {@code input}
   */
  public GenerateOperator(PlanNode.Generate node, Operator input, OperatorContext context) {
    this.input = input;
    this.node = node;
    this.arrays = context.memory().arrays();
    this.call = ExpressionCompiler.compileElements(node.call(), arrays, context.values());
    Schema given = node.input().schema();
    this.carried =
        node.carried().stream()
            .map(column -> new RowGather(given.type(column), arrays))
            .toArray(RowGather[]::new);
    this.elements = new RowGather(((ArrayType) node.call().type()).element(), arrays);
  }

  @Override
  public VectorBatch next() {
    while (true) {
      if (batch == null) {
        batch = input.next();
        if (batch == null) {
          return null;
        }
        start();
      }
      int count = fill();
      if (count > 0) {
        return batch(count);
      }
      call.release();
      batch = null;
    }
  }

  private void start() {
    rows = selectedRows.of(batch);
    call.load(batch);
    owners = arrays.ints(owners, MOST_ROWS);
    located = arrays.ints(located, MOST_ROWS);
    ordinals = arrays.ints(ordinals, MOST_ROWS);
    present = arrays.longs(present, Validity.words(MOST_ROWS));
    next = -1;
    advance();
  }

  private void advance() {
    next++;
    taken = 0;
    hasArray = next < batch.numSelected() && call.moveTo(rows[next]);
  }

  /** Lists the rows of the next batch; gives their number, 0 when the input batch is done. */
  private int fill() {
    call.clear();
    hasAbsent = false;
    Arrays.fill(present, 0);
    int filled = 0;
    int numElements = 0;
    while (filled < MOST_ROWS && !call.isFull() && next < batch.numSelected()) {
      int n = hasArray ? call.add(MOST_ROWS - filled) : 0;
      for (int k = 0; k < n; k++) {
        set(filled + k, numElements + k, taken + k + 1);
        int index = filled + k;
        present[index >>> 6] |= 1L << index;
      }
      filled += n;
      numElements += n;
      taken += n;
      if (n == 0) {
        if (node.outer() && taken == 0) {
          hasAbsent = true;
          set(filled++, 0, 0);
        }
        advance();
      }
    }
    return filled;
  }

  private void set(int index, int element, long number) {
    owners[index] = rows[next];
    located[index] = element;
    ordinals[index] = (int) number;
  }

  private VectorBatch batch(int count) {
    ColumnVector[] given = new ColumnVector[carried.length + node.columns().size()];
    for (int c = 0; c < carried.length; c++) {
      given[c] = carried[c].gather(batch.column(node.carried().get(c)), owners, count);
    }
    for (int c = carried.length; c < given.length; c++) {
      given[c] =
          switch (node.columns().get(c - carried.length).part()) {
            case ELEMENT -> elements(count);
            case ORDINALITY -> ordinals(count);
            case MEMBER, KEY, VALUE -> throw new IllegalStateException();
          };
    }
    return new VectorBatch(count, given);
  }

  private ColumnVector elements(int count) {
    return hasAbsent ? elements.gather(call.elements(), located, count, present) : call.elements();
  }

  private ColumnVector ordinals(int count) {
    if (taken > Integer.MAX_VALUE) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          "%s gives more elements than the %d that positions, which are INTs, can count: leave out"
                  .formatted(node.call().function(), Integer.MAX_VALUE)
              + " the position, or number the elements with row_number()");
    }
    return new IntVector(DataType.INT, ordinals, hasAbsent ? present : null, count);
  }

  @Override
  public void close() {
    batch = null;
    arrays.close();
    input.close();
  }
}
