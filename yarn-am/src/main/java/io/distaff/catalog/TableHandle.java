package io.distaff.catalog;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Expression;
import io.distaff.plan.FileFormat;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.warehouse.StoredStatistics;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table as a query sees it. Closed family, immutable. */
public sealed interface TableHandle {
  /** How the table is called in plans and messages. */
  String name();

  Schema schema();

  /** Files, as they were when the table was looked up. */
  sealed interface FileTable extends TableHandle permits ParquetTable, TextTable {
    FileFormat format();

    /** In the order of their paths; a sample when there are {@link #partitionColumns}. */
    List<DataFile> files();

    /**
     * The columns that directories give, from the outermost inwards, which are the table's last;
     * empty when there are none, or all files are known.
     */
    Optional<Schema> partitionColumns();

    /**
     * The same table with only the files in directories for which all conjuncts are true; itself
     * when all files are known. Throws as {@link PartitionedFiles#matching} does.
     *
     * @param conjuncts over {@link #partitionColumns}
     */
    FileTable matching(List<Expression> conjuncts);

    /** The same table with a first column more, the path of the file that a row is in. */
    FileTable withFileNames();

    /** Of {@link #files}, as stored. */
    default long sizeBytes() {
      return files().stream().mapToLong(file -> file.file().sizeBytes()).sum();
    }
  }

  /**
   * Parquet files.
   *
   * @param stored statistics of the table, of whatever files it had then; empty when there are none
   */
  record ParquetTable(
      String name, List<String> paths, TableMetadata metadata, Optional<StoredStatistics> stored)
      implements FileTable {
    public ParquetTable {
      paths = List.copyOf(paths);
    }

    /** Without stored statistics. */
    public ParquetTable(String name, List<String> paths, TableMetadata metadata) {
      this(name, paths, metadata, Optional.empty());
    }

    @Override
    public Schema schema() {
      return metadata.schema();
    }

    @Override
    public FileFormat format() {
      return FileFormat.PARQUET;
    }

    @Override
    public List<DataFile> files() {
      return metadata.files().stream()
          .map(file -> new DataFile(file.file(), file.partition()))
          .toList();
    }

    @Override
    public Optional<Schema> partitionColumns() {
      return metadata.partitions().map(PartitionedFiles::columns);
    }

    @Override
    public ParquetTable matching(List<Expression> conjuncts) {
      return metadata
          .partitions()
          .map(files -> new ParquetTable(name, paths, files.matching(conjuncts), stored))
          .orElse(this);
    }

    @Override
    public ParquetTable withFileNames() {
      return new ParquetTable(name, paths, metadata.withFileNames(), stored);
    }
  }

  /**
   * CSV or JSON lines files.
   *
   * @param options of reading the format, as the user gave them
   * @param stored as that of a {@link ParquetTable}
   */
  record TextTable(
      String name,
      FileFormat format,
      Map<String, String> options,
      TextMetadata metadata,
      Optional<StoredStatistics> stored)
      implements FileTable {
    /** Without stored statistics. */
    public TextTable(
        String name, FileFormat format, Map<String, String> options, TextMetadata metadata) {
      this(name, format, options, metadata, Optional.empty());
    }

    public TextTable {
      options = Map.copyOf(options);
    }

    /** The same table with what is known of it. */
    TextTable withStored(StoredStatistics statistics) {
      return new TextTable(name, format, options, metadata, Optional.ofNullable(statistics));
    }

    @Override
    public Schema schema() {
      return metadata.schema();
    }

    @Override
    public List<DataFile> files() {
      return metadata.files();
    }

    @Override
    public Optional<Schema> partitionColumns() {
      return metadata.partitions().map(PartitionedFiles::columns);
    }

    @Override
    public TextTable matching(List<Expression> conjuncts) {
      return metadata
          .partitions()
          .map(
              files ->
                  new TextTable(
                      name, format, options, metadata.withFiles(files.matching(conjuncts)), stored))
          .orElse(this);
    }

    @Override
    public TextTable withFileNames() {
      return new TextTable(name, format, options, metadata.withFileNames(), stored);
    }
  }

  /**
   * A generated table of the TPC-H benchmark.
   *
   * @param table such as {@code lineitem}
   * @param scale 1 = about 1 GB
   */
  record TpchTable(String name, String table, double scale, Schema schema, long rows)
      implements TableHandle {}

  /**
   * Rows of a program.
   *
   * @param name tells them from other rows
   * @param blocks the rows, serialised
   */
  record LocalTable(String name, Schema schema, List<byte[]> blocks, long rows)
      implements TableHandle {
    public LocalTable {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * Numbers from a first one, each by {@code step} more than the one before.
   *
   * @param rows how many
   * @param parts that they are divided into; 0 = as many as suit the executors
   */
  record RangeTable(String name, long first, long step, long rows, int parts)
      implements TableHandle {
    private static final Schema SCHEMA = Schema.of(new Field("id", DataType.BIGINT, false));

    /**
     * From {@code start} to before {@code end}. Throws LIMIT_EXCEEDED for more than can be counted.
     *
     * @param step not 0; negative to count down
     */
    public static RangeTable of(long start, long end, long step, int parts) {
      BigInteger distance = BigInteger.valueOf(end).subtract(BigInteger.valueOf(start));
      BigInteger[] steps = distance.divideAndRemainder(BigInteger.valueOf(step));
      BigInteger whole = steps[1].signum() == 0 ? steps[0] : steps[0].add(BigInteger.ONE);
      boolean isEmpty = distance.signum() != Long.signum(step);
      String name = "range(%d, %d, %d)".formatted(start, end, step);
      if (!isEmpty && whole.bitLength() >= Long.SIZE) {
        throw new DistaffException(
            ErrorCode.LIMIT_EXCEEDED, name + " has more numbers than can be counted");
      }
      String distinct = parts == 0 ? name : name + " in " + parts;
      return new RangeTable(distinct, start, step, isEmpty ? 0 : whole.longValue(), parts);
    }

    @Override
    public Schema schema() {
      return SCHEMA;
    }
  }

  /**
   * A named query.
   *
   * @param sql its text
   * @param schema of its result when it was defined
   * @param scope in which the text's names are looked up
   * @param namesColumns true when its columns have the schema's names; else those that the query
   *     gives them
   */
  record ViewTable(String name, String sql, Schema schema, NameScope scope, boolean namesColumns)
      implements TableHandle {}

  /**
   * A query that a program has built, and named or taken as the input of another.
   *
   * @param schema of its result, with the names that the user sees
   */
  record AlgebraTable(String name, Algebra algebra, Schema schema) implements TableHandle {}

  /**
   * Rows that are cached.
   *
   * @param rows as they were counted, or as they are estimated while they aren't there yet
   * @param columnBytes by column, compressed
   */
  record CachedTable(String name, Schema schema, long rows, List<Long> columnBytes, Cached relation)
      implements TableHandle {
    public CachedTable {
      columnBytes = List.copyOf(columnBytes);
    }
  }

  /** What a cached query is to the levels above; opaque here. */
  interface Cached {}

  /** What an analysed query is to the levels above; opaque here. */
  interface Algebra {}
}
