package io.distaff.vector;

import io.distaff.types.DataType;
import java.util.Arrays;

/** Wide decimals; a page without upper halves holds values that fit in longs. */
final class StoredInt128s extends StoredColumn {
  private long[][] lows = new long[4][];
  private long[][] highs = new long[4][];

  StoredInt128s(DataType type) {
    super(type);
  }

  @Override
  int rowBytes() {
    return 2 * Long.BYTES;
  }

  @Override
  void allocate(int page, int rows) {
    lows = withPage(lows, page);
    highs = withPage(highs, page);
    long before = lows[page] == null ? -ARRAY_HEADER_BYTES : 8L * lows[page].length;
    lows[page] = lows[page] == null ? new long[rows] : Arrays.copyOf(lows[page], rows);
    heldBytes += 8L * rows - before;
    if (highs[page] != null) {
      heldBytes += 8L * (rows - highs[page].length);
      highs[page] = Arrays.copyOf(highs[page], rows);
    }
  }

  @Override
  void copyIn(ColumnVector values, int[] positions, int from, int count, int page, int offset) {
    long[] low = lows[page];
    if (values instanceof LongVector vector) {
      long[] source = vector.values();
      for (int i = 0; i < count; i++) {
        low[offset + i] = source[positions[from + i]];
      }
      if (highs[page] != null) {
        for (int i = 0; i < count; i++) {
          highs[page][offset + i] = low[offset + i] >> 63;
        }
      }
      return;
    }
    Int128Vector source = (Int128Vector) values;
    long[] sourceLow = source.low();
    long[] sourceHigh = source.high();
    long beyond = 0;
    for (int i = 0; i < count; i++) {
      int position = positions[from + i];
      low[offset + i] = sourceLow[position];
      beyond |= sourceHigh[position] ^ sourceLow[position] >> 63;
    }
    if (beyond == 0 && highs[page] == null) {
      return;
    }
    long[] high = ensureHighs(page, offset);
    for (int i = 0; i < count; i++) {
      high[offset + i] = sourceHigh[positions[from + i]];
    }
  }

  private long[] ensureHighs(int page, int rowsBefore) {
    if (highs[page] == null) {
      long[] high = new long[lows[page].length];
      heldBytes += 8L * high.length + ARRAY_HEADER_BYTES;
      for (int i = 0; i < rowsBefore; i++) {
        high[i] = lows[page][i] >> 63;
      }
      highs[page] = high;
    }
    return highs[page];
  }

  /** Upper halves may have to be added to rows that are there already. */
  @Override
  long extraBytes(FlatView view, int count, int pagesTouched) {
    return view.values() instanceof LongVector ? 0 : 8L * PAGE_ROWS;
  }

  @Override
  ColumnVector vector(int page, long[] pageValidity, int rows) {
    return highs[page] == null
        ? new LongVector(type, lows[page], pageValidity, rows)
        : new Int128Vector(type, highs[page], lows[page], pageValidity, rows);
  }

  @Override
  void copyOut(int[] storeRows, int[] at, int count, ColumnBuffer out) {
    long[] target = out.longs;
    boolean wide = out.highs != null;
    for (int i = 0; i < count; i++) {
      int row = storeRows[i];
      wide |= highs[row >>> PAGE_SHIFT] != null;
      target[at == null ? i : at[i]] = lows[row >>> PAGE_SHIFT][row & PAGE_MASK];
    }
    if (wide) {
      long[] targetHigh = out.ensureHighs();
      for (int i = 0; i < count; i++) {
        targetHigh[at == null ? i : at[i]] = high(storeRows[i]);
      }
    }
  }

  private long high(int row) {
    long[] high = highs[row >>> PAGE_SHIFT];
    return high == null ? lows[row >>> PAGE_SHIFT][row & PAGE_MASK] >> 63 : high[row & PAGE_MASK];
  }

  @Override
  int retainEqual(
      ColumnVector values,
      int[] positions,
      int[] list,
      int count,
      int[] storeRows,
      int[] unequal,
      int numUnequal) {
    boolean narrow = values instanceof LongVector;
    long[] low = narrow ? ((LongVector) values).values() : ((Int128Vector) values).low();
    long[] high = narrow ? null : ((Int128Vector) values).high();
    int kept = 0;
    int lost = numUnequal;
    for (int k = 0; k < count; k++) {
      int i = list[k];
      int row = storeRows[i];
      long valueLow = low[positions[i]];
      long valueHigh = narrow ? valueLow >> 63 : high[positions[i]];
      boolean equal =
          valueLow == lows[row >>> PAGE_SHIFT][row & PAGE_MASK] && valueHigh == high(row);
      list[kept] = i;
      unequal[lost] = i;
      kept += equal ? 1 : 0;
      lost += equal ? 0 : 1;
    }
    return kept;
  }

  @Override
  int compare(int a, int b) {
    int byHigh = Long.compare(high(a), high(b));
    return byHigh != 0
        ? byHigh
        : Long.compareUnsigned(
            lows[a >>> PAGE_SHIFT][a & PAGE_MASK], lows[b >>> PAGE_SHIFT][b & PAGE_MASK]);
  }
}
