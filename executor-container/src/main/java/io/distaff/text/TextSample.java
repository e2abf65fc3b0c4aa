package io.distaff.text;

import io.distaff.memory.ReservedArrays;
import io.distaff.plan.FileFormat;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the beginning of a file tells about it.
 *
 * @param schema its columns, all of which may be null
 * @param records in the sample, without a header
 * @param bytes of the sample, uncompressed
 * @param hasMalformed whether columns were looked for, and some records of JSON are no objects
 */
public record TextSample(Schema schema, long records, long bytes, boolean hasMalformed) {
  /** Records that begin in so many bytes of a file, uncompressed, are looked at. */
  static final int SAMPLE_BYTES = 1 << 20;

  /** Of a value in a record that is longer than the sample. */
  private static final int LARGEST_VALUE_BYTES = 1 << 10;

  /**
   * Looks at the beginning of a file. What is in memory is bounded, whatever the records look like:
   * of one that is longer than the sample only the beginnings of its values are seen. Throws
   * INVALID_FILE when the columns can't be found out, LIMIT_EXCEEDED when a record is longer than
   * the options allow.
   *
   * @param given the columns, when they needn't be found out
   */
  public static TextSample of(
      FileStore files, FileInfo file, TextReadOptions options, Optional<Schema> given) {
    try (InputStream stored = new RangeStream(files.open(file), 0)) {
      return of(options.text(file.path(), stored), file.path(), options, given);
    } catch (IOException e) {
      throw TextReader.readFailed(file.path(), e);
    }
  }

  private static TextSample of(
      InputStream text, String path, TextReadOptions options, Optional<Schema> given)
      throws IOException {
    RecordScanner.Extent extent = new RecordScanner.Extent(path, 0, SAMPLE_BYTES, false);
    try (LargeRecord large = new RecordBeginning(sieve(options), SAMPLE_BYTES);
        RecordScanner scanner =
            new RecordScanner(
                text,
                extent,
                options,
                large,
                RecordScanner.BUFFER_BYTES,
                ReservedArrays.uncounted())) {
      if (given.isPresent()) {
        return new TextSample(given.get(), count(scanner, options), scanner.nextOffset(), false);
      }
      return options.format().isDelimited()
          ? CsvInference.infer(scanner, options, path)
          : JsonInference.infer(scanner, options, path);
    }
  }

  /**
   * The columns of a record of CSV. Throws INVALID_FILE when it isn't one.
   *
   * @param options as files have them
   */
  public static Schema columnsOfCsv(String record, Map<String, String> options) {
    Map<String, String> inferring = new HashMap<>(options);
    inferring.put("inferSchema", "true");
    byte[] utf8 = record.getBytes(StandardCharsets.UTF_8);
    try {
      return of(
              new ByteArrayInputStream(utf8),
              "the record",
              TextReadOptions.of(FileFormat.CSV, inferring),
              Optional.empty())
          .schema();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The type of a JSON document. Throws INVALID_FILE when it isn't one. */
  public static DataType typeOfJson(String document) {
    return JsonInference.typeOf(document.getBytes(StandardCharsets.UTF_8));
  }

  private static RecordSieve sieve(TextReadOptions options) {
    return options.format().isDelimited()
        ? CsvSieve.ofBeginnings(options.dialect(), LARGEST_VALUE_BYTES)
        : JsonSieve.ofShape();
  }

  private static long count(RecordScanner scanner, TextReadOptions options) throws IOException {
    long records = 0;
    while (nextRecord(scanner)) {
      records++;
    }
    boolean header = options.format().isDelimited() && options.dialect().header();
    return header && records > 0 ? records - 1 : records;
  }

  /** Goes to the next record; what the last one lay in is void. */
  static boolean nextRecord(RecordScanner scanner) throws IOException {
    RecordScanner.Step step = scanner.next();
    while (step == RecordScanner.Step.REFILL) {
      scanner.refill();
      step = scanner.next();
    }
    return step == RecordScanner.Step.RECORD;
  }
}
