package io.distaff.warehouse;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.types.SchemaParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a version file says about a name. Closed family, immutable. */
public sealed interface Entry {
  /**
   * A database.
   *
   * @param location directory of the data of its managed tables
   * @param comment empty for none
   */
  record DatabaseEntry(String name, String location, String comment, Map<String, String> properties)
      implements Entry {
    public DatabaseEntry {
      properties = sorted(properties);
    }
  }

  /** There was something of this name, and isn't any more. */
  record DroppedEntry(String name) implements Entry {}

  /**
   * What had this name has another one.
   *
   * @param toDatabase of the new name
   * @param move tells this change from others
   */
  record MovedEntry(String name, String toDatabase, String toName, String move) implements Entry {
    RelationName to() {
      return new RelationName(toDatabase, toName);
    }
  }

  /**
   * What has this name as soon as the version of its old name that follows {@code fromVersion} is
   * the {@link MovedEntry} with the same {@code move}; nothing before, and nothing if that is
   * another version.
   *
   * @param fromDatabase of the old name
   */
  record ArrivingEntry(
      RelationEntry relation, String fromDatabase, String fromName, long fromVersion, String move)
      implements Entry {
    RelationName from() {
      return new RelationName(fromDatabase, fromName);
    }
  }

  /** A table or a view. */
  sealed interface RelationEntry extends Entry {
    /** As it was written when it was created. */
    String name();

    /** Empty for none. */
    String comment();

    List<ColumnEntry> columns();

    Map<String, String> properties();

    RelationEntry withName(String newName);

    RelationEntry withProperties(Map<String, String> newProperties);

    /** The columns as a query sees them. Files may lack any column, so that any may be null. */
    @JsonIgnore
    default Schema schema() {
      List<Field> fields = new ArrayList<>();
      for (ColumnEntry column : columns()) {
        fields.add(new Field(column.name(), column.dataType().type(0), true));
      }
      return new Schema(fields);
    }
  }

  /**
   * A column as it was declared.
   *
   * @param type as SQL spells it
   * @param nullable false when INSERT refuses null
   * @param comment empty for none
   */
  record ColumnEntry(String name, String type, boolean nullable, String comment) {
    /** A schema of this column alone. */
    Schema dataType() {
      return SchemaParser.parse("c " + type);
    }
  }

  /**
   * A table in files.
   *
   * @param id tells it from others that had its name
   * @param columns those of {@code partitionColumns} are the last, in the same order
   * @param format label of a {@link io.distaff.plan.FileFormat}
   * @param options of reading and writing the format
   * @param partitionColumns from the outermost directory inwards
   * @param location directory of its files, fully qualified
   * @param managed true when the files go with the table
   * @param createdMillis since 1970
   * @param statistics what ANALYZE TABLE found; null before that
   */
  record TableEntry(
      String name,
      String id,
      List<ColumnEntry> columns,
      String format,
      Map<String, String> options,
      List<String> partitionColumns,
      String location,
      boolean managed,
      String comment,
      Map<String, String> properties,
      long createdMillis,
      StoredStatistics statistics)
      implements RelationEntry {
    public TableEntry {
      columns = List.copyOf(columns);
      options = sorted(options);
      partitionColumns = List.copyOf(partitionColumns);
      properties = sorted(properties);
    }

    @Override
    public TableEntry withName(String newName) {
      return copy(newName, columns, properties, statistics);
    }

    @Override
    public TableEntry withProperties(Map<String, String> newProperties) {
      return copy(name, columns, newProperties, statistics);
    }

    public TableEntry withColumns(List<ColumnEntry> newColumns) {
      return copy(name, newColumns, properties, statistics);
    }

    public TableEntry withStatistics(StoredStatistics newStatistics) {
      return copy(name, columns, properties, newStatistics);
    }

    private TableEntry copy(
        String newName,
        List<ColumnEntry> newColumns,
        Map<String, String> newProperties,
        StoredStatistics newStatistics) {
      return new TableEntry(
          newName,
          id,
          newColumns,
          format,
          options,
          partitionColumns,
          location,
          managed,
          comment,
          newProperties,
          createdMillis,
          newStatistics);
    }
  }

  /**
   * A query with a name.
   *
   * @param sql its text
   * @param database in which its names without a database are looked up
   * @param columns of its result when it was defined
   * @param namesColumns true when the view gives its columns these names; else they are those of
   *     the query at any time
   */
  record ViewEntry(
      String name,
      String sql,
      String database,
      List<ColumnEntry> columns,
      boolean namesColumns,
      String comment,
      Map<String, String> properties,
      long createdMillis)
      implements RelationEntry {
    public ViewEntry {
      columns = List.copyOf(columns);
      properties = sorted(properties);
    }

    @Override
    public ViewEntry withName(String newName) {
      return new ViewEntry(
          newName, sql, database, columns, namesColumns, comment, properties, createdMillis);
    }

    @Override
    public ViewEntry withProperties(Map<String, String> newProperties) {
      return new ViewEntry(
          name, sql, database, columns, namesColumns, comment, newProperties, createdMillis);
    }
  }

  private static Map<String, String> sorted(Map<String, String> map) {
    return java.util.Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
