package io.distaff.format;

import io.distaff.types.Schema;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats of {@code --format}. */
public enum ResultFormat {
  TABLE,
  CSV,
  TSV,
  JSON,
  MARKDOWN;

  /** A width that cuts nothing. */
  public static final int WHOLE = Integer.MAX_VALUE;

  /** The format of this name, as it is written on the command line. */
  public static Optional<ResultFormat> of(String name) {
    return Arrays.stream(values()).filter(format -> format.toString().equals(name)).findFirst();
  }

  /** Every name, for help and messages: {@code table|csv|...}. */
  public static String names() {
    return Arrays.stream(values()).map(ResultFormat::toString).collect(Collectors.joining("|"));
  }

  /** A writer of one result; {@code out} stays open. */
  public ResultWriter writer(Schema schema, Appendable out) {
    return switch (this) {
      case TABLE -> new AlignedWriter(schema, out, AlignedWriter.Style.TABLE, WHOLE);
      case MARKDOWN -> new AlignedWriter(schema, out, AlignedWriter.Style.MARKDOWN, WHOLE);
      case CSV -> new DelimitedWriter(schema, out, DelimitedWriter.Dialect.CSV);
      case TSV -> new DelimitedWriter(schema, out, DelimitedWriter.Dialect.TSV);
      case JSON -> new JsonWriter(schema, out);
    };
  }

  /**
   * A writer of {@link #TABLE} whose values are cut, with dots, to fit.
   *
   * @param maxWidth in columns of a terminal
   */
  public static ResultWriter shortenedTable(Schema schema, Appendable out, int maxWidth) {
    return new AlignedWriter(schema, out, AlignedWriter.Style.TABLE, maxWidth);
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
