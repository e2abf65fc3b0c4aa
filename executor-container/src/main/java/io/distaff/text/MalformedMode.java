package io.distaff.text;

import java.util.Map;

/** What happens to a record that isn't what the schema says. */
public enum MalformedMode {
  /** The query fails. */
  FAIL,
  /** What can't be read is null; the record is counted. */
  NULL,
  /** The record is left out, and counted. */
  DROP;

  /** By the names that users may give; Spark's are understood too. */
  static final Map<String, MalformedMode> NAMES =
      Map.of(
          "fail", FAIL,
          "failfast", FAIL,
          "null", NULL,
          "permissive", NULL,
          "drop", DROP,
          "dropmalformed", DROP);
}
