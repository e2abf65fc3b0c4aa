package io.distaff.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The 22 queries of the TPC-H specification, with the parameters of its validation runs. */
public final class TpchQueries {
  public static final int COUNT = 22;

  private TpchQueries() {}

  /** A query as it is called in the specification: {@code q1} to {@code q22}. */
  public static String name(int number) {
    return "q" + number;
  }

  /** The text of a query, 1 to 22, without a semicolon. */
  public static String text(int number) {
    String name = String.format(Locale.ROOT, "tpch/q%02d.sql", number);
    try (InputStream in = TpchQueries.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("TPC-H has no query " + number);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
