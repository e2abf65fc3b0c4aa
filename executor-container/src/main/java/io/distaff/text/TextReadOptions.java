package io.distaff.text;

import io.distaff.plan.FileFormat;
import io.distaff.text.record.CsvDialect;
import io.distaff.text.record.OptionReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How text files are read.
 *
 * @param dialect of CSV; of no meaning for JSON
 * @param multiLine whether records may be more than a line: quoted fields of CSV contain line ends,
 *     a file of JSON is objects of any form, or an array of them. Such files aren't split
 * @param maxRecordBytes a longer record is an error
 * @param schema as SQL would declare it, where it is given
 * @param inferSchema whether the types of CSV columns are found out from a sample; else they are
 *     text. JSON's always are
 * @param primitivesAsString whether numbers and truth values of JSON whose type is found out are
 *     text
 * @param charset what files are encoded in; those that aren't UTF-8 aren't split
 * @param corruptRecord the name of the column that takes malformed records, where it is given
 */
public record TextReadOptions(
    FileFormat format,
    CsvDialect dialect,
    MalformedMode mode,
    boolean multiLine,
    int maxRecordBytes,
    Optional<String> schema,
    boolean inferSchema,
    boolean primitivesAsString,
    TimeFormats times,
    Charset charset,
    Optional<String> corruptRecord) {
  /** A record of more bytes than this is an error unless the option says otherwise. */
  public static final String DEFAULT_MAX_RECORD = "128m";

  private static final String DEFAULT_CORRUPT_RECORD = "_corrupt_record";

  private static final List<String> COMMON =
      List.of(
          "mode",
          "schema",
          "maxRecordSize",
          "multiLine",
          "encoding",
          "charset",
          "columnNameOfCorruptRecord");

  /** The names of the options. */
  public static List<String> keys(FileFormat format) {
    List<String> keys = new ArrayList<>(COMMON);
    keys.addAll(TimeFormats.KEYS);
    if (format == FileFormat.CSV) {
      keys.addAll(CsvDialect.KEYS);
      keys.add("inferSchema");
    } else {
      keys.add("primitivesAsString");
    }
    return keys;
  }

  /** Throws INVALID_CONFIGURATION for an option that isn't known or has no such value. */
  public static TextReadOptions of(FileFormat format, Map<String, String> given) {
    boolean csv = format == FileFormat.CSV;
    OptionReader options = new OptionReader("reading " + format.label(), given, keys(format));
    return new TextReadOptions(
        format,
        CsvDialect.of(options),
        options.choice("mode", MalformedMode.FAIL, MalformedMode.NAMES),
        options.flag("multiLine", false),
        options.size("maxRecordSize", DEFAULT_MAX_RECORD),
        Optional.ofNullable(options.text("schema", null)),
        options.flag("inferSchema", !csv),
        options.flag("primitivesAsString", false),
        TimeFormats.of(options),
        options.charset("encoding", "charset"),
        Optional.ofNullable(options.text("columnNameOfCorruptRecord", null)));
  }

  /**
   * The name of the column that takes malformed records in mode {@link MalformedMode#NULL}. There
   * is one when the schema has it, or {@link #corruptRecord} asks for it.
   */
  public String corruptRecordName() {
    return corruptRecord.orElse(DEFAULT_CORRUPT_RECORD);
  }

  /** Whether malformed records are read, as far as they can be. */
  public boolean keepsCorruptRecords() {
    return mode == MalformedMode.NULL;
  }

  /** Whether a file of this name can be read from the middle. */
  public boolean isSplittable(String path) {
    return !multiLine
        && charset.equals(StandardCharsets.UTF_8)
        && TextCompression.ofPath(path) == TextCompression.NONE;
  }

  /** The text of a file as UTF-8. */
  InputStream text(String path, InputStream stored) throws IOException {
    InputStream text = TextCompression.ofPath(path).decompress(stored);
    return charset.equals(StandardCharsets.UTF_8) ? text : new TranscodedStream(text, charset);
  }
}
