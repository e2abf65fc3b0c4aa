package io.distaff.parquet.read;

import io.distaff.vector.ColumnVector.Form;

/** From a value as a page stores it to a value of a vector: the pairs that there are. */
enum Conversion {
  BOOLEAN(Form.BOOLEAN, 0),
  INT32(Form.INT, 4),
  INT32_TO_LONG(Form.LONG, 4),
  UINT32_TO_LONG(Form.LONG, 4),
  INT64(Form.LONG, 8),
  MILLIS_TO_MICROS(Form.LONG, 8),
  NANOS_TO_MICROS(Form.LONG, 8),
  /** Nanoseconds of the day and the Julian day: the timestamps of Hive and Impala. */
  INT96_TO_MICROS(Form.LONG, 12),
  /** Decimals in big-endian two's complement, of a length that each value states. */
  BYTES_TO_LONG(Form.LONG, 0),
  /** The same, of the column's length. */
  FIXED_TO_LONG(Form.LONG, 0),
  UINT64_TO_INT128(Form.INT128, 8),
  BYTES_TO_INT128(Form.INT128, 0),
  FIXED_TO_INT128(Form.INT128, 0),
  FLOAT(Form.FLOAT, 4),
  FLOAT16(Form.FLOAT, 2),
  FLOAT_TO_DOUBLE(Form.DOUBLE, 4),
  FLOAT16_TO_DOUBLE(Form.DOUBLE, 2),
  DOUBLE(Form.DOUBLE, 8),
  BYTES(Form.BYTES, 0),
  FIXED_TO_BYTES(Form.BYTES, 0),
  UUID_TO_TEXT(Form.BYTES, 0),
  /** A column of the type UNKNOWN: there are only nulls, and nothing is read. */
  NONE(Form.CONSTANT, 0);

  private final Form form;
  private final int width;

  Conversion(Form form, int width) {
    this.form = form;
    this.width = width;
  }

  /** Of the vector. */
  Form form() {
    return form;
  }

  /** Bytes of a PLAIN value; 0 where it depends on the column or the value. */
  int width() {
    return width;
  }
}
