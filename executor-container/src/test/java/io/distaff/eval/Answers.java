package io.distaff.eval;

import io.distaff.vector.RandomBatches;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/** When two engines' values are the same. */
public final class Answers {
  private Answers() {}

  /**
   * Whether values are the same: numbers by what they are worth, the two zeros as one, NaN as
   * itself, bytes by content, lists and maps in their order.
   *
   * @param tolerance of floating point numbers, in parts of the wanted one
   */
  public static boolean same(Object wanted, Object actual, double tolerance) {
    return sameValues(
        RandomBatches.comparable(wanted), RandomBatches.comparable(actual), tolerance);
  }

  private static boolean sameValues(Object wanted, Object actual, double tolerance) {
    if (wanted instanceof List<?> list) {
      return actual instanceof List<?> other && sameLists(list, other, tolerance);
    }
    if (wanted instanceof Number number && actual instanceof Number other) {
      return sameNumbers(number, other, tolerance);
    }
    return Objects.equals(wanted, actual);
  }

  private static boolean sameLists(List<?> wanted, List<?> actual, double tolerance) {
    boolean same = wanted.size() == actual.size();
    for (int i = 0; same && i < wanted.size(); i++) {
      same = sameValues(wanted.get(i), actual.get(i), tolerance);
    }
    return same;
  }

  private static boolean sameNumbers(Number wanted, Number actual, double tolerance) {
    boolean floating = isFloating(wanted) || isFloating(actual);
    if (!floating) {
      return exact(wanted).compareTo(exact(actual)) == 0;
    }
    double x = wanted.doubleValue();
    double y = actual.doubleValue();
    return Double.compare(x, y) == 0
        || (Double.isFinite(x) && Double.isFinite(y) && Math.abs(x - y) <= tolerance * Math.abs(x));
  }

  private static boolean isFloating(Number number) {
    return number instanceof Double || number instanceof Float;
  }

  private static BigDecimal exact(Number number) {
    return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
  }
}
