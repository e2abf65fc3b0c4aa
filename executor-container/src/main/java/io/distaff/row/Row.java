package io.distaff.row;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A row as a program sees it: values by position, from 0, or by column name (its exact spelling, or
 * any other if only one column has it). Immutable, except that a {@code byte[]} is handed out as it
 * is; equal to a row with equal values.
 *
 * <table>
 *   <caption>The class of a value, and the getter for it</caption>
 *   <tr><td>boolean<td>Boolean<td>getBoolean
 *   <tr><td>tinyint, smallint, int, bigint<td>Byte, Short, Integer, Long
 *       <td>getByte, getShort, getInt, getLong
 *   <tr><td>float, double<td>Float, Double<td>getFloat, getDouble
 *   <tr><td>decimal<td>BigDecimal, with the type's scale<td>getDecimal
 *   <tr><td>string<td>String<td>getString
 *   <tr><td>date<td>LocalDate<td>getDate
 *   <tr><td>timestamp<td>Instant<td>getTimestamp
 *   <tr><td>timestamp_ntz<td>LocalDateTime<td>getLocalTimestamp
 *   <tr><td>binary<td>byte[]<td>getBinary
 *   <tr><td>array<td>List of the elements<td>getList
 *   <tr><td>map<td>Map, in the order of its entries<td>getMap
 *   <tr><td>struct<td>Row of the members<td>getStruct
 * </table>
 *
 * <p>A getter takes only its own type. Those of primitive types throw where the value is null, the
 * others give null. What they throw names the column, its type, and the getter to use.
 */
public final class Row implements Serializable {
  private final Schema schema;
  private final Object[] values;

  private Row(Schema schema, Object[] values) {
    this.schema = schema;
    this.values = values;
  }

  /** A row of these values, of the classes above; the array is copied. */
  public static Row of(Schema schema, Object... values) {
    if (values.length != schema.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + schema.size() + " columns: " + schema);
    }
    Object[] copy = values.clone();
    for (int i = 0; i < copy.length; i++) {
      Class<?> expected = valueClass(schema.type(i).kind());
      if (copy[i] != null && !expected.isInstance(copy[i])) {
        throw new IllegalArgumentException(
            "column %s is %s, and takes %s, not %s"
                .formatted(
                    schema.field(i).name(),
                    schema.type(i).sqlName(),
                    expected.getSimpleName(),
                    copy[i].getClass().getSimpleName()));
      }
    }
    return new Row(schema, copy);
  }

  /** The columns of the row that a struct's value is. */
  public static Schema schemaOf(StructType type) {
    return new Schema(
        type.members().stream().map(m -> new Field(m.name(), m.type(), true)).toList());
  }

  /** The class of the values of a type. */
  public static Class<?> valueClass(DataType.Kind kind) {
    return switch (kind) {
      case NULL -> Void.class;
      case BOOLEAN -> Boolean.class;
      case TINYINT -> Byte.class;
      case SMALLINT -> Short.class;
      case INT -> Integer.class;
      case BIGINT -> Long.class;
      case FLOAT -> Float.class;
      case DOUBLE -> Double.class;
      case DECIMAL -> BigDecimal.class;
      case DATE -> LocalDate.class;
      case TIMESTAMP -> Instant.class;
      case TIMESTAMP_LOCAL -> LocalDateTime.class;
      case STRING -> String.class;
      case BINARY -> byte[].class;
      case ARRAY -> List.class;
      case MAP -> Map.class;
      case STRUCT -> Row.class;
    };
  }

  /** Names and types of the columns. */
  public Schema schema() {
    return schema;
  }

  /** The number of columns. */
  public int size() {
    return values.length;
  }

  /** As {@link #size}. */
  public int length() {
    return size();
  }

  /** The values in order; null for null. */
  public List<Object> values() {
    return java.util.Collections.unmodifiableList(Arrays.asList(values));
  }

  /** The position of a column; throws SEMANTIC_ERROR for an unknown or ambiguous name. */
  public int indexOf(String name) {
    int exact = schema.indexOf(name);
    int found = exact;
    for (int i = 0; i < schema.size(); i++) {
      String candidate = schema.field(i).name();
      boolean matches = exact >= 0 ? candidate.equals(name) : candidate.equalsIgnoreCase(name);
      if (!matches || i == found) {
        continue;
      }
      if (found >= 0) {
        throw semantic("more than one column is called " + name + ": use its position");
      }
      found = i;
    }
    if (found < 0) {
      List<String> names = schema.fields().stream().map(Field::name).toList();
      throw semantic(
          "no column "
              + name
              + NearestName.of(name, names)
                  .map(nearest -> "; did you mean " + nearest + "?")
                  .orElse(": the row has " + String.join(", ", names)));
    }
    return found;
  }

  /** The value in the class of its type; null for null. */
  public Object get(int index) {
    return values[checked(index)];
  }

  public Object get(String name) {
    return values[indexOf(name)];
  }

  /**
   * As {@link #get(int)}, taken as what the program expects: throws ClassCastException there for
   * another class. The getters below say what to use instead.
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> T getAs(int index) {
    return (T) get(index);
  }

  /** As {@link #getAs(int)}. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> T getAs(String name) {
    return (T) get(name);
  }

  /** As {@link #indexOf}. */
  public int fieldIndex(String name) {
    return indexOf(name);
  }

  /** As {@link #isNull(int)}. */
  public boolean isNullAt(int index) {
    return isNull(index);
  }

  /** Whether any value is null. */
  public boolean anyNull() {
    return Arrays.asList(values).contains(null);
  }

  /** The values as text, with text between them. */
  public String mkString(String separator) {
    return Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(separator));
  }

  public boolean isNull(int index) {
    return get(index) == null;
  }

  public boolean isNull(String name) {
    return get(name) == null;
  }

  public boolean getBoolean(int index) {
    return (Boolean) primitive(index, DataType.Kind.BOOLEAN);
  }

  public boolean getBoolean(String name) {
    return getBoolean(indexOf(name));
  }

  public byte getByte(int index) {
    return (Byte) primitive(index, DataType.Kind.TINYINT);
  }

  public byte getByte(String name) {
    return getByte(indexOf(name));
  }

  public short getShort(int index) {
    return (Short) primitive(index, DataType.Kind.SMALLINT);
  }

  public short getShort(String name) {
    return getShort(indexOf(name));
  }

  public int getInt(int index) {
    return (Integer) primitive(index, DataType.Kind.INT);
  }

  public int getInt(String name) {
    return getInt(indexOf(name));
  }

  public long getLong(int index) {
    return (Long) primitive(index, DataType.Kind.BIGINT);
  }

  public long getLong(String name) {
    return getLong(indexOf(name));
  }

  public float getFloat(int index) {
    return (Float) primitive(index, DataType.Kind.FLOAT);
  }

  public float getFloat(String name) {
    return getFloat(indexOf(name));
  }

  public double getDouble(int index) {
    return (Double) primitive(index, DataType.Kind.DOUBLE);
  }

  public double getDouble(String name) {
    return getDouble(indexOf(name));
  }

  public BigDecimal getDecimal(int index) {
    return (BigDecimal) typed(index, DataType.Kind.DECIMAL);
  }

  public BigDecimal getDecimal(String name) {
    return getDecimal(indexOf(name));
  }

  public String getString(int index) {
    return (String) typed(index, DataType.Kind.STRING);
  }

  public String getString(String name) {
    return getString(indexOf(name));
  }

  public LocalDate getDate(int index) {
    return (LocalDate) typed(index, DataType.Kind.DATE);
  }

  public LocalDate getDate(String name) {
    return getDate(indexOf(name));
  }

  /** As {@link #getDate(int)}. */
  public LocalDate getLocalDate(int index) {
    return getDate(index);
  }

  public Instant getTimestamp(int index) {
    return (Instant) typed(index, DataType.Kind.TIMESTAMP);
  }

  public Instant getTimestamp(String name) {
    return getTimestamp(indexOf(name));
  }

  /** As {@link #getTimestamp(int)}. */
  public Instant getInstant(int index) {
    return getTimestamp(index);
  }

  public LocalDateTime getLocalTimestamp(int index) {
    return (LocalDateTime) typed(index, DataType.Kind.TIMESTAMP_LOCAL);
  }

  public LocalDateTime getLocalTimestamp(String name) {
    return getLocalTimestamp(indexOf(name));
  }

  public byte[] getBinary(int index) {
    return (byte[]) typed(index, DataType.Kind.BINARY);
  }

  public byte[] getBinary(String name) {
    return getBinary(indexOf(name));
  }

  /** The elements, each in the class of its type, which {@code E} must be. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <E> List<E> getList(int index) {
    return (List<E>) typed(index, DataType.Kind.ARRAY);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  public <E> List<E> getList(String name) {
    return getList(indexOf(name));
  }

  /** The entries, keys and values in the classes of their types, which K and V must be. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <K, V> Map<K, V> getMap(int index) {
    return (Map<K, V>) typed(index, DataType.Kind.MAP);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  public <K, V> Map<K, V> getMap(String name) {
    return getMap(indexOf(name));
  }

  /** As {@link #getMap(int)}. */
  @SuppressWarnings("TypeParameterUnusedInFormals")
  public <K, V> Map<K, V> getJavaMap(int index) {
    return getMap(index);
  }

  /** The members, as a row of their names. */
  public Row getStruct(int index) {
    return (Row) typed(index, DataType.Kind.STRUCT);
  }

  public Row getStruct(String name) {
    return getStruct(indexOf(name));
  }

  private Object primitive(int index, DataType.Kind kind) {
    Object value = typed(index, kind);
    if (value == null) {
      String name = schema.field(index).name();
      throw semantic(
          "column %s is null in this row: ask isNull(\"%s\") first, or use coalesce in the query"
              .formatted(name, name));
    }
    return value;
  }

  private Object typed(int index, DataType.Kind wanted) {
    Field field = schema.field(checked(index));
    DataType.Kind actual = field.type().kind();
    if (actual != wanted && actual != DataType.Kind.NULL) {
      throw semantic(
          "column %s is %s, so %s can't read it: use %s(\"%s\"), or CAST it in the query"
              .formatted(
                  field.name(),
                  field.type().sqlName(),
                  getter(wanted),
                  getter(actual),
                  field.name()));
    }
    return values[index];
  }

  private int checked(int index) {
    if (index < 0 || index >= values.length) {
      throw semantic(
          "no column at position %d: the row has %d, counted from 0: %s"
              .formatted(index, values.length, schema));
    }
    return index;
  }

  private static String getter(DataType.Kind kind) {
    return switch (kind) {
      case NULL -> "get";
      case BOOLEAN -> "getBoolean";
      case TINYINT -> "getByte";
      case SMALLINT -> "getShort";
      case INT -> "getInt";
      case BIGINT -> "getLong";
      case FLOAT -> "getFloat";
      case DOUBLE -> "getDouble";
      case DECIMAL -> "getDecimal";
      case DATE -> "getDate";
      case TIMESTAMP -> "getTimestamp";
      case TIMESTAMP_LOCAL -> "getLocalTimestamp";
      case STRING -> "getString";
      case BINARY -> "getBinary";
      case ARRAY -> "getList";
      case MAP -> "getMap";
      case STRUCT -> "getStruct";
    };
  }

  private static DistaffException semantic(String message) {
    return new DistaffException(ErrorCode.SEMANTIC_ERROR, message);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Row row && Arrays.deepEquals(values, row.values);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(values);
  }

  /** The values in brackets. */
  @Override
  public String toString() {
    return Arrays.deepToString(values);
  }
}
