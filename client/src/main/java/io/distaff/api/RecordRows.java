package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.row.Row;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Java records as rows: a column for each component, of the type that {@link Row} has its class
 * for. A BigDecimal is DECIMAL(38, 18), a record within a record a STRUCT. Stateless.
 */
final class RecordRows {
  private static final Map<Class<?>, DataType> SCALARS = scalars();

  private RecordRows() {}

  private static Map<Class<?>, DataType> scalars() {
    Map<Class<?>, DataType> types = new LinkedHashMap<>();
    types.put(boolean.class, DataType.BOOLEAN);
    types.put(Boolean.class, DataType.BOOLEAN);
    types.put(byte.class, DataType.TINYINT);
    types.put(Byte.class, DataType.TINYINT);
    types.put(short.class, DataType.SMALLINT);
    types.put(Short.class, DataType.SMALLINT);
    types.put(int.class, DataType.INT);
    types.put(Integer.class, DataType.INT);
    types.put(long.class, DataType.BIGINT);
    types.put(Long.class, DataType.BIGINT);
    types.put(float.class, DataType.FLOAT);
    types.put(Float.class, DataType.FLOAT);
    types.put(double.class, DataType.DOUBLE);
    types.put(Double.class, DataType.DOUBLE);
    types.put(String.class, DataType.STRING);
    types.put(BigDecimal.class, DataType.decimal(38, 18));
    types.put(LocalDate.class, DataType.DATE);
    types.put(Instant.class, DataType.TIMESTAMP);
    types.put(LocalDateTime.class, DataType.TIMESTAMP_LOCAL);
    types.put(byte[].class, DataType.BINARY);
    return types;
  }

  /** The columns of a record; throws USAGE for a class that isn't one, or that holds others. */
  static Schema schema(Class<?> type) {
    if (!type.isRecord()) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "%s isn't a record: rows are records, or Rows with a schema".formatted(type.getName()));
    }
    return new Schema(
        Arrays.stream(type.getRecordComponents())
            .map(c -> new Field(c.getName(), type(c), !c.getType().isPrimitive()))
            .toList());
  }

  private static DataType type(RecordComponent component) {
    return type(component.getGenericType(), component);
  }

  private static DataType type(Type type, RecordComponent component) {
    if (type instanceof Class<?> simple) {
      if (SCALARS.containsKey(simple)) {
        return SCALARS.get(simple);
      } else if (simple.isRecord()) {
        List<StructType.Member> members = new ArrayList<>();
        schema(simple)
            .fields()
            .forEach(f -> members.add(new StructType.Member(f.name(), f.type())));
        return new StructType(members);
      }
    } else if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return new ArrayType(type(arguments[0], component));
      } else if (generic.getRawType() == Map.class) {
        return new MapType(type(arguments[0], component), type(arguments[1], component));
      }
    }
    throw new DistaffException(
        ErrorCode.USAGE,
        "the component %s of %s is of %s, for which there is no type of columns"
            .formatted(
                component.getName(), component.getDeclaringRecord().getName(), type.getTypeName()));
  }

  /** A record as a row of its columns. */
  static Row row(Object record, Schema schema) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      try {
        components[i].getAccessor().setAccessible(true);
        values[i] = value(components[i].getAccessor().invoke(record));
      } catch (ReflectiveOperationException e) {
        throw new DistaffException(
            ErrorCode.USAGE,
            "can't read the component %s of %s"
                .formatted(components[i].getName(), record.getClass().getName()),
            e);
      }
    }
    return Row.of(schema, values);
  }

  private static Object value(Object value) {
    if (value instanceof Record record) {
      return row(record, schema(record.getClass()));
    } else if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(value(element)));
      return elements;
    } else if (value instanceof Map<?, ?> map) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      map.forEach((k, v) -> entries.put(value(k), value(v)));
      return entries;
    }
    return value;
  }
}
