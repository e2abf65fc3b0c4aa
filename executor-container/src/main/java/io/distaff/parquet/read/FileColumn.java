package io.distaff.parquet.read;

import io.distaff.types.DataType;
import io.distaff.types.Field;
import java.util.List;
import org.apache.parquet.format.Type;

/**
 * A column of a file: a flat one, which is a leaf of the file's schema; a nested one, whose values
 * are made of those of several leaves; or such a leaf.
 *
 * @param name of a leaf within a nested column: its path, with dots
 * @param index of the top-level column among the readable ones of the file
 * @param leaf among all leaves of the file's schema: the position of its chunk in a row group; of a
 *     nested column that of the first
 * @param physicalType as stored; null for a nested column
 * @param typeLength bytes of a FIXED_LEN_BYTE_ARRAY, else 0
 * @param maxRepetition the lists and maps around a leaf's value; 0 when a row has one value
 * @param maxDefinition the definition level of a value that is there; 0 when there are no nulls
 * @param type as the engine sees it
 * @param conversion from the stored value to the vector's; NONE for a nested column
 * @param unsigned true when statistics are in unsigned order (integers)
 * @param shape how a nested column is made of leaves; null for a flat column and a leaf
 */
record FileColumn(
    String name,
    int index,
    int leaf,
    Type physicalType,
    int typeLength,
    int maxRepetition,
    int maxDefinition,
    DataType type,
    Conversion conversion,
    boolean unsigned,
    ColumnShape shape) {

  /** True when pages carry definition levels; of a top-level column also: when it may be null. */
  boolean optional() {
    return maxDefinition > 0;
  }

  boolean isNested() {
    return shape != null;
  }

  /** The columns whose chunks have to be read for this one: itself, if it is flat. */
  List<FileColumn> leaves() {
    return isNested() ? shape.leaves() : List.of(this);
  }

  Field field() {
    return new Field(name, type, optional());
  }

  /** The same flat column or leaf, read as a wider type. */
  FileColumn as(DataType otherType, Conversion otherConversion) {
    return as(otherType, otherConversion, null);
  }

  /** The same nested column, read as a type of another shape. */
  FileColumn as(ColumnShape otherShape) {
    return as(otherShape.type(), conversion, otherShape);
  }

  private FileColumn as(DataType otherType, Conversion otherConversion, ColumnShape otherShape) {
    return new FileColumn(
        name,
        index,
        leaf,
        physicalType,
        typeLength,
        maxRepetition,
        maxDefinition,
        otherType,
        otherConversion,
        unsigned,
        otherShape);
  }
}
