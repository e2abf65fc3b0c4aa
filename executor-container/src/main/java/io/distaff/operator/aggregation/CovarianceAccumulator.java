package io.distaff.operator.aggregation;

/**
 * Covariance, correlation and linear regression of two arguments y and x, from the count, the means
 * and the sums of the products of the differences to them; added and merged as {@link
 * MomentsAccumulator} does.
 */
final class CovarianceAccumulator extends DoubleStates {
  /** Count, mean of y, mean of x, sums of (dy * dx), (dy * dy), (dx * dx). */
  static final int NUM_STATES = 6;

  /** What is computed. */
  enum Statistic {
    COVAR_POP,
    COVAR_SAMP,
    CORR,
    REGR_SLOPE,
    REGR_INTERCEPT,
    REGR_R2,
    REGR_AVGX,
    REGR_AVGY,
    REGR_SXX,
    REGR_SYY,
    REGR_SXY
  }

  private final Statistic statistic;

  CovarianceAccumulator(Statistic statistic, boolean groupsBeginEmpty) {
    super(NUM_STATES, groupsBeginEmpty);
    this.statistic = statistic;
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    double[] ys = in.doubles(0);
    double[] xs = in.doubles(1);
    int[] groups = in.groups();
    double[] counts = states[0];
    double[] meansY = states[1];
    double[] meansX = states[2];
    double[] yx = states[3];
    double[] yy = states[4];
    double[] xx = states[5];
    for (int k = 0, count = in.count(); k < count; k++) {
      int g = groups[k];
      double n = counts[g] + 1;
      double dy = ys[k] - meansY[g];
      double dx = xs[k] - meansX[g];
      counts[g] = n;
      meansY[g] += dy / n;
      meansX[g] += dx / n;
      double dxAfter = xs[k] - meansX[g];
      yx[g] += dy * dxAfter;
      yy[g] += dy * (ys[k] - meansY[g]);
      xx[g] += dx * dxAfter;
    }
  }

  @Override
  void merge(double[][] others, int[] groups, int count) {
    for (int k = 0; k < count; k++) {
      double nb = others[0][k];
      if (nb == 0) {
        continue;
      }
      int g = groups[k];
      double na = states[0][g];
      double n = na + nb;
      double dy = others[1][k] - states[1][g];
      double dx = others[2][k] - states[2][g];
      double weight = na * nb / n;
      states[0][g] = n;
      states[1][g] += dy * nb / n;
      states[2][g] += dx * nb / n;
      states[3][g] += others[3][k] + dy * dx * weight;
      states[4][g] += others[4][k] + dy * dy * weight;
      states[5][g] += others[5][k] + dx * dx * weight;
    }
  }

  @Override
  boolean hasResult(int group) {
    double n = states[0][group];
    return switch (statistic) {
      case COVAR_POP, REGR_AVGX, REGR_AVGY, REGR_SXX, REGR_SYY, REGR_SXY -> n > 0;
      case COVAR_SAMP -> n > 1;
      case CORR -> n > 0 && states[4][group] != 0 && states[5][group] != 0;
      case REGR_SLOPE, REGR_INTERCEPT, REGR_R2 -> n > 0 && states[5][group] != 0;
    };
  }

  private static double rootOfProduct(double a, double b) {
    double product = a * b;
    return product > 0 && product < Double.POSITIVE_INFINITY
        ? Math.sqrt(product)
        : Math.sqrt(a) * Math.sqrt(b);
  }

  @Override
  double result(int group) {
    double n = states[0][group];
    double yx = states[3][group];
    double yy = states[4][group];
    double xx = states[5][group];
    return switch (statistic) {
      case COVAR_POP -> yx / n;
      case COVAR_SAMP -> yx / (n - 1);
      case CORR -> Math.max(-1, Math.min(1, yx / rootOfProduct(yy, xx)));
      case REGR_SLOPE -> yx / xx;
      case REGR_INTERCEPT -> states[1][group] - yx / xx * states[2][group];
      case REGR_R2 -> yy == 0 ? 1 : yx / xx * (yx / yy);
      case REGR_AVGX -> states[2][group];
      case REGR_AVGY -> states[1][group];
      case REGR_SXX -> xx;
      case REGR_SYY -> yy;
      case REGR_SXY -> yx;
    };
  }
}
