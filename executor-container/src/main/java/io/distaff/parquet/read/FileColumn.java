package io.distaff.parquet.read;

import io.distaff.types.DataType;
import io.distaff.types.Field;
import org.apache.parquet.format.Type;

/**
 * A flat column of a file.
 *
 * @param index among the readable columns of the file
 * @param leaf among all leaves of the file's schema: the position of its chunk in a row group
 * @param physicalType as stored
 * @param typeLength bytes of a FIXED_LEN_BYTE_ARRAY, else 0
 * @param optional true when pages carry definition levels
 * @param type as the engine sees it
 * @param conversion from the stored value to the vector's
 * @param unsigned true when statistics are in unsigned order (integers)
 */
record FileColumn(
    String name,
    int index,
    int leaf,
    Type physicalType,
    int typeLength,
    boolean optional,
    DataType type,
    Conversion conversion,
    boolean unsigned) {

  Field field() {
    return new Field(name, type, optional);
  }

  /** The same column, read as a wider type. */
  FileColumn as(DataType otherType, Conversion otherConversion) {
    return new FileColumn(
        name,
        index,
        leaf,
        physicalType,
        typeLength,
        optional,
        otherType,
        otherConversion,
        unsigned);
  }
}
