package io.distaff.catalog;

import io.distaff.catalog.TableMetadata.ColumnStatistics;
import io.distaff.catalog.TableMetadata.FileMetadata;
import io.distaff.catalog.TableMetadata.RowGroup;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Literal;
import io.distaff.parquet.read.FooterCache;
import io.distaff.parquet.read.ParquetFiles;
import io.distaff.parquet.read.ParquetFooter;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads what a table holds from the footers of its files, several at a time; footers of files that
 * haven't changed are kept. The table's columns are those of its files, in order of first
 * appearance: a column that some file lacks is nullable, one that files have in several widths has
 * the widest. Thread-safe.
 */
public final class FooterMetadataReader implements TableMetadataReader {
  private final FileStore store;
  private final FooterCache footers;

  public FooterMetadataReader(FileStore store, FooterCache footers) {
    this.store = store;
    this.footers = footers;
  }

  @Override
  public TableMetadata read(String path) {
    List<FileInfo> files = store.dataFiles(path);
    if (files.isEmpty()) {
      throw new DistaffException(ErrorCode.INVALID_FILE, "no Parquet file in " + path);
    }
    List<ParquetFooter> read =
        files.parallelStream().map(file -> ParquetFiles.readFooter(store, file, footers)).toList();
    Schema schema = merge(read);
    List<FileMetadata> metadata = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      metadata.add(new FileMetadata(files.get(i), rowGroups(read.get(i))));
    }
    return new TableMetadata(schema, metadata);
  }

  private static Schema merge(List<ParquetFooter> footers) {
    if (footers.size() == 1) {
      return footers.get(0).schema();
    }
    Map<String, Field> merged = new LinkedHashMap<>();
    Map<String, String> origin = new HashMap<>();
    Map<String, Integer> filesWith = new HashMap<>();
    for (ParquetFooter footer : footers) {
      for (Field field : footer.schema().fields()) {
        String key = field.name().toLowerCase(Locale.ROOT);
        filesWith.merge(key, 1, Integer::sum);
        Field known = merged.putIfAbsent(key, field);
        if (known == null) {
          origin.put(key, footer.path());
        } else if (!known.equals(field)) {
          merged.put(
              key,
              new Field(
                  known.name(),
                  widest(known, origin.get(key), field, footer.path()),
                  known.nullable() || field.nullable()));
        }
      }
    }
    return new Schema(
        merged.values().stream()
            .map(
                field ->
                    filesWith.get(field.name().toLowerCase(Locale.ROOT)) == footers.size()
                        ? field
                        : new Field(field.name(), field.type(), true))
            .toList());
  }

  private static DataType widest(Field a, String pathOfA, Field b, String pathOfB) {
    DataType typeA = a.type();
    DataType typeB = b.type();
    if (typeA.equals(typeB)) {
      return typeA;
    }
    if (typeA.isIntegral() && typeB.isIntegral()) {
      return typeA.kind().compareTo(typeB.kind()) > 0 ? typeA : typeB;
    }
    if (typeA instanceof DecimalType decimalA
        && typeB instanceof DecimalType decimalB
        && decimalA.scale() == decimalB.scale()) {
      return decimalA.precision() > decimalB.precision() ? typeA : typeB;
    }
    boolean floating =
        (typeA.kind() == DataType.Kind.FLOAT || typeA.kind() == DataType.Kind.DOUBLE)
            && (typeB.kind() == DataType.Kind.FLOAT || typeB.kind() == DataType.Kind.DOUBLE);
    if (floating) {
      return DataType.DOUBLE;
    }
    throw new DistaffException(
        ErrorCode.SCHEMA_MISMATCH,
        "column %s is %s in %s but %s in %s"
            .formatted(a.name(), typeA.sqlName(), pathOfA, typeB.sqlName(), pathOfB));
  }

  private static List<RowGroup> rowGroups(ParquetFooter footer) {
    List<RowGroup> groups = new ArrayList<>();
    List<Field> fields = footer.schema().fields();
    for (io.distaff.parquet.read.RowGroup group : footer.rowGroups()) {
      Map<String, ColumnStatistics> columns = new HashMap<>();
      for (int c = 0; c < fields.size(); c++) {
        io.distaff.parquet.read.ColumnStatistics statistics = group.statistics(c);
        DataType type = fields.get(c).type();
        columns.put(
            fields.get(c).name(),
            new ColumnStatistics(
                group.compressedBytes(c),
                statistics.min() == null ? null : Literal.of(type, statistics.min()),
                statistics.max() == null ? null : Literal.of(type, statistics.max()),
                statistics.nullCount()));
      }
      groups.add(new RowGroup(group.start(), group.compressedBytes(), group.numRows(), columns));
    }
    return groups;
  }
}
