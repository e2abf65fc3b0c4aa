package io.distaff.vector;

import io.distaff.types.DataType;
import java.util.Arrays;

/**
 * One column of a {@link RowStore}: pages of primitive arrays. A page that has never seen a null
 * has no bitmap; one of a wide decimal that has never seen a value beyond 64 bits has no upper
 * halves.
 */
abstract sealed class StoredColumn
    permits StoredColumn.Booleans,
        StoredColumn.Ints,
        StoredColumn.Longs,
        StoredInt128s,
        StoredColumn.Floats,
        StoredColumn.Doubles,
        StoredBytes,
        StoredNested {
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
      case INT128 -> new StoredInt128s(type);
      case FLOAT -> new Floats(type);
      case DOUBLE -> new Doubles(type);
      case BYTES -> new StoredBytes(type);
      case ARRAY, MAP, STRUCT -> new StoredNested(type);
      case DICTIONARY, CONSTANT -> throw new IllegalArgumentException(type.sqlName());
    };
  }

  /** A column of the same kind without rows. */
  StoredColumn empty() {
    return of(type);
  }

  /** Called before rows of a view are copied in, and before their pages are made. */
  void beginAppend(FlatView view) {}

  /** Makes every page flat, for good. Pages given out before become invalid. */
  void flatten() {}

  /** The column for another thread: itself, where reading needs nothing but the pages. */
  StoredColumn reader() {
    return this;
  }

  /** Takes over which rows of a column are null, and what it holds. */
  final void share(StoredColumn complete) {
    validity = complete.validity;
    hasNulls = complete.hasNulls;
    heldBytes = complete.heldBytes;
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

  /** Bytes of one row's value. */
  long valueBytes(int row) {
    return rowBytes();
  }

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

  /** Clears the slots of a page's null rows. */
  final void clearNulls(int page) {
    long[] bits = validity(page);
    for (int row = 0; bits != null && row < PAGE_ROWS; row++) {
      if (!Validity.isValid(bits, row)) {
        clearSlot(page, row);
      }
    }
  }

  /** Gives the slot of a null row a value that needs no care. */
  void clearSlot(int page, int row) {}

  /** Forgets the rows of the only page, the arrays of which stay. */
  void reset() {
    if (hasNulls) {
      validity[0] = null;
      heldBytes -= VALIDITY_BYTES;
      hasNulls = false;
    }
  }

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
        boolean equal = a == b || (Float.isNaN(a) && Float.isNaN(b));
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
        boolean equal = a == b || (Double.isNaN(a) && Double.isNaN(b));
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
}
