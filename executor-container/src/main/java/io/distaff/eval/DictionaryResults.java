package io.distaff.eval;

import io.distaff.error.DistaffException;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.CopyKernels;
import io.distaff.kernel.Flattener;
import io.distaff.kernel.Forms;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.function.Supplier;

/**
 * What an expression over one column gives for each entry of the column's dictionary, kept for as
 * long as batches come with that dictionary. Entries are computed once as many rows have come as
 * the dictionary has entries, so that a large dictionary of few rows costs nothing.
 *
 * <p>An entry that no selected row refers to may have no value (a cast that fails, a division by
 * zero). A dictionary that has such an entry is not used: the rows are then computed one by one.
 */
final class DictionaryResults {
  private final int column;
  private final Supplier<Evaluator> compiler;
  private final ReservedArrays arrays;
  private final Flattener flattener;
  private Evaluator entryEvaluator;
  private ColumnVector nullResult;
  private boolean nullFails;

  private ColumnVector dictionary;
  private long rowsSeen;
  private boolean computed;
  private boolean failed;
  private ColumnVector values;
  private long[] entryValidity;
  private byte[] trueEntries = {};

  /**
   * @param compiler makes evaluators of the expression that don't use dictionaries themselves
   */
  DictionaryResults(int column, Supplier<Evaluator> compiler, ReservedArrays arrays) {
    this.arrays = arrays;
    this.flattener = new Flattener(arrays);
    this.column = column;
    this.compiler = compiler;
  }

  /** True when the entries' results are there to be used for this column. */
  boolean isReadyFor(DictionaryVector vector, int rowsInPlay) {
    if (vector.dictionary() != dictionary) {
      dictionary = vector.dictionary();
      rowsSeen = 0;
      computed = false;
      failed = false;
    }
    if (failed || dictionary.length() == 0) {
      return false;
    }
    if (!computed) {
      rowsSeen += rowsInPlay;
      if (rowsSeen < dictionary.length()) {
        return false;
      }
      compute();
    }
    if (vector.validity() != null && nullResult == null && !nullFails) {
      computeNull();
    }
    return computed && (vector.validity() == null || !nullFails);
  }

  private void compute() {
    if (entryEvaluator == null) {
      entryEvaluator = compiler.get();
    }
    try {
      RowSet entries = RowSet.all(dictionary.length());
      ColumnVector result = entryEvaluator.evaluate(batchOf(dictionary), null);
      ColumnVector flat = flattener.flatten(result, entries);
      entryValidity = Forms.validity(flat);
      values = entryValidity == null ? flat : Forms.view(flat, flat.type(), null);
      if (flat instanceof BooleanVector booleans) {
        fillTrueEntries(booleans);
      }
      computed = true;
    } catch (DistaffException e) {
      failed = true; // whether a row that counts has such an entry shows row by row
    }
  }

  private void fillTrueEntries(BooleanVector booleans) {
    trueEntries = arrays.bytes(trueEntries, booleans.length());
    for (int i = 0; i < booleans.length(); i++) {
      trueEntries[i] = booleans.isNull(i) ? 0 : booleans.values()[i];
    }
  }

  private void computeNull() {
    try {
      ColumnVector result =
          compiler.get().evaluate(batchOf(Vectors.nullOf(dictionary.type())), null);
      nullResult = new Flattener(arrays).flatten(result, RowSet.all(1));
    } catch (DistaffException e) {
      nullFails = true; // as above
    }
  }

  private VectorBatch batchOf(ColumnVector vector) {
    ColumnVector[] columns = new ColumnVector[column + 1];
    columns[column] = vector;
    return new VectorBatch(vector.length(), columns);
  }

  /** 1 for each entry for which the boolean expression is true. */
  byte[] trueEntries() {
    return trueEntries;
  }

  /** 1 if the boolean expression is true for a null row. */
  int trueForNull() {
    return nullResult.isNull(0) ? 0 : ((BooleanVector) nullResult).values()[0];
  }

  /**
   * The results of a column's rows: booleans flat, other types as a dictionary; null when that
   * can't be said with this dictionary.
   */
  ColumnVector resultOf(DictionaryVector vector, RowSet rows, Buffers buffers) {
    boolean nullsHaveValue = vector.validity() != null && !nullResult.isNull(0);
    if (nullsHaveValue && values.type().kind() != DataType.Kind.BOOLEAN) {
      return null;
    }
    long[] validity = nullsHaveValue ? null : vector.validity();
    int n = vector.length();
    if (entryValidity != null) {
      long[] own = Validity.allValid(n);
      CopyKernels.gatherNulls(entryValidity, vector.ids(), own, rows.dense());
      if (nullsHaveValue) {
        orNulls(own, vector.validity(), n);
      }
      validity = Validity.and(validity, own, n);
    }
    if (!(values instanceof BooleanVector booleans)) {
      return new DictionaryVector(values, vector.ids(), validity, n);
    }
    byte[] out = buffers.bytes(n);
    CopyKernels.gather(booleans.values(), vector.ids(), out, rows.dense());
    if (nullsHaveValue) {
      byte value = ((BooleanVector) nullResult).values()[0];
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        out[row] = Validity.isValid(vector.validity(), row) ? out[row] : value;
      }
    }
    return new BooleanVector(DataType.BOOLEAN, out, validity, n);
  }

  /** Rows that are null in the column have a value in the result. */
  private static void orNulls(long[] bits, long[] columnValidity, int rows) {
    for (int i = 0; i < Validity.words(rows); i++) {
      bits[i] |= ~columnValidity[i];
    }
  }
}
