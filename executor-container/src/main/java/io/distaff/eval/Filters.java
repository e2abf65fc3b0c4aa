package io.distaff.eval;

import io.distaff.kernel.Buffers;
import io.distaff.kernel.ComparisonOperator;
import io.distaff.kernel.Flattener;
import io.distaff.kernel.Forms;
import io.distaff.kernel.KeyRange;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.SelectKernels;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.util.List;
import java.util.function.Supplier;

/** The steps that predicates are made of. */
final class Filters {
  private Filters() {}

  /** Every step narrows what the step before it left. */
  record Conjunction(List<RowFilter> filters) implements RowFilter {
    Conjunction {
      filters = List.copyOf(filters);
    }

    @Override
    public int select(VectorBatch batch, int[] rows, int count, int[] out) {
      int[] left = rows;
      int numLeft = count;
      for (RowFilter filter : filters) {
        int selected = filter.select(batch, left, numLeft, out);
        // As long as every row passes, the kernels keep their plain loops.
        left = selected == numLeft ? left : out;
        numLeft = selected;
        if (numLeft == 0) {
          return 0;
        }
      }
      return left == out ? numLeft : SelectKernels.all(left, numLeft, out);
    }
  }

  /** Any boolean expression, computed for all rows and then looked at. */
  static final class Computed implements RowFilter {
    private final Evaluator evaluator;
    private final Flattener flattener;

    Computed(Evaluator evaluator, ReservedArrays arrays) {
      this.flattener = new Flattener(arrays);
      this.evaluator = evaluator;
    }

    @Override
    public int select(VectorBatch batch, int[] rows, int count, int[] out) {
      SelectionVector selection = rows == null ? null : new SelectionVector(rows, count);
      ColumnVector value = evaluator.evaluate(batch, selection);
      if (value instanceof ConstantVector c) {
        boolean passes = !c.isNull() && ((BooleanVector) c.single()).values()[0] != 0;
        return passes ? SelectKernels.all(rows, count, out) : 0;
      }
      BooleanVector booleans =
          (BooleanVector) flattener.flatten(value, new RowSet(rows, count, batch.numRows()));
      if (booleans.validity() == null) {
        return SelectKernels.isTrue(booleans.values(), rows, count, out);
      }
      int numValid = SelectKernels.isValid(booleans.validity(), 0, rows, count, out);
      return SelectKernels.isTrue(booleans.values(), out, numValid, out);
    }
  }

  /** A column against constants, by keys. */
  static final class InRange implements RowFilter {
    private final int column;
    private final KeyRange.Kernels range;
    private final Flattener flattener;

    InRange(int column, KeyRange range, ReservedArrays arrays) {
      this.flattener = new Flattener(arrays);
      this.column = column;
      this.range = range.kernels();
    }

    @Override
    public int select(VectorBatch batch, int[] rows, int count, int[] out) {
      ColumnVector flat =
          flattener.flatten(batch.column(column), new RowSet(rows, count, batch.numRows()));
      long[] validity = Forms.validity(flat);
      if (validity == null) {
        return range.select(flat, rows, count, out);
      }
      int numValid = SelectKernels.isValid(validity, 0, rows, count, out);
      return range.select(flat, out, numValid, out);
    }
  }

  /** A column of text against a constant. */
  static final class BytesComparison implements RowFilter {
    private final int column;
    private final ComparisonOperator operator;
    private final byte[] constant;
    private final Flattener flattener;

    BytesComparison(
        int column, ComparisonOperator operator, byte[] constant, ReservedArrays arrays) {
      this.flattener = new Flattener(arrays);
      this.column = column;
      this.operator = operator;
      this.constant = constant;
    }

    @Override
    public int select(VectorBatch batch, int[] rows, int count, int[] out) {
      BytesVector flat =
          (BytesVector)
              flattener.flatten(batch.column(column), new RowSet(rows, count, batch.numRows()));
      int[] left = rows;
      int numLeft = count;
      if (flat.validity() != null) {
        numLeft = SelectKernels.isValid(flat.validity(), 0, rows, count, out);
        left = out;
      }
      return operator.isEquality()
          ? SelectKernels.bytesEqual(flat, constant, operator.flip(), left, numLeft, out)
          : SelectKernels.bytesCompare(flat, constant, operator.signMask(), 0, left, numLeft, out);
    }
  }

  /** IS NOT NULL of a column. */
  record NotNull(int column) implements RowFilter {
    @Override
    public int select(VectorBatch batch, int[] rows, int count, int[] out) {
      ColumnVector vector = batch.column(column);
      if (!vector.mayHaveNulls()) {
        return SelectKernels.all(rows, count, out);
      }
      return vector instanceof ConstantVector
          ? 0
          : SelectKernels.isValid(Forms.validity(vector), 0, rows, count, out);
    }
  }

  /**
   * An expression over one column: a table of the dictionary's entries where the column has a
   * dictionary, one row where it is constant.
   */
  static final class SingleColumn implements RowFilter {
    private final int column;
    private final RowFilter direct;
    private final DictionaryResults results;
    private final int[] oneRow = new int[1];

    SingleColumn(
        int column, RowFilter direct, Supplier<Evaluator> compiler, ReservedArrays arrays) {
      this.column = column;
      this.direct = direct;
      this.results = new DictionaryResults(column, compiler, arrays);
    }

    @Override
    public int select(VectorBatch batch, int[] rows, int count, int[] out) {
      ColumnVector vector = batch.column(column);
      if (vector instanceof DictionaryVector d && results.isReadyFor(d, count)) {
        byte[] passes = results.trueEntries();
        return d.validity() == null
            ? SelectKernels.inTable(d.ids(), passes, rows, count, out)
            : SelectKernels.inTable(
                d.ids(), d.validity(), passes, results.trueForNull(), rows, count, out);
      }
      if (vector instanceof ConstantVector c) {
        ColumnVector[] columns = new ColumnVector[column + 1];
        columns[column] = c.single();
        int passed = direct.select(new VectorBatch(1, columns), null, 1, oneRow);
        return passed == 1 ? SelectKernels.all(rows, count, out) : 0;
      }
      return direct.select(batch, rows, count, out);
    }
  }

  /** The outermost step. */
  static final class Outermost implements Predicate {
    private final RowFilter filter;
    private final Buffers buffers;

    Outermost(RowFilter filter, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.filter = filter;
    }

    @Override
    public SelectionVector select(VectorBatch batch, SelectionVector in) {
      RowSet rows = RowSet.of(in, batch.numRows());
      if (rows.count() == 0) {
        return in;
      }
      int[] out = buffers.ints(batch.numRows());
      int count = filter.select(batch, rows.rows(), rows.count(), out);
      return count == rows.count() ? in : new SelectionVector(out, count);
    }
  }
}
