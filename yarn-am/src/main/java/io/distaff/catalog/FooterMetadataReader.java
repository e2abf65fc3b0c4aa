package io.distaff.catalog;

import io.distaff.catalog.TableMetadata.ColumnStatistics;
import io.distaff.catalog.TableMetadata.FileMetadata;
import io.distaff.catalog.TableMetadata.RowGroup;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Literal;
import io.distaff.parquet.read.FooterCache;
import io.distaff.parquet.read.FooterMemory;
import io.distaff.parquet.read.ParquetFooter;
import io.distaff.parquet.read.TypeWidening;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Finds a table's files and reads footers, several at a time; footers of files that haven't changed
 * are kept. Thread-safe.
 *
 * <p>Not every footer is read: at most {@link #FOOTERS} (fewer of wide files), of files spread
 * evenly over the list, the first and the last among them, and the largest. Their columns are those
 * of the table, in order of first appearance: a column that some file lacks is nullable, as all are
 * when there are files that weren't looked at; one that files have in several types has the type
 * that holds them all, see {@link TypeWidening}. A file that goes against this shows it here, or
 * else in the task that reads it. With mergeSchema all footers are read.
 *
 * <p>Likewise, the types of partition columns are found from at most {@link DirectoryTree#SAMPLED}
 * directories of each level, unless mergeSchema is set.
 *
 * <p>Where the columns are declared, nothing is found out: the footers that are read are compared
 * with them.
 */
public final class FooterMetadataReader implements TableMetadataReader {
  /** Read of a table. */
  static final int FOOTERS = 32;

  /** Columns that the footers read have together, about. */
  private static final int FOOTER_COLUMNS = 100_000;

  private static final int FEWEST_FOOTERS = 3;

  private final FileStore store;
  private final FooterCache footers;
  private final FooterMemory memory;
  private final ParallelReads reads = new ParallelReads();

  /** What footers say of all columns, as long as they are kept. */
  private final Map<ParquetFooter, List<RowGroup>> rowGroups =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * @param memory for the footers of all tables that are looked at together
   */
  public FooterMetadataReader(FileStore store, FooterCache footers, FooterMemory memory) {
    this.store = store;
    this.footers = footers;
    this.memory = memory;
  }

  @Override
  public TableMetadata read(List<String> paths, ReadOptions options) {
    DirectoryTree tree = new DirectoryTree(store, reads, paths, options.directories());
    if (options.declared().isPresent()) {
      return declared(tree, options.declared().get());
    } else if (options.schema().isPresent()) {
      Schema asked = options.schema().get();
      Schema columns = tree.discover(DirectoryTree.SAMPLED, asked).partitionColumns();
      return declared(tree, DeclaredColumns.of(asked, columns));
    }
    DirectoryTree.Discovery found =
        tree.discover(
            options.mergeSchema() ? Integer.MAX_VALUE : DirectoryTree.SAMPLED, Schema.EMPTY);
    if (found.files().isEmpty()) {
      throw new DistaffException(
          ErrorCode.INVALID_FILE,
          "no Parquet file with anything in it in " + String.join(", ", paths));
    }
    try (Footers read = read(found.files(), options.mergeSchema())) {
      boolean allRead = found.isComplete() && read.hasAll(found.files());
      Schema columns = found.partitionColumns();
      Schema schema = new SchemaMerger(columns).merge(read.footers(), allRead);
      return new TableMetadata(
          schema, metadata(found.files(), read), partitions(tree, schema, columns));
    }
  }

  private TableMetadata declared(DirectoryTree tree, DeclaredColumns declared) {
    Schema columns = declared.ofDirectories();
    List<DataFile> files = tree.look(columns, DirectoryTree.SAMPLED);
    try (Footers read = read(files, false)) {
      read.footers()
          .forEach(footer -> SchemaMerger.checkDeclared(footer, declared.schema(), columns));
      return new TableMetadata(
          declared.schema(), metadata(files, read), partitions(tree, declared.schema(), columns));
    }
  }

  /** The files of a table in partition directories; empty when the table isn't in any. */
  private Optional<PartitionedFiles<TableMetadata>> partitions(
      DirectoryTree tree, Schema schema, Schema columns) {
    return columns.size() == 0
        ? Optional.empty()
        : Optional.of(
            new PartitionedFiles<>(
                tree,
                columns,
                files -> {
                  try (Footers read = read(files, false)) {
                    read.footers()
                        .forEach(footer -> SchemaMerger.checkReadable(footer, schema, columns));
                    return new TableMetadata(schema, metadata(files, read));
                  }
                }));
  }

  /** The footers of some files, whose memory is held until it is closed. */
  private record Footers(Map<FileInfo, ParquetFooter> byFile, FooterMemory.Reading reading)
      implements AutoCloseable {
    @Override
    public void close() {
      reading.close();
    }

    List<ParquetFooter> footers() {
      return List.copyOf(byFile.values());
    }

    boolean hasAll(List<DataFile> files) {
      return files.stream().allMatch(file -> byFile.containsKey(file.file()));
    }
  }

  private Footers read(List<DataFile> files, boolean all) {
    FooterMemory.Reading reading = memory.begin();
    boolean complete = false;
    try {
      Footers read = read(files.stream().map(DataFile::file).toList(), all, reading);
      complete = true;
      return read;
    } finally {
      if (!complete) {
        reading.close();
      }
    }
  }

  private Footers read(List<FileInfo> files, boolean all, FooterMemory.Reading reading) {
    List<FileInfo> wanted = files;
    if (!all && wanted.size() > FEWEST_FOOTERS) {
      ParquetFooter first = reading.read(store, wanted.get(0), footers);
      int columns = Math.max(1, first.schema().size());
      int most = Math.max(FEWEST_FOOTERS, Math.min(FOOTERS, FOOTER_COLUMNS / columns));
      if (wanted.size() > most) {
        FileInfo largest = Collections.max(wanted, Comparator.comparingLong(FileInfo::sizeBytes));
        List<FileInfo> sample = new ArrayList<>(Sample.of(wanted, most - 1));
        if (!sample.contains(largest)) {
          sample.add(largest);
        }
        wanted = sample;
      }
    }
    List<ParquetFooter> read = reads.map(wanted, file -> reading.read(store, file, footers));
    Map<FileInfo, ParquetFooter> byFile = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      byFile.put(wanted.get(i), read.get(i));
    }
    return new Footers(byFile, reading);
  }

  private List<FileMetadata> metadata(List<DataFile> files, Footers read) {
    List<FileMetadata> metadata = new ArrayList<>();
    for (DataFile file : files) {
      ParquetFooter footer = read.byFile().get(file.file());
      metadata.add(
          new FileMetadata(
              file.file(),
              file.partition(),
              footer != null,
              footer == null ? List.of() : rowGroups(footer, file.partition().keySet())));
    }
    return metadata;
  }

  private List<RowGroup> rowGroups(ParquetFooter footer, Set<String> inDirectories) {
    return footer.schema().fields().stream().map(Field::name).anyMatch(inDirectories::contains)
        ? read(footer, inDirectories)
        : rowGroups.computeIfAbsent(footer, any -> read(any, Set.of()));
  }

  private static List<RowGroup> read(ParquetFooter footer, Set<String> inDirectories) {
    List<RowGroup> groups = new ArrayList<>();
    List<Field> fields = footer.schema().fields();
    for (io.distaff.parquet.read.RowGroup group : footer.rowGroups()) {
      Map<String, ColumnStatistics> columns = new HashMap<>();
      for (int c = 0; c < fields.size(); c++) {
        if (inDirectories.contains(fields.get(c).name())) {
          continue;
        }
        io.distaff.parquet.read.ColumnStatistics statistics = group.statistics(c);
        DataType type = fields.get(c).type();
        columns.put(
            fields.get(c).name(),
            new ColumnStatistics(
                group.compressedBytes(c),
                statistics.min() == null ? null : Literal.of(type, statistics.min()),
                statistics.max() == null ? null : Literal.of(type, statistics.max()),
                statistics.nullCount(),
                group.dictionaryBytes(c)));
      }
      groups.add(
          new RowGroup(
              group.start(),
              group.compressedBytes(),
              group.numRows(),
              group.isDivisible(),
              columns));
    }
    return groups;
  }
}
