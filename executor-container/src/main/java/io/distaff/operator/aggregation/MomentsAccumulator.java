package io.distaff.operator.aggregation;

/**
 * Variance, standard deviation, skewness and kurtosis, from the count, the mean and the sums of the
 * 2nd to 4th powers of the differences to the mean. Rows are added and states merged without
 * cancellation: Welford (1962), Chan et al. (1979), and Pébay, "Formulas for robust, one-pass
 * parallel computation of covariances and arbitrary-order statistical moments" (2008).
 */
final class MomentsAccumulator extends DoubleStates {
  /** What is computed. */
  enum Statistic {
    VAR_POP(2),
    VAR_SAMP(2),
    STDDEV_POP(2),
    STDDEV_SAMP(2),
    SKEWNESS(4),
    KURTOSIS(4);

    private final int order;

    Statistic(int order) {
      this.order = order;
    }

    int numStates() {
      return order + 1;
    }
  }

  private final Statistic statistic;

  MomentsAccumulator(Statistic statistic, boolean groupsBeginEmpty) {
    super(statistic.numStates(), groupsBeginEmpty);
    this.statistic = statistic;
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    double[] values = in.doubles();
    if (statistic.order == 2) {
      addToSecond(states[0], states[1], states[2], in.groups(), values, in.count());
    } else {
      addToFourth(in.groups(), values, in.count());
    }
  }

  private static void addToSecond(
      double[] counts, double[] means, double[] m2, int[] groups, double[] values, int count) {
    for (int k = 0; k < count; k++) {
      int g = groups[k];
      double n = counts[g] + 1;
      double delta = values[k] - means[g];
      double mean = means[g] + delta / n;
      counts[g] = n;
      means[g] = mean;
      m2[g] += delta * (values[k] - mean);
    }
  }

  private void addToFourth(int[] groups, double[] values, int count) {
    double[] counts = states[0];
    double[] means = states[1];
    double[] m2 = states[2];
    double[] m3 = states[3];
    double[] m4 = states[4];
    for (int k = 0; k < count; k++) {
      int g = groups[k];
      double before = counts[g];
      double n = before + 1;
      double delta = values[k] - means[g];
      double part = delta / n;
      double square = part * part;
      double term = delta * part * before;
      counts[g] = n;
      means[g] += part;
      m4[g] += term * square * (n * n - 3 * n + 3) + 6 * square * m2[g] - 4 * part * m3[g];
      m3[g] += term * part * (n - 2) - 3 * part * m2[g];
      m2[g] += term;
    }
  }

  @Override
  void merge(double[][] others, int[] groups, int count) {
    for (int k = 0; k < count; k++) {
      double nb = others[0][k];
      if (nb > 0) {
        merge(others, k, groups[k], nb);
      }
    }
  }

  private void merge(double[][] others, int k, int g, double nb) {
    double na = states[0][g];
    double n = na + nb;
    double delta = others[1][k] - states[1][g];
    double part = delta / n;
    double a2 = states[2][g];
    double b2 = others[2][k];
    double term = delta * part * na * nb;
    if (statistic.order == 4) {
      double a3 = states[3][g];
      double b3 = others[3][k];
      states[4][g] +=
          others[4][k]
              + term * part * part * (na * na - na * nb + nb * nb)
              + 6 * part * part * (na * na * b2 + nb * nb * a2)
              + 4 * part * (na * b3 - nb * a3);
      states[3][g] = a3 + b3 + term * part * (na - nb) + 3 * part * (na * b2 - nb * a2);
    }
    states[0][g] = n;
    states[1][g] += part * nb;
    states[2][g] = a2 + b2 + term;
  }

  @Override
  boolean hasResult(int group) {
    double n = states[0][group];
    return switch (statistic) {
      case VAR_POP, STDDEV_POP -> n > 0;
      case VAR_SAMP, STDDEV_SAMP -> n > 1;
      case SKEWNESS, KURTOSIS -> n > 0 && states[2][group] != 0;
    };
  }

  @Override
  double result(int group) {
    double n = states[0][group];
    double m2 = states[2][group];
    return switch (statistic) {
      case VAR_POP -> m2 / n;
      case VAR_SAMP -> m2 / (n - 1);
      case STDDEV_POP -> Math.sqrt(m2 / n);
      case STDDEV_SAMP -> Math.sqrt(m2 / (n - 1));
      case SKEWNESS -> Math.sqrt(n) * states[3][group] / Math.sqrt(m2 * m2 * m2);
      case KURTOSIS -> n * states[4][group] / (m2 * m2) - 3;
    };
  }
}
