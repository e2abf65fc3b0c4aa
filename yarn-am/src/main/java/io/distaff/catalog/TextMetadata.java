package io.distaff.catalog;

import io.distaff.text.TextCompression;
import io.distaff.types.Schema;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the files of a CSV or JSON table.
 *
 * @param schema of the table
 * @param fileSchema every column of the files: CSV has them by position, JSON by name
 * @param recordsPerByte of a sample, uncompressed
 * @param files in the order of their paths; a sample when there are {@code partitions}
 * @param partitions where all files are to be had, when it isn't known yet which of them are
 *     needed; else empty
 */
public record TextMetadata(
    Schema schema,
    Schema fileSchema,
    double recordsPerByte,
    List<DataFile> files,
    Optional<PartitionedFiles<List<DataFile>>> partitions) {
  /** Text is compressed to about this part, for an estimate. */
  private static final int COMPRESSION_RATIO = 4;

  public TextMetadata {
    files = List.copyOf(files);
  }

  /** All files of a table that its directories give no columns. */
  public TextMetadata(Schema schema, double recordsPerByte, List<DataFile> files) {
    this(schema, schema, recordsPerByte, files, Optional.empty());
  }

  /** The same with the files that a query needs. */
  TextMetadata withFiles(List<DataFile> needed) {
    return new TextMetadata(schema, fileSchema, recordsPerByte, needed, Optional.empty());
  }

  /** The same with a {@link FileNameColumn}. */
  TextMetadata withFileNames() {
    return new TextMetadata(
        FileNameColumn.before(schema),
        fileSchema,
        recordsPerByte,
        withFileNames(files),
        partitions.map(needed -> needed.andThen(TextMetadata::withFileNames)));
  }

  private static List<DataFile> withFileNames(List<DataFile> files) {
    return files.stream().map(DataFile::withFileName).toList();
  }

  /** An estimate of the records in all files. */
  public long rows() {
    return Math.round(files.stream().mapToDouble(this::rows).sum());
  }

  /** An estimate of the records in a file. */
  double rows(DataFile file) {
    boolean compressed = TextCompression.ofPath(file.file().path()) != TextCompression.NONE;
    double bytes = (double) file.file().sizeBytes() * (compressed ? COMPRESSION_RATIO : 1);
    return bytes * recordsPerByte;
  }
}
