package io.distaff.text;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.plan.FileFormat;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.types.Schema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the beginning of a file tells about it.
 *
 * @param schema its columns, all of which may be null
 * @param records in the sample, without a header
 * @param bytes of the sample, uncompressed
 */
public record TextSample(Schema schema, long records, long bytes) {
  /** Looked at of a file, uncompressed; more where that doesn't hold a record. */
  static final int SAMPLE_BYTES = 1 << 20;

  /**
   * Looks at the beginning of a file. Throws INVALID_FILE when its columns can't be found out,
   * LIMIT_EXCEEDED when the first record is too long.
   *
   * @param given the columns, when they needn't be found out
   */
  public static TextSample of(
      FileStore files, FileInfo file, TextReadOptions options, Optional<Schema> given) {
    try {
      byte[] sample = read(files, file, options);
      RecordScanner.Extent extent = new RecordScanner.Extent(file.path(), 0, sample.length, false);
      try (RecordScanner scanner =
          new RecordScanner(
              new ByteArrayInputStream(sample),
              extent,
              options,
              Math.max(64, sample.length + 1),
              ReservedArrays.uncounted())) {
        if (given.isPresent()) {
          return new TextSample(given.get(), count(scanner, options), sample.length);
        }
        return options.format() == FileFormat.CSV
            ? CsvInference.infer(scanner, options, file.path(), sample.length)
            : JsonInference.infer(scanner, file.path(), sample.length);
      }
    } catch (IOException e) {
      throw TextReader.readFailed(file.path(), e);
    }
  }

  /** The first bytes, to the end of a line, or all of a short file. */
  private static byte[] read(FileStore files, FileInfo file, TextReadOptions options)
      throws IOException {
    try (InputStream stored = new RangeStream(files.open(file), 0);
        InputStream in = TextCompression.ofPath(file.path()).decompress(stored)) {
      byte[] sample = {};
      while (true) {
        int more = Math.max(SAMPLE_BYTES, sample.length);
        byte[] read = in.readNBytes(more);
        int size = sample.length;
        sample = Arrays.copyOf(sample, size + read.length);
        System.arraycopy(read, 0, sample, size, read.length);
        if (read.length < more) {
          return sample;
        }
        for (int i = sample.length; i > 0; i--) {
          if (sample[i - 1] == '\n') {
            return Arrays.copyOf(sample, i);
          }
        }
        if (sample.length > options.maxRecordBytes()) {
          throw new DistaffException(
              ErrorCode.LIMIT_EXCEEDED,
              "%s: the first record is longer than %d bytes; the option maxRecordSize allows more"
                  .formatted(file.path(), options.maxRecordBytes()));
        }
      }
    }
  }

  private static long count(RecordScanner scanner, TextReadOptions options) throws IOException {
    long records = 0;
    while (nextRecord(scanner)) {
      records++;
    }
    boolean header = options.format() == FileFormat.CSV && options.dialect().header();
    return header && records > 0 ? records - 1 : records;
  }

  /** Goes to the next record of a sample that fits into the scanner's buffer. */
  static boolean nextRecord(RecordScanner scanner) throws IOException {
    RecordScanner.Step step = scanner.next();
    while (step == RecordScanner.Step.REFILL) {
      scanner.refill();
      step = scanner.next();
    }
    return step == RecordScanner.Step.RECORD;
  }
}
