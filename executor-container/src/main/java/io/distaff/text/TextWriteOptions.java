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
 * @param dialect of CSV; of no meaning for JSON
 * @param ignoreNullFields whether JSON leaves out fields that are null
 * @param quoteAll whether every field of CSV that isn't null has quotes
 */
public record TextWriteOptions(
    FileFormat format,
    CsvDialect dialect,
    TextCompression compression,
    TimeFormats times,
    boolean ignoreNullFields,
    boolean quoteAll) {

  /** The names of the options. */
  public static List<String> keys(FileFormat format) {
    List<String> keys = new ArrayList<>(List.of("compression", "encoding", "charset"));
    keys.addAll(TimeFormats.KEYS);
    if (format == FileFormat.CSV) {
      keys.addAll(CsvDialect.KEYS);
      keys.removeAll(CsvDialect.READING_KEYS);
      keys.add("quoteAll");
    } else {
      keys.add("ignoreNullFields");
    }
    return keys;
  }

  /** Throws INVALID_CONFIGURATION for an option that isn't known or has no such value. */
  public static TextWriteOptions of(FileFormat format, Map<String, String> given) {
    OptionReader options = new OptionReader("writing " + format.label(), given, keys(format));
    options.requireUtf8("encoding", "charset");
    return new TextWriteOptions(
        format,
        CsvDialect.of(options),
        options.choice("compression", TextCompression.NONE, TextCompression.NAMES),
        TimeFormats.of(options),
        options.flag("ignoreNullFields", true),
        options.flag("quoteAll", false));
  }

  /** The end of the files' names: {@code .csv}, {@code .json.gz}. */
  public String extension() {
    return "." + format.label() + compression.extension();
  }
}
