package io.distaff.parquet.write;

import io.distaff.memory.MemoryReservation;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import java.math.BigInteger;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.NullType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;

/**
 * How a field is stored. Small integers and dates are INT32, decimals up to 18 digits INT64, wider
 * ones FIXED_LEN_BYTE_ARRAY. Every annotation is given as logical type and, for old readers, as
 * converted type. A column of the type of NULL is an INT32 that is always null.
 *
 * @param field the column; of a leaf within a nested one the name is its path, with dots
 * @param path in the file's schema
 * @param physical the Parquet type
 * @param width bytes of a FIXED_LEN_BYTE_ARRAY; 0 for other types
 * @param maxRepetition the lists and maps around a leaf's value; 0 when a row has one value
 * @param maxDefinition the definition level of a value that isn't null
 */
record ParquetColumn(
    Field field,
    List<String> path,
    Type physical,
    int width,
    int maxRepetition,
    int maxDefinition) {
  private ParquetColumn(Field field, Type physical, int width) {
    this(field, List.of(field.name()), physical, width, 0, isNullable(field) ? 1 : 0);
  }

  /** The same type as a leaf within a nested column. */
  ParquetColumn at(List<String> place, int repetition, int definition) {
    return new ParquetColumn(field, List.copyOf(place), physical, width, repetition, definition);
  }

  /** How a flat field is stored. */
  static ParquetColumn of(Field field) {
    return switch (field.type().kind()) {
      case BOOLEAN -> new ParquetColumn(field, Type.BOOLEAN, 0);
      case NULL, TINYINT, SMALLINT, INT, DATE -> new ParquetColumn(field, Type.INT32, 0);
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> new ParquetColumn(field, Type.INT64, 0);
      case FLOAT -> new ParquetColumn(field, Type.FLOAT, 0);
      case DOUBLE -> new ParquetColumn(field, Type.DOUBLE, 0);
      case STRING, BINARY -> new ParquetColumn(field, Type.BYTE_ARRAY, 0);
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) field.type();
        yield decimal.isLong()
            ? new ParquetColumn(field, Type.INT64, 0)
            : new ParquetColumn(
                field, Type.FIXED_LEN_BYTE_ARRAY, decimalWidth(decimal.precision()));
      }
      case ARRAY, MAP, STRUCT ->
          throw new IllegalArgumentException(field + " is more than one column");
    };
  }

  /** The least number of bytes whose two's complement holds this many decimal digits. */
  private static int decimalWidth(int precision) {
    int bits = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() + 1;
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** True when pages have definition levels. */
  boolean isOptional() {
    return maxDefinition > 0;
  }

  private static boolean isNullable(Field field) {
    return field.nullable() || field.type().kind() == DataType.Kind.NULL;
  }

  ValueEncoder newEncoder(MemoryReservation memory) {
    DataType type = field.type();
    return switch (physical) {
      case BOOLEAN -> new BooleanEncoder();
      case INT32 -> new IntEncoder(type, memory);
      case INT64 -> new LongEncoder(type, memory);
      case FLOAT -> new FloatEncoder(type, memory);
      case DOUBLE -> new DoubleEncoder(type, memory);
      case BYTE_ARRAY -> new BytesEncoder(type, memory);
      case FIXED_LEN_BYTE_ARRAY -> new WideDecimalEncoder(type, width, memory);
      case INT96 -> throw new IllegalStateException("INT96 is not written");
    };
  }

  SchemaElement schemaElement() {
    SchemaElement element =
        new SchemaElement(path.get(path.size() - 1))
            .setType(physical)
            .setRepetition_type(
                isNullable(field) ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED);
    if (width > 0) {
      element.setType_length(width);
    }
    annotate(element);
    return element;
  }

  private void annotate(SchemaElement element) {
    switch (field.type().kind()) {
      case BOOLEAN, INT, BIGINT, FLOAT, DOUBLE, BINARY -> {
        // The physical type says it all.
      }
      case ARRAY, MAP, STRUCT -> throw new IllegalStateException(field.toString());
      case NULL -> element.setLogicalType(LogicalType.UNKNOWN(new NullType()));
      case TINYINT ->
          element
              .setLogicalType(LogicalType.INTEGER(new IntType((byte) 8, true)))
              .setConverted_type(ConvertedType.INT_8);
      case SMALLINT ->
          element
              .setLogicalType(LogicalType.INTEGER(new IntType((byte) 16, true)))
              .setConverted_type(ConvertedType.INT_16);
      case DATE ->
          element
              .setLogicalType(LogicalType.DATE(new DateType()))
              .setConverted_type(ConvertedType.DATE);
      case TIMESTAMP -> annotateTimestamp(element, true);
      case TIMESTAMP_LOCAL -> annotateTimestamp(element, false);
      case STRING ->
          element
              .setLogicalType(LogicalType.STRING(new StringType()))
              .setConverted_type(ConvertedType.UTF8);
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) field.type();
        element
            .setLogicalType(
                LogicalType.DECIMAL(
                    new org.apache.parquet.format.DecimalType(
                        decimal.scale(), decimal.precision())))
            .setConverted_type(ConvertedType.DECIMAL)
            .setScale(decimal.scale())
            .setPrecision(decimal.precision());
      }
    }
  }

  /** The format asks for the converted type on local timestamps too (LogicalTypes.md). */
  private static void annotateTimestamp(SchemaElement element, boolean isInstant) {
    element
        .setLogicalType(
            LogicalType.TIMESTAMP(
                new TimestampType(isInstant, TimeUnit.MICROS(new MicroSeconds()))))
        .setConverted_type(ConvertedType.TIMESTAMP_MICROS);
  }
}
