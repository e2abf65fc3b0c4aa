package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A join by one more key, the salt: rows of the left side draw it, rows of the right side are there
 * once for each value of it. Every pair that is equal in the other keys is thus equal in exactly
 * one salt, and a left row is there once, so that inner, left, semi and anti joins give what they
 * give without it. Stateless.
 */
final class SaltedJoin {
  /** So that a query gives its rows the same salts again. */
  private static final long SEED = 0x5a17;

  private static final Set<JoinType> KEEPING_LEFT =
      Set.of(JoinType.INNER, JoinType.LEFT, JoinType.SEMI, JoinType.ANTI);

  private SaltedJoin() {}

  static DataFrame of(
      DataFrame left, DataFrame right, List<String> columns, String type, int salts) {
    if (!KEEPING_LEFT.contains(JoinType.of(type))) {
      throw new DistaffException(
          ErrorCode.USAGE,
          ("saltedJoin() can't be a %s join: its right side's rows are there once a salt, and those"
                  + " without a partner would come out as often; inner, left, semi and anti are"
                  + " possible, with the larger side on the left")
              .formatted(type));
    }
    if (salts < 1) {
      throw new DistaffException(
          ErrorCode.USAGE, "saltedJoin() needs at least 1 salt, not %d".formatted(salts));
    }
    String salt = unusedName(left, right);
    Column drawn = Functions.floor(Functions.rand(Functions.lit(SEED)).multiply(salts));
    Column each =
        Functions.explode(Functions.sequence(Functions.lit(0L), Functions.lit(salts - 1L)));
    List<String> keys = new ArrayList<>(columns);
    keys.add(salt);
    return left.withColumn(salt, drawn.cast("bigint"))
        .join(right.withColumn(salt, each), keys, type)
        .drop(salt);
  }

  /** The name of a column that neither side has. */
  private static String unusedName(DataFrame left, DataFrame right) {
    Set<String> used = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    left.schema().fields().forEach(field -> used.add(field.name()));
    right.schema().fields().forEach(field -> used.add(field.name()));
    String name = "salt";
    while (used.contains(name)) {
      name += "_";
    }
    return name;
  }
}
