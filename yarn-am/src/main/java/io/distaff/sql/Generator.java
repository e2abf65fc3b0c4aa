package io.distaff.sql;

import io.distaff.plan.UnnestColumn;
import io.distaff.plan.UnnestColumn.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;

/** Spark's functions that make several rows, and maybe several columns, of one value. */
public enum Generator {
  EXPLODE,
  EXPLODE_OUTER,
  POSEXPLODE,
  POSEXPLODE_OUTER,
  INLINE,
  INLINE_OUTER;

  private static final String OUTER = "_outer";

  /**
   * A column that is made, as of rows that all have entries.
   *
   * @param of what of the argument's entries it is; positions count from 0
   */
  public record Column(String name, RelDataType type, UnnestColumn of) {}

  /** The generator of a name, in any case. */
  static Optional<Generator> find(String name) {
    for (Generator generator : values()) {
      if (generator.functionName().equalsIgnoreCase(name)) {
        return Optional.of(generator);
      }
    }
    return Optional.empty();
  }

  String functionName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a value without entries gives one row of nulls. */
  public boolean isOuter() {
    return functionName().endsWith(OUTER);
  }

  /** The generator that keeps rows without entries. */
  Generator outer() {
    return isOuter() ? this : find(functionName() + OUTER).orElseThrow();
  }

  /** What it takes, in words. */
  String takes() {
    return switch (this) {
      case EXPLODE, EXPLODE_OUTER, POSEXPLODE, POSEXPLODE_OUTER -> "an array or a map";
      case INLINE, INLINE_OUTER -> "an array of structs";
    };
  }

  boolean takes(RelDataType argument) {
    RelDataType element = argument.getComponentType();
    return switch (this) {
      case EXPLODE, EXPLODE_OUTER, POSEXPLODE, POSEXPLODE_OUTER ->
          element != null || argument.getKeyType() != null;
      case INLINE, INLINE_OUTER -> element != null && element.isStruct();
    };
  }

  /**
   * The columns that are made of an argument.
   *
   * @param argument of a type that is taken
   */
  public List<Column> columns(RelDataTypeFactory factory, RelDataType argument) {
    List<Column> columns = new ArrayList<>();
    RelDataType element = argument.getComponentType();
    switch (this) {
      case INLINE, INLINE_OUTER -> {
        for (RelDataTypeField field : element.getFieldList()) {
          UnnestColumn member = UnnestColumn.member(0, field.getIndex());
          columns.add(new Column(field.getName(), field.getType(), member));
        }
        return columns;
      }
      case POSEXPLODE, POSEXPLODE_OUTER -> {
        RelDataType position = factory.createSqlType(SqlTypeName.INTEGER);
        columns.add(new Column("pos", position, UnnestColumn.ordinality()));
      }
      case EXPLODE, EXPLODE_OUTER -> {}
    }
    if (element != null) {
      columns.add(new Column("col", element, UnnestColumn.of(Part.ELEMENT, 0)));
    } else {
      columns.add(new Column("key", argument.getKeyType(), UnnestColumn.of(Part.KEY, 0)));
      columns.add(new Column("value", argument.getValueType(), UnnestColumn.of(Part.VALUE, 0)));
    }
    return columns;
  }

  /** Columns as a row. */
  public RelDataType rowType(RelDataTypeFactory factory, List<Column> columns) {
    RelDataTypeFactory.Builder row = factory.builder();
    for (Column column : columns) {
      boolean nullable = isOuter() || column.type().isNullable();
      row.add(column.name(), factory.createTypeWithNullability(column.type(), nullable));
    }
    return row.build();
  }
}
