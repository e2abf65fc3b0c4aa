package io.distaff.text;

import io.distaff.plan.FileFormat;
import io.distaff.text.record.CsvDialect;
import io.distaff.text.record.OptionReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How text files are written.
 *
 * @param dialect of CSV
 * @param ignoreNullFields whether JSON leaves out fields that are null
 * @param quoteAll whether every field of CSV that isn't null has quotes
 * @param emptyValue what an empty text of CSV is written as
 * @param lineEnd behind every record
 */
public record TextWriteOptions(
    FileFormat format,
    CsvDialect dialect,
    TextCompression compression,
    ValueFormats formats,
    boolean ignoreNullFields,
    boolean quoteAll,
    String emptyValue,
    String lineEnd) {

  private static final String EMPTY_VALUE = "emptyValue";

  /** The names of the options. */
  public static List<String> keys(FileFormat format) {
    List<String> keys =
        new ArrayList<>(List.of("compression", "encoding", "charset", CsvDialect.LINE_SEPARATOR));
    if (format == FileFormat.TEXT) {
      return keys;
    }
    keys.addAll(ValueFormats.KEYS);
    if (format == FileFormat.CSV) {
      keys.addAll(CsvDialect.KEYS);
      keys.removeAll(CsvDialect.READING_KEYS);
      keys.add("quoteAll");
      keys.add(EMPTY_VALUE);
    } else {
      keys.add("ignoreNullFields");
    }
    return keys;
  }

  /** Throws INVALID_CONFIGURATION for an option that isn't known or has no such value. */
  public static TextWriteOptions of(FileFormat format, Map<String, String> given) {
    OptionReader options = new OptionReader("writing " + format.label(), given, keys(format));
    options.requireUtf8("encoding", "charset");
    CsvDialect dialect =
        format == FileFormat.CSV ? CsvDialect.of(options) : CsvDialect.ofLines(options);
    String quotes =
        dialect.quote() == CsvDialect.NONE ? "" : Character.toString(dialect.quote()).repeat(2);
    return new TextWriteOptions(
        format,
        dialect,
        options.choice("compression", TextCompression.NONE, TextCompression.NAMES),
        ValueFormats.of(options),
        options.flag("ignoreNullFields", true),
        options.flag("quoteAll", false),
        options.text(EMPTY_VALUE, quotes),
        options.text(CsvDialect.LINE_SEPARATOR, "\n"));
  }

  /** The end of the files' names: {@code .csv}, {@code .json.gz}. */
  public String extension() {
    return "." + (format == FileFormat.TEXT ? "txt" : format.label()) + compression.extension();
  }
}
