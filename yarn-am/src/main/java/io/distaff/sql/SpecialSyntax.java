package io.distaff.sql;

import io.distaff.expression.FunctionDefinition;
import io.distaff.operator.aggregation.AggregateFunctions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSampleSpec;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlIntervalOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Calls that the grammar has a rule of its own for, as plain calls of the registry's functions:
 * {@code TRIM(BOTH c FROM t)} is {@code trim(t, c)}, {@code FLOOR(t TO MONTH)} is {@code
 * date_trunc('month', t)}, {@code PERCENTILE_CONT(f) WITHIN GROUP (ORDER BY x)} is {@code
 * percentile(x, f)}; and COLLECT_SET(x) is COLLECT_LIST(DISTINCT x). Percentiles of an array of
 * shares are an array of percentiles. A call of a function of chance that has no seed gets one,
 * which makes the tree one that gives the same result again.
 */
final class SpecialSyntax extends SqlShuttle {
  /** What the grammar calls them, and what the registry does. */
  private static final Map<String, String> NAMES =
      Map.of(
          "FLOOR", "floor",
          "CEIL", "ceil",
          "POSITION", "position",
          "SUBSTRING", "substring",
          "OVERLAY", "overlay",
          "TRANSLATE3", "translate",
          "ARRAY", "array",
          "MAP", "map",
          "ITEM", "item");

  /** Types as functions that cast to them. */
  private static final Map<String, SqlTypeName> CASTS =
      Map.ofEntries(
          Map.entry("tinyint", SqlTypeName.TINYINT),
          Map.entry("smallint", SqlTypeName.SMALLINT),
          Map.entry("int", SqlTypeName.INTEGER),
          Map.entry("bigint", SqlTypeName.BIGINT),
          Map.entry("float", SqlTypeName.REAL),
          Map.entry("double", SqlTypeName.DOUBLE),
          Map.entry("decimal", SqlTypeName.DECIMAL),
          Map.entry("boolean", SqlTypeName.BOOLEAN),
          Map.entry("string", SqlTypeName.VARCHAR),
          Map.entry("binary", SqlTypeName.VARBINARY),
          Map.entry("date", SqlTypeName.DATE),
          Map.entry("timestamp", SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE));

  /** Aggregates that Calcite has, by other names that they have in Spark. */
  private static final Map<String, String> OWN_NAMES = Map.of("mean", AggregateFunctions.AVG);

  /** Aggregates of a share of the rows. */
  private static final Set<String> OF_SHARES =
      Set.of("percentile", "approx_percentile", "percentile_approx");

  private static final Set<String> NILADIC =
      Set.of("current_date", "current_timestamp", "localtimestamp");

  /** Functions of the standard without parentheses, which Calcite has and this engine hasn't. */
  private static final Set<String> ABSENT =
      Set.of(
          "user",
          "current_user",
          "session_user",
          "system_user",
          "current_role",
          "current_path",
          "current_catalog",
          "current_schema");

  private static final Set<String> FIELDS =
      Set.of("yearofweek", "dayofweek", "dayofweek_iso", "dow_iso", "weekday", "dayofyear");

  /** The aggregates of one of the rows, by all their names. */
  private static final Map<String, String> CHOSEN =
      Map.of("first", "first", "first_value", "first", "last", "last", "last_value", "last");

  /** Aggregates that take part in rows whose argument is null. */
  private static final Set<String> KEEPING_NULLS = Set.of("first", "last");

  /** COALESCE of two, by its other names. */
  private static final Set<String> OF_TWO = Set.of("nvl", "ifnull");

  private final RegistryOperators functions;
  private final LongSupplier seeds;
  private final Function<SqlNode, Optional<Object>> constants;

  /**
   * @param seeds of calls of functions of chance that are given none
   * @param constants the values of expressions; empty for what isn't constant
   */
  SpecialSyntax(
      RegistryOperators functions,
      LongSupplier seeds,
      Function<SqlNode, Optional<Object>> constants) {
    this.functions = functions;
    this.seeds = seeds;
    this.constants = constants;
  }

  @Override
  public SqlNode visit(SqlCall call) {
    SqlNode visited = UnitFunctions.restore(super.visit(call));
    return visited instanceof SqlCall plain ? rewritten(plain) : visited;
  }

  private SqlNode rewritten(SqlCall call) {
    List<SqlNode> operands = call.getOperandList();
    SqlParserPos position = call.getParserPosition();
    if (call.getKind() == SqlKind.CAST || call.getKind() == SqlKind.SAFE_CAST) {
      return EngineCast.of(call);
    }
    if (call.getOperator() instanceof SqlIntervalOperator) {
      return interval(operands.get(0), (SqlIntervalQualifier) operands.get(1), position);
    }
    if (call.getKind() == SqlKind.OVER && operands.get(0).getKind() == SqlKind.FILTER) {
      return filteredOver((SqlCall) operands.get(0), operands.get(1), position);
    }
    if (call.getKind() == SqlKind.OVER && isChosen(operands.get(0), 2)) {
      return SqlStdOperatorTable.OVER.createCall(
          position, valueOver((SqlCall) operands.get(0)), operands.get(1));
    }
    if (call.getKind() == SqlKind.TRIM && operands.size() == 3) {
      return trim(operands, position);
    }
    if (call.getKind() == SqlKind.WITHIN_GROUP
        && operands.get(0) instanceof SqlCall aggregate
        && operands.get(1) instanceof SqlNodeList order) {
      return withinGroup(call, aggregate, order);
    }
    String own = OWN_NAMES.get(call.getOperator().getName().toLowerCase(Locale.ROOT));
    if (own != null) {
      return unresolved(own, position).createCall(call.getFunctionQuantifier(), position, operands);
    }
    if (isOfShares(call)) {
      return perShare(call);
    }
    if (call.getOperator().getName().equalsIgnoreCase(AggregateFunctions.COLLECT_SET)) {
      return unresolved(AggregateFunctions.COLLECT_LIST, position)
          .createCall(SqlSelectKeyword.DISTINCT.symbol(position), position, operands);
    }
    if (call.getKind() == SqlKind.FLOOR
        && operands.size() == 2
        && operands.get(1) instanceof SqlIntervalQualifier unit) {
      String name = unit.timeUnitRange.name().toLowerCase(Locale.ROOT);
      return plain(
          "date_trunc",
          List.of(SqlLiteral.createCharString(name, position), operands.get(0)),
          position);
    }
    String function = call.getOperator().getName();
    String aggregate = CHOSEN.get(function.toLowerCase(Locale.ROOT));
    if (aggregate != null && !operands.isEmpty() && operands.size() < 3) {
      return plain(aggregate, operands, position);
    }
    if (call.getKind() == SqlKind.IGNORE_NULLS && isChosen(operands.get(0), 1)) {
      SqlCall chosen = (SqlCall) operands.get(0);
      return plain(
          chosen.getOperator().getName(),
          List.of(chosen.operand(0), SqlLiteral.createBoolean(true, position)),
          position);
    }
    if (operands.isEmpty() && function.equalsIgnoreCase("coalesce")) {
      throw GeneratorFunction.error(call, "coalesce takes at least 1 argument");
    }
    if (operands.size() == 1 && function.equalsIgnoreCase("isnull")) {
      return SqlStdOperatorTable.IS_NULL.createCall(position, operands);
    }
    if (operands.size() == 1 && function.equalsIgnoreCase("isnotnull")) {
      return SqlStdOperatorTable.IS_NOT_NULL.createCall(position, operands);
    }
    boolean unitFirst = !operands.isEmpty() && operands.get(0) instanceof SqlIntervalQualifier;
    if (unitFirst && function.equalsIgnoreCase("EXTRACT") && isField(operands.get(0))) {
      return plain("date_part", withUnitAsText(operands), position);
    }
    if (unitFirst && functions.function(function).isPresent()) {
      return plain(function, withUnitAsText(operands), position);
    }
    if (function.equals("<=>")) {
      return SqlStdOperatorTable.IS_NOT_DISTINCT_FROM.createCall(position, operands);
    }
    if (function.equalsIgnoreCase("mod") && operands.size() == 2) {
      return EngineOperators.PERCENT.createCall(position, operands);
    }
    if (function.equalsIgnoreCase("struct")) {
      return plain("named_struct", withNames(operands), position);
    }
    if (TupleGenerators.contain(function)) {
      return TupleGenerators.inline(call);
    }
    if (RecordTypes.areAskedBy(function)) {
      return new RecordTypes(constants).plain(call);
    }
    if (function.equalsIgnoreCase("sequence") && operands.size() == 3) {
      return Intervals.amount(operands.get(2))
          .<SqlNode>map(step -> sequence(operands, step, position))
          .orElse(call);
    }
    if (function.equalsIgnoreCase("if") && operands.size() == 3) {
      return new SqlCase(
          position,
          null,
          SqlNodeList.of(operands.get(0)),
          SqlNodeList.of(operands.get(1)),
          operands.get(2));
    }
    if (OF_TWO.contains(function.toLowerCase(Locale.ROOT)) && operands.size() == 2) {
      return SqlStdOperatorTable.COALESCE.createCall(position, operands);
    }
    if (function.equalsIgnoreCase("decode") && operands.size() > 2) {
      return decode(operands, position);
    }
    if (operands.size() == 1 && CASTS.containsKey(function.toLowerCase(Locale.ROOT))) {
      SqlTypeName type = CASTS.get(function.toLowerCase(Locale.ROOT));
      return EngineCast.to(operands.get(0), new SqlBasicTypeNameSpec(type, position));
    }
    String name = NAMES.get(function.toUpperCase(Locale.ROOT));
    if (name != null) {
      return plain(name, operands, position);
    }
    if (lacksSeed(function, operands.size())) {
      List<SqlNode> withSeed = new ArrayList<>(operands);
      withSeed.add(SqlLiteral.createExactNumeric(Long.toString(seeds.getAsLong()), position));
      return plain(function, withSeed, position);
    }
    return call;
  }

  /** Whether it is a percentile of several shares, {@code percentile(x, array(0.5, 0.9))}. */
  private static boolean isOfShares(SqlCall call) {
    return OF_SHARES.contains(call.getOperator().getName().toLowerCase(Locale.ROOT))
        && call.operandCount() > 1
        && call.operand(1) instanceof SqlCall shares
        && shares.getOperator().getName().equalsIgnoreCase("array");
  }

  /** An array of the percentiles of each share. */
  private SqlNode perShare(SqlCall call) {
    List<SqlNode> percentiles = new ArrayList<>();
    for (SqlNode share : ((SqlCall) call.operand(1)).getOperandList()) {
      List<SqlNode> operands = new ArrayList<>(call.getOperandList());
      operands.set(1, share);
      percentiles.add(
          unresolved(call.getOperator().getName(), call.getParserPosition())
              .createCall(call.getFunctionQuantifier(), call.getParserPosition(), operands));
    }
    return plain("array", percentiles, call.getParserPosition());
  }

  private SqlNode sequence(List<SqlNode> operands, Intervals.Amount step, SqlParserPos position) {
    SqlNode unit = SqlLiteral.createCharString(step.unit(), position);
    return plain(
        "sequence", List.of(operands.get(0), operands.get(1), step.number(), unit), position);
  }

  /** INTERVAL n UNIT: a literal if the number is one, else so many times one unit. */
  private static SqlNode interval(
      SqlNode number, SqlIntervalQualifier unit, SqlParserPos position) {
    if (number instanceof SqlNumericLiteral literal && literal.isInteger()) {
      return SqlLiteral.createInterval(1, literal.toValue(), unit, position);
    }
    return SqlStdOperatorTable.MULTIPLY.createCall(
        position, number, SqlLiteral.createInterval(1, "1", unit, position));
  }

  /**
   * {@code sum(x) FILTER (WHERE c) OVER w} as {@code sum(CASE WHEN c THEN x END) OVER w}, of
   * aggregates that leave out rows in which an argument is null.
   */
  private static SqlNode filteredOver(SqlCall filter, SqlNode window, SqlParserPos position) {
    SqlCall aggregate = filter.operand(0);
    SqlNode condition = filter.operand(1);
    String name = aggregate.getOperator().getName().toLowerCase(Locale.ROOT);
    boolean leavesOutNulls =
        AggregateFunctions.registry()
            .find(name)
            .filter(definition -> !KEEPING_NULLS.contains(definition.name()))
            .isPresent();
    if (!leavesOutNulls) {
      throw GeneratorFunction.error(filter, "FILTER doesn't go with OVER for " + name);
    }
    List<SqlNode> operands = new ArrayList<>();
    for (SqlNode operand : aggregate.getOperandList()) {
      boolean star = operand instanceof SqlIdentifier column && column.isStar();
      SqlNode value = star ? SqlLiteral.createExactNumeric("1", position) : operand;
      operands.add(
          operand instanceof SqlLiteral && !operands.isEmpty()
              ? operand
              : new SqlCase(
                  position,
                  null,
                  SqlNodeList.of(condition),
                  SqlNodeList.of(value),
                  SqlLiteral.createNull(position)));
    }
    SqlNode changed =
        aggregate
            .getOperator()
            .createCall(
                aggregate.getFunctionQuantifier(),
                aggregate.getParserPosition(),
                operands.toArray(SqlNode[]::new));
    return SqlStdOperatorTable.OVER.createCall(position, changed, window);
  }

  /** Whether a node is a call of FIRST or LAST with so many arguments at most. */
  private static boolean isChosen(SqlNode node, int arguments) {
    return node instanceof SqlCall call
        && KEEPING_NULLS.contains(call.getOperator().getName())
        && call.operandCount() >= 1
        && call.operandCount() <= arguments;
  }

  /** The aggregate {@code first(x [, true])} as the window function FIRST_VALUE. */
  private static SqlNode valueOver(SqlCall chosen) {
    SqlParserPos position = chosen.getParserPosition();
    boolean isFirst = chosen.getOperator().getName().equals("first");
    SqlNode value =
        (isFirst ? SqlStdOperatorTable.FIRST_VALUE : SqlStdOperatorTable.LAST_VALUE)
            .createCall(position, chosen.<SqlNode>operand(0));
    if (chosen.operandCount() == 1) {
      return value;
    }
    if (!(chosen.operand(1) instanceof SqlLiteral literal
        && literal.getValue() instanceof Boolean ignoresNulls)) {
      throw GeneratorFunction.error(
          chosen.operand(1), "whether nulls are ignored is TRUE or FALSE, written out");
    }
    return ignoresNulls ? SqlStdOperatorTable.IGNORE_NULLS.createCall(position, value) : value;
  }

  private boolean lacksSeed(String name, int numArguments) {
    return functions
        .function(name)
        .filter(RegistryFunction.class::isInstance)
        .map(operator -> ((RegistryFunction) operator).definition())
        .map(FunctionDefinition::seedPosition)
        .equals(Optional.of(OptionalInt.of(numArguments)));
  }

  /** A sample that isn't said to be repeatable is so within the query: tasks may be tried again. */
  @Override
  public SqlNode visit(SqlLiteral literal) {
    return literal.getValue() instanceof SqlSampleSpec.SqlTableSampleSpec spec
            && !spec.isRepeatable()
        ? SqlLiteral.createSample(
            SqlSampleSpec.createTableSample(
                spec.isBernoulli(), spec.sampleRate, Long.hashCode(seeds.getAsLong())),
            literal.getParserPosition())
        : literal;
  }

  /** CURRENT_DATE and the like, which are called without parentheses; others are columns. */
  @Override
  public SqlNode visit(SqlIdentifier name) {
    if (!name.isSimple() || name.isComponentQuoted(0)) {
      return name;
    }
    String word = name.getSimple().toLowerCase(Locale.ROOT);
    if (ABSENT.contains(word)) {
      SqlParserPos position = name.getParserPosition();
      return new SqlIdentifier(name.names, null, position, List.of(position.withQuoting(true)));
    }
    return NILADIC.contains(word)
        ? plain(name.getSimple(), List.of(), name.getParserPosition())
        : name;
  }

  /** A unit of Calcite's, or one of Spark's other fields; Calcite refuses the rest. */
  private static boolean isField(SqlNode unit) {
    String name = ((SqlIntervalQualifier) unit).timeFrameName;
    return name == null || FIELDS.contains(name.toLowerCase(Locale.ROOT));
  }

  private static List<SqlNode> withUnitAsText(List<SqlNode> operands) {
    SqlIntervalQualifier unit = (SqlIntervalQualifier) operands.get(0);
    String name = unit.timeFrameName != null ? unit.timeFrameName : unit.timeUnitRange.name();
    List<SqlNode> plain = new ArrayList<>(operands);
    plain.set(
        0, SqlLiteral.createCharString(name.toLowerCase(Locale.ROOT), unit.getParserPosition()));
    return plain;
  }

  /**
   * Before each value its name: that of AS, a column's or a member's own, else {@code col1}, {@code
   * col2}.
   */
  private static List<SqlNode> withNames(List<SqlNode> values) {
    List<SqlNode> named = new ArrayList<>();
    for (SqlNode item : values) {
      boolean as = item.getKind() == SqlKind.AS;
      SqlNode value = as ? ((SqlCall) item).operand(0) : item;
      SqlNode ownName = as ? ((SqlCall) item).operand(1) : value;
      String own = MemberAccess.nameOf(ownName);
      String name = own != null ? own : "col" + (named.size() / 2 + 1);
      named.add(SqlLiteral.createCharString(name, value.getParserPosition()));
      named.add(value);
    }
    return named;
  }

  /** decode(value, search, result, ..., [default]) as CASE, in which NULL finds NULL. */
  private static SqlNode decode(List<SqlNode> operands, SqlParserPos position) {
    SqlNodeList conditions = new SqlNodeList(position);
    SqlNodeList results = new SqlNodeList(position);
    for (int i = 1; i + 1 < operands.size(); i += 2) {
      conditions.add(
          SqlStdOperatorTable.IS_NOT_DISTINCT_FROM.createCall(
              position, operands.get(0), operands.get(i)));
      results.add(operands.get(i + 1));
    }
    SqlNode otherwise =
        operands.size() % 2 == 0
            ? operands.get(operands.size() - 1)
            : SqlLiteral.createNull(position);
    return new SqlCase(position, null, conditions, results, otherwise);
  }

  private SqlNode withinGroup(SqlCall whole, SqlCall aggregate, SqlNodeList order) {
    String name =
        switch (aggregate.getOperator().getName().toLowerCase(Locale.ROOT)) {
          case "percentile_cont" -> "percentile";
          case "percentile_disc" -> "quantile_disc";
          default -> "";
        };
    if (name.isEmpty() || order.size() != 1 || aggregate.operandCount() != 1) {
      return whole;
    }
    SqlNode value = order.get(0);
    SqlNode share = aggregate.operand(0);
    if (value.getKind() == SqlKind.DESCENDING) {
      value = ((SqlCall) value).operand(0);
      if (name.equals("quantile_disc") || !(share instanceof SqlNumericLiteral)) {
        return whole;
      }
      BigDecimal number = ((SqlNumericLiteral) share).getValueAs(BigDecimal.class);
      share =
          SqlLiteral.createExactNumeric(
              BigDecimal.ONE.subtract(number).toPlainString(), share.getParserPosition());
    }
    return plain(name, List.of(value, share), whole.getParserPosition());
  }

  private SqlNode trim(List<SqlNode> operands, SqlParserPos position) {
    SqlTrimFunction.Flag side =
        ((SqlLiteral) operands.get(0)).getValueAs(SqlTrimFunction.Flag.class);
    String name =
        switch (side) {
          case BOTH -> "trim";
          case LEADING -> "ltrim";
          case TRAILING -> "rtrim";
        };
    boolean spaces =
        operands.get(1) == null
            || (operands.get(1) instanceof SqlLiteral literal && " ".equals(literal.toValue()));
    List<SqlNode> plain =
        spaces ? List.of(operands.get(2)) : List.of(operands.get(2), operands.get(1));
    return plain(name, plain, position);
  }

  private SqlNode plain(String name, List<SqlNode> operands, SqlParserPos position) {
    Optional<?> known = functions.function(name);
    if (known.isEmpty()) {
      throw new IllegalStateException("no function " + name);
    }
    return unresolved(name, position).createCall(position, operands);
  }

  /** A function of which only the name is known yet. */
  static SqlUnresolvedFunction unresolved(String name, SqlParserPos position) {
    return new SqlUnresolvedFunction(
        new SqlIdentifier(name, position),
        null,
        null,
        null,
        null,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
  }
}
