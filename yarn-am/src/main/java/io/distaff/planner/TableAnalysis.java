package io.distaff.planner;

import io.distaff.catalog.Catalog;
import io.distaff.catalog.DataFile;
import io.distaff.catalog.TableHandle.FileTable;
import io.distaff.expression.Literal;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.DefinitionStatement.AnalyzeTable;
import io.distaff.sql.SqlAnalyzer;
import io.distaff.sql.SqlText;
import io.distaff.sql.TextScope;
import io.distaff.storage.FileInfo;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.warehouse.Entry.RelationEntry;
import io.distaff.warehouse.Entry.TableEntry;
import io.distaff.warehouse.RelationName;
import io.distaff.warehouse.StoredStatistics;
import io.distaff.warehouse.StoredStatistics.ColumnFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * ANALYZE TABLE: one query counts rows, nulls and distinct values and finds the smallest and the
 * largest. Distinct values are estimated, see approx_count_distinct. What is stored is of the files
 * that the query has read.
 */
final class TableAnalysis {
  private static final String TABLE = "__table";

  /** Longer text says little to the optimizer, and makes the catalog's files long. */
  private static final int LONGEST_TEXT = 64;

  private final SqlSession session;
  private final Catalog catalog;
  private final SqlAnalyzer analyzer;

  TableAnalysis(SqlSession session, Catalog catalog, SqlAnalyzer analyzer) {
    this.session = session;
    this.catalog = catalog;
    this.analyzer = analyzer;
  }

  Prepared prepare(AnalyzeTable analyze) {
    RelationName name = catalog.storedName(analyze.name());
    TableEntry entry =
        TableDefinitions.table(
            name,
            catalog
                .warehouse()
                .relation(name)
                .orElseThrow(() -> catalog.warehouse().notFound(name)));
    List<Field> columns = columns(name, entry, analyze);
    FileTable table = catalog.table(name, entry);
    List<FileInfo> files = table.matching(List.of()).files().stream().map(DataFile::file).toList();
    AnalyzedQuery query =
        analyzer.analyze(
            SqlText.of(text(columns)), TextScope.of(Map.of(TABLE, analyzer.table(table))));
    return new Prepared.Collect(
        session.plannable(query),
        rows -> {
          StoredStatistics found = statistics(files, columns, rows.get(0));
          catalog.warehouse().update(name, current -> stored(entry, found, name, current));
        });
  }

  /** Nothing changes when the name stands for another table by now. */
  private static TableEntry stored(
      TableEntry analyzed, StoredStatistics found, RelationName name, RelationEntry current) {
    TableEntry table = TableDefinitions.table(name, current);
    return table.id().equals(analyzed.id()) ? table.withStatistics(found) : table;
  }

  private static List<Field> columns(RelationName name, TableEntry entry, AnalyzeTable analyze) {
    Schema schema = entry.schema();
    List<Field> columns = new ArrayList<>();
    for (String column : analyze.columns()) {
      columns.add(schema.field(TableWrites.position(name, entry, column)));
    }
    for (Field field : schema.fields()) {
      if (analyze.allColumns() && !field.type().isNested()) {
        columns.add(field);
      }
    }
    return columns;
  }

  private static String text(List<Field> columns) {
    StringBuilder text = new StringBuilder("SELECT count(*)");
    for (Field column : columns) {
      String name = '`' + column.name().replace("`", "``") + '`';
      text.append(", count(").append(name).append(')');
      if (hasFigures(column)) {
        text.append(", approx_count_distinct(").append(name).append(')');
        text.append(", min(").append(name).append("), max(").append(name).append(')');
      }
    }
    return text.append(" FROM `").append(TABLE).append('`').toString();
  }

  private static boolean hasFigures(Field column) {
    return !column.type().isNested() && column.type().kind() != DataType.Kind.BINARY;
  }

  private static StoredStatistics statistics(
      List<FileInfo> files, List<Field> columns, List<Object> row) {
    long rows = (Long) row.get(0);
    Map<String, ColumnFigures> figures = new TreeMap<>();
    int at = 1;
    for (Field column : columns) {
      long present = (Long) row.get(at++);
      long distinct = present;
      String smallest = null;
      String largest = null;
      if (hasFigures(column)) {
        distinct = Math.min(present, (Long) row.get(at++));
        smallest = text(column, row.get(at++));
        largest = text(column, row.get(at++));
      }
      figures.put(column.name(), new ColumnFigures(smallest, largest, rows - present, distinct));
    }
    long bytes = files.stream().mapToLong(FileInfo::sizeBytes).sum();
    return new StoredStatistics(StoredStatistics.identity(files), rows, bytes, figures);
  }

  private static String text(Field column, Object value) {
    String text = Literal.of(column.type(), value).text();
    return text == null || text.length() > LONGEST_TEXT ? null : text;
  }
}
