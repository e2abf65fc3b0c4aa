package io.distaff.vector;

/**
 * About 4096 rows as columns, with an optional selection. Valid until its producer makes the next
 * one.
 */
public final class VectorBatch {
  /** The rows that producers aim at. Measured: throughput is flat from 2048 to 16384. */
  public static final int TARGET_ROWS = 4096;

  private final ColumnVector[] columns;
  private final int numRows;
  private final SelectionVector selection;

  /** A batch in which every row is selected. */
  public VectorBatch(int numRows, ColumnVector... columns) {
    this(numRows, null, columns);
  }

  /**
   * @param numRows the length of every column
   * @param selection null when every row is selected
   */
  public VectorBatch(int numRows, SelectionVector selection, ColumnVector... columns) {
    this.columns = columns;
    this.numRows = numRows;
    this.selection = selection;
  }

  public int numColumns() {
    return columns.length;
  }

  public ColumnVector column(int index) {
    return columns[index];
  }

  /** The columns; not to be written to. */
  public ColumnVector[] columns() {
    return columns;
  }

  /** Rows in the vectors, selected or not. */
  public int numRows() {
    return numRows;
  }

  /** The selected rows, or null when all are. */
  public SelectionVector selection() {
    return selection;
  }

  /** Rows in play. */
  public int numSelected() {
    return selection == null ? numRows : selection.count();
  }

  /** The position of the i-th selected row; not for loops over rows. */
  public int selectedRow(int i) {
    return selection == null ? i : selection.rows()[i];
  }

  /** The same columns with another selection. */
  public VectorBatch withSelection(SelectionVector other) {
    return new VectorBatch(numRows, other, columns);
  }

  /** Other columns for the same rows and selection. */
  public VectorBatch withColumns(ColumnVector... others) {
    return new VectorBatch(numRows, selection, others);
  }
}
