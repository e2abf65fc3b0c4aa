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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what CSV and JSON lines files hold: the columns are given by the option {@code schema},
 * or told by the beginning of the first file that isn't empty. Files are listed for every query;
 * what a file's beginning told is kept as long as the file doesn't change. Thread-safe.
 */
public final class TextTables implements TextTableReader {
  private static final int MOST_SAMPLES = 256;

  private final FileStore store;
  private final Map<SampleKey, TextSample> samples =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SampleKey, TextSample> eldest) {
          return size() > MOST_SAMPLES;
        }
      };

  private record SampleKey(FileInfo file, TextReadOptions options) {}

  public TextTables(FileStore store) {
    this.store = store;
  }

  @Override
  public TextTable read(
      String name, FileFormat format, List<String> paths, Map<String, String> options) {
    TextReadOptions parsed = TextReadOptions.of(format, options);
    Optional<Schema> given = parsed.schema().map(SchemaParser::parse);
    given.ifPresent(schema -> checkReadable(schema, format));
    List<DataFile> files = new ArrayList<>();
    for (String path : paths) {
      store.dataFiles(path).forEach(file -> files.add(new DataFile(file, Map.of())));
    }
    files.sort(Comparator.comparing(file -> file.file().path()));
    Optional<FileInfo> first =
        files.stream().map(DataFile::file).filter(file -> file.sizeBytes() > 0).findFirst();
    if (first.isEmpty()) {
      Schema schema =
          given.orElseThrow(
              () ->
                  new DistaffException(
                      ErrorCode.INVALID_FILE,
                      "no %s file with data in %s: give the columns with the option schema"
                          .formatted(format.label(), String.join(", ", paths))));
      return new TextTable(name, format, options, new TextMetadata(schema, 0, files));
    }
    TextSample sample = sample(first.get(), parsed, given);
    double recordsPerByte = (double) sample.records() / Math.max(1, sample.bytes());
    return new TextTable(
        name, format, options, new TextMetadata(sample.schema(), recordsPerByte, files));
  }

  private TextSample sample(FileInfo file, TextReadOptions options, Optional<Schema> given) {
    SampleKey key = new SampleKey(file, options);
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

  private static void checkReadable(Schema schema, FileFormat format) {
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
