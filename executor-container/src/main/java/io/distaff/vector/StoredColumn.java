package io.distaff.vector;

import io.distaff.types.DataType;
import java.util.Arrays;

/**
 * One column of a {@link RowStore}: pages of primitive arrays. A page that has never seen a null
 * has no bitmap; one of a wide decimal that has never seen a value beyond 64 bits has no upper
 * halves.
 */
abstract sealed class StoredColumn {
  static final int PAGE_SHIFT = 12;
  static final int PAGE_ROWS = 1 << PAGE_SHIFT;
  static final int PAGE_MASK = PAGE_ROWS - 1;
  static final int ARRAY_HEADER_BYTES = 16;
  private static final int VALIDITY_BYTES = PAGE_ROWS / 8 + ARRAY_HEADER_BYTES;

  final DataType type;
  long heldBytes;
  private long[][] validity = new long[4][];
  private boolean hasNulls;

  StoredColumn(DataType type) {
    this.type = type;
  }

  static StoredColumn of(DataType type) {
    return switch (ColumnBuffer.formOf(type)) {
      case BOOLEAN -> new Booleans(type);
      case INT -> new Ints(type);
      case LONG -> new Longs(type);
      case INT128 -> new Int128s(type);
      case FLOAT -> new Floats(type);
      case DOUBLE -> new Doubles(type);
      case BYTES -> new Bytes(type);
      case DICTIONARY, CONSTANT -> throw new IllegalArgumentException(type.sqlName());
    };
  }

  /** Bytes of a row in the page's arrays, without its bit of validity and the bytes of text. */
  abstract int rowBytes();

  /** Makes a page, or makes page 0 longer. */
  abstract void allocate(int page, int rows);

  /** Copies {@code values[positions[from .. from + count)]} into rows that lie in one page. */
  abstract void copyIn(
      ColumnVector values, int[] positions, int from, int count, int page, int offset);

  abstract ColumnVector vector(int page, long[] pageValidity, int rows);

  abstract void copyOut(int[] storeRows, int[] at, int count, ColumnBuffer out);

  /**
   * Splits {@code list}: entries i for which {@code values[positions[i]]} equals the store's row
   * {@code storeRows[i]} stay in front, the others are added to {@code unequal} at {@code
   * numUnequal}. Both arrays have a slot to spare.
   *
   * @return how many stayed
   */
  abstract int retainEqual(
      ColumnVector values,
      int[] positions,
      int[] list,
      int count,
      int[] storeRows,
      int[] unequal,
      int numUnequal);

  /** Compares two rows that have values. */
  abstract int compare(int a, int b);

  /** Upper bound of what appending allocates besides rows and bitmaps. */
  long extraBytes(FlatView view, int count, int pagesTouched) {
    return 0;
  }

  final long appendBytes(FlatView view, int count, int newCapacity, int pagesTouched) {
    return (long) newCapacity * rowBytes()
        + (long) pagesTouched * (VALIDITY_BYTES + 4 * ARRAY_HEADER_BYTES)
        + extraBytes(view, count, pagesTouched);
  }

  final void copyNullsIn(
      long[] fromValidity, int[] rows, int from, int count, int page, int offset) {
    for (int i = 0; i < count; i++) {
      if (!Validity.isValid(fromValidity, rows[from + i])) {
        setNull(page, offset + i);
      }
    }
  }

  private void setNull(int page, int row) {
    if (page >= validity.length) {
      validity = Arrays.copyOf(validity, Math.max(page + 1, 2 * validity.length));
    }
    if (validity[page] == null) {
      validity[page] = Validity.allValid(PAGE_ROWS);
      heldBytes += VALIDITY_BYTES;
    }
    hasNulls = true;
    Validity.setNull(validity[page], row);
    clearSlot(page, row);
  }

  /** Gives the slot of a null row a value that needs no care. */
  void clearSlot(int page, int row) {}

  final boolean hasNulls() {
    return hasNulls;
  }

  final boolean isNull(int row) {
    if (!hasNulls) {
      return false;
    }
    long[] bits = validity(row >>> PAGE_SHIFT);
    return bits != null && !Validity.isValid(bits, row & PAGE_MASK);
  }

  final long[] validity(int page) {
    return page < validity.length ? validity[page] : null;
  }

  static <T> T[] withPage(T[] pages, int page) {
    return page < pages.length ? pages : Arrays.copyOf(pages, Math.max(page + 1, 2 * page));
  }

  static final class Booleans extends StoredColumn {
    private byte[][] pages = new byte[4][];

    Booleans(DataType type) {
      super(type);
    }

    @Override
    int rowBytes() {
      return 1;
    }

    @Override
    void allocate(int page, int rows) {
      pages = withPage(pages, page);
      int before = pages[page] == null ? -ARRAY_HEADER_BYTES : pages[page].length;
      pages[page] = pages[page] == null ? new byte[rows] : Arrays.copyOf(pages[page], rows);
      heldBytes += rows - before;
    }

    @Override
    void copyIn(ColumnVector values, int[] positions, int from, int count, int page, int offset) {
      byte[] source = ((BooleanVector) values).values();
      byte[] target = pages[page];
      for (int i = 0; i < count; i++) {
        target[offset + i] = source[positions[from + i]];
      }
    }

    @Override
    ColumnVector vector(int page, long[] pageValidity, int rows) {
      return new BooleanVector(type, pages[page], pageValidity, rows);
    }

    @Override
    void copyOut(int[] storeRows, int[] at, int count, ColumnBuffer out) {
      byte[] target = out.bytes;
      for (int i = 0; i < count; i++) {
        int row = storeRows[i];
        target[at == null ? i : at[i]] = pages[row >>> PAGE_SHIFT][row & PAGE_MASK];
      }
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
      byte[] source = ((BooleanVector) values).values();
      int kept = 0;
      int lost = numUnequal;
      for (int k = 0; k < count; k++) {
        int i = list[k];
        int row = storeRows[i];
        boolean equal = source[positions[i]] == pages[row >>> PAGE_SHIFT][row & PAGE_MASK];
        list[kept] = i;
        unequal[lost] = i;
        kept += equal ? 1 : 0;
        lost += equal ? 0 : 1;
      }
      return kept;
    }

    @Override
    int compare(int a, int b) {
      return Byte.compare(
          pages[a >>> PAGE_SHIFT][a & PAGE_MASK], pages[b >>> PAGE_SHIFT][b & PAGE_MASK]);
    }
  }

  static final class Ints extends StoredColumn {
    private int[][] pages = new int[4][];

    Ints(DataType type) {
      super(type);
    }

    @Override
    int rowBytes() {
      return Integer.BYTES;
    }

    @Override
    void allocate(int page, int rows) {
      pages = withPage(pages, page);
      long before = pages[page] == null ? -ARRAY_HEADER_BYTES : 4L * pages[page].length;
      pages[page] = pages[page] == null ? new int[rows] : Arrays.copyOf(pages[page], rows);
      heldBytes += 4L * rows - before;
    }

    @Override
    void copyIn(ColumnVector values, int[] positions, int from, int count, int page, int offset) {
      int[] source = ((IntVector) values).values();
      int[] target = pages[page];
      for (int i = 0; i < count; i++) {
        target[offset + i] = source[positions[from + i]];
      }
    }

    @Override
    ColumnVector vector(int page, long[] pageValidity, int rows) {
      return new IntVector(type, pages[page], pageValidity, rows);
    }

    @Override
    void copyOut(int[] storeRows, int[] at, int count, ColumnBuffer out) {
      int[] target = out.ints;
      for (int i = 0; i < count; i++) {
        int row = storeRows[i];
        target[at == null ? i : at[i]] = pages[row >>> PAGE_SHIFT][row & PAGE_MASK];
      }
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
      int[] source = ((IntVector) values).values();
      int kept = 0;
      int lost = numUnequal;
      for (int k = 0; k < count; k++) {
        int i = list[k];
        int row = storeRows[i];
        boolean equal = source[positions[i]] == pages[row >>> PAGE_SHIFT][row & PAGE_MASK];
        list[kept] = i;
        unequal[lost] = i;
        kept += equal ? 1 : 0;
        lost += equal ? 0 : 1;
      }
      return kept;
    }

    @Override
    int compare(int a, int b) {
      return Integer.compare(
          pages[a >>> PAGE_SHIFT][a & PAGE_MASK], pages[b >>> PAGE_SHIFT][b & PAGE_MASK]);
    }
  }

  static final class Longs extends StoredColumn {
    private long[][] pages = new long[4][];

    Longs(DataType type) {
      super(type);
    }

    @Override
    int rowBytes() {
      return Long.BYTES;
    }

    @Override
    void allocate(int page, int rows) {
      pages = withPage(pages, page);
      long before = pages[page] == null ? -ARRAY_HEADER_BYTES : 8L * pages[page].length;
      pages[page] = pages[page] == null ? new long[rows] : Arrays.copyOf(pages[page], rows);
      heldBytes += 8L * rows - before;
    }

    @Override
    void copyIn(ColumnVector values, int[] positions, int from, int count, int page, int offset) {
      long[] source = ((LongVector) values).values();
      long[] target = pages[page];
      for (int i = 0; i < count; i++) {
        target[offset + i] = source[positions[from + i]];
      }
    }

    @Override
    ColumnVector vector(int page, long[] pageValidity, int rows) {
      return new LongVector(type, pages[page], pageValidity, rows);
    }

    @Override
    void copyOut(int[] storeRows, int[] at, int count, ColumnBuffer out) {
      long[] target = out.longs;
      for (int i = 0; i < count; i++) {
        int row = storeRows[i];
        target[at == null ? i : at[i]] = pages[row >>> PAGE_SHIFT][row & PAGE_MASK];
      }
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
      long[] source = ((LongVector) values).values();
      int kept = 0;
      int lost = numUnequal;
      for (int k = 0; k < count; k++) {
        int i = list[k];
        int row = storeRows[i];
        boolean equal = source[positions[i]] == pages[row >>> PAGE_SHIFT][row & PAGE_MASK];
        list[kept] = i;
        unequal[lost] = i;
        kept += equal ? 1 : 0;
        lost += equal ? 0 : 1;
      }
      return kept;
    }

    @Override
    int compare(int a, int b) {
      return Long.compare(
          pages[a >>> PAGE_SHIFT][a & PAGE_MASK], pages[b >>> PAGE_SHIFT][b & PAGE_MASK]);
    }
  }

  /** Wide decimals; a page without upper halves holds values that fit in longs. */
  static final class Int128s extends StoredColumn {
    private long[][] lows = new long[4][];
    private long[][] highs = new long[4][];

    Int128s(DataType type) {
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

  static final class Floats extends StoredColumn {
    private float[][] pages = new float[4][];

    Floats(DataType type) {
      super(type);
    }

    @Override
    int rowBytes() {
      return Float.BYTES;
    }

    @Override
    void allocate(int page, int rows) {
      pages = withPage(pages, page);
      long before = pages[page] == null ? -ARRAY_HEADER_BYTES : 4L * pages[page].length;
      pages[page] = pages[page] == null ? new float[rows] : Arrays.copyOf(pages[page], rows);
      heldBytes += 4L * rows - before;
    }

    @Override
    void copyIn(ColumnVector values, int[] positions, int from, int count, int page, int offset) {
      float[] source = ((FloatVector) values).values();
      float[] target = pages[page];
      for (int i = 0; i < count; i++) {
        target[offset + i] = source[positions[from + i]];
      }
    }

    @Override
    ColumnVector vector(int page, long[] pageValidity, int rows) {
      return new FloatVector(type, pages[page], pageValidity, rows);
    }

    @Override
    void copyOut(int[] storeRows, int[] at, int count, ColumnBuffer out) {
      float[] target = out.floats;
      for (int i = 0; i < count; i++) {
        int row = storeRows[i];
        target[at == null ? i : at[i]] = pages[row >>> PAGE_SHIFT][row & PAGE_MASK];
      }
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
      float[] source = ((FloatVector) values).values();
      int kept = 0;
      int lost = numUnequal;
      for (int k = 0; k < count; k++) {
        int i = list[k];
        int row = storeRows[i];
        float a = source[positions[i]];
        float b = pages[row >>> PAGE_SHIFT][row & PAGE_MASK];
        boolean equal = a == b || (a != a && b != b);
        list[kept] = i;
        unequal[lost] = i;
        kept += equal ? 1 : 0;
        lost += equal ? 0 : 1;
      }
      return kept;
    }

    @Override
    int compare(int a, int b) {
      // Adding 0 makes one zero of the two.
      return Float.compare(
          pages[a >>> PAGE_SHIFT][a & PAGE_MASK] + 0.0f,
          pages[b >>> PAGE_SHIFT][b & PAGE_MASK] + 0.0f);
    }
  }

  static final class Doubles extends StoredColumn {
    private double[][] pages = new double[4][];

    Doubles(DataType type) {
      super(type);
    }

    @Override
    int rowBytes() {
      return Double.BYTES;
    }

    @Override
    void allocate(int page, int rows) {
      pages = withPage(pages, page);
      long before = pages[page] == null ? -ARRAY_HEADER_BYTES : 8L * pages[page].length;
      pages[page] = pages[page] == null ? new double[rows] : Arrays.copyOf(pages[page], rows);
      heldBytes += 8L * rows - before;
    }

    @Override
    void copyIn(ColumnVector values, int[] positions, int from, int count, int page, int offset) {
      double[] source = ((DoubleVector) values).values();
      double[] target = pages[page];
      for (int i = 0; i < count; i++) {
        target[offset + i] = source[positions[from + i]];
      }
    }

    @Override
    ColumnVector vector(int page, long[] pageValidity, int rows) {
      return new DoubleVector(type, pages[page], pageValidity, rows);
    }

    @Override
    void copyOut(int[] storeRows, int[] at, int count, ColumnBuffer out) {
      double[] target = out.doubles;
      for (int i = 0; i < count; i++) {
        int row = storeRows[i];
        target[at == null ? i : at[i]] = pages[row >>> PAGE_SHIFT][row & PAGE_MASK];
      }
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
      double[] source = ((DoubleVector) values).values();
      int kept = 0;
      int lost = numUnequal;
      for (int k = 0; k < count; k++) {
        int i = list[k];
        int row = storeRows[i];
        double a = source[positions[i]];
        double b = pages[row >>> PAGE_SHIFT][row & PAGE_MASK];
        boolean equal = a == b || (a != a && b != b);
        list[kept] = i;
        unequal[lost] = i;
        kept += equal ? 1 : 0;
        lost += equal ? 0 : 1;
      }
      return kept;
    }

    @Override
    int compare(int a, int b) {
      return Double.compare(
          pages[a >>> PAGE_SHIFT][a & PAGE_MASK] + 0.0,
          pages[b >>> PAGE_SHIFT][b & PAGE_MASK] + 0.0);
    }
  }

  /** Text: every page has bytes of its own, in the order of its rows. */
  static final class Bytes extends StoredColumn {
    private byte[][] data = new byte[4][];
    private int[] used = new int[4];
    private int[][] starts = new int[4][];
    private int[][] lengths = new int[4][];
    private int lastPage = -1;

    Bytes(DataType type) {
      super(type);
    }

    @Override
    int rowBytes() {
      return 2 * Integer.BYTES;
    }

    @Override
    void allocate(int page, int rows) {
      data = withPage(data, page);
      starts = withPage(starts, page);
      lengths = withPage(lengths, page);
      used = used.length < data.length ? Arrays.copyOf(used, data.length) : used;
      if (starts[page] == null) {
        starts[page] = new int[rows];
        lengths[page] = new int[rows];
        data[page] = new byte[0];
        heldBytes += 8L * rows + 3 * ARRAY_HEADER_BYTES;
      } else {
        heldBytes += 8L * (rows - starts[page].length);
        starts[page] = Arrays.copyOf(starts[page], rows);
        lengths[page] = Arrays.copyOf(lengths[page], rows);
      }
      lastPage = Math.max(lastPage, page);
    }

    @Override
    long extraBytes(FlatView view, int count, int pagesTouched) {
      int[] sizes = ((BytesVector) view.values()).lengths();
      int[] positions = view.positions();
      long total = 0;
      for (int i = 0; i < count; i++) {
        total += sizes[positions[i]];
      }
      // Any page may be the last or a new one: what is free in the last doesn't count.
      long tail = lastPage < 0 ? 0 : data[lastPage].length;
      return 2 * total + tail;
    }

    @Override
    void copyIn(ColumnVector values, int[] positions, int from, int count, int page, int offset) {
      BytesVector source = (BytesVector) values;
      byte[] sourceData = source.data();
      int[] sourceStarts = source.starts();
      int[] sourceLengths = source.lengths();
      long total = 0;
      for (int i = 0; i < count; i++) {
        total += sourceLengths[positions[from + i]];
      }
      makeRoom(page, total);
      byte[] target = data[page];
      int at = used[page];
      for (int i = 0; i < count; i++) {
        int position = positions[from + i];
        int size = sourceLengths[position];
        System.arraycopy(sourceData, sourceStarts[position], target, at, size);
        starts[page][offset + i] = at;
        lengths[page][offset + i] = size;
        at += size;
      }
      used[page] = at;
    }

    @Override
    void clearSlot(int page, int row) {
      lengths[page][row] = 0;
    }

    private void makeRoom(int page, long moreBytes) {
      int capacity = data[page].length;
      long needed = used[page] + moreBytes;
      if (needed > capacity) {
        int grown = Math.toIntExact(Math.max(needed, Math.min(2L * capacity, 1L << 30)));
        data[page] = Arrays.copyOf(data[page], grown);
        heldBytes += grown - capacity;
      }
    }

    @Override
    ColumnVector vector(int page, long[] pageValidity, int rows) {
      return new BytesVector(type, data[page], starts[page], lengths[page], pageValidity, rows);
    }

    @Override
    void copyOut(int[] storeRows, int[] at, int count, ColumnBuffer out) {
      if (lastPage == 0) {
        out.shareData(data[0]);
        for (int i = 0; i < count; i++) {
          int to = at == null ? i : at[i];
          out.starts[to] = starts[0][storeRows[i]];
          out.lengths[to] = lengths[0][storeRows[i]];
        }
        return;
      }
      for (int i = 0; i < count; i++) {
        int page = storeRows[i] >>> PAGE_SHIFT;
        int row = storeRows[i] & PAGE_MASK;
        int size = lengths[page][row];
        int start = out.extendData(size);
        System.arraycopy(data[page], starts[page][row], out.data, start, size);
        int to = at == null ? i : at[i];
        out.starts[to] = start;
        out.lengths[to] = size;
      }
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
      BytesVector source = (BytesVector) values;
      byte[] sourceData = source.data();
      int[] sourceStarts = source.starts();
      int[] sourceLengths = source.lengths();
      int kept = 0;
      int lost = numUnequal;
      for (int k = 0; k < count; k++) {
        int i = list[k];
        int page = storeRows[i] >>> PAGE_SHIFT;
        int row = storeRows[i] & PAGE_MASK;
        int position = positions[i];
        int from = sourceStarts[position];
        int to = from + sourceLengths[position];
        int start = starts[page][row];
        boolean equal =
            Arrays.equals(sourceData, from, to, data[page], start, start + lengths[page][row]);
        list[kept] = i;
        unequal[lost] = i;
        kept += equal ? 1 : 0;
        lost += equal ? 0 : 1;
      }
      return kept;
    }

    @Override
    int compare(int a, int b) {
      int pageA = a >>> PAGE_SHIFT;
      int pageB = b >>> PAGE_SHIFT;
      int startA = starts[pageA][a & PAGE_MASK];
      int startB = starts[pageB][b & PAGE_MASK];
      return Arrays.compareUnsigned(
          data[pageA],
          startA,
          startA + lengths[pageA][a & PAGE_MASK],
          data[pageB],
          startB,
          startB + lengths[pageB][b & PAGE_MASK]);
    }
  }
}
