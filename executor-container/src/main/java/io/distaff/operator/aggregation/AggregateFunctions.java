package io.distaff.operator.aggregation;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.DecimalRules;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionRegistry;
import io.distaff.expression.Literal;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.AggregateCall.Function;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All aggregate functions. Immutable. */
public final class AggregateFunctions {
  /** The set of a group's values; the planner writes it as COLLECT_LIST(DISTINCT ...). */
  public static final String COLLECT_SET = "collect_set";

  public static final String COLLECT_LIST = "collect_list";

  /** Written with {@link #COLLECT_LIST} and ARRAY_JOIN by the planner. */
  public static final String LISTAGG = "listagg";

  /** Written with SUM and COUNT by the planner. */
  public static final String AVG = "avg";

  /** The sum that is null where that is too large for its type. */
  public static final String TRY_SUM = "try_sum";

  /** Written with {@link #TRY_SUM} and COUNT by the planner. */
  public static final String TRY_AVG = "try_avg";

  private static final double DEFAULT_ERROR = 0.02;
  private static final String NEVER_NULL = "ignores nulls; never null";

  private static final List<AggregateFunction> ALL = table();

  private static final FunctionRegistry REGISTRY =
      new FunctionRegistry(ALL.stream().map(AggregateFunction::definition).toList());

  /** Those of programs, which SQL doesn't know by this name. */
  private static final AggregateFunction OF_PROGRAMS = ofPrograms();

  private static final Map<String, AggregateFunction> BY_NAME =
      Stream.concat(ALL.stream(), Stream.of(OF_PROGRAMS))
          .collect(Collectors.toUnmodifiableMap(f -> f.definition().name(), f -> f));

  private AggregateFunctions() {}

  /** What is said about them. */
  public static FunctionRegistry registry() {
    return REGISTRY;
  }

  /** How many arguments of a function are columns; those behind them must be constants. */
  public static int numArguments(FunctionDefinition definition) {
    return BY_NAME.get(definition.name()).numArguments();
  }

  /** Whether WITHIN GROUP (ORDER BY ...) may follow. */
  public static boolean isOrdered(FunctionDefinition definition) {
    return BY_NAME.get(definition.name()).ordered();
  }

  /**
   * Whether a call may give something else when the same rows come in another order. (Sums in
   * floating point may too, but only in their last digits.)
   */
  public static boolean dependsOnOrder(AggregateCall call) {
    return find(call).byOrder();
  }

  /** As {@link #dependsOnOrder(AggregateCall)}, of all calls of a function. */
  public static boolean dependsOnOrder(FunctionDefinition definition) {
    return BY_NAME.get(definition.name()).byOrder();
  }

  /** The type of a call's state. */
  public static DataType stateType(AggregateCall call, List<DataType> arguments) {
    return find(call).stateRule().stateType(call, arguments);
  }

  /** Throws LIMIT_EXCEEDED if a parameter isn't one that the function takes. */
  public static void check(AggregateCall call, List<DataType> arguments) {
    find(call).factory().make(call, stateType(call, arguments), true);
  }

  /** The accumulator of a call over rows. */
  static Accumulator overRows(
      AggregateCall call, List<DataType> arguments, boolean groupsBeginEmpty) {
    AggregateFunction function = find(call);
    DataType stateType = function.stateRule().stateType(call, arguments);
    return function.accumulator(call, stateType, groupsBeginEmpty);
  }

  /** The accumulator of a call over its states. */
  static Accumulator overStates(AggregateCall call, DataType stateType, boolean groupsBeginEmpty) {
    return find(call).accumulator(call, stateType, groupsBeginEmpty);
  }

  private static AggregateFunction find(AggregateCall call) {
    AggregateFunction function = BY_NAME.get(call.function());
    if (function == null) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED, "the aggregate function " + call.function() + " is unknown");
    }
    return function;
  }

  // Rules and factories that several lines share.

  private static DataType resultIsState(AggregateCall call, List<DataType> arguments) {
    return call.type();
  }

  private static Accumulator choice(AggregateCall call, DataType type, boolean empty) {
    String function = call.function();
    return switch (type.kind()) {
      case NULL, BOOLEAN, TINYINT, SMALLINT, INT, DATE, BIGINT, TIMESTAMP, TIMESTAMP_LOCAL ->
          new LongChoice(function, type, empty);
      case DECIMAL ->
          ((DecimalType) type).isLong()
              ? new LongChoice(function, type, empty)
              : new Int128Choice(function, type, empty);
      case FLOAT, DOUBLE -> new DoubleChoice(function, type, empty);
      case STRING, BINARY -> new BytesChoice(function, type, empty);
      case ARRAY, MAP, STRUCT ->
          RowChoice.ofValues(
              switch (function) {
                case Function.MIN -> RowChoice.Choice.SMALLEST;
                case Function.MAX -> RowChoice.Choice.LARGEST;
                default -> RowChoice.Choice.FIRST;
              },
              type,
              empty);
    };
  }

  private static DataType exactSum(AggregateCall call, List<DataType> arguments) {
    return call.type().kind() == DataType.Kind.DOUBLE
        ? call.type()
        : ExactSumAccumulator.exactType(call.type());
  }

  private static AggregateFunction.Factory sum(ExactSumAccumulator.OnOverflow onOverflow) {
    return (call, state, empty) ->
        call.type().kind() == DataType.Kind.DOUBLE
            ? new DoubleSumAccumulator(empty)
            : new ExactSumAccumulator(call.type(), onOverflow, empty);
  }

  private static AggregateFunction.Factory rowChoice(RowChoice.Choice choice) {
    return (call, state, empty) -> {
      RowChoice.Nulls nulls =
          ((StructType) state).size() > 1 || !flag(call)
              ? RowChoice.Nulls.COUNTED
              : RowChoice.Nulls.IGNORED;
      return RowChoice.ofRows(choice, nulls, call.type(), (StructType) state, empty);
    };
  }

  private static AggregateFunction.Factory percentile(OrderedValues.Statistic statistic) {
    return (call, state, empty) ->
        new OrderedValues(statistic, share(call), call.type(), (ArrayType) state, empty);
  }

  private static AggregateFunction.Factory counted(CountedValues.Statistic statistic) {
    return (call, state, empty) ->
        new CountedValues(statistic, call.type(), (ArrayType) state, empty);
  }

  private static boolean flag(AggregateCall call) {
    return !call.parameters().isEmpty() && Boolean.TRUE.equals(call.parameters().get(0).value());
  }

  private static double number(AggregateCall call, double otherwise) {
    if (call.parameters().isEmpty()) {
      return otherwise;
    }
    Literal literal = call.parameters().get(0);
    return literal.isNull() ? Double.NaN : Double.parseDouble(literal.text());
  }

  private static double share(AggregateCall call) {
    double share = number(call, 0.5);
    if (!(share >= 0 && share <= 1)) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          call.function()
              + " takes a fraction from 0 to 1, not "
              + call.parameters().get(0).text());
    }
    return share;
  }

  private static double error(AggregateCall call) {
    double error = number(call, DEFAULT_ERROR);
    if (!(error >= 0.004 && error < 1)) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          call.function()
              + " takes a relative error from 0.004 to 1, not "
              + call.parameters().get(0).text());
    }
    return error;
  }

  private static DataType sumType(List<FunctionArgument> given, List<DataType> bound) {
    DataType type = bound.get(0);
    return switch (type.kind()) {
      case TINYINT, SMALLINT, INT, BIGINT -> DataType.BIGINT;
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        int precision = Math.min(DecimalType.MAX_PRECISION, decimal.precision() + 10);
        yield DataType.decimal(precision, decimal.scale());
      }
      default -> DataType.DOUBLE;
    };
  }

  private static DataType averageType(List<FunctionArgument> given, List<DataType> bound) {
    return bound.get(0) instanceof DecimalType decimal
        ? DecimalRules.average(decimal)
        : DataType.DOUBLE;
  }

  private static DataType arrayOfFirst(List<FunctionArgument> given, List<DataType> bound) {
    return new ArrayType(bound.get(0));
  }

  private static AggregateFunction ofPrograms() {
    AggregateTable table = new AggregateTable();
    table
        .add(Function.USER_AGGREGATE)
        .says("An Aggregator of a program.")
        .is(UserAccumulator::stateType, UserAccumulator::of);
    return table.functions().get(0);
  }

  // The table.

  private static List<AggregateFunction> table() {
    AggregateTable table = new AggregateTable();
    addSums(table);
    addChoices(table);
    addLogic(table);
    addStatistics(table);
    addPercentiles(table);
    addCollections(table);
    return table.functions();
  }

  private static void addSums(AggregateTable table) {
    table
        .add(Function.COUNT)
        .takes("() -> bigint")
        .takes("(T, any...) -> bigint")
        .ofColumns(Integer.MAX_VALUE)
        .says("The number of rows, or of those in which no argument is null.")
        .nulls("count(*) counts rows, whatever is in them; never null")
        .example("SELECT count(x) FROM (VALUES (1), (NULL), (3)) AS t(x)", "2")
        .is(
            AggregateFunctions::resultIsState,
            (call, state, empty) -> CountAccumulator.ofRows(empty));
    table
        .add("count_if")
        .takes("(boolean) -> bigint")
        .says("The number of rows for which the argument is true.")
        .nulls(NEVER_NULL)
        .example("SELECT count_if(x > 1) FROM (VALUES (1), (2), (3)) AS t(x)", "2")
        .is(
            AggregateFunctions::resultIsState,
            (call, state, empty) -> CountAccumulator.ofTrue(empty));
    table
        .add(Function.SUM)
        .takes("(numeric) -> any", AggregateFunctions::sumType)
        .says("The sum; of integers a BIGINT, of decimals one with 10 digits more, else a DOUBLE.")
        .fails("if the result is too large for its type")
        .example("SELECT sum(x) FROM (VALUES (1.5), (2.25)) AS t(x)", "3.75")
        .is(AggregateFunctions::resultIsState, sum(ExactSumAccumulator.OnOverflow.ERROR));
    table
        .add(TRY_SUM)
        .takes("(numeric) -> any", AggregateFunctions::sumType)
        .says("As sum, which fails where this is null.")
        .nulls("ignores nulls; null if there are no values, or the sum is too large for its type")
        .example("SELECT try_sum(x) FROM (VALUES (1.5), (2.25)) AS t(x)", "3.75")
        .example("SELECT try_sum(x) FROM (VALUES (9223372036854775807), (1L)) AS t(x)", "NULL")
        .is(AggregateFunctions::exactSum, sum(ExactSumAccumulator.OnOverflow.NULL));
    table
        .add(AVG, "mean")
        .takes("(numeric) -> any", (given, bound) -> DataType.DOUBLE)
        .says("The mean; of decimals one with 4 digits more after the point, else a DOUBLE.")
        .example("SELECT avg(x) FROM (VALUES (1), (2)) AS t(x)", "1.5")
        .is(
            AggregateFunctions::resultIsState,
            (call, state, empty) -> {
              throw new IllegalStateException("avg is written with sum and count");
            });
    table
        .add(TRY_AVG)
        .takes("(numeric) -> any", AggregateFunctions::averageType)
        .says("As avg, which fails where this is null.")
        .nulls("ignores nulls; null if there are no values, or their sum is too large")
        .example("SELECT try_avg(x) FROM (VALUES (1), (2)) AS t(x)", "1.5")
        .example(
            "SELECT try_avg(CAST(x AS decimal(38, 0))) FROM (VALUES ('9e37'), ('9e37')) AS t(x)",
            "NULL")
        .is(
            AggregateFunctions::resultIsState,
            (call, state, empty) -> {
              throw new IllegalStateException("try_avg is written with try_sum and count");
            });
    table
        .add("product")
        .takes("(double) -> double")
        .says("All values multiplied, in floating point.")
        .example("SELECT product(x) FROM (VALUES (2), (3)) AS t(x)", "6.0")
        .is(
            AggregateFunctions::resultIsState,
            (call, state, empty) -> new ProductAccumulator(empty));
  }

  private static void addChoices(AggregateTable table) {
    table
        .add(Function.MIN)
        .takes("(T) -> T")
        .says("The smallest value, of any type; NaN is larger than any number.")
        .example("SELECT min(x) FROM (VALUES ('b'), ('ab')) AS t(x)", "ab")
        .is(AggregateFunctions::resultIsState, AggregateFunctions::choice);
    table
        .add(Function.MAX)
        .takes("(T) -> T")
        .says("The largest value, of any type; NaN is larger than any number.")
        .example("SELECT max(x) FROM (VALUES (DATE '2024-02-29'), (NULL)) AS t(x)", "2024-02-29")
        .is(AggregateFunctions::resultIsState, AggregateFunctions::choice);
    table
        .add(Function.ANY_VALUE)
        .byOrder()
        .takes("(T) -> T")
        .says("Any one of the values.")
        .example("SELECT any_value(x) FROM (VALUES (7), (NULL)) AS t(x)", "7")
        .is(AggregateFunctions::resultIsState, AggregateFunctions::choice);
    table
        .add("min_by", "arg_min")
        .byOrder()
        .takes("(T, U) -> T")
        .ofColumns(2)
        .says("The first argument in the row where the second is smallest; in any one of several.")
        .nulls("ignores rows in which the second argument is null")
        .example("SELECT min_by(x, y) FROM (VALUES ('a', 2), ('b', 1)) AS t(x, y)", "b")
        .is(
            (call, arguments) -> RowChoice.stateType(arguments),
            rowChoice(RowChoice.Choice.SMALLEST));
    table
        .add("max_by", "arg_max")
        .byOrder()
        .takes("(T, U) -> T")
        .ofColumns(2)
        .says("The first argument in the row where the second is largest; in any one of several.")
        .nulls("ignores rows in which the second argument is null")
        .example("SELECT max_by(x, y) FROM (VALUES ('a', 2), ('b', 1)) AS t(x, y)", "a")
        .is(
            (call, arguments) -> RowChoice.stateType(arguments),
            rowChoice(RowChoice.Choice.LARGEST));
    table
        .add("first")
        .byOrder()
        .takes("(T, [boolean]) -> T")
        .says("The value of the first row, which is any row where rows have no order.")
        .nulls("ignores nulls only if the second argument is true")
        .example("SELECT first(x) FROM (VALUES (7), (7)) AS t(x)", "7")
        .is((call, arguments) -> RowChoice.stateType(arguments), rowChoice(RowChoice.Choice.FIRST));
    table
        .add("last")
        .byOrder()
        .takes("(T, [boolean]) -> T")
        .says("The value of the last row, which is any row where rows have no order.")
        .nulls("ignores nulls only if the second argument is true")
        .example("SELECT last(x, true) FROM (VALUES (7), (NULL)) AS t(x)", "7")
        .is((call, arguments) -> RowChoice.stateType(arguments), rowChoice(RowChoice.Choice.LAST));
  }

  private static void addLogic(AggregateTable table) {
    table
        .add("bool_and", "every")
        .takes("(boolean) -> boolean")
        .says("True if all values are.")
        .example("SELECT bool_and(x > 1) FROM (VALUES (1), (2)) AS t(x)", "false")
        .is(
            AggregateFunctions::resultIsState,
            (call, state, empty) -> new LongChoice(Function.MIN, call.type(), empty));
    table
        .add("bool_or", "any", "some")
        .takes("(boolean) -> boolean")
        .says("True if at least one value is.")
        .example("SELECT bool_or(x > 1) FROM (VALUES (1), (2)) AS t(x)", "true")
        .is(
            AggregateFunctions::resultIsState,
            (call, state, empty) -> new LongChoice(Function.MAX, call.type(), empty));
    addBits(table, "bit_and", BitAccumulator.Operation.AND, "The bits that all values have.", "2");
    addBits(table, "bit_or", BitAccumulator.Operation.OR, "The bits that any value has.", "7");
    addBits(
        table,
        "bit_xor",
        BitAccumulator.Operation.XOR,
        "The bits that an odd number of values have.",
        "5");
  }

  private static void addBits(
      AggregateTable table,
      String name,
      BitAccumulator.Operation operation,
      String summary,
      String result) {
    table
        .add(name)
        .takes("(T:integral) -> T")
        .says(summary)
        .example("SELECT " + name + "(x) FROM (VALUES (3), (6)) AS t(x)", result)
        .is(
            AggregateFunctions::resultIsState,
            (call, state, empty) -> new BitAccumulator(operation, call.type(), empty));
  }

  private static void addStatistics(AggregateTable table) {
    addMoments(
        table.add("var_samp", "variance"),
        MomentsAccumulator.Statistic.VAR_SAMP,
        "The variance of a sample: the squared differences to the mean, summed, divided by n - 1.",
        "1.0");
    addMoments(
        table.add("var_pop"),
        MomentsAccumulator.Statistic.VAR_POP,
        "The variance of a whole population: divided by n.",
        "0.6666666666666666");
    addMoments(
        table.add("stddev_samp", "stddev", "std"),
        MomentsAccumulator.Statistic.STDDEV_SAMP,
        "The standard deviation of a sample: the square root of var_samp.",
        "1.0");
    addMoments(
        table.add("stddev_pop"),
        MomentsAccumulator.Statistic.STDDEV_POP,
        "The standard deviation of a whole population: the square root of var_pop.",
        "0.816496580927726");
    addMoments(
        table.add("skewness"),
        MomentsAccumulator.Statistic.SKEWNESS,
        "The skewness of a whole population: the third standardised moment.",
        "0.0");
    addMoments(
        table.add("kurtosis"),
        MomentsAccumulator.Statistic.KURTOSIS,
        "The excess kurtosis of a whole population: the fourth standardised moment, less 3.",
        "-1.5");
    addCovariance(
        table, CovarianceAccumulator.Statistic.COVAR_POP, "The covariance, divided by n.", "0.5");
    addCovariance(
        table,
        CovarianceAccumulator.Statistic.COVAR_SAMP,
        "The covariance of a sample, divided by n - 1.",
        "1.0");
    addCovariance(
        table,
        CovarianceAccumulator.Statistic.CORR,
        "Pearson's correlation; null if one of the arguments is the same in all rows.",
        "1.0");
    addCovariance(
        table,
        CovarianceAccumulator.Statistic.REGR_SLOPE,
        "The slope of the line that fits y (the first argument) over x best.",
        "2.0");
    addCovariance(
        table,
        CovarianceAccumulator.Statistic.REGR_INTERCEPT,
        "Where the line that fits y (the first argument) over x best meets x = 0.",
        "3.0");
    addCovariance(
        table,
        CovarianceAccumulator.Statistic.REGR_R2,
        "How much of the variance of y (the first argument) the line over x explains.",
        "1.0");
    addCovariance(
        table,
        CovarianceAccumulator.Statistic.REGR_AVGX,
        "The mean of x (the second argument).",
        "1.5");
    addCovariance(
        table,
        CovarianceAccumulator.Statistic.REGR_AVGY,
        "The mean of y (the first argument).",
        "6.0");
    addCovariance(
        table,
        CovarianceAccumulator.Statistic.REGR_SXX,
        "The squared differences of x (the second argument) to its mean, summed.",
        "0.5");
    addCovariance(
        table,
        CovarianceAccumulator.Statistic.REGR_SYY,
        "The squared differences of y (the first argument) to its mean, summed.",
        "2.0");
    addCovariance(
        table,
        CovarianceAccumulator.Statistic.REGR_SXY,
        "The products of the differences of both arguments to their means, summed.",
        "1.0");
    table
        .add("regr_count")
        .takes("(double, double) -> bigint")
        .ofColumns(2)
        .says("The number of rows in which neither argument is null.")
        .nulls(NEVER_NULL)
        .example("SELECT regr_count(y, x) FROM (VALUES (5, 1), (7, NULL)) AS t(y, x)", "1")
        .is(
            AggregateFunctions::resultIsState,
            (call, state, empty) -> CountAccumulator.ofRows(empty));
  }

  private static void addMoments(
      AggregateTable.Line line,
      MomentsAccumulator.Statistic statistic,
      String summary,
      String result) {
    boolean ofEqual =
        statistic == MomentsAccumulator.Statistic.SKEWNESS
            || statistic == MomentsAccumulator.Statistic.KURTOSIS;
    boolean ofSample =
        statistic == MomentsAccumulator.Statistic.VAR_SAMP
            || statistic == MomentsAccumulator.Statistic.STDDEV_SAMP;
    String fewest = ofSample ? "fewer than two values" : "no values";
    line.takes("(double) -> double")
        .says(summary)
        .nulls(
            "ignores nulls; null if there are "
                + fewest
                + (ofEqual ? ", or all of them are equal" : ""))
        .example(
            "SELECT %s(x) FROM (VALUES (1), (2), (3)) AS t(x)"
                .formatted(statistic.name().toLowerCase(java.util.Locale.ROOT)),
            result)
        .is(
            (call, arguments) -> DoubleStates.stateType(statistic.numStates()),
            (call, state, empty) -> new MomentsAccumulator(statistic, empty));
  }

  private static void addCovariance(
      AggregateTable table,
      CovarianceAccumulator.Statistic statistic,
      String summary,
      String result) {
    String name = statistic.name().toLowerCase(java.util.Locale.ROOT);
    table
        .add(name)
        .takes("(double, double) -> double")
        .ofColumns(2)
        .says(summary)
        .nulls("ignores rows in which an argument is null; null if there are too few others")
        .example("SELECT %s(y, x) FROM (VALUES (5, 1), (7, 2)) AS t(y, x)".formatted(name), result)
        .is(
            (call, arguments) -> DoubleStates.stateType(CovarianceAccumulator.NUM_STATES),
            (call, state, empty) -> new CovarianceAccumulator(statistic, empty));
  }

  private static void addPercentiles(AggregateTable table) {
    AggregateFunction.StateRule values = (call, arguments) -> CollectedRows.stateType(arguments);
    AggregateFunction.StateRule counts =
        (call, arguments) -> CountedValues.stateType(arguments.get(0));
    table
        .add("median")
        .takes("(double) -> double")
        .says("The value in the middle, or the mean of the two there; exact.")
        .example("SELECT median(x) FROM (VALUES (1), (2), (4), (9)) AS t(x)", "3.0")
        .is(values, percentile(OrderedValues.Statistic.PERCENTILE_CONT));
    table
        .add("percentile", "quantile_cont")
        .takes("(double, double) -> double")
        .says(
            "The value below which this fraction of the values lies, interpolated; exact. Also"
                + " percentile_cont(fraction) WITHIN GROUP (ORDER BY x).")
        .fails("if the fraction isn't from 0 to 1")
        .example("SELECT percentile(x, 0.25) FROM (VALUES (1), (2), (4)) AS t(x)", "1.5")
        .is(values, percentile(OrderedValues.Statistic.PERCENTILE_CONT));
    table
        .add("quantile_disc")
        .takes("(T, double) -> T")
        .says(
            "The first value that at least this fraction of the values isn't above. Also"
                + " percentile_disc(fraction) WITHIN GROUP (ORDER BY x).")
        .fails("if the fraction isn't from 0 to 1")
        .example("SELECT quantile_disc(x, 0.5) FROM (VALUES ('a'), ('b'), ('c')) AS t(x)", "b")
        .is(values, percentile(OrderedValues.Statistic.PERCENTILE_DISC));
    table
        .add("approx_percentile", "percentile_approx")
        .byOrder()
        .takes("(double, double, [bigint]) -> double")
        .says(
            "As percentile, from a sketch of bounded size (a t-digest); off by at most about 1 % of"
                + " the values in the middle and less at the ends, exact for up to 1024 values of a"
                + " group in one task; a third argument, the accuracy in other engines, is"
                + " ignored.")
        .nulls("ignores nulls and NaN; null if there are no values")
        .fails("if the fraction isn't from 0 to 1")
        .example("SELECT approx_percentile(x, 0.5) FROM (VALUES (1), (2), (4)) AS t(x)", "2.0")
        .is(
            (call, arguments) -> ApproximatePercentile.STATE_TYPE,
            (call, state, empty) -> new ApproximatePercentile(share(call), empty));
    table
        .add("mode")
        .takes("(T) -> T")
        .says("The most frequent value, the smallest of several.")
        .example("SELECT mode(x) FROM (VALUES (2), (1), (2)) AS t(x)", "2")
        .is(counts, counted(CountedValues.Statistic.MODE));
    table
        .add("histogram")
        .takes(
            "(T) -> map<T, bigint>", (given, bound) -> new MapType(bound.get(0), DataType.BIGINT))
        .says("How often each value occurs, in the order of the values.")
        .example("SELECT histogram(x) FROM (VALUES (2), (1), (2)) AS t(x)", "{1=1, 2=2}")
        .is(counts, counted(CountedValues.Statistic.HISTOGRAM));
  }

  private static void addCollections(AggregateTable table) {
    AggregateFunction.StateRule values = (call, arguments) -> CollectedRows.stateType(arguments);
    AggregateFunction.Factory list =
        (call, state, empty) ->
            new ListAccumulator(call.type(), (ArrayType) state, call.order(), empty);
    table
        .add(COLLECT_LIST, "array_agg")
        .ordered()
        .takes("(T) -> array<T>", AggregateFunctions::arrayOfFirst)
        .says("The values as an array, in any order unless WITHIN GROUP (ORDER BY ...) follows.")
        .nulls("ignores nulls; an empty array if there are no values")
        .example(
            "SELECT collect_list(x) WITHIN GROUP (ORDER BY x) FROM (VALUES (2), (1), (2)) AS t(x)",
            "[1, 2, 2]")
        .is(values, list);
    table
        .add(COLLECT_SET)
        .byOrder()
        .takes("(T) -> array<T>", AggregateFunctions::arrayOfFirst)
        .says("The different values as an array, in any order.")
        .nulls("ignores nulls; an empty array if there are no values")
        .example("SELECT collect_set(x) FROM (VALUES (2), (2)) AS t(x)", "[2]")
        .is(values, list);
    table
        .add(LISTAGG, "string_agg")
        .ordered()
        .takes("(string, [string]) -> string")
        .says(
            "The texts put together with a separator between them, in any order unless WITHIN GROUP"
                + " (ORDER BY ...) follows.")
        .example(
            "SELECT listagg(x, ', ') WITHIN GROUP (ORDER BY x DESC)"
                + " FROM (VALUES ('a'), ('b')) AS t(x)",
            "b, a")
        .is(
            values,
            (call, state, empty) -> {
              throw new IllegalStateException("listagg is written with collect_list");
            });
    table
        .add("approx_count_distinct")
        .takes("(any, [double]) -> bigint")
        .says(
            "About how many different values there are, from a sketch of bounded size"
                + " (HyperLogLog); the standard error is 1.6 %, or at most what the second argument"
                + " says.")
        .nulls(NEVER_NULL)
        .fails("if the error isn't from 0.004 to 1")
        .example("SELECT approx_count_distinct(x) FROM (VALUES (1), (2), (2)) AS t(x)", "2")
        .is(
            (call, arguments) -> DataType.BINARY,
            (call, state, empty) -> new ApproximateCount(error(call), empty));
  }
}
