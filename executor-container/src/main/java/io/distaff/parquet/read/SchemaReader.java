package io.distaff.parquet.read;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
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
 * <p>Groups become arrays, maps and structs, in all the forms that the format knows or has known.
 * Unsigned integers become the next wider signed type (64 bits: decimal(20,0)). INT96 is an
 * instant, as Spark and Hive write it. FLOAT16 becomes FLOAT, a UUID its text.
 */
final class SchemaReader {
  /** Groups within each other; what is deeper can't be read. */
  static final int MAX_DEPTH = 64;

  /**
   * The columns of a file.
   *
   * @param readable the top-level columns, in the file's order
   * @param unreadable name to what the column is
   * @param leaves those of the readable columns
   * @param numLeaves of the whole tree
   */
  record Columns(
      List<FileColumn> readable,
      Map<String, String> unreadable,
      List<FileColumn> leaves,
      int numLeaves) {}

  /**
   * An element and what is below it.
   *
   * @param leaf its number; of a group that of the first
   * @param children of a group; null for a leaf
   */
  private record Node(SchemaElement element, int leaf, List<Node> children) {
    String name() {
      return element.name;
    }

    boolean isGroup() {
      return children != null;
    }

    boolean isRepeated() {
      return element.repetition_type == FieldRepetitionType.REPEATED;
    }

    boolean isOptional() {
      return element.repetition_type == FieldRepetitionType.OPTIONAL;
    }

    boolean isList() {
      return element.converted_type == ConvertedType.LIST
          || (element.logicalType != null && element.logicalType.isSetLIST());
    }

    boolean isMap() {
      return element.converted_type == ConvertedType.MAP
          || element.converted_type == ConvertedType.MAP_KEY_VALUE
          || (element.logicalType != null && element.logicalType.isSetMAP());
    }
  }

  /** Carries what a column is that can't be read. */
  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableException(String what) {
      super(what, null, false, false);
    }
  }

  private final List<SchemaElement> elements;
  private final List<FileColumn> readable = new ArrayList<>();
  private final List<FileColumn> readableLeaves = new ArrayList<>();
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
      try {
        addColumn(node(element, 1));
      } catch (UnreadableException e) {
        unreadable.put(element.name, e.getMessage());
      }
    }
    if (position != elements.size()) {
      throw new MalformedException(
          "its schema has " + elements.size() + " elements, of which " + position + " form a tree");
    }
    return new Columns(
        List.copyOf(readable), Map.copyOf(unreadable), List.copyOf(readableLeaves), leaves);
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

  /** Reads what is below an element; all of it, even when it is unreadable. */
  private Node node(SchemaElement element, int depth)
      throws MalformedException, UnreadableException {
    int leaf = leaves;
    if (element.num_children == 0 && element.isSetNum_children() && !element.isSetType()) {
      throw new UnreadableException("an empty group");
    }
    if (element.num_children == 0) {
      leaves++;
      verifyLeaf(element);
      return new Node(element, leaf, null);
    }
    if (depth > MAX_DEPTH) {
      skip(element.num_children);
      throw new UnreadableException("nested deeper than " + MAX_DEPTH + " levels");
    }
    List<Node> children = new ArrayList<>();
    String obstacle = null;
    for (int i = 0; i < element.num_children; i++) {
      try {
        children.add(node(next(), depth + 1));
      } catch (UnreadableException e) {
        obstacle = e.getMessage();
      }
    }
    if (obstacle != null) {
      throw new UnreadableException(obstacle);
    }
    return new Node(element, leaf, children);
  }

  private static void verifyLeaf(SchemaElement element) throws MalformedException {
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
  }

  private void skip(int subtrees) throws MalformedException {
    long open = subtrees;
    while (open > 0) {
      SchemaElement element = next();
      open += element.num_children - 1L;
      if (element.isSetType() && element.num_children == 0) {
        leaves++;
      }
    }
  }

  private void addColumn(Node node) throws UnreadableException {
    ColumnShape shape = field(node, 0, 0, node.name());
    if (shape instanceof ColumnShape.Leaf flat) {
      readable.add(flat.guide());
      readableLeaves.add(flat.guide());
      return;
    }
    readable.add(
        new FileColumn(
            node.name(),
            readable.size(),
            node.leaf(),
            null,
            0,
            0,
            node.isOptional() ? 1 : 0,
            shape.type(),
            Conversion.NONE,
            false,
            shape));
    readableLeaves.addAll(shape.leaves());
  }

  /**
   * A field of a group that is neither a list nor a map.
   *
   * @param repetition the levels around it
   * @param definition likewise
   */
  private ColumnShape field(Node node, int repetition, int definition, String path)
      throws UnreadableException {
    if (node.isRepeated()) {
      // The lists of Protocol Buffers: never null, and neither are the elements.
      return array(definition, repetition, value(node, repetition + 1, definition + 1, path));
    }
    return value(node, repetition, definition + (node.isOptional() ? 1 : 0), path);
  }

  /** A field whose own repetition is counted in the levels already. */
  private ColumnShape value(Node node, int repetition, int definition, String path)
      throws UnreadableException {
    if (!node.isGroup()) {
      return leaf(node, repetition, definition, path);
    }
    if (node.isList()) {
      return list(node, repetition, definition, path);
    }
    return node.isMap()
        ? map(node, repetition, definition, path)
        : struct(node, repetition, definition, path);
  }

  private ColumnShape leaf(Node node, int repetition, int definition, String path)
      throws UnreadableException {
    SchemaElement element = node.element();
    Meaning meaning = Meaning.of(element);
    if (meaning.type == null) {
      boolean topLevel = path.equals(node.name());
      throw new UnreadableException(
          topLevel ? meaning.text : "nested, with a part " + path + " that is " + meaning.text);
    }
    return new ColumnShape.Leaf(
        new FileColumn(
            path,
            readable.size(),
            node.leaf(),
            element.type,
            element.type == Type.FIXED_LEN_BYTE_ARRAY ? element.type_length : 0,
            repetition,
            definition,
            meaning.type,
            meaning.conversion,
            meaning.unsigned,
            null));
  }

  private ColumnShape struct(Node node, int repetition, int definition, String path)
      throws UnreadableException {
    List<ColumnShape> members = new ArrayList<>();
    List<StructType.Member> types = new ArrayList<>();
    for (Node child : node.children()) {
      ColumnShape member = field(child, repetition, definition, path + "." + child.name());
      members.add(member);
      types.add(new StructType.Member(child.name(), member.type()));
    }
    return ColumnShape.Struct.of(
        new StructType(types), definition, members, members.get(0).guide());
  }

  /**
   * A group annotated as a list, in today's three levels or in one of the forms that were written
   * before (LogicalTypes.md of parquet-format, "Backward-compatibility rules").
   */
  private ColumnShape list(Node node, int repetition, int definition, String path)
      throws UnreadableException {
    Node repeated = node.children().get(0);
    if (node.children().size() != 1 || !repeated.isRepeated()) {
      throw new UnreadableException("a list that isn't one repeated field");
    }
    String inner = path + "." + repeated.name();
    if (isElement(repeated, node.name())) {
      return array(definition, repetition, value(repeated, repetition + 1, definition + 1, inner));
    }
    Node element = repeated.children().get(0);
    return array(
        definition,
        repetition,
        field(element, repetition + 1, definition + 1, inner + "." + element.name()));
  }

  /** Whether the repeated field of a list is the element itself, not a level around it. */
  private static boolean isElement(Node repeated, String listName) {
    return !repeated.isGroup()
        || repeated.children().size() > 1
        || repeated.children().get(0).isRepeated()
        || repeated.name().equals("array")
        || repeated.name().equals(listName + "_tuple");
  }

  private static ColumnShape array(int definition, int repetition, ColumnShape element) {
    return new ColumnShape.Repeated(
        new ArrayType(element.type()), definition, repetition + 1, List.of(element));
  }

  /** A map; without values, the form of a set, the values are null. */
  private ColumnShape map(Node node, int repetition, int definition, String path)
      throws UnreadableException {
    Node entry = node.children().get(0);
    if (node.children().size() != 1
        || !entry.isRepeated()
        || !entry.isGroup()
        || entry.children().size() > 2
        || entry.children().get(0).isRepeated()) {
      throw new UnreadableException("a map that isn't one repeated group of key and value");
    }
    List<ColumnShape> parts = new ArrayList<>();
    for (Node part : entry.children()) {
      String inner = path + "." + entry.name() + "." + part.name();
      parts.add(field(part, repetition + 1, definition + 1, inner));
    }
    if (parts.size() == 1) {
      parts.add(new ColumnShape.Missing(DataType.NULL));
    }
    return new ColumnShape.Repeated(
        new MapType(parts.get(0).type(), parts.get(1).type()), definition, repetition + 1, parts);
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
      if (logical != null && logical.isSetUUID() && element.type_length == UuidText.BYTES) {
        return readable(DataType.STRING, Conversion.UUID_TO_TEXT);
      }
      if (logical != null
          && logical.isSetFLOAT16()
          && element.type_length == Conversion.FLOAT16.width()) {
        return readable(DataType.FLOAT, Conversion.FLOAT16);
      }
      return element.converted_type == ConvertedType.INTERVAL
          ? unreadable("an INTERVAL")
          : readable(DataType.BINARY, Conversion.FIXED_TO_BYTES);
    }
  }
}
