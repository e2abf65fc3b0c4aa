package io.distaff.text.record;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How records stand in a file, and fields in a record of CSV; of JSON, only the end of a line means
 * something. All characters are ASCII, as bytes; {@link #NONE} where there is none.
 *
 * @param delimiter between fields; the first character, where there are several
 * @param delimiterRest the others
 * @param quote around fields that contain delimiters, quotes or line ends
 * @param escape before a quote within quotes; doubling the quote works besides
 * @param comment begins lines that are skipped
 * @param header whether the first record of a file is the names of the columns
 * @param nullText a field of just this, without quotes, is null; null = none is
 * @param ignoresLeadingSpace whether spaces and tabs before a field aren't part of it
 * @param ignoresTrailingSpace whether those behind a field aren't
 * @param lineEnd the last byte of a record
 */
public record CsvDialect(
    int delimiter,
    String delimiterRest,
    int quote,
    int escape,
    int comment,
    boolean header,
    String nullText,
    boolean ignoresLeadingSpace,
    boolean ignoresTrailingSpace,
    int lineEnd) {
  public static final int NONE = -1;

  /** Ends lines, unless an option says otherwise, where a CR before it isn't part of them. */
  public static final int NEWLINE = '\n';

  /** The option that ends lines in another way, of every format. */
  public static final String LINE_SEPARATOR = "lineSep";

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

  /** Records of one field, which stands for itself. */
  public static CsvDialect ofLines(OptionReader options) {
    return new CsvDialect(
        NONE, "", NONE, NONE, NONE, false, null, false, false, options.lineEnd(LINE_SEPARATOR));
  }

  public static CsvDialect of(OptionReader options) {
    String given = options.delimiter("sep", options.delimiter("delimiter", ","));
    int quote = options.character("quote", '"', NONE);
    CsvDialect dialect =
        new CsvDialect(
            given.charAt(0),
            given.substring(1),
            quote,
            options.character("escape", quote, quote),
            options.character("comment", NONE, NONE),
            options.flag("header", false),
            options.text("nullValue", ""),
            options.flag("ignoreLeadingWhiteSpace", false),
            options.flag("ignoreTrailingWhiteSpace", false),
            options.lineEnd(LINE_SEPARATOR));
    if (dialect.delimiter == dialect.quote) {
      throw options.invalid("quote", "the same as the delimiter");
    }
    if (given.indexOf(dialect.quote, 1) > 0 || given.indexOf(dialect.lineEnd, 1) > 0) {
      throw options.invalid("sep", "with the quote or the end of a line within");
    }
    if (dialect.delimiterRest.contains(" ") && dialect.ignoresLeadingSpace) {
      throw options.invalid("sep", "with space within, while space before fields is ignored");
    }
    if (dialect.delimiter == dialect.escape) {
      throw options.invalid("escape", "the same as the delimiter");
    }
    if (dialect.lineEnd == dialect.delimiter || dialect.lineEnd == dialect.quote) {
      throw options.invalid(LINE_SEPARATOR, "the same as the delimiter or the quote");
    }
    return dialect;
  }

  /** Whether a byte is space between fields; a delimiter never is. */
  public boolean isSpace(byte b) {
    return (b == ' ' || b == '\t') && b != delimiter;
  }

  /** The delimiter. */
  public byte[] delimiterBytes() {
    return ((char) delimiter + delimiterRest).getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether text has what means something outside of quotes. */
  public boolean hasSpecial(byte[] data, int start, int end) {
    for (int i = start; i < end; i++) {
      byte b = data[i];
      if (b == delimiter || b == quote || b == lineEnd || b == '\n' || b == '\r') {
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

  /** Null where no text is null. */
  public byte[] nullBytes() {
    return nullText == null ? null : nullText.getBytes(StandardCharsets.UTF_8);
  }
}
