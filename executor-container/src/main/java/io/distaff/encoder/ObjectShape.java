package io.distaff.encoder;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.ObjectType;
import io.distaff.row.Row;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a type of a program is made of, and the types of columns for it. Closed family, immutable.
 *
 * <table>
 *   <caption>Java types, and the columns that are made of them</caption>
 *   <tr><td>boolean, byte, short, int, long, float, double, and their boxes
 *       <td>boolean, tinyint, smallint, int, bigint, float, double
 *   <tr><td>String, BigDecimal, LocalDate, byte[]<td>string, decimal(38,18), date, binary
 *   <tr><td>Instant, LocalDateTime<td>timestamp, timestamp_ntz
 *   <tr><td>java.sql.Date, java.sql.Timestamp<td>date, timestamp
 *   <tr><td>an enum<td>string, the names of its constants
 *   <tr><td>List, Java's arrays but byte[]; Map<td>array; map
 *   <tr><td>a record, a bean<td>struct; as a row, a column for each component or property
 *   <tr><td>Row<td>the same; the columns are told beside the class
 *   <tr><td>Optional<td>the same as without it, null for an empty one
 * </table>
 */
public sealed interface ObjectShape {
  /** The column of objects that make no row of their own. */
  String VALUE = "value";

  /** A type with a column of its own kind. */
  record Scalar(ObjectType object, DataType type) implements ObjectShape {}

  /**
   * A record, a bean or a Row.
   *
   * @param components at least one
   */
  record Composite(ObjectType object, List<Component> components) implements ObjectShape {
    public Composite {
      components = List.copyOf(components);
    }

    /** How objects are made and read. */
    ObjectAccess access() {
      return object.row() == null ? ClassAccess.of(object.raw()) : new RowAccess(object.row());
    }

    @Override
    public DataType type() {
      return new StructType(
          components.stream().map(c -> new StructType.Member(c.name(), c.shape().type())).toList());
    }
  }

  /** A component of a record, or a property of a bean. */
  record Component(String name, ObjectShape shape) {}

  /** A List, or one of Java's arrays. */
  record Elements(ObjectType object, ObjectShape element) implements ObjectShape {
    @Override
    public DataType type() {
      return new ArrayType(element.type());
    }
  }

  /** A Map. */
  record Entries(ObjectType object, ObjectShape key, ObjectShape value) implements ObjectShape {
    @Override
    public DataType type() {
      return new MapType(key.type(), value.type());
    }
  }

  /** An Optional. */
  record Maybe(ObjectType object, ObjectShape value) implements ObjectShape {
    @Override
    public DataType type() {
      return value.type();
    }
  }

  ObjectType object();

  /** Of the column that such objects become. */
  DataType type();

  /** The columns of rows that are such objects. */
  default Schema schema() {
    return new Schema(
        rowComponents().stream()
            .map(
                c -> new Field(c.name(), c.shape().type(), !c.shape().object().raw().isPrimitive()))
            .toList());
  }

  /** What makes the columns of a row. */
  default List<Component> rowComponents() {
    return this instanceof Composite composite
        ? composite.components()
        : List.of(new Component(VALUE, this));
  }

  /**
   * Throws USAGE that names class and component where a type has no columns, holds itself, or can't
   * be made.
   */
  static ObjectShape of(ObjectType type) {
    return of(type, List.of());
  }

  private static ObjectShape of(ObjectType type, List<ObjectType> around) {
    if (type.row() != null) {
      return ofRow(type);
    }
    DataType scalar = type.raw().isEnum() ? DataType.STRING : Scalars.TYPES.get(type.raw());
    if (scalar != null) {
      return new Scalar(type, scalar);
    } else if (type.raw().isArray()) {
      boolean isGeneric = !type.arguments().isEmpty();
      ObjectType element =
          isGeneric ? type.arguments().get(0) : ObjectType.of(type.raw().getComponentType());
      return new Elements(type, of(element, around));
    } else if (type.raw() == List.class && type.arguments().size() == 1) {
      return new Elements(type, of(type.arguments().get(0), around));
    } else if (type.raw() == Optional.class && type.arguments().size() == 1) {
      return new Maybe(type, of(type.arguments().get(0), around));
    } else if (type.raw() == Map.class && type.arguments().size() == 2) {
      return new Entries(
          type, of(type.arguments().get(0), around), of(type.arguments().get(1), around));
    }
    if (around.contains(type)) {
      throw new DistaffException(
          ErrorCode.USAGE, type + " holds itself, and the depth of a column's type is fixed");
    }
    List<ObjectType> outer = new ArrayList<>(around);
    outer.add(type);
    List<Component> components = new ArrayList<>();
    for (ClassAccess.Property property : ClassAccess.of(type.raw()).properties()) {
      try {
        ObjectShape shape = of(type.member(property.type()), outer);
        components.add(new Component(property.name(), shape));
      } catch (DistaffException e) {
        throw new DistaffException(
            e.code(),
            "the component %s of %s: %s"
                .formatted(property.name(), type.raw().getName(), e.getMessage()),
            e);
      }
    }
    return new Composite(type, components);
  }

  /** A Row, whose values are of the classes that it has for the types of its columns. */
  private static ObjectShape ofRow(ObjectType type) {
    return new Composite(
        type,
        type.row().fields().stream()
            .map(field -> new Component(field.name(), ofValue(field.type())))
            .toList());
  }

  private static ObjectShape ofValue(DataType type) {
    ObjectType object = ObjectType.of(Row.valueClass(type.kind()));
    return switch (type.kind()) {
      case ARRAY -> new Elements(object, ofValue(((ArrayType) type).element()));
      case MAP ->
          new Entries(object, ofValue(((MapType) type).key()), ofValue(((MapType) type).value()));
      case STRUCT -> ofRow(ObjectType.row(Row.schemaOf((StructType) type)));
      default -> new Scalar(object, type);
    };
  }

  /** The table of scalar types. */
  final class Scalars {
    private static final Map<Class<?>, DataType> TYPES = types();

    private Scalars() {}

    private static Map<Class<?>, DataType> types() {
      Map<Class<?>, DataType> types = new LinkedHashMap<>();
      put(types, DataType.BOOLEAN, boolean.class, Boolean.class);
      put(types, DataType.TINYINT, byte.class, Byte.class);
      put(types, DataType.SMALLINT, short.class, Short.class);
      put(types, DataType.INT, int.class, Integer.class);
      put(types, DataType.BIGINT, long.class, Long.class);
      put(types, DataType.FLOAT, float.class, Float.class);
      put(types, DataType.DOUBLE, double.class, Double.class);
      put(types, DataType.STRING, String.class);
      put(types, DataType.decimal(38, 18), BigDecimal.class);
      put(types, DataType.DATE, LocalDate.class, java.sql.Date.class);
      put(types, DataType.TIMESTAMP, Instant.class, java.sql.Timestamp.class);
      put(types, DataType.TIMESTAMP_LOCAL, LocalDateTime.class);
      put(types, DataType.BINARY, byte[].class);
      return Map.copyOf(types);
    }

    private static void put(Map<Class<?>, DataType> types, DataType type, Class<?>... classes) {
      Arrays.asList(classes).forEach(c -> types.put(c, type));
    }
  }
}
