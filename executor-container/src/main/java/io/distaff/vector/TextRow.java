package io.distaff.vector;

/**
 * Where a row's text or bytes lie, whatever form the column has: row {@link #position} of {@link
 * #values}. For single rows; loops over rows use a {@link FlatView}.
 */
public final class TextRow {
  private TextRow() {}

  /** The flat vector that holds the values of a column of type STRING or BINARY. */
  public static BytesVector values(ColumnVector column) {
    return switch (column.form()) {
      case DICTIONARY -> (BytesVector) ((DictionaryVector) column).dictionary();
      case CONSTANT -> (BytesVector) ((ConstantVector) column).single();
      default -> (BytesVector) column;
    };
  }

  /** Where in {@link #values} a row that isn't null has its value. */
  public static int position(ColumnVector column, int row) {
    return switch (column.form()) {
      case DICTIONARY -> ((DictionaryVector) column).ids()[row];
      case CONSTANT -> 0;
      default -> row;
    };
  }
}
