package io.distaff.text.record;

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
 * @param ignoresLeadingSpace whether spaces and tabs before a field aren't part of it
 * @param ignoresTrailingSpace whether those behind a field aren't
 */
public record CsvDialect(
    int delimiter,
    int quote,
    int escape,
    int comment,
    boolean header,
    String nullText,
    boolean ignoresLeadingSpace,
    boolean ignoresTrailingSpace) {
  public static final int NONE = -1;

  /** Keys of what says nothing about writing. */
  public static final List<String> READING_KEYS =
      List.of("comment", "ignoreLeadingWhiteSpace", "ignoreTrailingWhiteSpace");

  public static final List<String> KEYS =
      List.of(
          "sep",
          "delimiter",
          "quote",
          "escape",
          "comment",
          "header",
          "nullValue",
          "ignoreLeadingWhiteSpace",
          "ignoreTrailingWhiteSpace");

  public static CsvDialect of(OptionReader options) {
    int delimiter = options.character("delimiter", ',', ',');
    int quote = options.character("quote", '"', NONE);
    CsvDialect dialect =
        new CsvDialect(
            options.character("sep", delimiter, delimiter),
            quote,
            options.character("escape", quote, quote),
            options.character("comment", NONE, NONE),
            options.flag("header", false),
            options.text("nullValue", ""),
            options.flag("ignoreLeadingWhiteSpace", false),
            options.flag("ignoreTrailingWhiteSpace", false));
    if (dialect.delimiter == dialect.quote) {
      throw options.invalid("quote", "the same as the delimiter");
    }
    if (dialect.delimiter == dialect.escape) {
      throw options.invalid("escape", "the same as the delimiter");
    }
    return dialect;
  }

  /** Whether a byte is space between fields; a delimiter never is. */
  public boolean isSpace(byte b) {
    return (b == ' ' || b == '\t') && b != delimiter;
  }

  /** Whether text has what means something outside of quotes. */
  public boolean hasSpecial(byte[] data, int start, int end) {
    for (int i = start; i < end; i++) {
      byte b = data[i];
      if (b == delimiter || b == quote || b == '\n' || b == '\r') {
        return true;
      }
    }
    return false;
  }

  /** Where a quote or an escape is first found in a range; {@code limit} when there is none. */
  public int nextQuoteOrEscape(byte[] data, int from, int limit) {
    return quote == escape
        ? ByteSearch.indexOf(data, from, limit, quote)
        : ByteSearch.indexOfEither(data, from, limit, quote, escape);
  }

  public byte[] nullBytes() {
    return nullText.getBytes(StandardCharsets.UTF_8);
  }
}
