package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The joins there are, under all their names. */
enum JoinType {
  INNER("INNER", "inner"),
  CROSS("INNER", "cross"),
  LEFT("LEFT", "left, leftouter"),
  RIGHT("RIGHT", "right, rightouter"),
  FULL("FULL", "full, outer, fullouter"),
  SEMI(null, "semi, leftsemi"),
  ANTI(null, "anti, leftanti");

  private final String sql;

  /** What programs may call it, in lower case and without underscores. */
  private final String names;

  JoinType(String sql, String names) {
    this.sql = sql;
    this.names = names;
  }

  /** What stands before JOIN; null where SQL has no such join. */
  String sql() {
    return sql;
  }

  /** Whether only columns of the left side come out. */
  boolean isLeftOnly() {
    return sql == null;
  }

  /** Throws USAGE with the names there are. */
  static JoinType of(String name) {
    String plain =
        Required.of(name, "the join type").toLowerCase(Locale.ROOT).replace("_", "").strip();
    for (JoinType type : values()) {
      if (List.of(type.names.split(", ", -1)).contains(plain)) {
        return type;
      }
    }
    throw new DistaffException(
        ErrorCode.USAGE,
        "no join type '%s': there are %s"
            .formatted(
                name,
                Arrays.stream(values()).map(type -> type.names).collect(Collectors.joining(", "))));
  }
}
