package io.distaff.vector;

import io.distaff.types.DataType;

/**
 * The values of one column for the rows of a batch. A vector is a light, immutable view of arrays
 * that somebody else may own and reuse: it is valid until its producer makes the next batch, and
 * whoever keeps values longer copies them.
 *
 * <p>Arrays may be longer than {@link #length()}. {@code validity} is a bitmap of longs, bit {@code
 * row & 63} of word {@code row >> 6}, 1 = the row has a value; it is absent (null) when no row is
 * null. The slot of a null row holds an arbitrary value that is safe to compute with (never a value
 * that makes an index out of bounds: ids and offsets of null rows are valid positions or length 0).
 *
 * <p>Physical forms: BOOLEAN = {@link BooleanVector}; TINYINT, SMALLINT, INT, DATE = {@link
 * IntVector}; BIGINT, TIMESTAMP(_LOCAL) = {@link LongVector}; FLOAT = {@link FloatVector}; DOUBLE =
 * {@link DoubleVector}; STRING, BINARY = {@link BytesVector}; DECIMAL with p <= 18 = {@link
 * LongVector} of unscaled values; DECIMAL with p > 18 = {@link Int128Vector}, or {@link LongVector}
 * where the producer knows that every value of the batch fits (kernels keep products in longs this
 * way); ARRAY = {@link ArrayVector}; MAP = {@link MapVector}; STRUCT = {@link StructVector}; NULL =
 * an {@link IntVector} in which every row is null, mostly as a {@link ConstantVector} of one row.
 * Any type may also come as {@link DictionaryVector} or {@link ConstantVector}, and so may the
 * vectors within nested ones.
 */
public sealed interface ColumnVector
    permits BooleanVector,
        IntVector,
        LongVector,
        Int128Vector,
        FloatVector,
        DoubleVector,
        BytesVector,
        ArrayVector,
        MapVector,
        StructVector,
        DictionaryVector,
        ConstantVector {
  /**
   * How the values are laid out; what kernels dispatch on, once per batch. Serialised batches hold
   * the ordinals.
   */
  enum Form {
    BOOLEAN,
    INT,
    LONG,
    INT128,
    FLOAT,
    DOUBLE,
    BYTES,
    DICTIONARY,
    CONSTANT,
    ARRAY,
    MAP,
    STRUCT
  }

  Form form();

  DataType type();

  /** Rows. */
  int length();

  /** False only when no row is null. */
  boolean mayHaveNulls();

  /** Not for loops over rows: kernels read the bitmap. */
  boolean isNull(int row);
}
