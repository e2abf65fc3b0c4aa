package io.distaff.api;

import static io.distaff.api.Functions.coalesce;
import static io.distaff.api.Functions.col;
import static io.distaff.api.Functions.lit;
import static io.distaff.api.Functions.not;
import static io.distaff.api.Functions.when;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.row.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Statistics of a DataFrame's columns; {@link DataFrame#stat}. Immutable. */
public final class StatFunctions {
  /** Below it a sketch isn't good enough. */
  private static final double SKETCH_ERROR = 0.01;

  private static final double DEFAULT_SUPPORT = 0.01;

  private final DataFrame input;

  StatFunctions(DataFrame input) {
    this.input = input;
  }

  private Column named(String name) {
    int place = input.relation().scope().indexOf(name);
    return new Column(ScopeNames.of(input.relation().scope()).term(place));
  }

  /**
   * Pearson's correlation of two columns of numbers, over rows in which neither is null; NaN where
   * there is none. Runs a query.
   */
  public double corr(String first, String second) {
    return number(Functions.corr(named(first), named(second)));
  }

  /** The covariance of a sample of two columns of numbers, as {@link #corr}. */
  public double cov(String first, String second) {
    return number(Functions.covar_samp(named(first), named(second)));
  }

  private double number(Column aggregate) {
    Row row = input.agg(aggregate).first();
    return row.isNull(0) ? Double.NaN : row.getDouble(0);
  }

  /**
   * Values below which these shares of a column lie, without nulls and NaN; none where there are no
   * others. Runs a query.
   *
   * @param probabilities each from 0 to 1
   * @param relativeError that a share may be off by: from 0.01 on a sketch answers, below it all
   *     values are sorted
   */
  public double[] approxQuantile(String column, double[] probabilities, double relativeError) {
    return approxQuantile(new String[] {column}, probabilities, relativeError)[0];
  }

  /** As {@link #approxQuantile(String, double[], double)}, an array for each of the columns. */
  public double[][] approxQuantile(String[] columns, double[] probabilities, double relativeError) {
    if (!(relativeError >= 0 && relativeError <= 1)) {
      throw usage("approxQuantile(): a relative error is from 0 to 1, not " + relativeError);
    }
    String function = relativeError < SKETCH_ERROR ? "quantile_disc" : "approx_percentile";
    List<Column> aggregates = new ArrayList<>();
    for (String name : columns) {
      Column value = named(name).cast("double");
      Column number = when(not(value.isNaN()), value);
      for (double probability : probabilities) {
        if (!(probability >= 0 && probability <= 1)) {
          throw usage("approxQuantile(): a probability is from 0 to 1, not " + probability);
        }
        aggregates.add(Column.call(function, number, probability).as("q" + aggregates.size()));
      }
    }
    if (aggregates.isEmpty()) {
      return new double[columns.length][0];
    }
    Column[] more = aggregates.subList(1, aggregates.size()).toArray(new Column[0]);
    Row row = input.agg(aggregates.get(0), more).first();
    double[][] quantiles = new double[columns.length][];
    for (int c = 0; c < columns.length; c++) {
      int from = c * probabilities.length;
      quantiles[c] = new double[row.isNull(from) ? 0 : probabilities.length];
      for (int p = 0; p < quantiles[c].length; p++) {
        quantiles[c][p] = row.getDouble(from + p);
      }
    }
    return quantiles;
  }

  /**
   * How often values of two columns occur together: a row for each value of the first, which is
   * text in the column {@code first_second}, and a column for each of the second, at most 10,000.
   * Null is a value, {@code null}. Runs a query to find the columns.
   */
  public DataFrame crosstab(String first, String second) {
    String rows = first + "_" + second;
    return input
        .select(text(first).as(rows), text(second).as("#value"))
        .groupBy(col(TermWriter.quoted(rows)))
        .pivot(TermWriter.quoted("#value"))
        .agg(Functions.count("*"));
  }

  private Column text(String name) {
    return coalesce(named(name).cast("string"), lit("null"));
  }

  /**
   * Of each column the values that at least a share of the rows have, as an array in the only row,
   * in the column {@code NAME_freqItems}. Exact; null is no value.
   *
   * @param support above 0, at most 1
   */
  public DataFrame freqItems(String[] columns, double support) {
    if (!(support > 0 && support <= 1)) {
      throw usage("freqItems(): a support is above 0 and at most 1, not " + support);
    }
    DataFrame all = null;
    for (String name : columns) {
      DataFrame counted = input.groupBy(named(name).as("value")).agg(Functions.count("*").as("n"));
      DataFrame frequent =
          counted
              .withColumn("total", Functions.sum("n").over())
              .filter(col("n").geq(col("total").multiply(support)))
              .agg(Functions.collect_list("value").as(name + "_freqItems"));
      all = all == null ? frequent : all.crossJoin(frequent);
    }
    if (all == null) {
      throw usage("freqItems() needs at least one column");
    }
    return all;
  }

  /** As {@link #freqItems(String[], double)}, of at least 1 % of the rows. */
  public DataFrame freqItems(String[] columns) {
    return freqItems(columns, DEFAULT_SUPPORT);
  }

  /**
   * The rows, each with a chance that depends on its value in a column.
   *
   * @param fractions by value, each from 0 to 1; rows of other values are left out
   * @param seed the same rows again, as {@link DataFrame#sample(double, long)} has it
   */
  public DataFrame sampleBy(Column column, Map<?, Double> fractions, long seed) {
    Column fraction = lit(0.0);
    for (Map.Entry<?, Double> entry : fractions.entrySet()) {
      if (!(entry.getValue() >= 0 && entry.getValue() <= 1)) {
        throw usage("sampleBy(): a fraction is from 0 to 1, not " + entry.getValue());
      }
      fraction = when(column.eqNullSafe(entry.getKey()), entry.getValue()).otherwise(fraction);
    }
    return input.filter(Functions.rand(lit((long) Sampling.seed(seed))).lt(fraction));
  }

  /** As {@link #sampleBy(Column, Map, long)}, by name. */
  public DataFrame sampleBy(String column, Map<?, Double> fractions, long seed) {
    return sampleBy(named(column), fractions, seed);
  }

  /** As {@link #sampleBy(Column, Map, long)}, other rows every time. */
  public DataFrame sampleBy(Column column, Map<?, Double> fractions) {
    return sampleBy(column, fractions, ThreadLocalRandom.current().nextLong());
  }

  private static DistaffException usage(String message) {
    return new DistaffException(ErrorCode.USAGE, message);
  }
}
