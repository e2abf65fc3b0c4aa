package io.distaff.plan;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats of files that the engine reads and writes. */
public enum FileFormat {
  PARQUET,
  /** Comma-separated values, RFC 4180 with options. */
  CSV,
  /** One JSON object a line. */
  JSON,
  /** Lines as they are: one column. */
  TEXT;

  /** As users write it, in lower case: also the schema whose tables are paths. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether files are lines of text, which have options for reading and no statistics. */
  public boolean isText() {
    return this != PARQUET;
  }

  /** Whether records are fields between delimiters, of which text has one. */
  public boolean isDelimited() {
    return this == CSV || this == TEXT;
  }

  /** The format of this name, in any case. */
  public static Optional<FileFormat> find(String name) {
    return Arrays.stream(values()).filter(f -> f.name().equalsIgnoreCase(name)).findFirst();
  }

  /** As {@link #find}, but throws NOT_SUPPORTED naming the nearest format. */
  public static FileFormat of(String name) {
    return find(name)
        .orElseThrow(() -> new DistaffException(ErrorCode.NOT_SUPPORTED, unknown(name)));
  }

  /** What to tell a user who wrote this name. */
  public static String unknown(String name) {
    List<String> labels = Arrays.stream(values()).map(FileFormat::label).toList();
    return "format "
        + name
        + " is not supported"
        + NearestName.of(name, labels)
            .map(nearest -> "; did you mean " + nearest + "?")
            .orElse("; there are " + String.join(", ", labels));
  }
}
