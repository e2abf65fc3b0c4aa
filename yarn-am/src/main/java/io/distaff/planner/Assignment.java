package io.distaff.planner;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.EngineTypes;
import io.distaff.sql.SqlFunctions;
import io.distaff.types.DataType;
import io.distaff.types.DataType.Kind;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.warehouse.Entry.ColumnEntry;
import io.distaff.warehouse.Entry.TableEntry;
import io.distaff.warehouse.RelationName;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * Turns a query's columns into those of a table. Types are assigned as the SQL standard says
 * (Spark's ANSI store assignment): a number goes into any number, if it fits, everything but nested
 * values and bytes into text, a date into a timestamp and back; all else takes a CAST by the user.
 */
final class Assignment {
  private final RelationName table;
  private final TableEntry entry;
  private final RelBuilder builder;

  /**
   * @param builder over nothing yet
   */
  Assignment(RelationName table, TableEntry entry, RelBuilder builder) {
    this.table = table;
    this.entry = entry;
    this.builder = builder;
  }

  /**
   * A query for columns of the table. Throws SEMANTIC_ERROR for what can't be assigned; null in a
   * column that is NOT NULL fails when the query runs.
   *
   * @param written positions in the table of the columns of the result
   * @param given positions in the table of the source's columns, in the source's order
   */
  AnalyzedQuery of(AnalyzedQuery source, List<Integer> written, List<Integer> given) {
    builder.push(source.rel());
    List<RexNode> values = new ArrayList<>();
    for (int column : written) {
      int from = given.indexOf(column);
      values.add(from < 0 ? missing(column) : value(column, source.schema().field(from), from));
    }
    return projected(source, values, written);
  }

  private AnalyzedQuery projected(
      AnalyzedQuery source, List<RexNode> values, List<Integer> columns) {
    Schema schema = entry.schema().select(columns);
    List<String> names = schema.fields().stream().map(Field::name).toList();
    return source.with(builder.project(values, names, true).build(), schema);
  }

  private RexNode missing(int column) {
    ColumnEntry target = entry.columns().get(column);
    if (!target.nullable()) {
      throw semantic(
          "INSERT into %s gives no value to the column %s, which is NOT NULL"
              .formatted(table, target.name()));
    }
    return builder.getRexBuilder().makeNullLiteral(type(column));
  }

  private RexNode value(int column, Field given, int from) {
    ColumnEntry target = entry.columns().get(column);
    DataType type = entry.schema().type(column);
    if (!isAssignable(given.type(), type)) {
      throw semantic(
          "INSERT into %s: the column %s is %s, which a %s can't be stored as; CAST says how"
              .formatted(table, target.name(), type.sqlName(), given.type().sqlName()));
    }
    RexBuilder rex = builder.getRexBuilder();
    RexNode value = builder.field(from);
    RexNode cast =
        given.type().equals(type) ? value : rex.makeAbstractCast(type(column), value, false);
    return target.nullable() || !given.nullable() ? cast : checked(target, value, cast);
  }

  /** The value, where it isn't null; else an error. */
  private RexNode checked(ColumnEntry target, RexNode value, RexNode cast) {
    RexBuilder rex = builder.getRexBuilder();
    RelDataType flag = EngineTypes.toCalcite(rex.getTypeFactory(), DataType.BOOLEAN, true);
    RexNode error =
        SqlFunctions.raiseError(
            rex,
            "null can't go into the column %s of %s, which is NOT NULL"
                .formatted(target.name(), table));
    RexNode isThere =
        rex.makeCall(
            SqlStdOperatorTable.CASE,
            builder.isNotNull(value),
            rex.makeLiteral(true),
            rex.makeAbstractCast(flag, error, false));
    return rex.makeCall(
        SqlStdOperatorTable.CASE, isThere, cast, rex.makeNullLiteral(cast.getType()));
  }

  private RelDataType type(int column) {
    return EngineTypes.toCalcite(builder.getTypeFactory(), entry.schema().type(column), true);
  }

  /** A query for the source's columns in the table's order. */
  AnalyzedQuery reordered(AnalyzedQuery source) {
    builder.push(source.rel());
    List<RexNode> values = new ArrayList<>();
    List<Integer> columns = new ArrayList<>();
    for (int column = 0; column < entry.columns().size(); column++) {
      int from = source.schema().indexOf(entry.columns().get(column).name());
      boolean isNull = source.schema().type(from).kind() == Kind.NULL;
      values.add(
          isNull ? builder.getRexBuilder().makeNullLiteral(type(column)) : builder.field(from));
      columns.add(column);
    }
    return projected(source, values, columns);
  }

  /** A query for the table's columns, and no row. */
  AnalyzedQuery noRows() {
    Schema schema = entry.schema();
    builder.values(EngineTypes.toCalcite(builder.getTypeFactory(), schema));
    return new AnalyzedQuery(builder.build(), schema);
  }

  /** The type of a column that is made for a query's; NULL becomes text, as in Spark. */
  static DataType storedType(Field field) {
    return field.type().kind() == Kind.NULL ? DataType.STRING : field.type();
  }

  private static boolean isAssignable(DataType from, DataType to) {
    if (from.equals(to) || from.kind() == Kind.NULL) {
      return true;
    }
    if (from.isNested() || to.isNested()) {
      return from.kind() == to.kind();
    }
    boolean text = to.kind() == Kind.STRING && from.kind() != Kind.BINARY;
    return text || (from.isNumeric() && to.isNumeric()) || (isTime(from) && isTime(to));
  }

  private static boolean isTime(DataType type) {
    return switch (type.kind()) {
      case DATE, TIMESTAMP, TIMESTAMP_LOCAL -> true;
      default -> false;
    };
  }

  private static DistaffException semantic(String message) {
    return new DistaffException(ErrorCode.SEMANTIC_ERROR, message);
  }
}
