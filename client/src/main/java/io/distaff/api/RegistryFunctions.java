package io.distaff.api;

import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The functions of SQL. Generated from their definitions, which conf/functions.md shows with
 * examples: {@code bin/dev/regen-conf} writes it.
 */
@SuppressWarnings({"checkstyle:MethodName", "overloads"})
abstract class RegistryFunctions {
  RegistryFunctions() {}

  private static Column call(String function, Object... arguments) {
    return Column.call(function, arguments);
  }

  /** Arguments of which the last are an array. */
  private static Column callAll(String function, Object[] first, Column... more) {
    Object[] all = new Object[first.length + more.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Column.call(function, all);
  }

  /** The magnitude. */
  public static Column abs(Column first) {
    return call("abs", first);
  }

  /** As above, of a column by its name. */
  public static Column abs(String first) {
    return abs(Functions.col(first));
  }

  /** The angle of a cosine, in radians; NaN of what isn't in -1 to 1. */
  public static Column acos(Column first) {
    return call("acos", first);
  }

  /** As above, of a column by its name. */
  public static Column acos(String first) {
    return acos(Functions.col(first));
  }

  /** The inverse hyperbolic cosine; NaN of a number below 1. */
  public static Column acosh(Column first) {
    return call("acosh", first);
  }

  /** As above, of a column by its name. */
  public static Column acosh(String first) {
    return acosh(Functions.col(first));
  }

  /** So many days later; of three arguments, what timestampadd gives. */
  public static Column add_days(Column first, Object second) {
    return call("add_days", first, second);
  }

  /** So many days later; of three arguments, what timestampadd gives. */
  public static Column add_days(Column first, Object second, Object third) {
    return call("add_days", first, second, third);
  }

  /** So many months later; the day of the month is at most the month's last. */
  public static Column add_months(Column first, Object second) {
    return call("add_months", first, second);
  }

  /**
   * The last state: the second argument is the first, and the lambda makes of the state and each
   * element in turn the next, which is cast to the type of the first. A second lambda makes the
   * result of the last state.
   */
  public static Column aggregate(
      Column first, Object second, BiFunction<Column, Column, Column> third) {
    return call("aggregate", first, second, Lambdas.of(third));
  }

  /**
   * The last state: the second argument is the first, and the lambda makes of the state and each
   * element in turn the next, which is cast to the type of the first. A second lambda makes the
   * result of the last state.
   */
  public static Column aggregate(
      Column first,
      Object second,
      BiFunction<Column, Column, Column> third,
      Function<Column, Column> fourth) {
    return call("aggregate", first, second, Lambdas.of(third), Lambdas.of(fourth));
  }

  /** Whether the lambda is true for every element. */
  public static Column all_match(Column first, Function<Column, Column> second) {
    return call("all_match", first, Lambdas.of(second));
  }

  /** True if at least one value is. */
  public static Column any(Column first) {
    return call("any", first);
  }

  /** As above, of a column by its name. */
  public static Column any(String first) {
    return any(Functions.col(first));
  }

  /** Whether the lambda is true for an element. */
  public static Column any_match(Column first, Function<Column, Column> second) {
    return call("any_match", first, Lambdas.of(second));
  }

  /** Any one of the values. */
  public static Column any_value(Column first) {
    return call("any_value", first);
  }

  /** As above, of a column by its name. */
  public static Column any_value(String first) {
    return any_value(Functions.col(first));
  }

  /**
   * About how many different values there are, from a sketch of bounded size (HyperLogLog); the
   * standard error is 1.6 %, or at most what the second argument says.
   */
  public static Column approx_count_distinct(Column first) {
    return call("approx_count_distinct", first);
  }

  /** As above, of a column by its name. */
  public static Column approx_count_distinct(String first) {
    return approx_count_distinct(Functions.col(first));
  }

  /**
   * About how many different values there are, from a sketch of bounded size (HyperLogLog); the
   * standard error is 1.6 %, or at most what the second argument says.
   */
  public static Column approx_count_distinct(Column first, Object second) {
    return call("approx_count_distinct", first, second);
  }

  /** As above, of a column by its name. */
  public static Column approx_count_distinct(String first, Object second) {
    return approx_count_distinct(Functions.col(first), second);
  }

  /**
   * As percentile, from a sketch of bounded size (a t-digest); off by at most about 1 % of the
   * values in the middle and less at the ends, exact for up to 1024 values of a group in one task;
   * a third argument, the accuracy in other engines, is ignored.
   */
  public static Column approx_percentile(Column first, Object second) {
    return call("approx_percentile", first, second);
  }

  /** As above, of a column by its name. */
  public static Column approx_percentile(String first, Object second) {
    return approx_percentile(Functions.col(first), second);
  }

  /**
   * As percentile, from a sketch of bounded size (a t-digest); off by at most about 1 % of the
   * values in the middle and less at the ends, exact for up to 1024 values of a group in one task;
   * a third argument, the accuracy in other engines, is ignored.
   */
  public static Column approx_percentile(Column first, Object second, Object third) {
    return call("approx_percentile", first, second, third);
  }

  /** As above, of a column by its name. */
  public static Column approx_percentile(String first, Object second, Object third) {
    return approx_percentile(Functions.col(first), second, third);
  }

  /** The first argument in the row where the second is largest; in any one of several. */
  public static Column arg_max(Column first, Object second) {
    return call("arg_max", first, second);
  }

  /** As above, of columns by their names. */
  public static Column arg_max(String first, String second) {
    return arg_max(Functions.col(first), Functions.col(second));
  }

  /** The first argument in the row where the second is smallest; in any one of several. */
  public static Column arg_min(Column first, Object second) {
    return call("arg_min", first, second);
  }

  /** As above, of columns by their names. */
  public static Column arg_min(String first, String second) {
    return arg_min(Functions.col(first), Functions.col(second));
  }

  /** An array of the arguments. */
  public static Column array(Column... more) {
    return callAll("array", new Object[] {}, more);
  }

  /** The values as an array, in any order unless WITHIN GROUP (ORDER BY ...) follows. */
  public static Column array_agg(Column first) {
    return call("array_agg", first);
  }

  /** As above, of a column by its name. */
  public static Column array_agg(String first) {
    return array_agg(Functions.col(first));
  }

  /** The elements, then the value. */
  public static Column array_append(Column first, Object second) {
    return call("array_append", first, second);
  }

  /** The elements that aren't null. */
  public static Column array_compact(Column first) {
    return call("array_compact", first);
  }

  /** As above, of a column by its name. */
  public static Column array_compact(String first) {
    return array_compact(Functions.col(first));
  }

  /** Whether an element equals the value. */
  public static Column array_contains(Column first, Object second) {
    return call("array_contains", first, second);
  }

  /** The elements, of equal ones the first. Nulls are equal. */
  public static Column array_distinct(Column first) {
    return call("array_distinct", first);
  }

  /** As above, of a column by its name. */
  public static Column array_distinct(String first) {
    return array_distinct(Functions.col(first));
  }

  /** The distinct elements of the first array that the second doesn't have. */
  public static Column array_except(Column first, Object second) {
    return call("array_except", first, second);
  }

  /**
   * The elements with the value at a place, of which 1 is the first and -1 the last. A gap to a
   * place outside is filled with nulls.
   */
  public static Column array_insert(Column first, Object second, Object third) {
    return call("array_insert", first, second, third);
  }

  /** The distinct elements that both arrays have. Nulls are equal. */
  public static Column array_intersect(Column first, Object second) {
    return call("array_intersect", first, second);
  }

  /**
   * The elements as text, with the second argument between them. Nulls are left out, or the third
   * argument in their place.
   */
  public static Column array_join(Column first, Object second) {
    return call("array_join", first, second);
  }

  /**
   * The elements as text, with the second argument between them. Nulls are left out, or the third
   * argument in their place.
   */
  public static Column array_join(Column first, Object second, Object third) {
    return call("array_join", first, second, third);
  }

  /** The largest element; nulls don't count, NaN is the largest. */
  public static Column array_max(Column first) {
    return call("array_max", first);
  }

  /** As above, of a column by its name. */
  public static Column array_max(String first) {
    return array_max(Functions.col(first));
  }

  /** The smallest element; nulls don't count, NaN is the largest. */
  public static Column array_min(Column first) {
    return call("array_min", first);
  }

  /** As above, of a column by its name. */
  public static Column array_min(String first) {
    return array_min(Functions.col(first));
  }

  /** The place of the first element that equals the value, from 1 on; 0 if none does. */
  public static Column array_position(Column first, Object second) {
    return call("array_position", first, second);
  }

  /** The value, then the elements. */
  public static Column array_prepend(Column first, Object second) {
    return call("array_prepend", first, second);
  }

  /** The elements that don't equal the value. */
  public static Column array_remove(Column first, Object second) {
    return call("array_remove", first, second);
  }

  /** An array of a value as often as the number says; of none if it is negative. */
  public static Column array_repeat(Column first, Object second) {
    return call("array_repeat", first, second);
  }

  /** The number of elements or entries. */
  public static Column array_size(Column first) {
    return call("array_size", first);
  }

  /** As above, of a column by its name. */
  public static Column array_size(String first) {
    return array_size(Functions.col(first));
  }

  /**
   * The elements in ascending order, nulls last; or in the order that the lambda gives: of two
   * elements, which may be null, a number below 0 if the first comes first, one above 0 if the
   * second does, else 0, which leaves them as they are. A lambda that contradicts itself gives some
   * order.
   */
  public static Column array_sort(Column first) {
    return call("array_sort", first);
  }

  /** As above, of a column by its name. */
  public static Column array_sort(String first) {
    return array_sort(Functions.col(first));
  }

  /**
   * The elements in ascending order, nulls last; or in the order that the lambda gives: of two
   * elements, which may be null, a number below 0 if the first comes first, one above 0 if the
   * second does, else 0, which leaves them as they are. A lambda that contradicts itself gives some
   * order.
   */
  public static Column array_sort(Column first, BiFunction<Column, Column, Column> second) {
    return call("array_sort", first, Lambdas.of(second));
  }

  /** The distinct elements of both arrays. Nulls are equal. */
  public static Column array_union(Column first, Object second) {
    return call("array_union", first, second);
  }

  /** Whether both arrays have an element that isn't null. */
  public static Column arrays_overlap(Column first, Object second) {
    return call("arrays_overlap", first, second);
  }

  /**
   * An array of STRUCTs of the elements that are at one place, NULL where an array is shorter. The
   * members are called 0, 1 and so on.
   */
  public static Column arrays_zip(Column... more) {
    return callAll("arrays_zip", new Object[] {}, more);
  }

  /** The code point of the first character, 0 of the empty text. */
  public static Column ascii(Column first) {
    return call("ascii", first);
  }

  /** As above, of a column by its name. */
  public static Column ascii(String first) {
    return ascii(Functions.col(first));
  }

  /** The angle of a sine, in radians; NaN of what isn't in -1 to 1. */
  public static Column asin(Column first) {
    return call("asin", first);
  }

  /** As above, of a column by its name. */
  public static Column asin(String first) {
    return asin(Functions.col(first));
  }

  /** The inverse hyperbolic sine. */
  public static Column asinh(Column first) {
    return call("asinh", first);
  }

  /** As above, of a column by its name. */
  public static Column asinh(String first) {
    return asinh(Functions.col(first));
  }

  /** NULL; fails unless the condition is true. */
  public static Column assert_true(Column first) {
    return call("assert_true", first);
  }

  /** As above, of a column by its name. */
  public static Column assert_true(String first) {
    return assert_true(Functions.col(first));
  }

  /** NULL; fails unless the condition is true. */
  public static Column assert_true(Column first, Object second) {
    return call("assert_true", first, second);
  }

  /** The angle of a tangent, in radians. */
  public static Column atan(Column first) {
    return call("atan", first);
  }

  /** As above, of a column by its name. */
  public static Column atan(String first) {
    return atan(Functions.col(first));
  }

  /** The angle between the positive x axis and the point (x, y), given y, then x. */
  public static Column atan2(Column first, Object second) {
    return call("atan2", first, second);
  }

  /** As above, of columns by their names. */
  public static Column atan2(String first, String second) {
    return atan2(Functions.col(first), Functions.col(second));
  }

  /** The inverse hyperbolic tangent; NaN of what isn't in -1 to 1. */
  public static Column atanh(Column first) {
    return call("atanh", first);
  }

  /** As above, of a column by its name. */
  public static Column atanh(String first) {
    return atanh(Functions.col(first));
  }

  /** The mean; of decimals one with 4 digits more after the point, else a DOUBLE. */
  public static Column avg(Column first) {
    return call("avg", first);
  }

  /** As above, of a column by its name. */
  public static Column avg(String first) {
    return avg(Functions.col(first));
  }

  /** The bytes in base 64, without breaks of lines. */
  public static Column base64(Column first) {
    return call("base64", first);
  }

  /** As above, of a column by its name. */
  public static Column base64(String first) {
    return base64(Functions.col(first));
  }

  /** The bits as text, without leading zeros. */
  public static Column bin(Column first) {
    return call("bin", first);
  }

  /** As above, of a column by its name. */
  public static Column bin(String first) {
    return bin(Functions.col(first));
  }

  /** The bits that all values have. */
  public static Column bit_and(Column first) {
    return call("bit_and", first);
  }

  /** As above, of a column by its name. */
  public static Column bit_and(String first) {
    return bit_and(Functions.col(first));
  }

  /** How many bits are 1; of a negative number, of its 64 bits. */
  public static Column bit_count(Column first) {
    return call("bit_count", first);
  }

  /** As above, of a column by its name. */
  public static Column bit_count(String first) {
    return bit_count(Functions.col(first));
  }

  /** The bit at a position from 0, the lowest. */
  public static Column bit_get(Column first, Object second) {
    return call("bit_get", first, second);
  }

  /** The number of bits, 8 times octet_length. */
  public static Column bit_length(Column first) {
    return call("bit_length", first);
  }

  /** As above, of a column by its name. */
  public static Column bit_length(String first) {
    return bit_length(Functions.col(first));
  }

  /** The bits that any value has. */
  public static Column bit_or(Column first) {
    return call("bit_or", first);
  }

  /** As above, of a column by its name. */
  public static Column bit_or(String first) {
    return bit_or(Functions.col(first));
  }

  /** The bits that an odd number of values have. */
  public static Column bit_xor(Column first) {
    return call("bit_xor", first);
  }

  /** As above, of a column by its name. */
  public static Column bit_xor(String first) {
    return bit_xor(Functions.col(first));
  }

  /** The bits that are 1 in both. a &amp; b is the same. */
  public static Column bitand(Column first, Object second) {
    return call("bitand", first, second);
  }

  /** The bits that are 0. */
  public static Column bitnot(Column first) {
    return call("bitnot", first);
  }

  /** As above, of a column by its name. */
  public static Column bitnot(String first) {
    return bitnot(Functions.col(first));
  }

  /** The bits that are 1 in one of them or both. */
  public static Column bitor(Column first, Object second) {
    return call("bitor", first, second);
  }

  /** The bits that are 1 in one of them only. a ^ b is the same. */
  public static Column bitxor(Column first, Object second) {
    return call("bitxor", first, second);
  }

  /** True if all values are. */
  public static Column bool_and(Column first) {
    return call("bool_and", first);
  }

  /** As above, of a column by its name. */
  public static Column bool_and(String first) {
    return bool_and(Functions.col(first));
  }

  /** True if at least one value is. */
  public static Column bool_or(Column first) {
    return call("bool_or", first);
  }

  /** As above, of a column by its name. */
  public static Column bool_or(String first) {
    return bool_or(Functions.col(first));
  }

  /** As round, but what lies in the middle becomes even: banker's rounding. */
  public static Column bround(Column first) {
    return call("bround", first);
  }

  /** As above, of a column by its name. */
  public static Column bround(String first) {
    return bround(Functions.col(first));
  }

  /** As round, but what lies in the middle becomes even: banker's rounding. */
  public static Column bround(Column first, Object second) {
    return call("bround", first, second);
  }

  /**
   * Without the spaces, or those of the given characters, at both ends. TRIM([BOTH | LEADING |
   * TRAILING] characters FROM text) is the same.
   */
  public static Column btrim(Column first) {
    return call("btrim", first);
  }

  /** As above, of a column by its name. */
  public static Column btrim(String first) {
    return btrim(Functions.col(first));
  }

  /**
   * Without the spaces, or those of the given characters, at both ends. TRIM([BOTH | LEADING |
   * TRAILING] characters FROM text) is the same.
   */
  public static Column btrim(Column first, Object second) {
    return call("btrim", first, second);
  }

  /** The number of elements or entries. */
  public static Column cardinality(Column first) {
    return call("cardinality", first);
  }

  /** As above, of a column by its name. */
  public static Column cardinality(String first) {
    return cardinality(Functions.col(first));
  }

  /** The cube root. */
  public static Column cbrt(Column first) {
    return call("cbrt", first);
  }

  /** As above, of a column by its name. */
  public static Column cbrt(String first) {
    return cbrt(Functions.col(first));
  }

  /** The smallest integer that isn't below the number. */
  public static Column ceil(Column first) {
    return call("ceil", first);
  }

  /** As above, of a column by its name. */
  public static Column ceil(String first) {
    return ceil(Functions.col(first));
  }

  /** The smallest integer that isn't below the number. */
  public static Column ceiling(Column first) {
    return call("ceiling", first);
  }

  /** As above, of a column by its name. */
  public static Column ceiling(String first) {
    return ceiling(Functions.col(first));
  }

  /**
   * The character of a code point from 0 to 255; of larger numbers, that of the remainder after
   * division by 256; empty of a negative one.
   */
  public static Column char_(Column first) {
    return call("char", first);
  }

  /** As above, of a column by its name. */
  public static Column char_(String first) {
    return char_(Functions.col(first));
  }

  /** The number of characters, that is of code points; of a BINARY, of bytes. */
  public static Column char_length(Column first) {
    return call("char_length", first);
  }

  /** As above, of a column by its name. */
  public static Column char_length(String first) {
    return char_length(Functions.col(first));
  }

  /** The number of characters, that is of code points; of a BINARY, of bytes. */
  public static Column character_length(Column first) {
    return call("character_length", first);
  }

  /** As above, of a column by its name. */
  public static Column character_length(String first) {
    return character_length(Functions.col(first));
  }

  /**
   * Where the first text begins in the second, from 1, not before the given position; 0 if nowhere.
   * POSITION(a IN b) is the same.
   */
  public static Column charindex(Column first, Object second) {
    return call("charindex", first, second);
  }

  /**
   * Where the first text begins in the second, from 1, not before the given position; 0 if nowhere.
   * POSITION(a IN b) is the same.
   */
  public static Column charindex(Column first, Object second, Object third) {
    return call("charindex", first, second, third);
  }

  /**
   * The character of a code point from 0 to 255; of larger numbers, that of the remainder after
   * division by 256; empty of a negative one.
   */
  public static Column chr(Column first) {
    return call("chr", first);
  }

  /** As above, of a column by its name. */
  public static Column chr(String first) {
    return chr(Functions.col(first));
  }

  /** The values as an array, in any order unless WITHIN GROUP (ORDER BY ...) follows. */
  public static Column collect_list(Column first) {
    return call("collect_list", first);
  }

  /** As above, of a column by its name. */
  public static Column collect_list(String first) {
    return collect_list(Functions.col(first));
  }

  /** The different values as an array, in any order. */
  public static Column collect_set(Column first) {
    return call("collect_set", first);
  }

  /** As above, of a column by its name. */
  public static Column collect_set(String first) {
    return collect_set(Functions.col(first));
  }

  /** The arguments one after another: texts, bytes or arrays. a || b is the same. */
  public static Column concat(Column... more) {
    return callAll("concat", new Object[] {}, more);
  }

  /**
   * The arguments after the first one, or the elements of the arrays that they are, with the first
   * between them.
   */
  public static Column concat_ws(Object first, Column... more) {
    return callAll("concat_ws", new Object[] {first}, more);
  }

  /** Whether the second argument occurs in the first. */
  public static Column contains(Column first, Object second) {
    return call("contains", first, second);
  }

  /**
   * A number's digits to one base as those to another. Digits end at the first that the base
   * doesn't have. As in Spark the number is one of 64 bits without a sign, unless the new base is
   * negative.
   */
  public static Column conv(Column first, Object second, Object third) {
    return call("conv", first, second, third);
  }

  /** What clocks of the second time zone show when those of the first show this. */
  public static Column convert_timezone(Column first, Object second, Object third) {
    return call("convert_timezone", first, second, third);
  }

  /** Pearson's correlation; null if one of the arguments is the same in all rows. */
  public static Column corr(Column first, Object second) {
    return call("corr", first, second);
  }

  /** As above, of columns by their names. */
  public static Column corr(String first, String second) {
    return corr(Functions.col(first), Functions.col(second));
  }

  /** The cosine of an angle in radians. */
  public static Column cos(Column first) {
    return call("cos", first);
  }

  /** As above, of a column by its name. */
  public static Column cos(String first) {
    return cos(Functions.col(first));
  }

  /** The hyperbolic cosine. */
  public static Column cosh(Column first) {
    return call("cosh", first);
  }

  /** As above, of a column by its name. */
  public static Column cosh(String first) {
    return cosh(Functions.col(first));
  }

  /** The cotangent of an angle in radians. */
  public static Column cot(Column first) {
    return call("cot", first);
  }

  /** As above, of a column by its name. */
  public static Column cot(String first) {
    return cot(Functions.col(first));
  }

  /** The number of rows for which the argument is true. */
  public static Column count_if(Column first) {
    return call("count_if", first);
  }

  /** As above, of a column by its name. */
  public static Column count_if(String first) {
    return count_if(Functions.col(first));
  }

  /** The covariance, divided by n. */
  public static Column covar_pop(Column first, Object second) {
    return call("covar_pop", first, second);
  }

  /** As above, of columns by their names. */
  public static Column covar_pop(String first, String second) {
    return covar_pop(Functions.col(first), Functions.col(second));
  }

  /** The covariance of a sample, divided by n - 1. */
  public static Column covar_samp(Column first, Object second) {
    return call("covar_samp", first, second);
  }

  /** As above, of columns by their names. */
  public static Column covar_samp(String first, String second) {
    return covar_samp(Functions.col(first), Functions.col(second));
  }

  /** The CRC-32 checksum of the bytes. */
  public static Column crc32(Column first) {
    return call("crc32", first);
  }

  /** As above, of a column by its name. */
  public static Column crc32(String first) {
    return crc32(Functions.col(first));
  }

  /** The cosecant of an angle in radians. */
  public static Column csc(Column first) {
    return call("csc", first);
  }

  /** As above, of a column by its name. */
  public static Column csc(String first) {
    return csc(Functions.col(first));
  }

  /** The date at which the query began, in the session's zone. The same for all rows. */
  public static Column curdate() {
    return call("curdate");
  }

  /** The date at which the query began, in the session's zone. The same for all rows. */
  public static Column current_date() {
    return call("current_date");
  }

  /** The instant at which the query began. The same for all rows. */
  public static Column current_timestamp() {
    return call("current_timestamp");
  }

  /** The name of the session's time zone. */
  public static Column current_timezone() {
    return call("current_timezone");
  }

  /** So many days later; of three arguments, what timestampadd gives. */
  public static Column date_add(Column first, Object second) {
    return call("date_add", first, second);
  }

  /** So many days later; of three arguments, what timestampadd gives. */
  public static Column date_add(Column first, Object second, Object third) {
    return call("date_add", first, second, third);
  }

  /**
   * The days from the second date to the first; with a unit before them, what timestampdiff gives
   * (DuckDB's date_diff counts the unit's boundaries instead).
   */
  public static Column date_diff(Column first, Object second) {
    return call("date_diff", first, second);
  }

  /**
   * The days from the second date to the first; with a unit before them, what timestampdiff gives
   * (DuckDB's date_diff counts the unit's boundaries instead).
   */
  public static Column date_diff(Column first, Object second, Object third) {
    return call("date_diff", first, second, third);
  }

  /**
   * A timestamp as text. A pattern has the letters of Java's DateTimeFormatter as Spark takes them:
   * yyyy, MM, dd, HH, mm, ss, SSS, a, EEE, MMM, XXX, ...
   */
  public static Column date_format(Column first, Object second) {
    return call("date_format", first, second);
  }

  /**
   * A timestamp as text. A pattern has the letters of Java's DateTimeFormatter as Spark takes them:
   * yyyy, MM, dd, HH, mm, ss, SSS, a, EEE, MMM, XXX, ...
   */
  public static Column date_format(Column first, Object second, Object third) {
    return call("date_format", first, second, third);
  }

  /** The date so many days after 1970. */
  public static Column date_from_unix_date(Column first) {
    return call("date_from_unix_date", first);
  }

  /** As above, of a column by its name. */
  public static Column date_from_unix_date(String first) {
    return date_from_unix_date(Functions.col(first));
  }

  /**
   * A field by its name, a literal: millennium, century, decade, year, yearofweek, quarter, month,
   * week, day, dayofweek (dow), dayofweek_iso, weekday, dayofyear (doy), hour, minute, second,
   * millisecond and microsecond (both with the whole seconds of the minute) or epoch. EXTRACT(field
   * FROM value) is the same. Unlike in Spark a second has no fraction.
   */
  public static Column date_part(Object first, Object second) {
    return call("date_part", first, second);
  }

  /** So many days earlier. */
  public static Column date_sub(Column first, Object second) {
    return call("date_sub", first, second);
  }

  /**
   * The start of the unit that a timestamp lies in: microsecond, millisecond, second, minute, hour,
   * day, week (from Monday), month, quarter, year, decade, century or millennium, a literal.
   * Centuries and millennia begin in a year that ends in 1, as in PostgreSQL and unlike in DuckDB.
   * FLOOR(value TO unit) is the same.
   */
  public static Column date_trunc(Object first, Object second) {
    return call("date_trunc", first, second);
  }

  /** So many days later; of three arguments, what timestampadd gives. */
  public static Column dateadd(Column first, Object second) {
    return call("dateadd", first, second);
  }

  /** So many days later; of three arguments, what timestampadd gives. */
  public static Column dateadd(Column first, Object second, Object third) {
    return call("dateadd", first, second, third);
  }

  /**
   * The days from the second date to the first; with a unit before them, what timestampdiff gives
   * (DuckDB's date_diff counts the unit's boundaries instead).
   */
  public static Column datediff(Column first, Object second) {
    return call("datediff", first, second);
  }

  /**
   * The days from the second date to the first; with a unit before them, what timestampdiff gives
   * (DuckDB's date_diff counts the unit's boundaries instead).
   */
  public static Column datediff(Column first, Object second, Object third) {
    return call("datediff", first, second, third);
  }

  /**
   * A field by its name, a literal: millennium, century, decade, year, yearofweek, quarter, month,
   * week, day, dayofweek (dow), dayofweek_iso, weekday, dayofyear (doy), hour, minute, second,
   * millisecond and microsecond (both with the whole seconds of the minute) or epoch. EXTRACT(field
   * FROM value) is the same. Unlike in Spark a second has no fraction.
   */
  public static Column datepart(Object first, Object second) {
    return call("datepart", first, second);
  }

  /** The day of the month. */
  public static Column day(Column first) {
    return call("day", first);
  }

  /** As above, of a column by its name. */
  public static Column day(String first) {
    return day(Functions.col(first));
  }

  /** The day of the week in three letters of English. */
  public static Column dayname(Column first) {
    return call("dayname", first);
  }

  /** As above, of a column by its name. */
  public static Column dayname(String first) {
    return dayname(Functions.col(first));
  }

  /** The day of the month. */
  public static Column dayofmonth(Column first) {
    return call("dayofmonth", first);
  }

  /** As above, of a column by its name. */
  public static Column dayofmonth(String first) {
    return dayofmonth(Functions.col(first));
  }

  /** The day of the week, 1 = Sunday to 7. */
  public static Column dayofweek(Column first) {
    return call("dayofweek", first);
  }

  /** As above, of a column by its name. */
  public static Column dayofweek(String first) {
    return dayofweek(Functions.col(first));
  }

  /** The day of the year, from 1. */
  public static Column dayofyear(Column first) {
    return call("dayofyear", first);
  }

  /** As above, of a column by its name. */
  public static Column dayofyear(String first) {
    return dayofyear(Functions.col(first));
  }

  /** The text that bytes are in one of the character sets of encode. */
  public static Column decode(Column first, Object second) {
    return call("decode", first, second);
  }

  /** An angle in radians, in degrees. */
  public static Column degrees(Column first) {
    return call("degrees", first);
  }

  /** As above, of a column by its name. */
  public static Column degrees(String first) {
    return degrees(Functions.col(first));
  }

  /** The quotient, its fraction cut off. a / b keeps the fraction. */
  public static Column div(Column first, Object second) {
    return call("div", first, second);
  }

  /** A STRUCT without members, whose names are literals; names that there aren't don't matter. */
  public static Column drop_fields(Column... more) {
    return callAll("drop_fields", new Object[] {}, more);
  }

  /** Euler's number, the base of natural logarithms. */
  public static Column e() {
    return call("e");
  }

  /** An element of an array, of which 1 is the first and -1 the last; a map's value. */
  public static Column element_at(Column first, Object second) {
    return call("element_at", first, second);
  }

  /** The argument that the number chooses, 1 for the one behind it. */
  public static Column elt(Column... more) {
    return callAll("elt", new Object[] {}, more);
  }

  /** The bytes of the text in US-ASCII, ISO-8859-1, UTF-8, UTF-16, UTF-16BE, UTF-16LE or UTF-32. */
  public static Column encode(Column first, Object second) {
    return call("encode", first, second);
  }

  /** Whether the first argument ends with the second. */
  public static Column endswith(Column first, Object second) {
    return call("endswith", first, second);
  }

  /** True if all values are. */
  public static Column every(Column first) {
    return call("every", first);
  }

  /** As above, of a column by its name. */
  public static Column every(String first) {
    return every(Functions.col(first));
  }

  /** Whether the lambda is true for an element. */
  public static Column exists(Column first, Function<Column, Column> second) {
    return call("exists", first, Lambdas.of(second));
  }

  /** e to the power of the number. */
  public static Column exp(Column first) {
    return call("exp", first);
  }

  /** As above, of a column by its name. */
  public static Column exp(String first) {
    return exp(Functions.col(first));
  }

  /** e to the power of the number, less 1; exact for numbers near 0. */
  public static Column expm1(Column first) {
    return call("expm1", first);
  }

  /** As above, of a column by its name. */
  public static Column expm1(String first) {
    return expm1(Functions.col(first));
  }

  /** The product of the integers from 1 to the number. */
  public static Column factorial(Column first) {
    return call("factorial", first);
  }

  /** As above, of a column by its name. */
  public static Column factorial(String first) {
    return factorial(Functions.col(first));
  }

  /** The elements for which the lambda is true; it may be given their index, from 0. */
  public static Column filter(Column first, Function<Column, Column> second) {
    return call("filter", first, Lambdas.of(second));
  }

  /** The elements for which the lambda is true; it may be given their index, from 0. */
  public static Column filter(Column first, BiFunction<Column, Column, Column> second) {
    return call("filter", first, Lambdas.of(second));
  }

  /**
   * Which part of the second text, a list with commas, the first text is, from 1; 0 if it is none,
   * or has a comma itself.
   */
  public static Column find_in_set(Column first, Object second) {
    return call("find_in_set", first, second);
  }

  /** The value of the first row, which is any row where rows have no order. */
  public static Column first(Column first) {
    return call("first", first);
  }

  /** As above, of a column by its name. */
  public static Column first(String first) {
    return first(Functions.col(first));
  }

  /** The value of the first row, which is any row where rows have no order. */
  public static Column first(Column first, Object second) {
    return call("first", first, second);
  }

  /** As above, of a column by its name. */
  public static Column first(String first, Object second) {
    return first(Functions.col(first), second);
  }

  /** The elements of the elements. */
  public static Column flatten(Column first) {
    return call("flatten", first);
  }

  /** As above, of a column by its name. */
  public static Column flatten(String first) {
    return flatten(Functions.col(first));
  }

  /** The largest integer that isn't above the number. */
  public static Column floor(Column first) {
    return call("floor", first);
  }

  /** As above, of a column by its name. */
  public static Column floor(String first) {
    return floor(Functions.col(first));
  }

  /** Whether the lambda is true for every element. */
  public static Column forall(Column first, Function<Column, Column> second) {
    return call("forall", first, Lambdas.of(second));
  }

  /**
   * The number as 1,234.50: so many digits after the point, rounded half to even, and a comma
   * before every three digits in front of it.
   */
  public static Column format_number(Column first, Object second) {
    return call("format_number", first, second);
  }

  /**
   * The arguments in the format of the first one, as Java's Formatter has it: %d, %,.2f, %-10s, %x,
   * ...
   */
  public static Column format_string(Object first, Column... more) {
    return callAll("format_string", new Object[] {first}, more);
  }

  /**
   * A record of CSV as a STRUCT of the columns that the second argument, a literal, declares as in
   * CREATE TABLE. What is missing or isn't of its type is null; so is all of a record whose quotes
   * aren't closed. Options follow, names and values by turns or as a map of literals: sep, quote,
   * escape, nullValue, ignoreLeadingWhiteSpace, ignoreTrailingWhiteSpace.
   */
  public static Column from_csv(Column... more) {
    return callAll("from_csv", new Object[] {}, more);
  }

  /**
   * A JSON document as a value of the type that the second argument, a literal, declares: columns
   * as in CREATE TABLE, 'a INT, b ARRAY&lt;DECIMAL(9,2)&gt;', for a STRUCT of them, or
   * ARRAY&lt;...&gt;, MAP&lt;STRING, ...&gt;. What is missing or isn't of its type is null, within
   * an array too. Text that isn't such a document is null, or a STRUCT whose members are.
   */
  public static Column from_json(Column first, Object second) {
    return call("from_json", first, second);
  }

  /**
   * The instant so many seconds after 1970 as text, in the pattern yyyy-MM-dd HH:mm:ss unless one
   * is given.
   */
  public static Column from_unixtime(Column first) {
    return call("from_unixtime", first);
  }

  /** As above, of a column by its name. */
  public static Column from_unixtime(String first) {
    return from_unixtime(Functions.col(first));
  }

  /**
   * The instant so many seconds after 1970 as text, in the pattern yyyy-MM-dd HH:mm:ss unless one
   * is given.
   */
  public static Column from_unixtime(Column first, Object second) {
    return call("from_unixtime", first, second);
  }

  /**
   * The instant so many seconds after 1970 as text, in the pattern yyyy-MM-dd HH:mm:ss unless one
   * is given.
   */
  public static Column from_unixtime(Column first, Object second, Object third) {
    return call("from_unixtime", first, second, third);
  }

  /** What clocks of a time zone show when those of UTC show the timestamp. */
  public static Column from_utc_timestamp(Column first, Object second) {
    return call("from_utc_timestamp", first, second);
  }

  /** The greatest common divisor, never negative. */
  public static Column gcd(Column first, Object second) {
    return call("gcd", first, second);
  }

  /** An element of an array, the first of which is 0. */
  public static Column get(Column first, Object second) {
    return call("get", first, second);
  }

  /**
   * What a path leads to in a JSON document: $ is the whole, .name or ['name'] a member, [0] an
   * element, [*] all elements. Text is given without its quotes.
   */
  public static Column get_json_object(Column first, Object second) {
    return call("get_json_object", first, second);
  }

  /** The bit at a position from 0, the lowest. */
  public static Column getbit(Column first, Object second) {
    return call("getbit", first, second);
  }

  /** The largest of the arguments; NaN is larger than any number. */
  public static Column greatest(Column... more) {
    return callAll("greatest", new Object[] {}, more);
  }

  /** The greatest common divisor, never negative. */
  public static Column greatest_common_divisor(Column first, Object second) {
    return call("greatest_common_divisor", first, second);
  }

  /** The Murmur3 hash of the arguments with the seed 42, the same as Spark's. */
  public static Column hash(Column... more) {
    return callAll("hash", new Object[] {}, more);
  }

  /**
   * The bytes in upper-case hexadecimal digits, two each; the digits of an integer, of a negative
   * one those of its 64 bits.
   */
  public static Column hex(Column first) {
    return call("hex", first);
  }

  /** As above, of a column by its name. */
  public static Column hex(String first) {
    return hex(Functions.col(first));
  }

  /** How often each value occurs, in the order of the values. */
  public static Column histogram(Column first) {
    return call("histogram", first);
  }

  /** As above, of a column by its name. */
  public static Column histogram(String first) {
    return histogram(Functions.col(first));
  }

  /** The hour, 0 to 23. */
  public static Column hour(Column first) {
    return call("hour", first);
  }

  /** As above, of a column by its name. */
  public static Column hour(String first) {
    return hour(Functions.col(first));
  }

  /** The square root of the sum of both squares, without overflow in between. */
  public static Column hypot(Column first, Object second) {
    return call("hypot", first, second);
  }

  /** As above, of columns by their names. */
  public static Column hypot(String first, String second) {
    return hypot(Functions.col(first), Functions.col(second));
  }

  /** With the first letter of each word in upper case, the others in lower case. */
  public static Column initcap(Column first) {
    return call("initcap", first);
  }

  /** As above, of a column by its name. */
  public static Column initcap(String first) {
    return initcap(Functions.col(first));
  }

  /**
   * The path of the file that a row was read from; empty where it is from none. It is told of rows
   * as they come from files, through filters and columns, not of those of joins and groups.
   */
  public static Column input_file_name() {
    return call("input_file_name");
  }

  /**
   * The instant at which clocks of a time zone show a timestamp, or what CAST reads from a text
   * that may name another zone. Where clocks are put back, the earlier one; what they skip is as if
   * they hadn't been moved yet.
   */
  public static Column instant(Column first, Object second) {
    return call("instant", first, second);
  }

  /** Where the second text begins in the first, from 1; 0 if nowhere. */
  public static Column instr(Column first, Object second) {
    return call("instr", first, second);
  }

  /** Whether it isn't a number. */
  public static Column isnan(Column first) {
    return call("isnan", first);
  }

  /** As above, of a column by its name. */
  public static Column isnan(String first) {
    return isnan(Functions.col(first));
  }

  /** The year of ISO 8601 that the week lies in. */
  public static Column isoyear(Column first) {
    return call("isoyear", first);
  }

  /** As above, of a column by its name. */
  public static Column isoyear(String first) {
    return isoyear(Functions.col(first));
  }

  /** What a[i] and m[k] are short for: an element, the first of which is 0; a value. */
  public static Column item(Column first, Object second) {
    return call("item", first, second);
  }

  /** The number of elements. */
  public static Column json_array_length(Column first) {
    return call("json_array_length", first);
  }

  /** As above, of a column by its name. */
  public static Column json_array_length(String first) {
    return json_array_length(Functions.col(first));
  }

  /**
   * A STRUCT of members of a JSON document as text, of names that are literals: c0, c1 and so on.
   * json_tuple(doc, 'a', 'b') makes columns of them.
   */
  public static Column json_members(Column... more) {
    return callAll("json_members", new Object[] {}, more);
  }

  /** The names of the members, in their order. */
  public static Column json_object_keys(Column first) {
    return call("json_object_keys", first);
  }

  /** As above, of a column by its name. */
  public static Column json_object_keys(String first) {
    return json_object_keys(Functions.col(first));
  }

  /** The excess kurtosis of a whole population: the fourth standardised moment, less 3. */
  public static Column kurtosis(Column first) {
    return call("kurtosis", first);
  }

  /** As above, of a column by its name. */
  public static Column kurtosis(String first) {
    return kurtosis(Functions.col(first));
  }

  /** The value of the last row, which is any row where rows have no order. */
  public static Column last(Column first) {
    return call("last", first);
  }

  /** As above, of a column by its name. */
  public static Column last(String first) {
    return last(Functions.col(first));
  }

  /** The value of the last row, which is any row where rows have no order. */
  public static Column last(Column first, Object second) {
    return call("last", first, second);
  }

  /** As above, of a column by its name. */
  public static Column last(String first, Object second) {
    return last(Functions.col(first), second);
  }

  /** The last day of the month that a date lies in. */
  public static Column last_day(Column first) {
    return call("last_day", first);
  }

  /** As above, of a column by its name. */
  public static Column last_day(String first) {
    return last_day(Functions.col(first));
  }

  /** In lower case, by Unicode's rules without a language's. */
  public static Column lcase(Column first) {
    return call("lcase", first);
  }

  /** As above, of a column by its name. */
  public static Column lcase(String first) {
    return lcase(Functions.col(first));
  }

  /** The least common multiple, never negative; 0 if one of them is 0. */
  public static Column lcm(Column first, Object second) {
    return call("lcm", first, second);
  }

  /** The smallest of the arguments; NaN is larger than any number. */
  public static Column least(Column... more) {
    return callAll("least", new Object[] {}, more);
  }

  /** The least common multiple, never negative; 0 if one of them is 0. */
  public static Column least_common_multiple(Column first, Object second) {
    return call("least_common_multiple", first, second);
  }

  /** The first so many characters; none if the number is negative. */
  public static Column left(Column first, Object second) {
    return call("left", first, second);
  }

  /** The number of characters, that is of code points; of a BINARY, of bytes. */
  public static Column len(Column first) {
    return call("len", first);
  }

  /** As above, of a column by its name. */
  public static Column len(String first) {
    return len(Functions.col(first));
  }

  /** The number of characters, that is of code points; of a BINARY, of bytes. */
  public static Column length(Column first) {
    return call("length", first);
  }

  /** As above, of a column by its name. */
  public static Column length(String first) {
    return length(Functions.col(first));
  }

  /**
   * How many characters have to be added, left out or replaced to make one text of the other; -1 if
   * more than the third argument.
   */
  public static Column levenshtein(Column first, Object second) {
    return call("levenshtein", first, second);
  }

  /**
   * How many characters have to be added, left out or replaced to make one text of the other; -1 if
   * more than the third argument.
   */
  public static Column levenshtein(Column first, Object second, Object third) {
    return call("levenshtein", first, second, third);
  }

  /** The elements, then the value. */
  public static Column list_append(Column first, Object second) {
    return call("list_append", first, second);
  }

  /** Whether an element equals the value. */
  public static Column list_contains(Column first, Object second) {
    return call("list_contains", first, second);
  }

  /** The elements, of equal ones the first. Nulls are equal. */
  public static Column list_distinct(Column first) {
    return call("list_distinct", first);
  }

  /** As above, of a column by its name. */
  public static Column list_distinct(String first) {
    return list_distinct(Functions.col(first));
  }

  /** The elements for which the lambda is true; it may be given their index, from 0. */
  public static Column list_filter(Column first, Function<Column, Column> second) {
    return call("list_filter", first, Lambdas.of(second));
  }

  /** The elements for which the lambda is true; it may be given their index, from 0. */
  public static Column list_filter(Column first, BiFunction<Column, Column, Column> second) {
    return call("list_filter", first, Lambdas.of(second));
  }

  /** The largest element; nulls don't count, NaN is the largest. */
  public static Column list_max(Column first) {
    return call("list_max", first);
  }

  /** As above, of a column by its name. */
  public static Column list_max(String first) {
    return list_max(Functions.col(first));
  }

  /** The smallest element; nulls don't count, NaN is the largest. */
  public static Column list_min(Column first) {
    return call("list_min", first);
  }

  /** As above, of a column by its name. */
  public static Column list_min(String first) {
    return list_min(Functions.col(first));
  }

  /** The place of the first element that equals the value, from 1 on; 0 if none does. */
  public static Column list_position(Column first, Object second) {
    return call("list_position", first, second);
  }

  /** What the lambda makes of each element; it is also given the element's index, from 0. */
  public static Column list_transform(Column first, Function<Column, Column> second) {
    return call("list_transform", first, Lambdas.of(second));
  }

  /** What the lambda makes of each element; it is also given the element's index, from 0. */
  public static Column list_transform(Column first, BiFunction<Column, Column, Column> second) {
    return call("list_transform", first, Lambdas.of(second));
  }

  /** An array of the arguments. */
  public static Column list_value(Column... more) {
    return callAll("list_value", new Object[] {}, more);
  }

  /**
   * The texts put together with a separator between them, in any order unless WITHIN GROUP (ORDER
   * BY ...) follows.
   */
  public static Column listagg(Column first) {
    return call("listagg", first);
  }

  /** As above, of a column by its name. */
  public static Column listagg(String first) {
    return listagg(Functions.col(first));
  }

  /**
   * The texts put together with a separator between them, in any order unless WITHIN GROUP (ORDER
   * BY ...) follows.
   */
  public static Column listagg(Column first, Object second) {
    return call("listagg", first, second);
  }

  /** As above, of a column by its name. */
  public static Column listagg(String first, Object second) {
    return listagg(Functions.col(first), second);
  }

  /** The natural logarithm. */
  public static Column ln(Column first) {
    return call("ln", first);
  }

  /** As above, of a column by its name. */
  public static Column ln(String first) {
    return ln(Functions.col(first));
  }

  /** What clocks of the session's zone showed when the query began. The same for all rows. */
  public static Column localtimestamp() {
    return call("localtimestamp");
  }

  /**
   * Where the first text begins in the second, from 1, not before the given position; 0 if nowhere.
   * POSITION(a IN b) is the same.
   */
  public static Column locate(Column first, Object second) {
    return call("locate", first, second);
  }

  /**
   * Where the first text begins in the second, from 1, not before the given position; 0 if nowhere.
   * POSITION(a IN b) is the same.
   */
  public static Column locate(Column first, Object second, Object third) {
    return call("locate", first, second, third);
  }

  /**
   * The logarithm to the first number as base of the second; of one number, its natural logarithm,
   * as in Spark (and unlike DuckDB, whose log is log10).
   */
  public static Column log(Column first) {
    return call("log", first);
  }

  /** As above, of a column by its name. */
  public static Column log(String first) {
    return log(Functions.col(first));
  }

  /**
   * The logarithm to the first number as base of the second; of one number, its natural logarithm,
   * as in Spark (and unlike DuckDB, whose log is log10).
   */
  public static Column log(Column first, Object second) {
    return call("log", first, second);
  }

  /** The logarithm to base 10. */
  public static Column log10(Column first) {
    return call("log10", first);
  }

  /** As above, of a column by its name. */
  public static Column log10(String first) {
    return log10(Functions.col(first));
  }

  /** The natural logarithm of 1 plus the number; exact for numbers near 0. */
  public static Column log1p(Column first) {
    return call("log1p", first);
  }

  /** As above, of a column by its name. */
  public static Column log1p(String first) {
    return log1p(Functions.col(first));
  }

  /** The logarithm to base 2. */
  public static Column log2(Column first) {
    return call("log2", first);
  }

  /** As above, of a column by its name. */
  public static Column log2(String first) {
    return log2(Functions.col(first));
  }

  /** In lower case, by Unicode's rules without a language's. */
  public static Column lower(Column first) {
    return call("lower", first);
  }

  /** As above, of a column by its name. */
  public static Column lower(String first) {
    return lower(Functions.col(first));
  }

  /**
   * Filled up on the left, with spaces or the given text, to so many characters; what is longer is
   * cut off on the right.
   */
  public static Column lpad(Column first, Object second) {
    return call("lpad", first, second);
  }

  /**
   * Filled up on the left, with spaces or the given text, to so many characters; what is longer is
   * cut off on the right.
   */
  public static Column lpad(Column first, Object second, Object third) {
    return call("lpad", first, second, third);
  }

  /** Without the spaces, or those of the given characters, at the beginning. */
  public static Column ltrim(Column first) {
    return call("ltrim", first);
  }

  /** As above, of a column by its name. */
  public static Column ltrim(String first) {
    return ltrim(Functions.col(first));
  }

  /** Without the spaces, or those of the given characters, at the beginning. */
  public static Column ltrim(Column first, Object second) {
    return call("ltrim", first, second);
  }

  /** Whether a text is digits of which the last one checks the others, by Luhn's rule. */
  public static Column luhn_check(Column first) {
    return call("luhn_check", first);
  }

  /** As above, of a column by its name. */
  public static Column luhn_check(String first) {
    return luhn_check(Functions.col(first));
  }

  /** The date of a year, a month and a day. */
  public static Column make_date(Column first, Object second, Object third) {
    return call("make_date", first, second, third);
  }

  /**
   * A timestamp of year, month, day, hour, minute and second with up to six digits of fraction, in
   * a time zone or that of the session.
   */
  public static Column make_timestamp(
      Column first, Object second, Object third, Object fourth, Object fifth, Object sixth) {
    return call("make_timestamp", first, second, third, fourth, fifth, sixth);
  }

  /**
   * A timestamp of year, month, day, hour, minute and second with up to six digits of fraction, in
   * a time zone or that of the session.
   */
  public static Column make_timestamp(
      Column first,
      Object second,
      Object third,
      Object fourth,
      Object fifth,
      Object sixth,
      Object seventh) {
    return call("make_timestamp", first, second, third, fourth, fifth, sixth, seventh);
  }

  /**
   * A timestamp without time zone of year, month, day, hour, minute and second with up to six
   * digits of fraction.
   */
  public static Column make_timestamp_ntz(
      Column first, Object second, Object third, Object fourth, Object fifth, Object sixth) {
    return call("make_timestamp_ntz", first, second, third, fourth, fifth, sixth);
  }

  /** A map of keys and their values, which take turns. */
  public static Column map(Column... more) {
    return callAll("map", new Object[] {}, more);
  }

  /** The entries of all maps. */
  public static Column map_concat(Column... more) {
    return callAll("map_concat", new Object[] {}, more);
  }

  /** Whether the map has the key. */
  public static Column map_contains_key(Column first, Object second) {
    return call("map_contains_key", first, second);
  }

  /** The entries as an array of STRUCTs of key and value. */
  public static Column map_entries(Column first) {
    return call("map_entries", first);
  }

  /** As above, of a column by its name. */
  public static Column map_entries(String first) {
    return map_entries(Functions.col(first));
  }

  /** The entries for which the lambda is true. */
  public static Column map_filter(Column first, BiFunction<Column, Column, Column> second) {
    return call("map_filter", first, Lambdas.of(second));
  }

  /** The map of the keys of one array and the values of another. */
  public static Column map_from_arrays(Column first, Object second) {
    return call("map_from_arrays", first, second);
  }

  /** The map of an array of STRUCTs of two members, the key and the value. */
  public static Column map_from_entries(Column first) {
    return call("map_from_entries", first);
  }

  /** As above, of a column by its name. */
  public static Column map_from_entries(String first) {
    return map_from_entries(Functions.col(first));
  }

  /** The keys. */
  public static Column map_keys(Column first) {
    return call("map_keys", first);
  }

  /** As above, of a column by its name. */
  public static Column map_keys(String first) {
    return map_keys(Functions.col(first));
  }

  /** The values. */
  public static Column map_values(Column first) {
    return call("map_values", first);
  }

  /** As above, of a column by its name. */
  public static Column map_values(String first) {
    return map_values(Functions.col(first));
  }

  /**
   * What the lambda makes of each key of two maps and its values, NULL where a map doesn't have the
   * key.
   */
  public static Column map_zip_with(
      Column first, Object second, TriFunction<Column, Column, Column, Column> third) {
    return call("map_zip_with", first, second, Lambdas.of(third));
  }

  /**
   * With each upper-case letter replaced by X, each lower-case one by x and each digit by n, or by
   * the characters that are given instead, the last of which is for everything else; NULL leaves a
   * kind as it is.
   */
  public static Column mask(Column first) {
    return call("mask", first);
  }

  /** As above, of a column by its name. */
  public static Column mask(String first) {
    return mask(Functions.col(first));
  }

  /**
   * With each upper-case letter replaced by X, each lower-case one by x and each digit by n, or by
   * the characters that are given instead, the last of which is for everything else; NULL leaves a
   * kind as it is.
   */
  public static Column mask(Column first, Object second) {
    return call("mask", first, second);
  }

  /**
   * With each upper-case letter replaced by X, each lower-case one by x and each digit by n, or by
   * the characters that are given instead, the last of which is for everything else; NULL leaves a
   * kind as it is.
   */
  public static Column mask(Column first, Object second, Object third) {
    return call("mask", first, second, third);
  }

  /**
   * With each upper-case letter replaced by X, each lower-case one by x and each digit by n, or by
   * the characters that are given instead, the last of which is for everything else; NULL leaves a
   * kind as it is.
   */
  public static Column mask(Column first, Object second, Object third, Object fourth) {
    return call("mask", first, second, third, fourth);
  }

  /**
   * With each upper-case letter replaced by X, each lower-case one by x and each digit by n, or by
   * the characters that are given instead, the last of which is for everything else; NULL leaves a
   * kind as it is.
   */
  public static Column mask(
      Column first, Object second, Object third, Object fourth, Object fifth) {
    return call("mask", first, second, third, fourth, fifth);
  }

  /** The largest value, of any type; NaN is larger than any number. */
  public static Column max(Column first) {
    return call("max", first);
  }

  /** As above, of a column by its name. */
  public static Column max(String first) {
    return max(Functions.col(first));
  }

  /** The first argument in the row where the second is largest; in any one of several. */
  public static Column max_by(Column first, Object second) {
    return call("max_by", first, second);
  }

  /** As above, of columns by their names. */
  public static Column max_by(String first, String second) {
    return max_by(Functions.col(first), Functions.col(second));
  }

  /** The MD5 digest of the bytes, in lower-case hexadecimal digits. */
  public static Column md5(Column first) {
    return call("md5", first);
  }

  /** As above, of a column by its name. */
  public static Column md5(String first) {
    return md5(Functions.col(first));
  }

  /** The mean; of decimals one with 4 digits more after the point, else a DOUBLE. */
  public static Column mean(Column first) {
    return call("mean", first);
  }

  /** As above, of a column by its name. */
  public static Column mean(String first) {
    return mean(Functions.col(first));
  }

  /** The value in the middle, or the mean of the two there; exact. */
  public static Column median(Column first) {
    return call("median", first);
  }

  /** As above, of a column by its name. */
  public static Column median(String first) {
    return median(Functions.col(first));
  }

  /** The smallest value, of any type; NaN is larger than any number. */
  public static Column min(Column first) {
    return call("min", first);
  }

  /** As above, of a column by its name. */
  public static Column min(String first) {
    return min(Functions.col(first));
  }

  /** The first argument in the row where the second is smallest; in any one of several. */
  public static Column min_by(Column first, Object second) {
    return call("min_by", first, second);
  }

  /** As above, of columns by their names. */
  public static Column min_by(String first, String second) {
    return min_by(Functions.col(first), Functions.col(second));
  }

  /** The minute, 0 to 59. */
  public static Column minute(Column first) {
    return call("minute", first);
  }

  /** As above, of a column by its name. */
  public static Column minute(String first) {
    return minute(Functions.col(first));
  }

  /** The most frequent value, the smallest of several. */
  public static Column mode(Column first) {
    return call("mode", first);
  }

  /** As above, of a column by its name. */
  public static Column mode(String first) {
    return mode(Functions.col(first));
  }

  /**
   * A number that no other row has, and that grows with the rows of a partition: the partition's
   * number, unless the argument says it, times 2^33, and how many rows came before in it.
   */
  public static Column monotonically_increasing_id() {
    return call("monotonically_increasing_id");
  }

  /**
   * A number that no other row has, and that grows with the rows of a partition: the partition's
   * number, unless the argument says it, times 2^33, and how many rows came before in it.
   */
  public static Column monotonically_increasing_id(Column first) {
    return call("monotonically_increasing_id", first);
  }

  /** As above, of a column by its name. */
  public static Column monotonically_increasing_id(String first) {
    return monotonically_increasing_id(Functions.col(first));
  }

  /** The month, 1 to 12. */
  public static Column month(Column first) {
    return call("month", first);
  }

  /** As above, of a column by its name. */
  public static Column month(String first) {
    return month(Functions.col(first));
  }

  /** The month in three letters of English. */
  public static Column monthname(Column first) {
    return call("monthname", first);
  }

  /** As above, of a column by its name. */
  public static Column monthname(String first) {
    return monthname(Functions.col(first));
  }

  /**
   * The months from the second timestamp to the first: whole where both have the same day of the
   * month or both the last one, else with a fraction of 31 days; rounded to 8 digits unless the
   * third argument is false.
   */
  public static Column months_between(Column first, Object second) {
    return call("months_between", first, second);
  }

  /**
   * The months from the second timestamp to the first: whole where both have the same day of the
   * month or both the last one, else with a fraction of 31 days; rounded to 8 digits unless the
   * third argument is false.
   */
  public static Column months_between(Column first, Object second, Object third) {
    return call("months_between", first, second, third);
  }

  /**
   * A STRUCT of names, which are literals, and their values. struct(a, b + 1) is named_struct('a',
   * a, 'col2', b + 1).
   */
  public static Column named_struct(Column... more) {
    return callAll("named_struct", new Object[] {}, more);
  }

  /** The first number unless it is NaN, else the second. */
  public static Column nanvl(Column first, Object second) {
    return call("nanvl", first, second);
  }

  /** The number with the other sign. -a is the same. */
  public static Column negative(Column first) {
    return call("negative", first);
  }

  /** As above, of a column by its name. */
  public static Column negative(String first) {
    return negative(Functions.col(first));
  }

  /** The first day after a date that is this day of the week: mo, mon, monday, ... */
  public static Column next_day(Column first, Object second) {
    return call("next_day", first, second);
  }

  /** The instant at which the query began. The same for all rows. */
  public static Column now() {
    return call("now");
  }

  /** The number, NULL in the place of 0. */
  public static Column nullifzero(Column first) {
    return call("nullifzero", first);
  }

  /** As above, of a column by its name. */
  public static Column nullifzero(String first) {
    return nullifzero(Functions.col(first));
  }

  /** The second argument where the first isn't null, else the third. */
  public static Column nvl2(Column first, Object second, Object third) {
    return call("nvl2", first, second, third);
  }

  /** The number of bytes, which a text takes in UTF-8. */
  public static Column octet_length(Column first) {
    return call("octet_length", first);
  }

  /** As above, of a column by its name. */
  public static Column octet_length(String first) {
    return octet_length(Functions.col(first));
  }

  /**
   * With the characters from a position, of the given number or else as many as there are in the
   * second text, replaced by the second text. In SQL it is written OVERLAY(text PLACING other FROM
   * a FOR b).
   */
  public static Column overlay(Column first, Object second, Object third) {
    return call("overlay", first, second, third);
  }

  /**
   * With the characters from a position, of the given number or else as many as there are in the
   * second text, replaced by the second text. In SQL it is written OVERLAY(text PLACING other FROM
   * a FOR b).
   */
  public static Column overlay(Column first, Object second, Object third, Object fourth) {
    return call("overlay", first, second, third, fourth);
  }

  /**
   * A part of a URL: PROTOCOL, AUTHORITY, USERINFO, HOST, PATH, QUERY, REF, or FILE, which is path
   * and query; of the QUERY, the value of a key if one is given. Nothing is decoded.
   */
  public static Column parse_url(Column first, Object second) {
    return call("parse_url", first, second);
  }

  /**
   * A part of a URL: PROTOCOL, AUTHORITY, USERINFO, HOST, PATH, QUERY, REF, or FILE, which is path
   * and query; of the QUERY, the value of a key if one is given. Nothing is decoded.
   */
  public static Column parse_url(Column first, Object second, Object third) {
    return call("parse_url", first, second, third);
  }

  /**
   * The value below which this fraction of the values lies, interpolated; exact. Also
   * percentile_cont(fraction) WITHIN GROUP (ORDER BY x).
   */
  public static Column percentile(Column first, Object second) {
    return call("percentile", first, second);
  }

  /** As above, of a column by its name. */
  public static Column percentile(String first, Object second) {
    return percentile(Functions.col(first), second);
  }

  /**
   * As percentile, from a sketch of bounded size (a t-digest); off by at most about 1 % of the
   * values in the middle and less at the ends, exact for up to 1024 values of a group in one task;
   * a third argument, the accuracy in other engines, is ignored.
   */
  public static Column percentile_approx(Column first, Object second) {
    return call("percentile_approx", first, second);
  }

  /** As above, of a column by its name. */
  public static Column percentile_approx(String first, Object second) {
    return percentile_approx(Functions.col(first), second);
  }

  /**
   * As percentile, from a sketch of bounded size (a t-digest); off by at most about 1 % of the
   * values in the middle and less at the ends, exact for up to 1024 values of a group in one task;
   * a third argument, the accuracy in other engines, is ignored.
   */
  public static Column percentile_approx(Column first, Object second, Object third) {
    return call("percentile_approx", first, second, third);
  }

  /** As above, of a column by its name. */
  public static Column percentile_approx(String first, Object second, Object third) {
    return percentile_approx(Functions.col(first), second, third);
  }

  /** The ratio of a circle's circumference to its diameter. */
  public static Column pi() {
    return call("pi");
  }

  /**
   * The remainder, with the divisor added where it is negative and the divisor isn't; of a negative
   * divisor, what mod gives.
   */
  public static Column pmod(Column first, Object second) {
    return call("pmod", first, second);
  }

  /**
   * Where the first text begins in the second, from 1, not before the given position; 0 if nowhere.
   * POSITION(a IN b) is the same.
   */
  public static Column position(Column first, Object second) {
    return call("position", first, second);
  }

  /**
   * Where the first text begins in the second, from 1, not before the given position; 0 if nowhere.
   * POSITION(a IN b) is the same.
   */
  public static Column position(Column first, Object second, Object third) {
    return call("position", first, second, third);
  }

  /** The number itself. +a is the same. */
  public static Column positive(Column first) {
    return call("positive", first);
  }

  /** As above, of a column by its name. */
  public static Column positive(String first) {
    return positive(Functions.col(first));
  }

  /** The first number to the power of the second. */
  public static Column pow(Column first, Object second) {
    return call("pow", first, second);
  }

  /** As above, of columns by their names. */
  public static Column pow(String first, String second) {
    return pow(Functions.col(first), Functions.col(second));
  }

  /** The first number to the power of the second. */
  public static Column power(Column first, Object second) {
    return call("power", first, second);
  }

  /** As above, of columns by their names. */
  public static Column power(String first, String second) {
    return power(Functions.col(first), Functions.col(second));
  }

  /**
   * The arguments in the format of the first one, as Java's Formatter has it: %d, %,.2f, %-10s, %x,
   * ...
   */
  public static Column printf(Object first, Column... more) {
    return callAll("printf", new Object[] {first}, more);
  }

  /** All values multiplied, in floating point. */
  public static Column product(Column first) {
    return call("product", first);
  }

  /** As above, of a column by its name. */
  public static Column product(String first) {
    return product(Functions.col(first));
  }

  /**
   * The value below which this fraction of the values lies, interpolated; exact. Also
   * percentile_cont(fraction) WITHIN GROUP (ORDER BY x).
   */
  public static Column quantile_cont(Column first, Object second) {
    return call("quantile_cont", first, second);
  }

  /** As above, of a column by its name. */
  public static Column quantile_cont(String first, Object second) {
    return quantile_cont(Functions.col(first), second);
  }

  /**
   * The first value that at least this fraction of the values isn't above. Also
   * percentile_disc(fraction) WITHIN GROUP (ORDER BY x).
   */
  public static Column quantile_disc(Column first, Object second) {
    return call("quantile_disc", first, second);
  }

  /** As above, of a column by its name. */
  public static Column quantile_disc(String first, Object second) {
    return quantile_disc(Functions.col(first), second);
  }

  /** The quarter, 1 to 4. */
  public static Column quarter(Column first) {
    return call("quarter", first);
  }

  /** As above, of a column by its name. */
  public static Column quarter(String first) {
    return quarter(Functions.col(first));
  }

  /** An angle in degrees, in radians. */
  public static Column radians(Column first) {
    return call("radians", first);
  }

  /** As above, of a column by its name. */
  public static Column radians(String first) {
    return radians(Functions.col(first));
  }

  /** Fails with a message. Its type is STRING where Spark's is VOID. */
  public static Column raise_error(Column first) {
    return call("raise_error", first);
  }

  /** As above, of a column by its name. */
  public static Column raise_error(String first) {
    return raise_error(Functions.col(first));
  }

  /**
   * A random number from 0 to below 1. A seed, a literal, makes it reproducible; each partition of
   * a query has a stream of its own unless another argument names one.
   */
  public static Column rand() {
    return call("rand");
  }

  /**
   * A random number from 0 to below 1. A seed, a literal, makes it reproducible; each partition of
   * a query has a stream of its own unless another argument names one.
   */
  public static Column rand(Column first) {
    return call("rand", first);
  }

  /** As above, of a column by its name. */
  public static Column rand(String first) {
    return rand(Functions.col(first));
  }

  /**
   * A random number from 0 to below 1. A seed, a literal, makes it reproducible; each partition of
   * a query has a stream of its own unless another argument names one.
   */
  public static Column rand(Column first, Object second) {
    return call("rand", first, second);
  }

  /**
   * A random number of the standard normal distribution. A seed, a literal, makes it reproducible;
   * each partition of a query has a stream of its own unless another argument names one.
   */
  public static Column randn() {
    return call("randn");
  }

  /**
   * A random number of the standard normal distribution. A seed, a literal, makes it reproducible;
   * each partition of a query has a stream of its own unless another argument names one.
   */
  public static Column randn(Column first) {
    return call("randn", first);
  }

  /** As above, of a column by its name. */
  public static Column randn(String first) {
    return randn(Functions.col(first));
  }

  /**
   * A random number of the standard normal distribution. A seed, a literal, makes it reproducible;
   * each partition of a query has a stream of its own unless another argument names one.
   */
  public static Column randn(Column first, Object second) {
    return call("randn", first, second);
  }

  /**
   * A random number from 0 to below 1. A seed, a literal, makes it reproducible; each partition of
   * a query has a stream of its own unless another argument names one.
   */
  public static Column random() {
    return call("random");
  }

  /**
   * A random number from 0 to below 1. A seed, a literal, makes it reproducible; each partition of
   * a query has a stream of its own unless another argument names one.
   */
  public static Column random(Column first) {
    return call("random", first);
  }

  /** As above, of a column by its name. */
  public static Column random(String first) {
    return random(Functions.col(first));
  }

  /**
   * A random number from 0 to below 1. A seed, a literal, makes it reproducible; each partition of
   * a query has a stream of its own unless another argument names one.
   */
  public static Column random(Column first, Object second) {
    return call("random", first, second);
  }

  /**
   * The last state: the second argument is the first, and the lambda makes of the state and each
   * element in turn the next, which is cast to the type of the first. A second lambda makes the
   * result of the last state.
   */
  public static Column reduce(
      Column first, Object second, BiFunction<Column, Column, Column> third) {
    return call("reduce", first, second, Lambdas.of(third));
  }

  /**
   * The last state: the second argument is the first, and the lambda makes of the state and each
   * element in turn the next, which is cast to the type of the first. A second lambda makes the
   * result of the last state.
   */
  public static Column reduce(
      Column first,
      Object second,
      BiFunction<Column, Column, Column> third,
      Function<Column, Column> fourth) {
    return call("reduce", first, second, Lambdas.of(third), Lambdas.of(fourth));
  }

  /**
   * Whether the regular expression matches some part of the text. The syntax is RE2's, which is
   * that of Java and Perl without back references and looking around, and always takes time linear
   * in the text. a RLIKE b is the same. Literals have no escapes of their own: one backslash is one
   * backslash.
   */
  public static Column regexp(Column first, Object second) {
    return call("regexp", first, second);
  }

  /** How many matches there are, none overlapping another. */
  public static Column regexp_count(Column first, Object second) {
    return call("regexp_count", first, second);
  }

  /**
   * What a group of the first match is, the first one unless a number says another; 0 is all of the
   * match. Empty if nothing matches.
   */
  public static Column regexp_extract(Column first, Object second) {
    return call("regexp_extract", first, second);
  }

  /**
   * What a group of the first match is, the first one unless a number says another; 0 is all of the
   * match. Empty if nothing matches.
   */
  public static Column regexp_extract(Column first, Object second, Object third) {
    return call("regexp_extract", first, second, third);
  }

  /**
   * What a group is in each of the matches, the first one unless a number says another; 0 is all of
   * the match.
   */
  public static Column regexp_extract_all(Column first, Object second) {
    return call("regexp_extract_all", first, second);
  }

  /**
   * What a group is in each of the matches, the first one unless a number says another; 0 is all of
   * the match.
   */
  public static Column regexp_extract_all(Column first, Object second, Object third) {
    return call("regexp_extract_all", first, second, third);
  }

  /** Where the first match begins, from 1; 0 if nothing matches. */
  public static Column regexp_instr(Column first, Object second) {
    return call("regexp_instr", first, second);
  }

  /**
   * Whether the regular expression matches some part of the text. The syntax is RE2's, which is
   * that of Java and Perl without back references and looking around, and always takes time linear
   * in the text. a RLIKE b is the same. Literals have no escapes of their own: one backslash is one
   * backslash.
   */
  public static Column regexp_like(Column first, Object second) {
    return call("regexp_like", first, second);
  }

  /**
   * With every match, from a position on if one is given, replaced by the third text, in which $1
   * or ${name} is a group, $0 all of the match, and a backslash takes the meaning from the
   * character after it.
   */
  public static Column regexp_replace(Column first, Object second, Object third) {
    return call("regexp_replace", first, second, third);
  }

  /**
   * With every match, from a position on if one is given, replaced by the third text, in which $1
   * or ${name} is a group, $0 all of the match, and a backslash takes the meaning from the
   * character after it.
   */
  public static Column regexp_replace(Column first, Object second, Object third, Object fourth) {
    return call("regexp_replace", first, second, third, fourth);
  }

  /** The first match. */
  public static Column regexp_substr(Column first, Object second) {
    return call("regexp_substr", first, second);
  }

  /** The mean of x (the second argument). */
  public static Column regr_avgx(Column first, Object second) {
    return call("regr_avgx", first, second);
  }

  /** As above, of columns by their names. */
  public static Column regr_avgx(String first, String second) {
    return regr_avgx(Functions.col(first), Functions.col(second));
  }

  /** The mean of y (the first argument). */
  public static Column regr_avgy(Column first, Object second) {
    return call("regr_avgy", first, second);
  }

  /** As above, of columns by their names. */
  public static Column regr_avgy(String first, String second) {
    return regr_avgy(Functions.col(first), Functions.col(second));
  }

  /** The number of rows in which neither argument is null. */
  public static Column regr_count(Column first, Object second) {
    return call("regr_count", first, second);
  }

  /** As above, of columns by their names. */
  public static Column regr_count(String first, String second) {
    return regr_count(Functions.col(first), Functions.col(second));
  }

  /** Where the line that fits y (the first argument) over x best meets x = 0. */
  public static Column regr_intercept(Column first, Object second) {
    return call("regr_intercept", first, second);
  }

  /** As above, of columns by their names. */
  public static Column regr_intercept(String first, String second) {
    return regr_intercept(Functions.col(first), Functions.col(second));
  }

  /** How much of the variance of y (the first argument) the line over x explains. */
  public static Column regr_r2(Column first, Object second) {
    return call("regr_r2", first, second);
  }

  /** As above, of columns by their names. */
  public static Column regr_r2(String first, String second) {
    return regr_r2(Functions.col(first), Functions.col(second));
  }

  /** The slope of the line that fits y (the first argument) over x best. */
  public static Column regr_slope(Column first, Object second) {
    return call("regr_slope", first, second);
  }

  /** As above, of columns by their names. */
  public static Column regr_slope(String first, String second) {
    return regr_slope(Functions.col(first), Functions.col(second));
  }

  /** The squared differences of x (the second argument) to its mean, summed. */
  public static Column regr_sxx(Column first, Object second) {
    return call("regr_sxx", first, second);
  }

  /** As above, of columns by their names. */
  public static Column regr_sxx(String first, String second) {
    return regr_sxx(Functions.col(first), Functions.col(second));
  }

  /** The products of the differences of both arguments to their means, summed. */
  public static Column regr_sxy(Column first, Object second) {
    return call("regr_sxy", first, second);
  }

  /** As above, of columns by their names. */
  public static Column regr_sxy(String first, String second) {
    return regr_sxy(Functions.col(first), Functions.col(second));
  }

  /** The squared differences of y (the first argument) to its mean, summed. */
  public static Column regr_syy(Column first, Object second) {
    return call("regr_syy", first, second);
  }

  /** As above, of columns by their names. */
  public static Column regr_syy(String first, String second) {
    return regr_syy(Functions.col(first), Functions.col(second));
  }

  /** The text so many times; empty if the number is negative. */
  public static Column repeat(Column first, Object second) {
    return call("repeat", first, second);
  }

  /** With every occurrence of the second text replaced by the third, or left out. */
  public static Column replace(Column first, Object second) {
    return call("replace", first, second);
  }

  /** With every occurrence of the second text replaced by the third, or left out. */
  public static Column replace(Column first, Object second, Object third) {
    return call("replace", first, second, third);
  }

  /** The characters, or the elements, in the opposite order. */
  public static Column reverse(Column first) {
    return call("reverse", first);
  }

  /** As above, of a column by its name. */
  public static Column reverse(String first) {
    return reverse(Functions.col(first));
  }

  /** The last so many characters; none if the number is negative. */
  public static Column right(Column first, Object second) {
    return call("right", first, second);
  }

  /** The nearest whole number, the even one of two that are as near. */
  public static Column rint(Column first) {
    return call("rint", first);
  }

  /** As above, of a column by its name. */
  public static Column rint(String first) {
    return rint(Functions.col(first));
  }

  /**
   * Whether the regular expression matches some part of the text. The syntax is RE2's, which is
   * that of Java and Perl without back references and looking around, and always takes time linear
   * in the text. a RLIKE b is the same. Literals have no escapes of their own: one backslash is one
   * backslash.
   */
  public static Column rlike(Column first, Object second) {
    return call("rlike", first, second);
  }

  /**
   * Rounded half away from zero to so many digits after the point, a literal, 0 if left out; a
   * negative number counts digits before it. A decimal's scale becomes that number.
   */
  public static Column round(Column first) {
    return call("round", first);
  }

  /** As above, of a column by its name. */
  public static Column round(String first) {
    return round(Functions.col(first));
  }

  /**
   * Rounded half away from zero to so many digits after the point, a literal, 0 if left out; a
   * negative number counts digits before it. A decimal's scale becomes that number.
   */
  public static Column round(Column first, Object second) {
    return call("round", first, second);
  }

  /**
   * Filled up on the right, with spaces or the given text, to so many characters; what is longer is
   * cut off on the right.
   */
  public static Column rpad(Column first, Object second) {
    return call("rpad", first, second);
  }

  /**
   * Filled up on the right, with spaces or the given text, to so many characters; what is longer is
   * cut off on the right.
   */
  public static Column rpad(Column first, Object second, Object third) {
    return call("rpad", first, second, third);
  }

  /** Without the spaces, or those of the given characters, at the end. */
  public static Column rtrim(Column first) {
    return call("rtrim", first);
  }

  /** As above, of a column by its name. */
  public static Column rtrim(String first) {
    return rtrim(Functions.col(first));
  }

  /** Without the spaces, or those of the given characters, at the end. */
  public static Column rtrim(Column first, Object second) {
    return call("rtrim", first, second);
  }

  /** The secant of an angle in radians. */
  public static Column sec(Column first) {
    return call("sec", first);
  }

  /** As above, of a column by its name. */
  public static Column sec(String first) {
    return sec(Functions.col(first));
  }

  /** The whole second, 0 to 59. */
  public static Column second(Column first) {
    return call("second", first);
  }

  /** As above, of a column by its name. */
  public static Column second(String first) {
    return second(Functions.col(first));
  }

  /**
   * The values from the first argument to the second, both included, in steps of the third: 1 or
   * -1, of dates and timestamps a day, if it isn't given. Their steps are INTERVALs, or a number
   * and its unit, a literal as in date_trunc; steps of months are counted from the first value. A
   * last argument is the zone by whose clocks instants move.
   */
  public static Column sequence(Column first, Object second) {
    return call("sequence", first, second);
  }

  /**
   * The values from the first argument to the second, both included, in steps of the third: 1 or
   * -1, of dates and timestamps a day, if it isn't given. Their steps are INTERVALs, or a number
   * and its unit, a literal as in date_trunc; steps of months are counted from the first value. A
   * last argument is the zone by whose clocks instants move.
   */
  public static Column sequence(Column first, Object second, Object third) {
    return call("sequence", first, second, third);
  }

  /**
   * The values from the first argument to the second, both included, in steps of the third: 1 or
   * -1, of dates and timestamps a day, if it isn't given. Their steps are INTERVALs, or a number
   * and its unit, a literal as in date_trunc; steps of months are counted from the first value. A
   * last argument is the zone by whose clocks instants move.
   */
  public static Column sequence(Column first, Object second, Object third, Object fourth) {
    return call("sequence", first, second, third, fourth);
  }

  /**
   * The values from the first argument to the second, both included, in steps of the third: 1 or
   * -1, of dates and timestamps a day, if it isn't given. Their steps are INTERVALs, or a number
   * and its unit, a literal as in date_trunc; steps of months are counted from the first value. A
   * last argument is the zone by whose clocks instants move.
   */
  public static Column sequence(
      Column first, Object second, Object third, Object fourth, Object fifth) {
    return call("sequence", first, second, third, fourth, fifth);
  }

  /** The SHA-1 digest of the bytes, in lower-case hexadecimal digits. */
  public static Column sha(Column first) {
    return call("sha", first);
  }

  /** As above, of a column by its name. */
  public static Column sha(String first) {
    return sha(Functions.col(first));
  }

  /** The SHA-1 digest of the bytes, in lower-case hexadecimal digits. */
  public static Column sha1(Column first) {
    return call("sha1", first);
  }

  /** As above, of a column by its name. */
  public static Column sha1(String first) {
    return sha1(Functions.col(first));
  }

  /**
   * The SHA-2 digest of the bytes of 224, 256, 384 or 512 bits, 0 for 256, in lower-case
   * hexadecimal digits.
   */
  public static Column sha2(Column first, Object second) {
    return call("sha2", first, second);
  }

  /**
   * The bits moved to the left, that is times a power of two, without a look at overflow. The
   * distance counts modulo the type's bits.
   */
  public static Column shiftleft(Column first, Object second) {
    return call("shiftleft", first, second);
  }

  /**
   * The bits moved to the right, those that come in like the sign. The distance counts modulo the
   * type's bits.
   */
  public static Column shiftright(Column first, Object second) {
    return call("shiftright", first, second);
  }

  /**
   * The bits moved to the right, those that come in 0. The distance counts modulo the type's bits.
   */
  public static Column shiftrightunsigned(Column first, Object second) {
    return call("shiftrightunsigned", first, second);
  }

  /**
   * The elements in a random order. A seed, a literal, makes it reproducible; each partition of a
   * query has a stream of its own unless another argument names one.
   */
  public static Column shuffle(Column first) {
    return call("shuffle", first);
  }

  /** As above, of a column by its name. */
  public static Column shuffle(String first) {
    return shuffle(Functions.col(first));
  }

  /**
   * The elements in a random order. A seed, a literal, makes it reproducible; each partition of a
   * query has a stream of its own unless another argument names one.
   */
  public static Column shuffle(Column first, Object second) {
    return call("shuffle", first, second);
  }

  /**
   * The elements in a random order. A seed, a literal, makes it reproducible; each partition of a
   * query has a stream of its own unless another argument names one.
   */
  public static Column shuffle(Column first, Object second, Object third) {
    return call("shuffle", first, second, third);
  }

  /** -1, 0 or 1, as the number is negative, zero or positive; NaN of NaN. */
  public static Column sign(Column first) {
    return call("sign", first);
  }

  /** As above, of a column by its name. */
  public static Column sign(String first) {
    return sign(Functions.col(first));
  }

  /** -1, 0 or 1, as the number is negative, zero or positive; NaN of NaN. */
  public static Column signum(Column first) {
    return call("signum", first);
  }

  /** As above, of a column by its name. */
  public static Column signum(String first) {
    return signum(Functions.col(first));
  }

  /** The sine of an angle in radians. */
  public static Column sin(Column first) {
    return call("sin", first);
  }

  /** As above, of a column by its name. */
  public static Column sin(String first) {
    return sin(Functions.col(first));
  }

  /** The hyperbolic sine. */
  public static Column sinh(Column first) {
    return call("sinh", first);
  }

  /** As above, of a column by its name. */
  public static Column sinh(String first) {
    return sinh(Functions.col(first));
  }

  /** The number of elements or entries. */
  public static Column size(Column first) {
    return call("size", first);
  }

  /** As above, of a column by its name. */
  public static Column size(String first) {
    return size(Functions.col(first));
  }

  /** The skewness of a whole population: the third standardised moment. */
  public static Column skewness(Column first) {
    return call("skewness", first);
  }

  /** As above, of a column by its name. */
  public static Column skewness(String first) {
    return skewness(Functions.col(first));
  }

  /** So many elements from one on, of which 1 is the first and -1 the last. */
  public static Column slice(Column first, Object second, Object third) {
    return call("slice", first, second, third);
  }

  /** True if at least one value is. */
  public static Column some(Column first) {
    return call("some", first);
  }

  /** As above, of a column by its name. */
  public static Column some(String first) {
    return some(Functions.col(first));
  }

  /** The elements in ascending order, nulls first; in descending, nulls last, if false. */
  public static Column sort_array(Column first) {
    return call("sort_array", first);
  }

  /** As above, of a column by its name. */
  public static Column sort_array(String first) {
    return sort_array(Functions.col(first));
  }

  /** The elements in ascending order, nulls first; in descending, nulls last, if false. */
  public static Column sort_array(Column first, Object second) {
    return call("sort_array", first, second);
  }

  /**
   * The Soundex code of an English word: a letter and three digits that stand for its sound. What
   * doesn't begin with a letter from A to Z is left as it is.
   */
  public static Column soundex(Column first) {
    return call("soundex", first);
  }

  /** As above, of a column by its name. */
  public static Column soundex(String first) {
    return soundex(Functions.col(first));
  }

  /** So many spaces; none if the number is negative. */
  public static Column space(Column first) {
    return call("space", first);
  }

  /** As above, of a column by its name. */
  public static Column space(String first) {
    return space(Functions.col(first));
  }

  /** The number of the partition that a row is in, from 0, unless the argument says it. */
  public static Column spark_partition_id() {
    return call("spark_partition_id");
  }

  /** The number of the partition that a row is in, from 0, unless the argument says it. */
  public static Column spark_partition_id(Column first) {
    return call("spark_partition_id", first);
  }

  /** As above, of a column by its name. */
  public static Column spark_partition_id(String first) {
    return spark_partition_id(Functions.col(first));
  }

  /**
   * What stands between the matches of a regular expression; of an empty one, every character. A
   * positive third argument limits the number of parts, the last of which is then the rest of the
   * text.
   */
  public static Column split(Column first, Object second) {
    return call("split", first, second);
  }

  /**
   * What stands between the matches of a regular expression; of an empty one, every character. A
   * positive third argument limits the number of parts, the last of which is then the rest of the
   * text.
   */
  public static Column split(Column first, Object second, Object third) {
    return call("split", first, second, third);
  }

  /**
   * Which part of the text, from 1, lies between two of the delimiters; a negative number counts
   * from the end. Empty if there are fewer; an empty delimiter is found nowhere.
   */
  public static Column split_part(Column first, Object second, Object third) {
    return call("split_part", first, second, third);
  }

  /** The square root; NaN of a negative number. */
  public static Column sqrt(Column first) {
    return call("sqrt", first);
  }

  /** As above, of a column by its name. */
  public static Column sqrt(String first) {
    return sqrt(Functions.col(first));
  }

  /** Whether the first argument begins with the second. */
  public static Column startswith(Column first, Object second) {
    return call("startswith", first, second);
  }

  /** The standard deviation of a sample: the square root of var_samp. */
  public static Column std(Column first) {
    return call("std", first);
  }

  /** As above, of a column by its name. */
  public static Column std(String first) {
    return std(Functions.col(first));
  }

  /** The standard deviation of a sample: the square root of var_samp. */
  public static Column stddev(Column first) {
    return call("stddev", first);
  }

  /** As above, of a column by its name. */
  public static Column stddev(String first) {
    return stddev(Functions.col(first));
  }

  /** The standard deviation of a whole population: the square root of var_pop. */
  public static Column stddev_pop(Column first) {
    return call("stddev_pop", first);
  }

  /** As above, of a column by its name. */
  public static Column stddev_pop(String first) {
    return stddev_pop(Functions.col(first));
  }

  /** The standard deviation of a sample: the square root of var_samp. */
  public static Column stddev_samp(Column first) {
    return call("stddev_samp", first);
  }

  /** As above, of a column by its name. */
  public static Column stddev_samp(String first) {
    return stddev_samp(Functions.col(first));
  }

  /**
   * The map of a text's entries, between which the second argument stands, a regular expression, or
   * else a comma; the third one, or else a colon, parts a key from its value, which is NULL where
   * it doesn't stand.
   */
  public static Column str_to_map(Column first) {
    return call("str_to_map", first);
  }

  /** As above, of a column by its name. */
  public static Column str_to_map(String first) {
    return str_to_map(Functions.col(first));
  }

  /**
   * The map of a text's entries, between which the second argument stands, a regular expression, or
   * else a comma; the third one, or else a colon, parts a key from its value, which is NULL where
   * it doesn't stand.
   */
  public static Column str_to_map(Column first, Object second) {
    return call("str_to_map", first, second);
  }

  /**
   * The map of a text's entries, between which the second argument stands, a regular expression, or
   * else a comma; the third one, or else a colon, parts a key from its value, which is NULL where
   * it doesn't stand.
   */
  public static Column str_to_map(Column first, Object second, Object third) {
    return call("str_to_map", first, second, third);
  }

  /**
   * The texts put together with a separator between them, in any order unless WITHIN GROUP (ORDER
   * BY ...) follows.
   */
  public static Column string_agg(Column first) {
    return call("string_agg", first);
  }

  /** As above, of a column by its name. */
  public static Column string_agg(String first) {
    return string_agg(Functions.col(first));
  }

  /**
   * The texts put together with a separator between them, in any order unless WITHIN GROUP (ORDER
   * BY ...) follows.
   */
  public static Column string_agg(Column first, Object second) {
    return call("string_agg", first, second);
  }

  /** As above, of a column by its name. */
  public static Column string_agg(String first, Object second) {
    return string_agg(Functions.col(first), second);
  }

  /**
   * A member of a STRUCT by its name, a literal: s.a is struct_extract(s, 'a'). Of an ARRAY of
   * STRUCTs, the ARRAY of their members.
   */
  public static Column struct_extract(Column first, Object second) {
    return call("struct_extract", first, second);
  }

  /**
   * A STRUCT of names, which are literals, and their values. struct(a, b + 1) is named_struct('a',
   * a, 'col2', b + 1).
   */
  public static Column struct_pack(Column... more) {
    return callAll("struct_pack", new Object[] {}, more);
  }

  /**
   * The text from a position, and of at most so many characters. Position 0 means 1; a negative one
   * counts from the end. SUBSTRING(text FROM a FOR b) is the same.
   */
  public static Column substr(Column first, Object second) {
    return call("substr", first, second);
  }

  /**
   * The text from a position, and of at most so many characters. Position 0 means 1; a negative one
   * counts from the end. SUBSTRING(text FROM a FOR b) is the same.
   */
  public static Column substr(Column first, Object second, Object third) {
    return call("substr", first, second, third);
  }

  /**
   * The text from a position, and of at most so many characters. Position 0 means 1; a negative one
   * counts from the end. SUBSTRING(text FROM a FOR b) is the same.
   */
  public static Column substring(Column first, Object second) {
    return call("substring", first, second);
  }

  /**
   * The text from a position, and of at most so many characters. Position 0 means 1; a negative one
   * counts from the end. SUBSTRING(text FROM a FOR b) is the same.
   */
  public static Column substring(Column first, Object second, Object third) {
    return call("substring", first, second, third);
  }

  /**
   * What stands before the delimiter that the number counts to; of a negative number, which counts
   * from the end, what stands after it. All of the text if there are fewer, nothing if the number
   * is 0.
   */
  public static Column substring_index(Column first, Object second, Object third) {
    return call("substring_index", first, second, third);
  }

  /** The sum; of integers a BIGINT, of decimals one with 10 digits more, else a DOUBLE. */
  public static Column sum(Column first) {
    return call("sum", first);
  }

  /** As above, of a column by its name. */
  public static Column sum(String first) {
    return sum(Functions.col(first));
  }

  /** The tangent of an angle in radians. */
  public static Column tan(Column first) {
    return call("tan", first);
  }

  /** As above, of a column by its name. */
  public static Column tan(String first) {
    return tan(Functions.col(first));
  }

  /** The hyperbolic tangent. */
  public static Column tanh(Column first) {
    return call("tanh", first);
  }

  /** As above, of a column by its name. */
  public static Column tanh(String first) {
    return tanh(Functions.col(first));
  }

  /**
   * All windows that a timestamp is in, the earliest first, of a length, and a distance from one's
   * start to the next one's; explode makes a row of each. Otherwise as window. Durations are
   * literals, such as '1 hour 30 minutes', of weeks, days, hours, minutes, seconds and shorter
   * ones.
   */
  public static Column time_windows(Column first, Object second, Object third) {
    return call("time_windows", first, second, third);
  }

  /**
   * All windows that a timestamp is in, the earliest first, of a length, and a distance from one's
   * start to the next one's; explode makes a row of each. Otherwise as window. Durations are
   * literals, such as '1 hour 30 minutes', of weeks, days, hours, minutes, seconds and shorter
   * ones.
   */
  public static Column time_windows(Column first, Object second, Object third, Object fourth) {
    return call("time_windows", first, second, third, fourth);
  }

  /** The instant so many micros after 1970. */
  public static Column timestamp_micros(Column first) {
    return call("timestamp_micros", first);
  }

  /** As above, of a column by its name. */
  public static Column timestamp_micros(String first) {
    return timestamp_micros(Functions.col(first));
  }

  /** The instant so many millis after 1970. */
  public static Column timestamp_millis(Column first) {
    return call("timestamp_millis", first);
  }

  /** As above, of a column by its name. */
  public static Column timestamp_millis(String first) {
    return timestamp_millis(Functions.col(first));
  }

  /** The instant so many seconds after 1970. */
  public static Column timestamp_seconds(Column first) {
    return call("timestamp_seconds", first);
  }

  /** As above, of a column by its name. */
  public static Column timestamp_seconds(String first) {
    return timestamp_seconds(Functions.col(first));
  }

  /**
   * So many units, a literal, later: as date_trunc has them. A DATE moves by days and longer units
   * only. TIMESTAMPADD(unit, n, t) may name the unit without quotes.
   */
  public static Column timestampadd(Object first, Object second, Object third) {
    return call("timestampadd", first, second, third);
  }

  /**
   * How many whole units, a literal as in date_trunc, from the first timestamp to the second.
   * TIMESTAMPDIFF(unit, a, b) may name the unit without quotes.
   */
  public static Column timestampdiff(Object first, Object second, Object third) {
    return call("timestampdiff", first, second, third);
  }

  /** The bytes of a text in a format: hex, which it is unless one is given, base64 or utf-8. */
  public static Column to_binary(Column first) {
    return call("to_binary", first);
  }

  /** As above, of a column by its name. */
  public static Column to_binary(String first) {
    return to_binary(Functions.col(first));
  }

  /** The bytes of a text in a format: hex, which it is unless one is given, base64 or utf-8. */
  public static Column to_binary(Column first, Object second) {
    return call("to_binary", first, second);
  }

  /**
   * A number in a format of to_number, with spaces or zeros for digits that it doesn't have, and #
   * for each digit if it has more; a date or a timestamp as date_format gives it; bytes in base64,
   * hex or utf-8.
   */
  public static Column to_char(Column first, Object second) {
    return call("to_char", first, second);
  }

  /**
   * A number in a format of to_number, with spaces or zeros for digits that it doesn't have, and #
   * for each digit if it has more; a date or a timestamp as date_format gives it; bytes in base64,
   * hex or utf-8.
   */
  public static Column to_char(Column first, Object second, Object third) {
    return call("to_char", first, second, third);
  }

  /**
   * A STRUCT as a record of CSV, members that are null empty. Options follow, names and values by
   * turns or as a map of literals: sep, quote, escape, nullValue.
   */
  public static Column to_csv(Column... more) {
    return callAll("to_csv", new Object[] {}, more);
  }

  /**
   * The date that a text says, in a pattern or as CAST reads it. A pattern has the letters of
   * Java's DateTimeFormatter as Spark takes them: yyyy, MM, dd, HH, mm, ss, SSS, a, EEE, MMM, XXX,
   * ...
   */
  public static Column to_date(Column first) {
    return call("to_date", first);
  }

  /** As above, of a column by its name. */
  public static Column to_date(String first) {
    return to_date(Functions.col(first));
  }

  /**
   * The date that a text says, in a pattern or as CAST reads it. A pattern has the letters of
   * Java's DateTimeFormatter as Spark takes them: yyyy, MM, dd, HH, mm, ss, SSS, a, EEE, MMM, XXX,
   * ...
   */
  public static Column to_date(Column first, Object second) {
    return call("to_date", first, second);
  }

  /**
   * A STRUCT, ARRAY or MAP as JSON, members that are null left out. Dates and timestamps are
   * printed as CAST prints them, BINARY in base 64.
   */
  public static Column to_json(Column first) {
    return call("to_json", first);
  }

  /** As above, of a column by its name. */
  public static Column to_json(String first) {
    return to_json(Functions.col(first));
  }

  /**
   * The number that a text is in a format, with as many digits as the format. A format is made of 9
   * or 0 for a digit, , or G between groups of them, . or D for the point, $ in front of the
   * digits, and a sign in front or behind: S is + or -, MI a space or -, and PR, only behind, angle
   * brackets around what is negative. A group in front of the point that begins with 0 has all of
   * its digits.
   */
  public static Column to_number(Column first, Object second) {
    return call("to_number", first, second);
  }

  /**
   * The instant that a text says, in a pattern or as CAST reads it, and of a time zone. A pattern
   * has the letters of Java's DateTimeFormatter as Spark takes them: yyyy, MM, dd, HH, mm, ss, SSS,
   * a, EEE, MMM, XXX, ...
   */
  public static Column to_timestamp(Column first) {
    return call("to_timestamp", first);
  }

  /** As above, of a column by its name. */
  public static Column to_timestamp(String first) {
    return to_timestamp(Functions.col(first));
  }

  /**
   * The instant that a text says, in a pattern or as CAST reads it, and of a time zone. A pattern
   * has the letters of Java's DateTimeFormatter as Spark takes them: yyyy, MM, dd, HH, mm, ss, SSS,
   * a, EEE, MMM, XXX, ...
   */
  public static Column to_timestamp(Column first, Object second) {
    return call("to_timestamp", first, second);
  }

  /**
   * The instant that a text says, in a pattern or as CAST reads it, and of a time zone. A pattern
   * has the letters of Java's DateTimeFormatter as Spark takes them: yyyy, MM, dd, HH, mm, ss, SSS,
   * a, EEE, MMM, XXX, ...
   */
  public static Column to_timestamp(Column first, Object second, Object third) {
    return call("to_timestamp", first, second, third);
  }

  /**
   * The instant that a text says, in a pattern or as CAST reads it, and of a time zone. A pattern
   * has the letters of Java's DateTimeFormatter as Spark takes them: yyyy, MM, dd, HH, mm, ss, SSS,
   * a, EEE, MMM, XXX, ...
   */
  public static Column to_timestamp_ltz(Column first) {
    return call("to_timestamp_ltz", first);
  }

  /** As above, of a column by its name. */
  public static Column to_timestamp_ltz(String first) {
    return to_timestamp_ltz(Functions.col(first));
  }

  /**
   * The instant that a text says, in a pattern or as CAST reads it, and of a time zone. A pattern
   * has the letters of Java's DateTimeFormatter as Spark takes them: yyyy, MM, dd, HH, mm, ss, SSS,
   * a, EEE, MMM, XXX, ...
   */
  public static Column to_timestamp_ltz(Column first, Object second) {
    return call("to_timestamp_ltz", first, second);
  }

  /**
   * The instant that a text says, in a pattern or as CAST reads it, and of a time zone. A pattern
   * has the letters of Java's DateTimeFormatter as Spark takes them: yyyy, MM, dd, HH, mm, ss, SSS,
   * a, EEE, MMM, XXX, ...
   */
  public static Column to_timestamp_ltz(Column first, Object second, Object third) {
    return call("to_timestamp_ltz", first, second, third);
  }

  /** As to_timestamp, a timestamp without time zone. */
  public static Column to_timestamp_ntz(Column first) {
    return call("to_timestamp_ntz", first);
  }

  /** As above, of a column by its name. */
  public static Column to_timestamp_ntz(String first) {
    return to_timestamp_ntz(Functions.col(first));
  }

  /** As to_timestamp, a timestamp without time zone. */
  public static Column to_timestamp_ntz(Column first, Object second) {
    return call("to_timestamp_ntz", first, second);
  }

  /**
   * The whole seconds since 1970 of the instant that to_timestamp gives, the pattern yyyy-MM-dd
   * HH:mm:ss where it is left out.
   */
  public static Column to_unix_timestamp(Column first) {
    return call("to_unix_timestamp", first);
  }

  /** As above, of a column by its name. */
  public static Column to_unix_timestamp(String first) {
    return to_unix_timestamp(Functions.col(first));
  }

  /**
   * The whole seconds since 1970 of the instant that to_timestamp gives, the pattern yyyy-MM-dd
   * HH:mm:ss where it is left out.
   */
  public static Column to_unix_timestamp(Column first, Object second) {
    return call("to_unix_timestamp", first, second);
  }

  /**
   * The whole seconds since 1970 of the instant that to_timestamp gives, the pattern yyyy-MM-dd
   * HH:mm:ss where it is left out.
   */
  public static Column to_unix_timestamp(Column first, Object second, Object third) {
    return call("to_unix_timestamp", first, second, third);
  }

  /** What clocks of UTC show when those of a time zone show the timestamp. */
  public static Column to_utc_timestamp(Column first, Object second) {
    return call("to_utc_timestamp", first, second);
  }

  /**
   * A number in a format of to_number, with spaces or zeros for digits that it doesn't have, and #
   * for each digit if it has more; a date or a timestamp as date_format gives it; bytes in base64,
   * hex or utf-8.
   */
  public static Column to_varchar(Column first, Object second) {
    return call("to_varchar", first, second);
  }

  /**
   * A number in a format of to_number, with spaces or zeros for digits that it doesn't have, and #
   * for each digit if it has more; a date or a timestamp as date_format gives it; bytes in base64,
   * hex or utf-8.
   */
  public static Column to_varchar(Column first, Object second, Object third) {
    return call("to_varchar", first, second, third);
  }

  /** What the lambda makes of each element; it is also given the element's index, from 0. */
  public static Column transform(Column first, Function<Column, Column> second) {
    return call("transform", first, Lambdas.of(second));
  }

  /** What the lambda makes of each element; it is also given the element's index, from 0. */
  public static Column transform(Column first, BiFunction<Column, Column, Column> second) {
    return call("transform", first, Lambdas.of(second));
  }

  /** The entries with what the lambda makes of them as their keys. */
  public static Column transform_keys(Column first, BiFunction<Column, Column, Column> second) {
    return call("transform_keys", first, Lambdas.of(second));
  }

  /** The entries with what the lambda makes of them as their values. */
  public static Column transform_values(Column first, BiFunction<Column, Column, Column> second) {
    return call("transform_values", first, Lambdas.of(second));
  }

  /**
   * With every character that is in the second text replaced by the one at its place in the third;
   * left out if there is none.
   */
  public static Column translate(Column first, Object second, Object third) {
    return call("translate", first, second, third);
  }

  /**
   * Without the spaces, or those of the given characters, at both ends. TRIM([BOTH | LEADING |
   * TRAILING] characters FROM text) is the same.
   */
  public static Column trim(Column first) {
    return call("trim", first);
  }

  /** As above, of a column by its name. */
  public static Column trim(String first) {
    return trim(Functions.col(first));
  }

  /**
   * Without the spaces, or those of the given characters, at both ends. TRIM([BOTH | LEADING |
   * TRAILING] characters FROM text) is the same.
   */
  public static Column trim(Column first, Object second) {
    return call("trim", first, second);
  }

  /**
   * The first day of the unit that a date lies in: week (from Monday), month, quarter, year or
   * longer, a literal. Of a number, what truncate gives.
   */
  public static Column trunc(Column first, Object second) {
    return call("trunc", first, second);
  }

  /**
   * The first day of the unit that a date lies in: week (from Monday), month, quarter, year or
   * longer, a literal. Of a number, what truncate gives.
   */
  public static Column trunc(Column first) {
    return call("trunc", first);
  }

  /** As above, of a column by its name. */
  public static Column trunc(String first) {
    return trunc(Functions.col(first));
  }

  /** As round, but digits are cut off. trunc is the same. */
  public static Column truncate(Column first) {
    return call("truncate", first);
  }

  /** As above, of a column by its name. */
  public static Column truncate(String first) {
    return truncate(Functions.col(first));
  }

  /** As round, but digits are cut off. trunc is the same. */
  public static Column truncate(Column first, Object second) {
    return call("truncate", first, second);
  }

  /** As a + b, which fails where this is null. */
  public static Column try_add(Column first, Object second) {
    return call("try_add", first, second);
  }

  /** As avg, which fails where this is null. */
  public static Column try_avg(Column first) {
    return call("try_avg", first);
  }

  /** As above, of a column by its name. */
  public static Column try_avg(String first) {
    return try_avg(Functions.col(first));
  }

  /** As a / b, which fails where this is null. */
  public static Column try_divide(Column first, Object second) {
    return call("try_divide", first, second);
  }

  /** As element_at. */
  public static Column try_element_at(Column first, Object second) {
    return call("try_element_at", first, second);
  }

  /** As instant. */
  public static Column try_instant(Column first, Object second) {
    return call("try_instant", first, second);
  }

  /**
   * A timestamp of year, month, day, hour, minute and second with up to six digits of fraction, in
   * a time zone or that of the session.
   */
  public static Column try_make_timestamp(
      Column first, Object second, Object third, Object fourth, Object fifth, Object sixth) {
    return call("try_make_timestamp", first, second, third, fourth, fifth, sixth);
  }

  /**
   * A timestamp of year, month, day, hour, minute and second with up to six digits of fraction, in
   * a time zone or that of the session.
   */
  public static Column try_make_timestamp(
      Column first,
      Object second,
      Object third,
      Object fourth,
      Object fifth,
      Object sixth,
      Object seventh) {
    return call("try_make_timestamp", first, second, third, fourth, fifth, sixth, seventh);
  }

  /** As a % b, which fails where this is null. */
  public static Column try_mod(Column first, Object second) {
    return call("try_mod", first, second);
  }

  /** As a * b, which fails where this is null. */
  public static Column try_multiply(Column first, Object second) {
    return call("try_multiply", first, second);
  }

  /** As a - b, which fails where this is null. */
  public static Column try_subtract(Column first, Object second) {
    return call("try_subtract", first, second);
  }

  /** As sum, which fails where this is null. */
  public static Column try_sum(Column first) {
    return call("try_sum", first);
  }

  /** As above, of a column by its name. */
  public static Column try_sum(String first) {
    return try_sum(Functions.col(first));
  }

  /** As to_binary. */
  public static Column try_to_binary(Column first) {
    return call("try_to_binary", first);
  }

  /** As above, of a column by its name. */
  public static Column try_to_binary(String first) {
    return try_to_binary(Functions.col(first));
  }

  /** As to_binary. */
  public static Column try_to_binary(Column first, Object second) {
    return call("try_to_binary", first, second);
  }

  /** As to_date. */
  public static Column try_to_date(Column first) {
    return call("try_to_date", first);
  }

  /** As above, of a column by its name. */
  public static Column try_to_date(String first) {
    return try_to_date(Functions.col(first));
  }

  /** As to_date. */
  public static Column try_to_date(Column first, Object second) {
    return call("try_to_date", first, second);
  }

  /** As to_number. */
  public static Column try_to_number(Column first, Object second) {
    return call("try_to_number", first, second);
  }

  /** As to_timestamp. */
  public static Column try_to_timestamp(Column first) {
    return call("try_to_timestamp", first);
  }

  /** As above, of a column by its name. */
  public static Column try_to_timestamp(String first) {
    return try_to_timestamp(Functions.col(first));
  }

  /** As to_timestamp. */
  public static Column try_to_timestamp(Column first, Object second) {
    return call("try_to_timestamp", first, second);
  }

  /** As to_timestamp. */
  public static Column try_to_timestamp(Column first, Object second, Object third) {
    return call("try_to_timestamp", first, second, third);
  }

  /** The name of the argument's type. */
  public static Column typeof(Column first) {
    return call("typeof", first);
  }

  /** As above, of a column by its name. */
  public static Column typeof(String first) {
    return typeof(Functions.col(first));
  }

  /** In upper case, by Unicode's rules without a language's. */
  public static Column ucase(Column first) {
    return call("ucase", first);
  }

  /** As above, of a column by its name. */
  public static Column ucase(String first) {
    return ucase(Functions.col(first));
  }

  /** The bytes of a text in base 64; characters that don't belong there are skipped. */
  public static Column unbase64(Column first) {
    return call("unbase64", first);
  }

  /** As above, of a column by its name. */
  public static Column unbase64(String first) {
    return unbase64(Functions.col(first));
  }

  /** The bytes of hexadecimal digits; an odd number of them has a 0 in front. */
  public static Column unhex(Column first) {
    return call("unhex", first);
  }

  /** As above, of a column by its name. */
  public static Column unhex(String first) {
    return unhex(Functions.col(first));
  }

  /** The days since 1970. */
  public static Column unix_date(Column first) {
    return call("unix_date", first);
  }

  /** As above, of a column by its name. */
  public static Column unix_date(String first) {
    return unix_date(Functions.col(first));
  }

  /** The whole micros since 1970. */
  public static Column unix_micros(Column first) {
    return call("unix_micros", first);
  }

  /** As above, of a column by its name. */
  public static Column unix_micros(String first) {
    return unix_micros(Functions.col(first));
  }

  /** The whole millis since 1970. */
  public static Column unix_millis(Column first) {
    return call("unix_millis", first);
  }

  /** As above, of a column by its name. */
  public static Column unix_millis(String first) {
    return unix_millis(Functions.col(first));
  }

  /** The whole seconds since 1970. */
  public static Column unix_seconds(Column first) {
    return call("unix_seconds", first);
  }

  /** As above, of a column by its name. */
  public static Column unix_seconds(String first) {
    return unix_seconds(Functions.col(first));
  }

  /**
   * The whole seconds since 1970 of the instant that to_timestamp gives, the pattern yyyy-MM-dd
   * HH:mm:ss where it is left out.
   */
  public static Column unix_timestamp(Column first) {
    return call("unix_timestamp", first);
  }

  /** As above, of a column by its name. */
  public static Column unix_timestamp(String first) {
    return unix_timestamp(Functions.col(first));
  }

  /**
   * The whole seconds since 1970 of the instant that to_timestamp gives, the pattern yyyy-MM-dd
   * HH:mm:ss where it is left out.
   */
  public static Column unix_timestamp(Column first, Object second) {
    return call("unix_timestamp", first, second);
  }

  /**
   * The whole seconds since 1970 of the instant that to_timestamp gives, the pattern yyyy-MM-dd
   * HH:mm:ss where it is left out.
   */
  public static Column unix_timestamp(Column first, Object second, Object third) {
    return call("unix_timestamp", first, second, third);
  }

  /** In upper case, by Unicode's rules without a language's. */
  public static Column upper(Column first) {
    return call("upper", first);
  }

  /** As above, of a column by its name. */
  public static Column upper(String first) {
    return upper(Functions.col(first));
  }

  /** The text that url_encode has made this one of. */
  public static Column url_decode(Column first) {
    return call("url_decode", first);
  }

  /** As above, of a column by its name. */
  public static Column url_decode(String first) {
    return url_decode(Functions.col(first));
  }

  /** As a value in the query of a URL: application/x-www-form-urlencoded, of UTF-8. */
  public static Column url_encode(Column first) {
    return call("url_encode", first);
  }

  /** As above, of a column by its name. */
  public static Column url_encode(String first) {
    return url_encode(Functions.col(first));
  }

  /**
   * A random UUID of version 4. A seed, a literal, makes it reproducible; each partition of a query
   * has a stream of its own unless another argument names one.
   */
  public static Column uuid() {
    return call("uuid");
  }

  /**
   * A random UUID of version 4. A seed, a literal, makes it reproducible; each partition of a query
   * has a stream of its own unless another argument names one.
   */
  public static Column uuid(Column first) {
    return call("uuid", first);
  }

  /** As above, of a column by its name. */
  public static Column uuid(String first) {
    return uuid(Functions.col(first));
  }

  /**
   * A random UUID of version 4. A seed, a literal, makes it reproducible; each partition of a query
   * has a stream of its own unless another argument names one.
   */
  public static Column uuid(Column first, Object second) {
    return call("uuid", first, second);
  }

  /** The variance of a whole population: divided by n. */
  public static Column var_pop(Column first) {
    return call("var_pop", first);
  }

  /** As above, of a column by its name. */
  public static Column var_pop(String first) {
    return var_pop(Functions.col(first));
  }

  /** The variance of a sample: the squared differences to the mean, summed, divided by n - 1. */
  public static Column var_samp(Column first) {
    return call("var_samp", first);
  }

  /** As above, of a column by its name. */
  public static Column var_samp(String first) {
    return var_samp(Functions.col(first));
  }

  /** The variance of a sample: the squared differences to the mean, summed, divided by n - 1. */
  public static Column variance(Column first) {
    return call("variance", first);
  }

  /** As above, of a column by its name. */
  public static Column variance(String first) {
    return variance(Functions.col(first));
  }

  /** What clocks of a time zone show at an instant. */
  public static Column wall_clock(Column first, Object second) {
    return call("wall_clock", first, second);
  }

  /** The week of ISO 8601, from 1. */
  public static Column week(Column first) {
    return call("week", first);
  }

  /** As above, of a column by its name. */
  public static Column week(String first) {
    return week(Functions.col(first));
  }

  /** The day of the week, 0 = Monday to 6. */
  public static Column weekday(Column first) {
    return call("weekday", first);
  }

  /** As above, of a column by its name. */
  public static Column weekday(String first) {
    return weekday(Functions.col(first));
  }

  /** The week of ISO 8601, from 1. */
  public static Column weekofyear(Column first) {
    return call("weekofyear", first);
  }

  /** As above, of a column by its name. */
  public static Column weekofyear(String first) {
    return weekofyear(Functions.col(first));
  }

  /**
   * Which of so many equal buckets, from 1, between the second and the third number the first lies
   * in; 0 and one more than the last are what lies outside. The bounds may descend.
   */
  public static Column width_bucket(Column first, Object second, Object third, Object fourth) {
    return call("width_bucket", first, second, third, fourth);
  }

  /** The last microsecond that is in a window, a STRUCT of its start and end. */
  public static Column window_time(Column first) {
    return call("window_time", first);
  }

  /** As above, of a column by its name. */
  public static Column window_time(String first) {
    return window_time(Functions.col(first));
  }

  /**
   * A STRUCT with a member more, behind the others; one of the name, which is a literal, is
   * replaced in its place.
   */
  public static Column with_field(Column first, Object second, Object third) {
    return call("with_field", first, second, third);
  }

  /** The 64-bit xxHash of the arguments with the seed 42, the same as Spark's. */
  public static Column xxhash64(Column... more) {
    return callAll("xxhash64", new Object[] {}, more);
  }

  /** The year. */
  public static Column year(Column first) {
    return call("year", first);
  }

  /** As above, of a column by its name. */
  public static Column year(String first) {
    return year(Functions.col(first));
  }

  /** The year of ISO 8601 that the week lies in. */
  public static Column yearofweek(Column first) {
    return call("yearofweek", first);
  }

  /** As above, of a column by its name. */
  public static Column yearofweek(String first) {
    return yearofweek(Functions.col(first));
  }

  /** The number, 0 in the place of NULL. */
  public static Column zeroifnull(Column first) {
    return call("zeroifnull", first);
  }

  /** As above, of a column by its name. */
  public static Column zeroifnull(String first) {
    return zeroifnull(Functions.col(first));
  }

  /**
   * What the lambda makes of the elements of two arrays that are at one place, NULL where an array
   * is shorter.
   */
  public static Column zip_with(
      Column first, Object second, BiFunction<Column, Column, Column> third) {
    return call("zip_with", first, second, Lambdas.of(third));
  }
}
