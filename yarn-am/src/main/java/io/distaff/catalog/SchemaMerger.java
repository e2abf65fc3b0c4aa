package io.distaff.catalog;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.parquet.read.ParquetFooter;
import io.distaff.parquet.read.TypeWidening;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The columns of a table, of those of its files. Names that differ in case are one column, but
 * where a file has both. Confined to one thread.
 */
final class SchemaMerger {
  private final Schema partitionColumns;
  private final Map<String, Merged> merged = new LinkedHashMap<>();

  /** Names in lower case that some file has in several spellings. */
  private final Set<String> severalSpellings = new HashSet<>();

  /** A column and the file that it came from first. */
  private static final class Merged {
    final String path;
    Field field;
    int files;

    Merged(Field field, String path) {
      this.field = field;
      this.path = path;
    }
  }

  /**
   * @param partitionColumns that directories give; columns of files with such names aren't read
   */
  SchemaMerger(Schema partitionColumns) {
    this.partitionColumns = partitionColumns;
  }

  /**
   * The columns of the files, then the partition columns. Throws SCHEMA_MISMATCH that names the
   * column, both types and both files.
   *
   * @param allFiles false when there are more files, which may lack any column
   */
  Schema merge(List<ParquetFooter> footers, boolean allFiles) {
    footers.forEach(this::findSpellings);
    footers.forEach(this::add);
    List<Field> fields = new ArrayList<>();
    for (Merged column : merged.values()) {
      boolean inEvery = allFiles && column.files == footers.size();
      Field field = column.field;
      fields.add(new Field(field.name(), field.type(), field.nullable() || !inEvery));
    }
    fields.addAll(partitionColumns.fields());
    return new Schema(fields);
  }

  private void findSpellings(ParquetFooter footer) {
    Set<String> seen = new HashSet<>();
    for (Field field : footer.schema().fields()) {
      String folded = folded(field.name());
      if (!seen.add(folded)) {
        severalSpellings.add(folded);
      }
    }
  }

  private void add(ParquetFooter footer) {
    for (Field field : footer.schema().fields()) {
      String folded = folded(field.name());
      if (isPartitionColumn(field, partitionColumns)) {
        continue;
      }
      String key = severalSpellings.contains(folded) ? field.name() : folded;
      Merged known = merged.computeIfAbsent(key, k -> new Merged(field, footer.path()));
      known.files++;
      DataType type = common(known, field, footer.path());
      known.field = new Field(known.field.name(), type, known.field.nullable() || field.nullable());
    }
  }

  private static DataType common(Merged known, Field field, String path) {
    return TypeWidening.common(known.field.type(), field.type())
        .orElseThrow(
            () ->
                new DistaffException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "column %s is %s in %s but %s in %s"
                        .formatted(
                            known.field.name(),
                            known.field.type().sqlName(),
                            known.path,
                            field.type().sqlName(),
                            path)));
  }

  /** Throws SCHEMA_MISMATCH when a file's columns can't be read as those of the table. */
  static void checkReadable(ParquetFooter footer, Schema table, Schema partitionColumns) {
    check(
        footer,
        table,
        partitionColumns,
        "with the option mergeSchema=true the table gets the widest type of all files");
  }

  /** As {@link #checkReadable}, for a table whose columns are declared. */
  static void checkDeclared(ParquetFooter footer, Schema table, Schema partitionColumns) {
    check(
        footer,
        table,
        partitionColumns,
        "declare the table with a type that holds what files have");
  }

  private static void check(
      ParquetFooter footer, Schema table, Schema partitionColumns, String remedy) {
    Map<String, Field> exact = new HashMap<>();
    Map<String, Field> byFoldedName = new HashMap<>();
    for (Field field : table.fields()) {
      exact.put(field.name(), field);
      byFoldedName.putIfAbsent(folded(field.name()), field);
    }
    for (Field field : footer.schema().fields()) {
      Field wanted = exact.getOrDefault(field.name(), byFoldedName.get(folded(field.name())));
      if (wanted != null
          && !isPartitionColumn(field, partitionColumns)
          && !TypeWidening.isWidening(field.type(), wanted.type())) {
        throw new DistaffException(
            ErrorCode.SCHEMA_MISMATCH,
            "can't read the column %s of %s: the file has %s, the table %s; %s"
                .formatted(
                    field.name(),
                    footer.path(),
                    field.type().sqlName(),
                    wanted.type().sqlName(),
                    remedy));
      }
    }
  }

  private static boolean isPartitionColumn(Field field, Schema partitionColumns) {
    return partitionColumns.fields().stream()
        .anyMatch(p -> p.name().equalsIgnoreCase(field.name()));
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
