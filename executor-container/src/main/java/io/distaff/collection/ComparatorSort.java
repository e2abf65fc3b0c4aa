package io.distaff.collection;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Gather;
import io.distaff.kernel.LambdaBody;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;

/**
 * ARRAY_SORT with a lambda that compares two elements: a stable merge sort from the bottom up, of
 * all arrays of a batch at once, in which each call of the lambda is for many pairs.
 *
 * <p>In a round, the runs of a width are merged two by two. The result of a merge is cut into
 * pieces of {@link #PIECE} elements (Odeh et al., Merge Path, 2012): where a piece begins in both
 * runs is found by binary search, for all pieces at once; then the pieces are merged side by side,
 * one comparison each at a time. A round of n elements takes about n (1 + log2(width) / PIECE)
 * comparisons in at most log2(width) + PIECE calls, whether there are many short arrays or a long
 * one.
 *
 * <pre>
 *   left run   a a a a|a a a a a|a a      piece 0: 4 of the left, 4 of the right run
 *   right run  b b b b|b b b|b b          piece 1: 5 and 3, piece 2: 2 and 2
 * </pre>
 *
 * <p>A comparator that contradicts itself gives some order: every step moves every piece forward,
 * and pieces never overlap, whatever it says. Nulls are given to it as any other element.
 */
public final class ComparatorSort implements VectorFunction {
  /** Elements that one piece of a merge makes; 2 merges of runs below it are one piece each. */
  private static final int PIECE = 64;

  private final ArrayType type;
  private final LambdaBody comparator;
  private final Ranges ranges = new Ranges();
  private final ElementRows sequence;
  private final Gather firsts;
  private final Gather seconds;
  private final Gather result;
  private final Argument compared;
  private final Buffers order;
  private final Buffers pairs;
  private final Buffers callers;
  private final Pieces pieces;
  private ColumnVector elements;

  /** The elements' positions, sorted up to runs of the round's width. */
  private int[] source;

  public ComparatorSort(ArrayType type, LambdaBody comparator, ReservedArrays arrays) {
    this.type = type;
    this.comparator = comparator;
    this.sequence = new ElementRows(arrays);
    this.firsts = new Gather(arrays);
    this.seconds = new Gather(arrays);
    this.result = new Gather(arrays);
    this.compared = new Argument(DataType.BIGINT, arrays);
    this.order = new Buffers(arrays);
    this.pairs = new Buffers(arrays);
    this.callers = new Buffers(arrays);
    this.pieces = new Pieces(arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    ranges.load(arguments[0]);
    sequence.load(ranges, rows, validity);
    elements = ranges.elements();
    int count = sequence.count();
    source = order.ints(count);
    System.arraycopy(sequence.positions(), 0, source, 0, count);
    int[] target = order.lengths(count);
    int longest = 0;
    for (int i = 0; i < rows.count(); i++) {
      longest = Math.max(longest, sequence.lengths()[rows.row(i)]);
    }
    for (long width = 1; width < longest; width *= 2) {
      System.arraycopy(source, 0, target, 0, count);
      pieces.cut(sequence, rows, width);
      search();
      merge(target);
      int[] swapped = source;
      source = target;
      target = swapped;
    }
    ColumnVector sorted = result.gather(elements, source, count);
    return new ArrayVector(
        type, sequence.starts(), sequence.lengths(), sorted, validity, rows.length());
  }

  /** Finds how many elements of its left run lie before each piece. */
  private void search() {
    while (true) {
      int asked = 0;
      int[] left = pairs.ints(pieces.count);
      int[] right = pairs.lengths(pieces.count);
      int[] asking = callers.ints(pieces.count);
      for (int p = 0; p < pieces.count; p++) {
        if (pieces.low[p] < pieces.high[p]) {
          int middle = (pieces.low[p] + pieces.high[p]) >>> 1;
          left[asked] = pieces.leftStart[p] + middle;
          right[asked] = pieces.rightStart[p] + pieces.before[p] - 1 - middle;
          asking[asked++] = p;
        }
      }
      if (asked == 0) {
        pieces.settle();
        return;
      }
      long[] signs = compare(left, right, asked);
      for (int k = 0; k < asked; k++) {
        int p = asking[k];
        int middle = (pieces.low[p] + pieces.high[p]) >>> 1;
        if (signs[k] <= 0) {
          pieces.low[p] = middle + 1;
        } else {
          pieces.high[p] = middle;
        }
      }
    }
  }

  /** Merges all pieces, each by one element in a step; those of one run left are copied. */
  private void merge(int[] target) {
    while (true) {
      int asked = 0;
      int[] left = pairs.ints(pieces.count);
      int[] right = pairs.lengths(pieces.count);
      int[] asking = callers.ints(pieces.count);
      for (int p = 0; p < pieces.count; p++) {
        if (pieces.left[p] == pieces.leftEnd[p] || pieces.right[p] == pieces.rightEnd[p]) {
          pieces.copyRest(p, source, target);
        } else {
          left[asked] = pieces.left[p];
          right[asked] = pieces.right[p];
          asking[asked++] = p;
        }
      }
      if (asked == 0) {
        return;
      }
      long[] signs = compare(left, right, asked);
      for (int k = 0; k < asked; k++) {
        int p = asking[k];
        int from = signs[k] <= 0 ? pieces.left[p]++ : pieces.right[p]++;
        target[pieces.out[p]++] = source[from];
      }
    }
  }

  /**
   * What the comparator says of pairs of places.
   *
   * @param left turned into the positions of the elements there, as right is
   */
  private long[] compare(int[] left, int[] right, int count) {
    int[] owners = callers.lengths(count);
    for (int k = 0; k < count; k++) {
      owners[k] = sequence.owners()[left[k]];
      left[k] = source[left[k]];
      right[k] = source[right[k]];
    }
    ColumnVector[] parameters = {
      firsts.gather(elements, left, count), seconds.gather(elements, right, count)
    };
    ColumnVector signs = comparator.apply(parameters, owners, count);
    RowSet all = RowSet.all(count);
    compared.load(signs, Bounds.UNKNOWN, all);
    for (int k = 0; k < count; k++) {
      if (signs.isNull(k)) {
        throw new DistaffException(
            ErrorCode.INVALID_ARGUMENT,
            "array_sort: the lambda gives NULL for two elements; it must give a number below 0, 0"
                + " or one above 0");
      }
    }
    return compared.longs(all);
  }

  /** The pieces of a round's merges, as places in the sequence of the batch's elements. */
  private static final class Pieces {
    private final Buffers[] buffers;
    private int count;

    /** Where the runs that a piece is of begin. */
    private int[] leftStart;

    private int[] rightStart;

    /** Elements of the merge's result before the piece. */
    private int[] before;

    /** Bounds of how many of them are of the left run. */
    private int[] low;

    private int[] high;

    /** What is left of the piece's part of either run, and where the next element goes. */
    private int[] left;

    private int[] leftEnd;
    private int[] right;
    private int[] rightEnd;
    private int[] out;

    Pieces(ReservedArrays arrays) {
      this.buffers = new Buffers[5];
      for (int i = 0; i < buffers.length; i++) {
        buffers[i] = new Buffers(arrays);
      }
    }

    /** The merges of all runs of a width that have a neighbour, cut up. */
    void cut(ElementRows sequence, RowSet rows, long width) {
      begin(sequence.count());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        int start = sequence.starts()[row];
        int length = sequence.lengths()[row];
        for (long from = 0; from + width < length; from += 2 * width) {
          int numLeft = (int) width;
          int numRight = (int) Math.min(width, length - from - width);
          int first = start + (int) from;
          for (int done = 0; done < numLeft + numRight; done += PIECE) {
            leftStart[count] = first;
            rightStart[count] = first + numLeft;
            before[count] = done;
            low[count] = Math.max(0, done - numRight);
            high[count] = Math.min(done, numLeft);
            leftEnd[count] = first + numLeft;
            rightEnd[count] = first + numLeft + numRight;
            out[count++] = first + done;
          }
        }
      }
    }

    private void begin(int numElements) {
      count = 0;
      int most = numElements / 2 + 1; // a piece has two elements at least, but for a merge's last
      leftStart = buffers[0].ints(most);
      rightStart = buffers[0].lengths(most);
      before = buffers[1].ints(most);
      out = buffers[1].lengths(most);
      low = buffers[2].ints(most);
      high = buffers[2].lengths(most);
      left = buffers[3].ints(most);
      leftEnd = buffers[3].lengths(most);
      right = buffers[4].ints(most);
      rightEnd = buffers[4].lengths(most);
    }

    /**
     * Makes pieces of what was found: each begins where the one before ends. A comparator that
     * contradicts itself may have put it elsewhere: before that, or too far behind.
     */
    void settle() {
      for (int p = 0; p < count; p++) {
        if (before[p] > 0) {
          int previous = left[p - 1] - leftStart[p];
          int most = previous + before[p] - before[p - 1];
          low[p] = Math.min(Math.max(low[p], previous), most);
        }
        left[p] = leftStart[p] + low[p];
        right[p] = rightStart[p] + before[p] - low[p];
        if (before[p] > 0) {
          leftEnd[p - 1] = left[p];
          rightEnd[p - 1] = right[p];
        }
      }
    }

    void copyRest(int p, int[] source, int[] target) {
      while (left[p] < leftEnd[p]) {
        target[out[p]++] = source[left[p]++];
      }
      while (right[p] < rightEnd[p]) {
        target[out[p]++] = source[right[p]++];
      }
    }
  }
}
