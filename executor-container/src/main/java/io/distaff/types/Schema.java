package io.distaff.types;

import io.distaff.config.NearestName;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The columns of a batch, a table or a file, in order. Immutable. */
public record Schema(List<Field> fields) implements Serializable {
  public static final Schema EMPTY = new Schema(List.of());

  public Schema {
    fields = List.copyOf(fields);
  }

  /** Without columns, to be {@link #add added}. */
  public Schema() {
    this(List.of());
  }

  public Schema(Field[] fields) {
    this(List.of(fields));
  }

  public static Schema of(Field... fields) {
    return new Schema(List.of(fields));
  }

  public int size() {
    return fields.size();
  }

  public Field field(int index) {
    return fields.get(index);
  }

  public DataType type(int index) {
    return fields.get(index).type();
  }

  /** The position of the column of exactly this name, or -1. */
  public int indexOf(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** As {@link #indexOf}; throws IllegalArgumentException where there is no such column. */
  public int fieldIndex(String name) {
    int index = indexOf(name);
    if (index < 0) {
      List<String> names = fields.stream().map(Field::name).toList();
      throw new IllegalArgumentException(
          "no column %s%s"
              .formatted(
                  name,
                  NearestName.of(name, names)
                      .map(nearest -> "; did you mean " + nearest + "?")
                      .orElse(": there are " + String.join(", ", names))));
    }
    return index;
  }

  /** The column of a name, as {@link #fieldIndex} finds it. */
  public Field apply(String name) {
    return field(fieldIndex(name));
  }

  /** The names, in order. */
  public String[] fieldNames() {
    return fields.stream().map(Field::name).toArray(String[]::new);
  }

  /** These columns and one more. */
  public Schema add(Field field) {
    return concat(of(field));
  }

  /** As {@link #add(Field)}. */
  public Schema add(String name, DataType type, boolean nullable) {
    return add(new Field(name, type, nullable));
  }

  /** As {@link #add(String, DataType, boolean)}. */
  public Schema add(String name, DataType type, boolean nullable, Metadata metadata) {
    return add(name, type, nullable);
  }

  /** As {@link #add(String, DataType, boolean)}, the type as SQL declares it. */
  public Schema add(String name, String type, boolean nullable) {
    return add(name, DataTypes.of(type), nullable);
  }

  /** As {@link #add(Field)}, which may be null. */
  public Schema add(String name, DataType type) {
    return add(name, type, true);
  }

  /** As {@link #add(String, DataType)}, the type as SQL declares it; throws SYNTAX_ERROR. */
  public Schema add(String name, String type) {
    return add(name, DataTypes.of(type));
  }

  /** As {@link #add(Field)}, a struct of these, which may be null. */
  public Schema add(String name, Schema members) {
    return add(name, members.asStruct());
  }

  /** The type of one column that has these as its members, such as the result of a function. */
  public StructType asStruct() {
    return new StructType(
        fields.stream().map(field -> new StructType.Member(field.name(), field.type())).toList());
  }

  /** Columns as SQL declares them, as {@link #toDDL} has them; throws SYNTAX_ERROR. */
  public static Schema fromDDL(String ddl) {
    return SchemaParser.parse(ddl);
  }

  /** As the type of a column that has these as its members: {@code struct<id:bigint>}. */
  public String simpleString() {
    return fields.isEmpty() ? "struct<>" : asStruct().sqlName();
  }

  /** A line for each column, and below it for what it is made of. */
  public String treeString() {
    StringBuilder text = new StringBuilder("root\n");
    for (Field field : fields) {
      text.append(
          " |-- %s: %s (nullable = %b)\n"
              .formatted(field.name(), kind(field.type()), field.nullable()));
      addParts(text, " |    ", field.type());
    }
    return text.toString();
  }

  /** Prints {@link #treeString}. */
  public void printTreeString() {
    System.out.print(treeString());
  }

  private static void addParts(StringBuilder text, String indent, DataType type) {
    if (type instanceof ArrayType array) {
      addPart(text, indent, "element", array.element(), " (containsNull = true)");
    } else if (type instanceof MapType map) {
      addPart(text, indent, "key", map.key(), "");
      addPart(text, indent, "value", map.value(), " (valueContainsNull = true)");
    } else if (type instanceof StructType struct) {
      struct
          .members()
          .forEach(m -> addPart(text, indent, m.name(), m.type(), " (nullable = true)"));
    }
  }

  private static void addPart(
      StringBuilder text, String indent, String name, DataType type, String nulls) {
    text.append("%s|-- %s: %s%s\n".formatted(indent, name, kind(type), nulls));
    addParts(text, indent + "|    ", type);
  }

  private static String kind(DataType type) {
    return type.isNested() ? type.kind().name().toLowerCase(Locale.ROOT) : type.sqlName();
  }

  /** As SQL declares the columns: {@code `id` bigint, `tags` array<string>}; all may be null. */
  public String toDDL() {
    return fields.stream()
        .map(field -> "`" + field.name().replace("`", "``") + "` " + field.type().sqlName())
        .collect(Collectors.joining(", "));
  }

  /** The columns at these positions, in this order. */
  public Schema select(List<Integer> positions) {
    return new Schema(positions.stream().map(fields::get).toList());
  }

  /** These columns, then the other's. */
  public Schema concat(Schema other) {
    List<Field> all = new ArrayList<>(fields);
    all.addAll(other.fields);
    return new Schema(all);
  }

  @Override
  public String toString() {
    return fields.stream().map(Field::toString).collect(Collectors.joining(", ", "(", ")"));
  }
}
