package io.distaff.parquet.read;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;

/**
 * A file's schema as columns of the engine. A schema is a tree, written down in depth-first order;
 * its leaves are the columns of the file. What can't be read doesn't make the file unreadable: it
 * is set aside with the reason.
 *
 * <p>Unsigned integers become the next wider signed type (64 bits: decimal(20,0)). INT96 is an
 * instant, as Spark and Hive write it.
 */
final class SchemaReader {
  /**
   * The top level of a file's schema.
   *
   * @param unreadable name to what the column is
   * @param numLeaves of the whole tree
   */
  record Columns(List<FileColumn> readable, Map<String, String> unreadable, int numLeaves) {}

  private final List<SchemaElement> elements;
  private final List<FileColumn> readable = new ArrayList<>();
  private final Map<String, String> unreadable = new LinkedHashMap<>();
  private int position;
  private int leaves;

  private SchemaReader(List<SchemaElement> elements) {
    this.elements = elements;
  }

  static Columns read(List<SchemaElement> elements) throws MalformedException {
    return new SchemaReader(elements).readColumns();
  }

  private Columns readColumns() throws MalformedException {
    int topLevel = next().num_children;
    for (int i = 0; i < topLevel; i++) {
      SchemaElement element = next();
      if (element.isSetNum_children() && element.num_children > 0) {
        unreadable.put(element.name, nestedKind(element));
        skip(element.num_children);
      } else if (element.isSetNum_children() && !element.isSetType()) {
        unreadable.put(element.name, "an empty group");
      } else {
        addLeaf(element);
        leaves++;
      }
    }
    if (position != elements.size()) {
      throw new MalformedException(
          "its schema has " + elements.size() + " elements, of which " + position + " form a tree");
    }
    return new Columns(List.copyOf(readable), Map.copyOf(unreadable), leaves);
  }

  private SchemaElement next() throws MalformedException {
    if (position >= elements.size()) {
      throw new MalformedException("its schema ends before its tree does");
    }
    SchemaElement element = elements.get(position++);
    if (element.num_children < 0) {
      throw new MalformedException("its schema has an element with a negative number of children");
    }
    return element;
  }

  private void skip(int subtrees) throws MalformedException {
    long open = subtrees;
    while (open > 0) {
      SchemaElement element = next();
      open += element.num_children - 1L;
      if (element.isSetType()) {
        leaves++;
      }
    }
  }

  private static String nestedKind(SchemaElement element) {
    LogicalType logical = element.logicalType;
    if (element.converted_type == ConvertedType.LIST || (logical != null && logical.isSetLIST())) {
      return "a list";
    }
    if (element.converted_type == ConvertedType.MAP
        || element.converted_type == ConvertedType.MAP_KEY_VALUE
        || (logical != null && logical.isSetMAP())) {
      return "a map";
    }
    return element.repetition_type == FieldRepetitionType.REPEATED ? "a list" : "a struct";
  }

  private void addLeaf(SchemaElement element) throws MalformedException {
    if (element.type == null) {
      throw new MalformedException("its schema has no type for the column " + element.name);
    }
    if (element.type == Type.FIXED_LEN_BYTE_ARRAY && element.type_length <= 0) {
      throw new MalformedException(
          "its schema says that the values of "
              + element.name
              + " are "
              + element.type_length
              + " bytes long");
    }
    if (element.repetition_type == FieldRepetitionType.REPEATED) {
      unreadable.put(element.name, "a list");
      return;
    }
    Meaning meaning = Meaning.of(element);
    if (meaning.type == null) {
      unreadable.put(element.name, meaning.text);
      return;
    }
    readable.add(
        new FileColumn(
            element.name,
            readable.size(),
            leaves,
            element.type,
            element.type == Type.FIXED_LEN_BYTE_ARRAY ? element.type_length : 0,
            element.repetition_type == FieldRepetitionType.OPTIONAL,
            meaning.type,
            meaning.conversion,
            meaning.unsigned));
  }

  /**
   * A leaf's type.
   *
   * @param type null when it can't be read
   * @param text what it is, when it can't be read
   */
  private record Meaning(DataType type, Conversion conversion, boolean unsigned, String text) {
    static Meaning of(SchemaElement element) {
      LogicalType logical = element.logicalType;
      if (logical != null && logical.isSetUNKNOWN()) {
        return readable(DataType.NULL, Conversion.NONE);
      }
      if (logical != null && logical.isSetDECIMAL()) {
        return decimal(element, logical.getDECIMAL().precision, logical.getDECIMAL().scale);
      }
      if (element.converted_type == ConvertedType.DECIMAL) {
        return decimal(element, element.precision, element.scale);
      }
      return switch (element.type) {
        case BOOLEAN -> readable(DataType.BOOLEAN, Conversion.BOOLEAN);
        case INT32 -> int32(element, logical);
        case INT64 -> int64(element, logical);
        case INT96 -> readable(DataType.TIMESTAMP, Conversion.INT96_TO_MICROS);
        case FLOAT -> readable(DataType.FLOAT, Conversion.FLOAT);
        case DOUBLE -> readable(DataType.DOUBLE, Conversion.DOUBLE);
        case BYTE_ARRAY -> byteArray(element, logical);
        case FIXED_LEN_BYTE_ARRAY -> fixed(element, logical);
      };
    }

    private static Meaning readable(DataType type, Conversion conversion) {
      return new Meaning(type, conversion, false, null);
    }

    private static Meaning unsigned(DataType type, Conversion conversion) {
      return new Meaning(type, conversion, true, null);
    }

    private static Meaning unreadable(String text) {
      return new Meaning(null, null, false, text);
    }

    private static Meaning decimal(SchemaElement element, int precision, int scale) {
      String text = "a DECIMAL(" + precision + "," + scale + ") on " + element.type;
      if (precision < 1
          || precision > DecimalType.MAX_PRECISION
          || scale < 0
          || scale > precision) {
        return unreadable(text);
      }
      DecimalType type = DataType.decimal(precision, scale);
      return switch (element.type) {
        case INT32 -> readable(type, Conversion.INT32_TO_LONG);
        case INT64 -> readable(type, Conversion.INT64);
        case BYTE_ARRAY ->
            readable(type, type.isLong() ? Conversion.BYTES_TO_LONG : Conversion.BYTES_TO_INT128);
        case FIXED_LEN_BYTE_ARRAY ->
            readable(type, type.isLong() ? Conversion.FIXED_TO_LONG : Conversion.FIXED_TO_INT128);
        case BOOLEAN, INT96, FLOAT, DOUBLE -> unreadable(text);
      };
    }

    private static Meaning int32(SchemaElement element, LogicalType logical) {
      if (logical != null && logical.isSetINTEGER()) {
        int bits = logical.getINTEGER().bitWidth;
        return integer32(bits, logical.getINTEGER().isSigned);
      }
      if (logical != null && logical.isSetDATE()) {
        return readable(DataType.DATE, Conversion.INT32);
      }
      if (logical != null && logical.isSetTIME()) {
        return unreadable("a TIME");
      }
      ConvertedType converted = element.converted_type;
      if (converted == null) {
        return readable(DataType.INT, Conversion.INT32);
      }
      return switch (converted) {
        case INT_8 -> integer32(8, true);
        case INT_16 -> integer32(16, true);
        case UINT_8 -> integer32(8, false);
        case UINT_16 -> integer32(16, false);
        case UINT_32 -> integer32(32, false);
        case DATE -> readable(DataType.DATE, Conversion.INT32);
        case TIME_MILLIS -> unreadable("a TIME");
        default -> readable(DataType.INT, Conversion.INT32);
      };
    }

    private static Meaning integer32(int bits, boolean signed) {
      if (bits == 8) {
        return signed
            ? readable(DataType.TINYINT, Conversion.INT32)
            : unsigned(DataType.SMALLINT, Conversion.INT32);
      }
      if (bits == 16) {
        return signed
            ? readable(DataType.SMALLINT, Conversion.INT32)
            : unsigned(DataType.INT, Conversion.INT32);
      }
      return signed
          ? readable(DataType.INT, Conversion.INT32)
          : unsigned(DataType.BIGINT, Conversion.UINT32_TO_LONG);
    }

    private static Meaning int64(SchemaElement element, LogicalType logical) {
      if (logical != null && logical.isSetTIMESTAMP()) {
        DataType type =
            logical.getTIMESTAMP().isAdjustedToUTC ? DataType.TIMESTAMP : DataType.TIMESTAMP_LOCAL;
        TimeUnit unit = logical.getTIMESTAMP().unit;
        if (unit.isSetMILLIS()) {
          return readable(type, Conversion.MILLIS_TO_MICROS);
        }
        if (unit.isSetMICROS()) {
          return readable(type, Conversion.INT64);
        }
        return unit.isSetNANOS()
            ? readable(type, Conversion.NANOS_TO_MICROS)
            : unreadable("a TIMESTAMP of an unknown unit");
      }
      if (logical != null && logical.isSetTIME()) {
        return unreadable("a TIME");
      }
      if (logical != null && logical.isSetINTEGER()) {
        return integer64(logical.getINTEGER().isSigned);
      }
      ConvertedType converted = element.converted_type;
      if (converted == null) {
        return readable(DataType.BIGINT, Conversion.INT64);
      }
      return switch (converted) {
        case UINT_64 -> integer64(false);
        case TIMESTAMP_MILLIS -> readable(DataType.TIMESTAMP, Conversion.MILLIS_TO_MICROS);
        case TIMESTAMP_MICROS -> readable(DataType.TIMESTAMP, Conversion.INT64);
        case TIME_MICROS -> unreadable("a TIME");
        default -> readable(DataType.BIGINT, Conversion.INT64);
      };
    }

    private static Meaning integer64(boolean signed) {
      return signed
          ? readable(DataType.BIGINT, Conversion.INT64)
          : unsigned(DataType.decimal(20, 0), Conversion.UINT64_TO_INT128);
    }

    private static Meaning byteArray(SchemaElement element, LogicalType logical) {
      if (logical != null) {
        if (logical.isSetSTRING() || logical.isSetENUM() || logical.isSetJSON()) {
          return readable(DataType.STRING, Conversion.BYTES);
        }
        if (logical.isSetGEOMETRY() || logical.isSetGEOGRAPHY()) {
          return unreadable("a " + logical.getSetField().getFieldName());
        }
      }
      ConvertedType converted = element.converted_type;
      return converted == ConvertedType.UTF8
              || converted == ConvertedType.ENUM
              || converted == ConvertedType.JSON
          ? readable(DataType.STRING, Conversion.BYTES)
          : readable(DataType.BINARY, Conversion.BYTES);
    }

    private static Meaning fixed(SchemaElement element, LogicalType logical) {
      if (logical != null && (logical.isSetUUID() || logical.isSetFLOAT16())) {
        return unreadable("a " + logical.getSetField().getFieldName());
      }
      return element.converted_type == ConvertedType.INTERVAL
          ? unreadable("an INTERVAL")
          : readable(DataType.BINARY, Conversion.FIXED_TO_BYTES);
    }
  }
}
