package io.distaff.text;

import io.distaff.plan.FileFormat;
import io.distaff.text.record.CsvDialect;
import io.distaff.text.record.OptionReader;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
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
 * @param dialect of CSV, and how lines end
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
    ValueFormats formats,
    Charset charset,
    Optional<String> corruptRecord) {
  /** A record of more bytes than this is an error unless the option says otherwise. */
  public static final String DEFAULT_MAX_RECORD = "128m";

  private static final String DEFAULT_CORRUPT_RECORD = "_corrupt_record";

  /** The column of lines. */
  public static final Schema LINES = Schema.of(new Field("value", DataType.STRING, true));

  private static final List<String> OF_LINES =
      List.of("maxRecordSize", "encoding", "charset", CsvDialect.LINE_SEPARATOR);

  private static final List<String> OF_RECORDS =
      List.of("mode", "schema", "multiLine", "samplingRatio", "columnNameOfCorruptRecord");

  /** The names of the options. */
  public static List<String> keys(FileFormat format) {
    List<String> keys = new ArrayList<>(OF_LINES);
    if (format == FileFormat.TEXT) {
      return keys;
    }
    keys.addAll(OF_RECORDS);
    keys.addAll(ValueFormats.KEYS);
    if (format == FileFormat.CSV) {
      keys.addAll(CsvDialect.KEYS);
      keys.add("inferSchema");
      keys.addAll(ValueFormats.NUMBER_KEYS);
    } else {
      keys.add("primitivesAsString");
    }
    return keys;
  }

  /** Throws INVALID_CONFIGURATION for an option that isn't known or has no such value. */
  public static TextReadOptions of(FileFormat format, Map<String, String> given) {
    boolean csv = format == FileFormat.CSV;
    OptionReader options = new OptionReader("reading " + format.label(), given, keys(format));
    options.checkShare("samplingRatio");
    return new TextReadOptions(
        format,
        csv ? CsvDialect.of(options) : CsvDialect.ofLines(options),
        options.choice("mode", MalformedMode.FAIL, MalformedMode.NAMES),
        options.flag("multiLine", false),
        options.size("maxRecordSize", DEFAULT_MAX_RECORD),
        Optional.ofNullable(options.text("schema", null)),
        options.flag("inferSchema", !csv),
        options.flag("primitivesAsString", false),
        ValueFormats.of(options),
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
