package io.distaff.catalog;

import io.distaff.catalog.TableHandle.CachedTable;
import io.distaff.catalog.TableHandle.FileTable;
import io.distaff.catalog.TableHandle.LocalTable;
import io.distaff.catalog.TableHandle.ParquetTable;
import io.distaff.catalog.TableHandle.RangeTable;
import io.distaff.catalog.TableHandle.TextTable;
import io.distaff.catalog.TableHandle.TpchTable;
import io.distaff.catalog.TableMetadata.ColumnStatistics;
import io.distaff.catalog.TableMetadata.FileMetadata;
import io.distaff.catalog.TableMetadata.RowGroup;
import io.distaff.expression.Literal;
import io.distaff.storage.FileInfo;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.warehouse.StoredStatistics;
import io.distaff.warehouse.StoredStatistics.ColumnFigures;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of a whole table: its rows, and for each column its size, range and an estimate of
 * its distinct values. Immutable.
 */
public final class TableStatistics {
  /** What a generated row weighs per column, where nothing was measured. */
  private static final long GENERATED_BYTES_PER_VALUE = 8;

  private static final double MICROS_PER_DAY = 86_400e6;

  private final Schema schema;
  private final long rows;
  private final Map<String, ColumnStatistics> columns;

  /** Distinct values of columns where they were counted. */
  private final Map<String, Long> distinct;

  /** Of columns all of whose values are in dictionaries. */
  private final Map<String, DictionaryEntries> dictionaries;

  /** What was asked of columns so far: each is asked for every join that is tried. */
  private final Map<String, Figures> figures = new ConcurrentHashMap<>();

  /** What all of the above say of a column. */
  private record Figures(OptionalDouble smallest, OptionalDouble largest, double distinct) {}

  private TableStatistics(
      Schema schema,
      long rows,
      Map<String, ColumnStatistics> columns,
      Map<String, Long> distinct,
      Map<String, DictionaryEntries> dictionaries) {
    this.schema = schema;
    this.rows = rows;
    this.columns = Map.copyOf(columns);
    this.distinct = Map.copyOf(distinct);
    this.dictionaries = Map.copyOf(dictionaries);
  }

  /** The statistics of a table; of a view nothing is known. */
  public static TableStatistics of(TableHandle table) {
    if (table instanceof ParquetTable parquet) {
      Map<String, ColumnStatistics> columns = new HashMap<>();
      double factor = parquet.metadata().unreadFactor();
      for (FileMetadata file : parquet.metadata().files()) {
        for (RowGroup rowGroup : file.rowGroups()) {
          rowGroup.columns().forEach((name, more) -> columns.merge(name, more, Merge::merge));
        }
        file.partition()
            .forEach(
                (name, value) ->
                    columns.merge(name, Merge.constant(file.rows(), value), Merge::merge));
      }
      if (factor > 1) {
        columns.replaceAll((name, column) -> Merge.scaled(column, factor));
      }
      TableStatistics ofFooters =
          new TableStatistics(
              table.schema(),
              parquet.metadata().rows(),
              columns,
              partitionValues(parquet.files()),
              dictionaries(table.schema(), parquet.metadata()));
      return ofFooters.with(parquet.stored().filter(stored -> stored.isOf(files(parquet))));
    }
    if (table instanceof TextTable text) {
      Map<String, ColumnStatistics> columns = new HashMap<>();
      TextMetadata metadata = text.metadata();
      long bytesPerColumn = text.sizeBytes() / Math.max(1, metadata.fileSchema().size());
      for (DataFile file : text.files()) {
        long rows = Math.round(metadata.rows(file));
        file.partition()
            .forEach(
                (name, value) -> columns.merge(name, Merge.constant(rows, value), Merge::merge));
      }
      for (Field field : metadata.schema().fields()) {
        columns.putIfAbsent(field.name(), new ColumnStatistics(bytesPerColumn, null, null, -1));
      }
      TableStatistics ofSizes =
          new TableStatistics(
              table.schema(), metadata.rows(), columns, partitionValues(text.files()), Map.of());
      return ofSizes.with(text.stored().filter(stored -> stored.isOf(files(text))));
    }
    if (table instanceof CachedTable cached) {
      Map<String, ColumnStatistics> columns = new HashMap<>();
      for (int c = 0; c < cached.schema().size(); c++) {
        columns.put(
            cached.schema().field(c).name(),
            new ColumnStatistics(cached.columnBytes().get(c), null, null, -1));
      }
      return new TableStatistics(table.schema(), cached.rows(), columns, Map.of(), Map.of());
    }
    return new TableStatistics(table.schema(), generatedRows(table), Map.of(), Map.of(), Map.of());
  }

  /** How many different values directories give to the columns they name. */
  private static Map<String, Long> partitionValues(List<DataFile> files) {
    Map<String, Set<Literal>> values = new HashMap<>();
    for (DataFile file : files) {
      file.partition()
          .forEach(
              (name, value) -> {
                Set<Literal> ofColumn = values.computeIfAbsent(name, n -> new HashSet<>());
                if (!value.isNull()) {
                  ofColumn.add(value);
                }
              });
    }
    Map<String, Long> counts = new HashMap<>();
    values.forEach((name, ofColumn) -> counts.put(name, (long) ofColumn.size()));
    return counts;
  }

  private static Map<String, DictionaryEntries> dictionaries(
      Schema schema, TableMetadata metadata) {
    List<RowGroup> rowGroups =
        metadata.files().stream().flatMap(file -> file.rowGroups().stream()).toList();
    Map<String, DictionaryEntries> dictionaries = new HashMap<>();
    for (Field field : schema.fields()) {
      List<ColumnStatistics> found =
          rowGroups.stream()
              .map(rowGroup -> rowGroup.columns().get(field.name()))
              .filter(Objects::nonNull)
              .toList();
      boolean all = found.stream().allMatch(column -> column.dictionaryBytes() >= 0);
      if (all && !found.isEmpty()) {
        dictionaries.put(field.name(), DictionaryEntries.of(field.type(), found));
      }
    }
    return dictionaries;
  }

  private static List<FileInfo> files(FileTable table) {
    return table.files().stream().map(DataFile::file).toList();
  }

  private static long generatedRows(TableHandle table) {
    if (table instanceof TpchTable tpch) {
      return tpch.rows();
    } else if (table instanceof RangeTable range) {
      return range.rows();
    }
    return table instanceof LocalTable local ? local.rows() : 0;
  }

  /** The same, but for what was stored of just these files. */
  private TableStatistics with(Optional<StoredStatistics> stored) {
    if (stored.isEmpty()) {
      return this;
    }
    Map<String, ColumnStatistics> better = new HashMap<>(columns);
    Map<String, Long> counted = new HashMap<>(distinct);
    for (Field field : schema.fields()) {
      ColumnFigures figures = stored.get().columns().get(field.name());
      if (figures != null) {
        ColumnStatistics known = columns.get(field.name());
        long bytes = known == null ? 0 : known.sizeBytes();
        better.put(
            field.name(),
            new ColumnStatistics(
                bytes,
                literal(field, figures.smallest()),
                literal(field, figures.largest()),
                figures.nulls()));
        counted.put(field.name(), figures.distinct());
      }
    }
    return new TableStatistics(schema, stored.get().rows(), better, counted, dictionaries);
  }

  private static Literal literal(Field field, String text) {
    return text == null ? null : new Literal(field.type(), text);
  }

  public long rows() {
    return rows;
  }

  /** The compressed bytes that reading these columns takes. */
  public long sizeBytes(List<String> names) {
    long bytes = 0;
    for (String name : names) {
      ColumnStatistics column = columns.get(name);
      bytes += column == null ? rows * GENERATED_BYTES_PER_VALUE : column.sizeBytes();
    }
    return bytes;
  }

  /** The smallest value of a numeric, date or timestamp column, see {@link #number}. */
  public OptionalDouble smallest(String name) {
    return figures(name).smallest();
  }

  /** The largest value of a numeric, date or timestamp column, see {@link #number}. */
  public OptionalDouble largest(String name) {
    return figures(name).largest();
  }

  private Figures figures(String name) {
    Figures known = figures.get(name);
    return known == null ? figures.computeIfAbsent(name, this::figuresOf) : known;
  }

  private Figures figuresOf(String name) {
    ColumnStatistics column = columns.get(name);
    OptionalDouble smallest = number(column == null ? null : column.smallest());
    OptionalDouble largest = number(column == null ? null : column.largest());
    return new Figures(smallest, largest, distinct(name, smallest, largest));
  }

  /** The part of a column's rows, between 0 and 1, that are null; empty where it isn't known. */
  public OptionalDouble nullShare(String name) {
    ColumnStatistics column = columns.get(name);
    return column == null || column.nulls() < 0 || rows == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.min(1, (double) column.nulls() / rows));
  }

  /**
   * A column's distinct values, nulls apart, at least 1 and at most the rows, where they were
   * counted or directories give them; else an estimate: for integers, dates and decimals the width
   * of their range, or what {@link DictionaryEntries} may be at most if that is less; for all else
   * what the bits per value on disk can tell apart, within what dictionaries may have. Of nested
   * values nothing is known.
   */
  public double distinctValues(String name) {
    return figures(name).distinct();
  }

  private double distinct(String name, OptionalDouble smallest, OptionalDouble largest) {
    int index = schema.indexOf(name);
    ColumnStatistics column = columns.get(name);
    if (distinct.containsKey(name)) {
      return Math.max(1, Math.min((double) rows, distinct.get(name)));
    }
    if (rows == 0 || index < 0 || column == null || schema.type(index).isNested()) {
      return rows;
    }
    double most = rows - Math.max(0, column.nulls());
    OptionalDouble width =
        smallest.isPresent() && largest.isPresent()
            ? OptionalDouble.of(largest.getAsDouble() - smallest.getAsDouble())
            : OptionalDouble.empty();
    return Math.max(1, Math.min(most, values(schema.type(index), name, column, width, most)));
  }

  /**
   * @param range between the smallest and the largest
   */
  private double values(
      DataType type, String name, ColumnStatistics column, OptionalDouble range, double rows) {
    if (type.kind() == DataType.Kind.BOOLEAN) {
      return 2;
    }
    Optional<DictionaryEntries> entries = Optional.ofNullable(dictionaries.get(name));
    boolean discrete =
        type.isIntegral()
            || type.kind() == DataType.Kind.DATE
            || type.kind() == DataType.Kind.DECIMAL;
    if (discrete && range.isPresent()) {
      double steps = type instanceof DecimalType decimal ? Math.pow(10, decimal.scale()) : 1;
      double width = range.getAsDouble() * steps + 1;
      return Math.min(width, entries.map(DictionaryEntries::most).orElse(width));
    }
    double bits = 8.0 * (column.sizeBytes() - Math.max(0, column.dictionaryBytes()));
    double toldApart = Math.pow(2, bits / Math.max(1, rows));
    return entries.map(found -> found.nearest(toldApart)).orElse(toldApart);
  }

  /** A literal as a number, of dates and timestamps in days; empty for text and for null. */
  public static OptionalDouble number(Literal literal) {
    if (literal == null || literal.isNull()) {
      return OptionalDouble.empty();
    }
    return switch (literal.type().kind()) {
      case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL, DATE ->
          OptionalDouble.of(((Number) literal.value()).doubleValue());
      case TIMESTAMP, TIMESTAMP_LOCAL ->
          OptionalDouble.of(((Number) literal.value()).doubleValue() / MICROS_PER_DAY);
      case NULL, BOOLEAN, STRING, BINARY, ARRAY, MAP, STRUCT -> OptionalDouble.empty();
    };
  }

  /** How the statistics of two row groups become those of both. */
  private static final class Merge {
    /** A column that has the same value in every row of a file; it takes no bytes. */
    static ColumnStatistics constant(long rows, Literal value) {
      return value.isNull()
          ? new ColumnStatistics(0, null, null, rows)
          : new ColumnStatistics(0, value, value, 0);
    }

    static ColumnStatistics scaled(ColumnStatistics column, double factor) {
      return new ColumnStatistics(
          Math.round(column.sizeBytes() * factor),
          column.smallest(),
          column.largest(),
          column.nulls() < 0 ? -1 : Math.round(column.nulls() * factor),
          column.dictionaryBytes() < 0 ? -1 : Math.round(column.dictionaryBytes() * factor));
    }

    static ColumnStatistics merge(ColumnStatistics a, ColumnStatistics b) {
      return new ColumnStatistics(
          a.sizeBytes() + b.sizeBytes(),
          extreme(a.smallest(), b.smallest(), -1),
          extreme(a.largest(), b.largest(), 1),
          a.nulls() < 0 || b.nulls() < 0 ? -1 : a.nulls() + b.nulls(),
          a.dictionaryBytes() < 0 || b.dictionaryBytes() < 0
              ? -1
              : a.dictionaryBytes() + b.dictionaryBytes());
    }

    /** Null as soon as one side is unknown. */
    private static Literal extreme(Literal a, Literal b, int sign) {
      OptionalDouble x = number(a);
      OptionalDouble y = number(b);
      if (x.isEmpty() || y.isEmpty()) {
        return null;
      }
      return Double.compare(x.getAsDouble(), y.getAsDouble()) * sign >= 0 ? a : b;
    }
  }
}
