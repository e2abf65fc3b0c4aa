package io.distaff.api;

import static io.distaff.api.Functions.col;
import static io.distaff.api.Functions.lit;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Parts of a DataFrame that chance chooses. Stateless. */
final class Sampling {
  private static final String CHANCE = "#chance";

  private static final String COPY = "#copy";

  /** Copies of a row, on average, that are no mistake. */
  static final int MOST_COPIES = 100;

  private Sampling() {}

  /**
   * Each row as often as chance says, independently of others: a Poisson distribution. The number
   * of copies is that of the probabilities of at most 0, 1, 2 ... copies that a random number is
   * above.
   */
  static DataFrame withReplacement(DataFrame input, double fraction, long seed) {
    if (!(fraction >= 0 && fraction <= MOST_COPIES)) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "sample(true, %s): a fraction with replacement is from 0 to %d"
              .formatted(fraction, MOST_COPIES));
    }
    DataFrame withChance = input.withColumn(CHANCE, Functions.rand(lit((long) seed(seed))));
    Column chance = col("`" + CHANCE + "`");
    Column copies = lit(0);
    double probability = Math.exp(-fraction);
    double atMost = probability;
    for (int n = 1; atMost < 1 && probability > 0; n++) {
      copies = copies.plus(Functions.when(chance.geq(atMost), 1).otherwise(0));
      probability *= fraction / n;
      if (atMost + probability == atMost) {
        break;
      }
      atMost += probability;
    }
    Column made = Functions.explode(Functions.array_repeat(lit(0), copies)).as(COPY);
    return withChance.withColumn(COPY, made).drop(CHANCE, COPY);
  }

  static BigDecimal percent(double fraction) {
    return BigDecimal.valueOf(fraction).movePointRight(2).round(MathContext.DECIMAL32);
  }

  /** A seed as SQL takes it. */
  static int seed(long seed) {
    return Long.hashCode(seed) & Integer.MAX_VALUE;
  }

  static List<DataFrame> split(DataFrame input, double[] weights, long seed) {
    double sum = 0;
    for (double weight : weights) {
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new DistaffException(
            ErrorCode.SEMANTIC_ERROR,
            "randomSplit(): a weight isn't negative, as %s is".formatted(weight));
      }
      sum += weight;
    }
    if (sum == 0) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR, "randomSplit() needs a weight that isn't 0");
    }
    DataFrame withChance = input.withColumn(CHANCE, Functions.rand(lit((long) seed(seed))));
    List<DataFrame> parts = new ArrayList<>();
    double from = 0;
    for (int i = 0; i < weights.length; i++) {
      double to = i + 1 == weights.length ? 1 : from + weights[i] / sum;
      Column chance = col("`" + CHANCE + "`");
      parts.add(withChance.filter(chance.geq(from).and(chance.lt(to))).drop(CHANCE));
      from = to;
    }
    return parts;
  }
}
