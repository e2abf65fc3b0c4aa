package io.distaff.operator;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.eval.ElementCall;
import io.distaff.eval.ExpressionCompiler;
import io.distaff.plan.PlanNode;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/**
 * Gives a row for each element of the arrays that a call makes of its input's rows. The arrays are
 * never there: a batch has the next elements, of as many rows as they belong to.
 */
public final class GenerateOperator extends EntriesOperator {
  private final PlanNode.Generate node;
  private final ElementCall call;
  private final RowGather elements;

  /** Which of the selected rows is the next, how many of its elements were given, and if it has. */
  private int next;

  private long taken;
  private boolean hasArray;

  /** Of each row of the batch that is made: its element, with its number. */
  private int[] located = {};

  private int[] ordinals = {};
  private long[] present = {};

  /** Whether a row of the batch that is made has no element. */
  private boolean hasAbsent;

  /**
   * @param node its input stands for {@code input}
   */
  public GenerateOperator(PlanNode.Generate node, Operator input, OperatorContext context) {
    super(
        input,
        node.carried(),
        node.input().schema(),
        node.columns().size(),
        context.memory().arrays());
    this.node = node;
    this.call = ExpressionCompiler.compileElements(node.call(), arrays, context.values());
    this.elements = new RowGather(((ArrayType) node.call().type()).element(), arrays);
  }

  @Override
  void start() {
    call.load(batch);
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

  @Override
  int fill() {
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

  @Override
  ColumnVector entries(int column, int count) {
    return switch (node.columns().get(column).part()) {
      case ELEMENT -> elements(count);
      case ORDINALITY -> ordinals(count);
      case MEMBER, KEY, VALUE -> throw new IllegalStateException();
    };
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
  void finish() {
    call.release();
  }
}
