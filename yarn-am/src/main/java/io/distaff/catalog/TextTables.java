package io.distaff.catalog;

import io.distaff.catalog.TableHandle.TextTable;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.FileFormat;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.text.TextReadOptions;
import io.distaff.text.TextSample;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.SchemaParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what files of text hold: the columns are given by the option {@code schema}, or told by
 * the beginning of the first file that isn't empty; partition directories give theirs. Files are
 * listed for every query; what a file's beginning told is kept as long as the file doesn't change.
 * Thread-safe.
 */
public final class TextTables implements TextTableReader {
  private static final int MOST_SAMPLES = 256;

  private final FileStore store;
  private final ParallelReads reads = new ParallelReads();
  private final Map<SampleKey, TextSample> samples =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SampleKey, TextSample> eldest) {
          return size() > MOST_SAMPLES;
        }
      };

  private record SampleKey(FileInfo file, TextReadOptions options, Optional<Schema> given) {}

  public TextTables(FileStore store) {
    this.store = store;
  }

  @Override
  public TextTable read(
      String name,
      FileFormat format,
      List<String> paths,
      Map<String, String> options,
      Optional<DeclaredColumns> declared) {
    DirectoryOptions.checkKeys(format.label(), options, TextReadOptions.keys(format));
    Map<String, String> ofFormat = DirectoryOptions.others(options);
    TextReadOptions parsed = TextReadOptions.of(format, ofFormat);
    Optional<Schema> given =
        format == FileFormat.TEXT && declared.isEmpty()
            ? Optional.of(TextReadOptions.LINES)
            : declared
                .map(DeclaredColumns::schema)
                .or(() -> parsed.schema().map(SchemaParser::parse));
    DirectoryTree tree = new DirectoryTree(store, reads, paths, DirectoryOptions.of(options));
    Found found =
        declared.isPresent()
            ? new Found(
                declared.get().ofDirectories(),
                tree.look(declared.get().ofDirectories(), DirectoryTree.SAMPLED))
            : found(tree.discover(DirectoryTree.SAMPLED, given.orElse(Schema.EMPTY)));
    Optional<Schema> givenOfFiles = given.map(schema -> ofFiles(schema, found.columns(), parsed));
    givenOfFiles.ifPresent(schema -> checkReadable(schema, format));
    Optional<FileInfo> first =
        found.files().stream().map(DataFile::file).filter(f -> f.sizeBytes() > 0).findFirst();
    TextSample sample =
        first
            .map(file -> sample(file, parsed, givenOfFiles))
            .orElseGet(
                () ->
                    new TextSample(
                        givenOfFiles.orElseThrow(() -> noData(format, paths)), 0, 0, false));
    TextMetadata metadata =
        new TextMetadata(
            columns(parsed, given, found.columns(), sample),
            sample.schema(),
            (double) sample.records() / Math.max(1, sample.bytes()),
            found.files(),
            found.columns().size() == 0
                ? Optional.empty()
                : Optional.of(new PartitionedFiles<>(tree, found.columns(), files -> files)));
    return new TextTable(name, format, ofFormat, metadata);
  }

  /** Partition columns, and files, or some of them. */
  private record Found(Schema columns, List<DataFile> files) {}

  private static Found found(DirectoryTree.Discovery discovery) {
    return new Found(discovery.partitionColumns(), discovery.files());
  }

  /**
   * The columns of a table: those of its files that directories don't give, and the one that takes
   * malformed records, where it was declared, or else behind them; then those of directories.
   */
  private static Schema columns(
      TextReadOptions options, Optional<Schema> given, Schema ofDirectories, TextSample sample) {
    Schema ofFiles = without(given.orElse(sample.schema()), ofDirectories);
    String record = options.corruptRecordName();
    boolean isWanted =
        given.isEmpty()
            && indexOf(ofFiles, record) < 0
            && (options.corruptRecord().isPresent()
                || (options.keepsCorruptRecords() && sample.hasMalformed()));
    Schema columns =
        isWanted ? ofFiles.concat(Schema.of(new Field(record, DataType.STRING, true))) : ofFiles;
    return columns.concat(ofDirectories);
  }

  private static DistaffException noData(FileFormat format, List<String> paths) {
    return new DistaffException(
        ErrorCode.INVALID_FILE,
        "no %s file with data in %s: give the columns with the option schema"
            .formatted(format.label(), String.join(", ", paths)));
  }

  private TextSample sample(FileInfo file, TextReadOptions options, Optional<Schema> given) {
    SampleKey key = new SampleKey(file, options, given);
    synchronized (samples) {
      TextSample known = samples.get(key);
      if (known != null) {
        return known;
      }
    }
    TextSample sample = TextSample.of(store, file, options, given);
    synchronized (samples) {
      samples.put(key, sample);
    }
    return sample;
  }

  /** What is declared, without what directories give, and the column for malformed records. */
  private static Schema ofFiles(Schema given, Schema ofDirectories, TextReadOptions options) {
    Schema rest = without(given, ofDirectories);
    int record = indexOf(rest, options.corruptRecordName());
    if (record >= 0 && !rest.type(record).equals(DataType.STRING)) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          "the column %s takes malformed records as they are: it is a string, not a %s"
              .formatted(rest.field(record).name(), rest.type(record).sqlName()));
    }
    Schema ofFiles = record < 0 ? rest : without(rest, Schema.of(rest.field(record)));
    if (ofFiles.size() == 0) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          "the schema %s has no column of the files themselves".formatted(given));
    }
    return ofFiles;
  }

  /** Names are compared without regard to case. */
  private static Schema without(Schema columns, Schema others) {
    return new Schema(
        columns.fields().stream().filter(f -> indexOf(others, f.name()) < 0).toList());
  }

  private static int indexOf(Schema columns, String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.field(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  private static void checkReadable(Schema schema, FileFormat format) {
    if (format == FileFormat.TEXT
        && (schema.size() != 1 || !schema.type(0).equals(DataType.STRING))) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED, "text has one column, a string, and not " + schema);
    }
    for (Field field : schema.fields()) {
      DataType type = field.type();
      boolean nested = type.isNested() && format == FileFormat.CSV;
      boolean keyed = type instanceof MapType map && !map.key().equals(DataType.STRING);
      if (nested || keyed) {
        throw new DistaffException(
            ErrorCode.NOT_SUPPORTED,
            "column %s of type %s can't be read from %s%s"
                .formatted(
                    field.name(),
                    type.sqlName(),
                    format.label(),
                    keyed ? ": the keys of a map are text" : ""));
      }
    }
  }
}
