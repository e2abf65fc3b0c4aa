package io.distaff.planner;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.types.DataType;
import io.distaff.types.DataType.Kind;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.warehouse.Entry.ColumnEntry;
import io.distaff.warehouse.Entry.TableEntry;
import io.distaff.warehouse.RelationName;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a query's columns into those of a table, as SQL text over the query, whose columns are
 * called by their numbers. Types are assigned as the SQL standard says (Spark's ANSI store
 * assignment): a number goes into any number that holds its value, everything but nested values
 * into text, a date into a timestamp and back; all else takes a CAST by the user.
 */
final class Assignment {
  private final RelationName table;
  private final TableEntry entry;
  private final Schema source;

  /**
   * @param source the query's columns
   */
  Assignment(RelationName table, TableEntry entry, Schema source) {
    this.table = table;
    this.entry = entry;
    this.source = source;
  }

  /** The query with its columns' numbers as their names. */
  static AnalyzedQuery numbered(AnalyzedQuery query) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < query.schema().size(); i++) {
      Field field = query.schema().field(i);
      fields.add(new Field(numberedName(i), field.type(), field.nullable()));
    }
    return new AnalyzedQuery(query.rel(), new Schema(fields));
  }

  private static String numberedName(int column) {
    return "_" + column;
  }

  /**
   * A query for columns of the table.
   *
   * @param written positions in the table of the columns of the result
   * @param given positions in the table of the source's columns, in the source's order
   * @param from the name of the source
   */
  String select(List<Integer> written, List<Integer> given, String from) {
    List<String> items = new ArrayList<>();
    for (int column : written) {
      items.add(item(column, given.indexOf(column)));
    }
    return "SELECT " + String.join(", ", items) + " FROM " + quoted(from);
  }

  private String item(int column, int from) {
    ColumnEntry target = entry.columns().get(column);
    DataType type = entry.schema().type(column);
    if (from < 0) {
      if (!target.nullable()) {
        throw semantic(
            "INSERT into %s gives no value to the column %s, which is NOT NULL"
                .formatted(table, target.name()));
      }
      return nullOf(type) + " AS " + quoted(target.name());
    }
    Field given = source.field(from);
    if (!isAssignable(given.type(), type)) {
      throw semantic(
          "INSERT into %s: the column %s is %s, which a %s can't be stored as; CAST says how"
              .formatted(table, target.name(), type.sqlName(), given.type().sqlName()));
    }
    String value = quoted(numberedName(from));
    String cast =
        given.type().equals(type) ? value : "CAST(" + value + " AS " + type.sqlName() + ")";
    String checked =
        target.nullable() || !given.nullable()
            ? cast
            : "CASE WHEN %s IS NULL THEN raise_error(%s) ELSE %s END"
                .formatted(
                    value,
                    text(
                        "null can't go into the column %s of %s, which is NOT NULL"
                            .formatted(target.name(), table)),
                    cast);
    return checked + " AS " + quoted(target.name());
  }

  /** A query for the source's columns in the table's order. */
  static String reordered(Schema source, TableEntry entry, String from) {
    List<String> items = new ArrayList<>();
    for (ColumnEntry column : entry.columns()) {
      int number = source.indexOf(column.name());
      String value = quoted(numberedName(number));
      boolean isNull = source.type(number).kind() == Kind.NULL;
      items.add(
          (isNull ? "CAST(" + value + " AS string)" : value) + " AS " + quoted(column.name()));
    }
    return "SELECT " + String.join(", ", items) + " FROM " + quoted(from);
  }

  /** A query for the table's columns, and no row. */
  static String noRows(TableEntry entry) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < entry.columns().size(); i++) {
      items.add(nullOf(entry.schema().type(i)) + " AS " + quoted(entry.columns().get(i).name()));
    }
    return "SELECT " + String.join(", ", items) + " FROM (VALUES (1)) AS t(x) WHERE x > 1";
  }

  /** The type of a column that is made for a query's; NULL becomes text, as in Spark. */
  static DataType storedType(Field field) {
    return field.type().kind() == Kind.NULL ? DataType.STRING : field.type();
  }

  private static String nullOf(DataType type) {
    return "CAST(NULL AS " + type.sqlName() + ")";
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

  private static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  private static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static DistaffException semantic(String message) {
    return new DistaffException(ErrorCode.SEMANTIC_ERROR, message);
  }
}
