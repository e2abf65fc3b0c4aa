package io.distaff.parquet.read;

import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.Vectors;

/**
 * Where a file has the values of a {@link ColumnPath}.
 *
 * @param leaf that tells of them; null if all of them are the same, or nothing tells
 * @param constant what all of them are, of a row; null if that isn't so
 * @param tells what the leaf knows
 * @param mayLack as of the path
 */
record ValuePlace(FileColumn leaf, ColumnVector constant, Tells tells, boolean mayLack) {
  /** What a leaf knows of the values of a path. */
  enum Tells {
    /** All: they are its own. */
    VALUES,

    /** Which are null: its own nulls are theirs. */
    NULLS,

    /** That none is null, where it has no nulls. */
    NO_NULLS,

    NOTHING
  }

  static ValuePlace of(ColumnPath path, ColumnMapping mapping) {
    FileColumn column = mapping.columns()[path.column()];
    if (column == null) {
      return same(mapping.constant(path.column()));
    }
    if (!path.ofElements().isEmpty()) {
      return new ValuePlace(null, null, Tells.NOTHING, true);
    }
    if (!column.isNested()) {
      return new ValuePlace(column, null, Tells.VALUES, false);
    }
    ColumnShape shape = column.shape();
    for (int part : path.parts()) {
      shape = shape.part(part);
    }
    if (shape instanceof ColumnShape.Missing) {
      return same(ConstantVector.ofNull(shape.type(), 1));
    }
    FileColumn leaf = shape.guide();
    Tells tells = Tells.NO_NULLS;
    if (shape instanceof ColumnShape.Leaf) {
      tells = Tells.VALUES;
    } else if (shape instanceof ColumnShape.Struct struct
        && leaf.maxRepetition() == 0
        && leaf.maxDefinition() == struct.definition()) {
      tells = Tells.NULLS;
    }
    return new ValuePlace(leaf, null, tells, path.mayLack());
  }

  private static ValuePlace same(ColumnVector constant) {
    return new ValuePlace(null, constant, Tells.VALUES, false);
  }

  /** True when the leaf's values are those of the path. */
  boolean hasValues() {
    return leaf != null && tells == Tells.VALUES && leaf.conversion() != Conversion.NONE;
  }

  /** How many values are spoken of in the statistics of a row group. */
  long numValues(RowGroup group) {
    return leaf == null ? group.numRows() : group.chunk(leaf).numValues();
  }

  /** What a row group says of the values. */
  ColumnStatistics statistics(RowGroup group) {
    if (constant != null) {
      Object value = Vectors.value(constant, 0);
      return new ColumnStatistics(value, value, value == null ? group.numRows() : 0);
    }
    return leaf == null
        ? ColumnStatistics.UNKNOWN
        : statistics(group.chunk(leaf).statistics(leaf), numValues(group));
  }

  /**
   * What is known of the path's values where this is known of the leaf's.
   *
   * @param numValues of the leaf, nulls included
   */
  ColumnStatistics statistics(ColumnStatistics ofLeaf, long numValues) {
    long nulls = ofLeaf.nullCount();
    boolean allNull = nulls == numValues;
    return switch (tells) {
      case VALUES ->
          mayLack && !allNull ? new ColumnStatistics(ofLeaf.min(), ofLeaf.max(), -1) : ofLeaf;
      case NULLS -> new ColumnStatistics(null, null, mayLack && !allNull ? -1 : nulls);
      case NO_NULLS -> new ColumnStatistics(null, null, nulls == 0 && !mayLack ? 0 : -1);
      case NOTHING -> ColumnStatistics.UNKNOWN;
    };
  }
}
