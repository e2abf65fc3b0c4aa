package io.distaff.text;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How fields stand in a line of CSV. All characters are ASCII, as bytes; {@link #NONE} where there
 * is none.
 *
 * @param delimiter between fields
 * @param quote around fields that contain delimiters, quotes or line ends
 * @param escape before a quote within quotes; doubling the quote works besides
 * @param comment begins lines that are skipped
 * @param header whether the first record of a file is the names of the columns
 * @param nullText a field of just this, without quotes, is null
 */
record CsvDialect(
    int delimiter, int quote, int escape, int comment, boolean header, String nullText) {
  static final int NONE = -1;

  static final List<String> KEYS =
      List.of("sep", "delimiter", "quote", "escape", "comment", "header", "nullValue");

  static CsvDialect of(OptionReader options) {
    int delimiter = options.character("delimiter", ',', ',');
    int quote = options.character("quote", '"', NONE);
    CsvDialect dialect =
        new CsvDialect(
            options.character("sep", delimiter, delimiter),
            quote,
            options.character("escape", quote, quote),
            options.character("comment", NONE, NONE),
            options.flag("header", false),
            options.text("nullValue", ""));
    if (dialect.delimiter == dialect.quote) {
      throw options.invalid("quote", "the same as the delimiter");
    }
    if (dialect.delimiter == dialect.escape) {
      throw options.invalid("escape", "the same as the delimiter");
    }
    return dialect;
  }

  byte[] nullBytes() {
    return nullText.getBytes(StandardCharsets.UTF_8);
  }
}
