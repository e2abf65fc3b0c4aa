package io.distaff.types;

import java.util.List;

/** Types under the names that Spark's users know. Stateless. */
public final class DataTypes {
  public static final DataType NullType = DataType.NULL;
  public static final DataType BooleanType = DataType.BOOLEAN;
  public static final DataType ByteType = DataType.TINYINT;
  public static final DataType ShortType = DataType.SMALLINT;
  public static final DataType IntegerType = DataType.INT;
  public static final DataType LongType = DataType.BIGINT;
  public static final DataType FloatType = DataType.FLOAT;
  public static final DataType DoubleType = DataType.DOUBLE;
  public static final DataType DateType = DataType.DATE;
  public static final DataType TimestampType = DataType.TIMESTAMP;
  public static final DataType TimestampNTZType = DataType.TIMESTAMP_LOCAL;
  public static final DataType StringType = DataType.STRING;
  public static final DataType BinaryType = DataType.BINARY;

  private DataTypes() {}

  /** A type as SQL declares it: {@code decimal(10,2)}, {@code array<int>}; throws SYNTAX_ERROR. */
  public static DataType of(String ddl) {
    return SchemaParser.parse("t " + ddl).type(0);
  }

  /** DECIMAL(10, 0). */
  public static DataType createDecimalType() {
    return createDecimalType(10, 0);
  }

  public static DataType createDecimalType(int precision, int scale) {
    return DataType.decimal(precision, scale);
  }

  public static DataType createArrayType(DataType element) {
    return new ArrayType(element);
  }

  /** As {@link #createArrayType(DataType)}: elements may always be null. */
  public static DataType createArrayType(DataType element, boolean containsNull) {
    return createArrayType(element);
  }

  /** Of structs. */
  public static DataType createArrayType(Schema members) {
    return createArrayType(members.asStruct());
  }

  /** As {@link #createArrayType(Schema)}: elements may always be null. */
  public static DataType createArrayType(Schema members, boolean containsNull) {
    return createArrayType(members);
  }

  public static DataType createMapType(DataType key, DataType value) {
    return new MapType(key, value);
  }

  /** As {@link #createMapType(DataType, DataType)}: values may always be null. */
  public static DataType createMapType(DataType key, DataType value, boolean valueContainsNull) {
    return createMapType(key, value);
  }

  /** Of structs, by their keys. */
  public static DataType createMapType(DataType key, Schema members) {
    return createMapType(key, members.asStruct());
  }

  /** As {@link #createMapType(DataType, Schema)}: values may always be null. */
  public static DataType createMapType(DataType key, Schema members, boolean valueContainsNull) {
    return createMapType(key, members);
  }

  /** A field of a schema. */
  public static Field createStructField(String name, DataType type, boolean nullable) {
    return new Field(name, type, nullable);
  }

  /** As {@link #createStructField(String, DataType, boolean)}. */
  public static Field createStructField(
      String name, DataType type, boolean nullable, Metadata metadata) {
    return new Field(name, type, nullable);
  }

  /** A field that is a struct of others. */
  public static Field createStructField(String name, Schema members, boolean nullable) {
    return createStructField(name, members.asStruct(), nullable);
  }

  /** A schema. */
  public static Schema createStructType(List<Field> fields) {
    return new Schema(fields);
  }

  /** A schema. */
  public static Schema createStructType(Field[] fields) {
    return new Schema(fields);
  }
}
