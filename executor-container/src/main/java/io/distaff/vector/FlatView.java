package io.distaff.vector;

/**
 * Rows of a column seen as positions in a flat vector, whatever form the column has: row i of the
 * view is {@code values[positions[i]]}. Kernels that read one value at a time need one loop a type
 * this way, instead of one for each of flat, dictionary and constant, with and without selection.
 *
 * <pre>
 *   column      values            positions
 *   flat        itself            the selected rows
 *   dictionary  its dictionary    ids of the selected rows
 *   constant    its one-row value 0, 0, 0...
 * </pre>
 *
 * Nested vectors count as flat, whatever is inside: a view of what is inside takes the positions of
 * this one ({@link StructVector}), or those that the ranges there name.
 *
 * <p>Reused from batch to batch; a view is valid as long as the batch is. Confined to a task's
 * thread.
 */
public final class FlatView {
  private int[] scratch = new int[0];
  private long[] noneValid = new long[0];
  private ColumnVector column;
  private ColumnVector values;
  private int[] positions;
  private int[] rows;
  private long[] validity;

  /** True when the rows are 0, 1, 2... */
  private boolean isAll;

  /**
   * Looks at some rows of a column.
   *
   * @param rows positions in the column, in the first {@code count} slots; kept by the view
   */
  public void set(ColumnVector column, int[] rows, int count) {
    isAll = false;
    look(column, rows, count);
  }

  /**
   * Looks at all rows of a column, for which nothing is copied but a constant's positions.
   *
   * @param rows 0, 1, 2...; kept by the view
   */
  public void setAll(ColumnVector column, int[] rows, int count) {
    isAll = true;
    look(column, rows, count);
  }

  private void look(ColumnVector column, int[] rows, int count) {
    this.column = column;
    this.rows = rows;
    switch (column.form()) {
      case DICTIONARY -> setDictionary((DictionaryVector) column, count);
      case CONSTANT -> setConstant((ConstantVector) column, count);
      case BOOLEAN -> setFlat(column, ((BooleanVector) column).validity());
      case INT -> setFlat(column, ((IntVector) column).validity());
      case LONG -> setFlat(column, ((LongVector) column).validity());
      case INT128 -> setFlat(column, ((Int128Vector) column).validity());
      case FLOAT -> setFlat(column, ((FloatVector) column).validity());
      case DOUBLE -> setFlat(column, ((DoubleVector) column).validity());
      case BYTES -> setFlat(column, ((BytesVector) column).validity());
      case ARRAY -> setFlat(column, ((ArrayVector) column).validity());
      case MAP -> setFlat(column, ((MapVector) column).validity());
      case STRUCT -> setFlat(column, ((StructVector) column).validity());
    }
  }

  private void setFlat(ColumnVector flat, long[] flatValidity) {
    values = flat;
    positions = rows;
    validity = flatValidity;
  }

  private void setDictionary(DictionaryVector vector, int count) {
    values = vector.dictionary();
    positions = isAll ? vector.ids() : selectedIds(vector.ids(), count);
    validity = vector.validity();
    if (values.length() == 0) {
      // Every row is null; positions must still be safe to read.
      setAllNull(Vectors.nullOf(vector.type()), vector.length(), count);
    }
  }

  private int[] selectedIds(int[] ids, int count) {
    int[] target = scratch(count);
    for (int i = 0; i < count; i++) {
      target[i] = ids[rows[i]];
    }
    return target;
  }

  private void setConstant(ConstantVector vector, int count) {
    if (vector.isNull()) {
      setAllNull(vector.single(), vector.length(), count);
      return;
    }
    int[] target = scratch(count);
    java.util.Arrays.fill(target, 0, count, 0);
    values = vector.single();
    positions = target;
    validity = null;
  }

  private void setAllNull(ColumnVector single, int length, int count) {
    int[] target = scratch(count);
    java.util.Arrays.fill(target, 0, count, 0);
    if (noneValid.length < Validity.words(length)) {
      noneValid = new long[Validity.words(length)];
    }
    values = single;
    positions = target;
    validity = noneValid;
  }

  private int[] scratch(int count) {
    if (scratch.length < count) {
      scratch = new int[Math.max(count, VectorBatch.TARGET_ROWS)];
    }
    return scratch;
  }

  /** The column as it came. */
  public ColumnVector column() {
    return column;
  }

  /** A flat vector; its own validity doesn't count. */
  public ColumnVector values() {
    return values;
  }

  /** For row i of the view, its position in {@link #values()}. */
  public int[] positions() {
    return positions;
  }

  /** True when {@link #positions()} are 0, 1, 2...: the values lie as the view has them. */
  public boolean isWhole() {
    return isAll && positions == rows;
  }

  /** For row i of the view, its position in {@link #validity()}. */
  public int[] rows() {
    return rows;
  }

  /** By position in the column, not in the view: see {@link #rows()}. Null when no row is null. */
  public long[] validity() {
    return validity;
  }
}
