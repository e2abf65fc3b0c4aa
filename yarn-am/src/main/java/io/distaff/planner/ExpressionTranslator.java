package io.distaff.planner;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.BoundSignature;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Lambda;
import io.distaff.expression.Literal;
import io.distaff.function.UserFunction;
import io.distaff.kernel.Calendar;
import io.distaff.scalar.ScalarFunctions;
import io.distaff.sql.EngineTypes;
import io.distaff.sql.Intervals;
import io.distaff.sql.LambdaTypes;
import io.distaff.sql.RegistryFunction;
import io.distaff.sql.UserOperator;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.StructType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLambda;
import org.apache.calcite.rex.RexLambdaRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.Sarg;
import org.apache.calcite.util.TimestampString;

/**
 * Calcite's row expressions as the engine's: casts are made explicit, so that each function finds
 * the argument types that {@link FunctionNames} promises; ranges and lists become comparisons and
 * IN. Throws NOT_SUPPORTED, naming it, for a function the engine doesn't have. Immutable.
 */
final class ExpressionTranslator {
  /** Of the arguments of a user's function, which messages quote. */
  private static final int SHOWN_CHARACTERS = 200;

  private final RexBuilder rexBuilder;
  private final IntUnaryOperator positions;
  private final IntFunction<String> names;
  private final Map<RexNode, Expression> known;

  /** Without the names of columns: for expressions that have none. */
  ExpressionTranslator(RexBuilder rexBuilder, IntUnaryOperator positions) {
    this(rexBuilder, positions, column -> "column " + (column + 1));
  }

  /**
   * @param positions from a column of the relational expression to its place in the operator's
   *     input
   * @param names by that place, for messages
   */
  ExpressionTranslator(
      RexBuilder rexBuilder, IntUnaryOperator positions, IntFunction<String> names) {
    this(rexBuilder, positions, names, Map.of());
  }

  private ExpressionTranslator(
      RexBuilder rexBuilder,
      IntUnaryOperator positions,
      IntFunction<String> names,
      Map<RexNode, Expression> known) {
    this.rexBuilder = rexBuilder;
    this.positions = positions;
    this.names = names;
    this.known = Map.copyOf(known);
  }

  /** As this one, where some expressions have been computed already. */
  ExpressionTranslator knowing(Map<RexNode, Expression> computed) {
    return new ExpressionTranslator(rexBuilder, positions, names, computed);
  }

  Expression translate(RexNode node) {
    Expression computed = known.get(node);
    if (computed != null) {
      return computed;
    }
    if (node instanceof RexInputRef ref) {
      return new InputRef(
          positions.applyAsInt(ref.getIndex()), EngineTypes.fromCalcite(ref.getType()));
    }
    if (node instanceof RexLiteral literal) {
      return literal(literal);
    }
    if (node instanceof RexCall call) {
      return call(call);
    }
    if (node instanceof RexFieldAccess access) {
      Literal member = Literal.of(DataType.STRING, access.getField().getName());
      return function("struct_extract", List.of(translate(access.getReferenceExpr()), member));
    }
    throw notSupported(node.getKind() + " expressions");
  }

  private static Literal literal(RexLiteral literal) {
    DataType type = EngineTypes.fromCalcite(literal.getType());
    if (literal.isNull()) {
      return new Literal(type, null);
    }
    return switch (type.kind()) {
      case NULL -> new Literal(type, null);
      case BOOLEAN -> new Literal(type, String.valueOf(literal.getValueAs(Boolean.class)));
      case TINYINT, SMALLINT, INT, BIGINT ->
          new Literal(type, literal.getValueAs(BigDecimal.class).toBigInteger().toString());
      case FLOAT, DOUBLE ->
          new Literal(type, Double.toString(((Number) literal.getValue()).doubleValue()));
      case DECIMAL -> decimal(literal.getValueAs(BigDecimal.class), (DecimalType) type);
      case DATE ->
          new Literal(
              type, Integer.toString(literal.getValueAs(DateString.class).getDaysSinceEpoch()));
      case TIMESTAMP, TIMESTAMP_LOCAL ->
          new Literal(type, Long.toString(micros(literal.getValueAs(TimestampString.class))));
      case STRING -> new Literal(type, literal.getValueAs(String.class));
      case BINARY -> Literal.of(type, literal.getValueAs(ByteString.class).getBytes());
      case ARRAY, MAP, STRUCT -> throw notSupported("literals of type " + type.sqlName());
    };
  }

  private static Literal decimal(BigDecimal value, DecimalType type) {
    BigDecimal scaled =
        value.scale() <= type.scale()
            ? value.setScale(type.scale(), RoundingMode.UNNECESSARY)
            : value.stripTrailingZeros();
    int scale = Math.max(0, scaled.scale());
    scaled = scaled.setScale(scale, RoundingMode.UNNECESSARY);
    int precision = Math.max(Math.max(scaled.precision(), scale), 1);
    boolean fits = scale == type.scale() && precision <= type.precision();
    if (!fits && precision > DecimalType.MAX_PRECISION) {
      throw new DistaffException(
          ErrorCode.NUMERIC_OVERFLOW, value.toPlainString() + " has more than 38 digits");
    }
    return new Literal(fits ? type : DataType.decimal(precision, scale), scaled.toPlainString());
  }

  private static long micros(TimestampString timestamp) {
    LocalDateTime time = LocalDateTime.parse(timestamp.toString().replace(' ', 'T'));
    return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time);
  }

  private Expression call(RexCall call) {
    return switch (call.getKind()) {
      case AND -> logic(FunctionNames.AND, call);
      case OR -> logic(FunctionNames.OR, call);
      case NOT -> not(operand(call, 0));
      case EQUALS -> comparison(FunctionNames.EQUAL, call);
      case NOT_EQUALS -> comparison(FunctionNames.NOT_EQUAL, call);
      case LESS_THAN -> comparison(FunctionNames.LESS, call);
      case LESS_THAN_OR_EQUAL -> comparison(FunctionNames.LESS_OR_EQUAL, call);
      case GREATER_THAN -> comparison(FunctionNames.GREATER, call);
      case GREATER_THAN_OR_EQUAL -> comparison(FunctionNames.GREATER_OR_EQUAL, call);
      case IS_NOT_DISTINCT_FROM -> comparison(FunctionNames.IS_NOT_DISTINCT, call);
      case IS_DISTINCT_FROM -> not(comparison(FunctionNames.IS_NOT_DISTINCT, call));
      case IS_NULL -> new Call(FunctionNames.IS_NULL, DataType.BOOLEAN, operand(call, 0));
      case IS_NOT_NULL -> new Call(FunctionNames.IS_NOT_NULL, DataType.BOOLEAN, operand(call, 0));
      case IS_TRUE -> orElse(operand(call, 0), false);
      case IS_NOT_TRUE -> not(orElse(operand(call, 0), false));
      case IS_FALSE -> not(orElse(operand(call, 0), true));
      case IS_NOT_FALSE -> orElse(operand(call, 0), true);
      case SEARCH -> search(call);
      case PLUS, MINUS -> plusOrMinus(call);
      case TIMES -> arithmetic(FunctionNames.MULTIPLY, call);
      case DIVIDE -> arithmetic(FunctionNames.DIVIDE, call);
      case MOD -> arithmetic(FunctionNames.MODULUS, call);
      case MINUS_PREFIX -> unary(FunctionNames.NEGATE, call);
      case PLUS_PREFIX -> cast(operand(call, 0), type(call));
      case CAST -> cast(operand(call, 0), type(call));
      case SAFE_CAST -> new Call(FunctionNames.TRY_CAST, type(call), operand(call, 0));
      case CASE -> caseWhen(call);
      case COALESCE, NVL -> sameTypes(FunctionNames.COALESCE, call);
      case LIKE -> like(call);
      case RLIKE -> function("rlike", operands(call));
      case EXTRACT -> extract(call);
      default -> named(call);
    };
  }

  private Expression named(RexCall call) {
    if (call.getOperator() instanceof RegistryFunction function) {
      boolean lambdas = call.getOperands().stream().anyMatch(RexLambda.class::isInstance);
      List<Expression> given = lambdas ? withLambdas(call) : operands(call);
      return cast(choice(function(function.definition().name(), given)), type(call));
    }
    if (call.getOperator() instanceof UserOperator user) {
      return userCall(user.function(), operands(call));
    }
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    return switch (name) {
      case "||" -> function("concat", operands(call));
      case "CAST" -> cast(operand(call, 0), type(call));
      case "NVL", "IFNULL", "COALESCE" -> sameTypes(FunctionNames.COALESCE, call);
      case "IF" -> caseWhen(call);
      case "SAFE_DIVIDE" -> arithmetic("try_divide", call);
      default -> throw notSupported("the function " + name);
    };
  }

  /** The arguments of a call with lambdas, which are given what they capture. */
  private List<Expression> withLambdas(RexCall call) {
    List<RexNode> operands = call.getOperands();
    int numArguments = LambdaTypes.numArguments(call);
    int next = numArguments;
    List<Expression> arguments = new ArrayList<>();
    for (RexNode operand : operands.subList(0, numArguments)) {
      if (operand instanceof RexLambda lambda) {
        int end = next + LambdaTypes.numCaptured(lambda);
        arguments.add(lambda(lambda, operands.subList(next, end)));
        next = end;
      } else {
        // Of exactly the type that the lambdas' parameters were given by.
        arguments.add(cast(translate(operand), type(operand)));
      }
    }
    return arguments;
  }

  private Lambda lambda(RexLambda lambda, List<RexNode> captured) {
    List<RexLambdaRef> columns = lambda.getParameters();
    Map<RexNode, Expression> refs = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      refs.put(columns.get(i), new InputRef(i, type(columns.get(i))));
    }
    ExpressionTranslator inside =
        new ExpressionTranslator(
            rexBuilder,
            column -> {
              throw new IllegalStateException("column " + column + " in " + lambda);
            },
            column -> "parameter " + (column + 1),
            refs);
    return new Lambda(
        columns.subList(0, columns.size() - captured.size()).stream()
            .map(ExpressionTranslator::type)
            .toList(),
        captured.stream().map(value -> cast(translate(value), type(value))).toList(),
        inside.translate(lambda.getExpression()));
  }

  /** An argument in the type that its function takes; of a lambda, what it gives. */
  private static Expression bound(Expression argument, DataType type) {
    return argument instanceof Lambda lambda
        ? new Lambda(lambda.parameters(), lambda.captured(), cast(lambda.body(), type))
        : cast(argument, type);
  }

  /** Functions that are short for CASE or COALESCE, as those. */
  private static Expression choice(Call call) {
    List<Expression> given = call.arguments();
    DataType type = call.type();
    return switch (call.function()) {
      case "nvl2" -> caseOf(isNotNull(given.get(0)), given.get(1), given.get(2), type);
      case "zeroifnull" -> new Call(FunctionNames.COALESCE, type, given.get(0), zero(type));
      case "nullifzero" ->
          caseOf(
              new Call(FunctionNames.EQUAL, DataType.BOOLEAN, given.get(0), zero(type)),
              new Literal(type, null),
              given.get(0),
              type);
      case "nanvl" ->
          caseOf(function("isnan", List.of(given.get(0))), given.get(1), given.get(0), type);
      default -> call;
    };
  }

  private static Expression caseOf(
      Expression condition, Expression value, Expression otherwise, DataType type) {
    return new Call(FunctionNames.CASE, type, condition, value, otherwise);
  }

  private static Expression isNotNull(Expression expression) {
    return new Call(FunctionNames.IS_NOT_NULL, DataType.BOOLEAN, expression);
  }

  private static Expression zero(DataType type) {
    return cast(Literal.of(DataType.BIGINT, 0L), type);
  }

  private Call userCall(UserFunction function, List<Expression> operands) {
    String columns =
        operands.stream()
            .map(operand -> ExpressionText.of(operand, names))
            .collect(Collectors.joining(", "));
    List<Expression> arguments = new ArrayList<>();
    arguments.add(Literal.of(DataType.STRING, function.name()));
    arguments.add(Literal.of(DataType.BINARY, function.code()));
    boolean isLong = columns.length() > SHOWN_CHARACTERS;
    String shown = isLong ? columns.substring(0, SHOWN_CHARACTERS) + "..." : columns;
    arguments.add(Literal.of(DataType.STRING, shown));
    arguments.addAll(operands);
    String name =
        function.deterministic()
            ? FunctionNames.USER_FUNCTION
            : FunctionNames.USER_FUNCTION_OF_CHANCE;
    return new Call(name, arguments, function.type());
  }

  /** A function of the registry, its arguments cast to what it takes. */
  private static Call function(String name, List<Expression> given) {
    FunctionDefinition function =
        ScalarFunctions.registry()
            .find(name)
            .orElseThrow(() -> notSupported("the function " + name));
    BoundSignature bound =
        function
            .bind(given.stream().map(FunctionArgument::of).toList())
            .orElseThrow(
                () ->
                    notSupported(
                        given.stream()
                            .map(argument -> argument.type().sqlName())
                            .collect(Collectors.joining(", ", name + "(", ")"))));
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      arguments.add(bound(given.get(i), bound.argumentTypes().get(i)));
    }
    return new Call(function.name(), arguments, bound.resultType());
  }

  private static DataType type(RexNode node) {
    return EngineTypes.fromCalcite(node.getType());
  }

  private Expression operand(RexCall call, int index) {
    return translate(call.getOperands().get(index));
  }

  private List<Expression> operands(RexCall call) {
    return call.getOperands().stream().map(this::translate).toList();
  }

  /** AND or OR, the same operator among the operands dissolved. */
  private Expression logic(String function, RexCall call) {
    List<Expression> operands = new ArrayList<>();
    for (Expression operand : operands(call)) {
      if (operand instanceof Call inner && inner.function().equals(function)) {
        operands.addAll(inner.arguments());
      } else {
        operands.add(operand);
      }
    }
    return operands.size() == 1 ? operands.get(0) : new Call(function, operands, DataType.BOOLEAN);
  }

  private static Expression not(Expression expression) {
    return new Call(FunctionNames.NOT, DataType.BOOLEAN, expression);
  }

  private static Expression orElse(Expression expression, boolean otherwise) {
    return new Call(
        FunctionNames.COALESCE,
        DataType.BOOLEAN,
        expression,
        Literal.of(DataType.BOOLEAN, otherwise));
  }

  private Expression comparison(String function, RexCall call) {
    Expression left = operand(call, 0);
    Expression right = operand(call, 1);
    DataType common = commonType(left.type(), right.type());
    return new Call(function, DataType.BOOLEAN, argument(left, common), argument(right, common));
  }

  /** Decimals meet as they are; all else is cast to the common type. */
  private static Expression argument(Expression expression, DataType common) {
    boolean decimals = common instanceof DecimalType && expression.type() instanceof DecimalType;
    return decimals ? expression : cast(expression, common);
  }

  /** The type in which two values compare without loss. */
  static DataType commonType(DataType a, DataType b) {
    if (a.equals(b) || b.kind() == DataType.Kind.NULL) {
      return a;
    }
    if (a.kind() == DataType.Kind.NULL) {
      return b;
    }
    if (a.isNumeric() && b.isNumeric()) {
      boolean exact = isExact(a) && isExact(b);
      if (!exact) {
        return a.kind() == DataType.Kind.FLOAT && b.kind() == DataType.Kind.FLOAT
            ? DataType.FLOAT
            : DataType.DOUBLE;
      }
      if (a.isIntegral() && b.isIntegral()) {
        return a.kind().compareTo(b.kind()) >= 0 ? a : b;
      }
      DecimalType x = asDecimal(a);
      DecimalType y = asDecimal(b);
      int scale = Math.max(x.scale(), y.scale());
      int digits = Math.max(x.precision() - x.scale(), y.precision() - y.scale());
      return DataType.decimal(Math.min(DecimalType.MAX_PRECISION, digits + scale), scale);
    }
    boolean dates =
        (a.kind() == DataType.Kind.DATE && isTimestamp(b))
            || (b.kind() == DataType.Kind.DATE && isTimestamp(a))
            || (isTimestamp(a) && isTimestamp(b));
    if (dates) {
      return a.kind() == DataType.Kind.TIMESTAMP || b.kind() == DataType.Kind.TIMESTAMP
          ? DataType.TIMESTAMP
          : DataType.TIMESTAMP_LOCAL;
    }
    if (a instanceof StructType x && b instanceof StructType y && x.size() == y.size()) {
      return commonStruct(x, y);
    }
    throw notSupported("comparing " + a.sqlName() + " with " + b.sqlName());
  }

  /** Members of structs compare in their order, whatever they are called. */
  private static StructType commonStruct(StructType a, StructType b) {
    List<StructType.Member> members = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      StructType.Member member = a.member(i);
      members.add(
          new StructType.Member(member.name(), commonType(member.type(), b.member(i).type())));
    }
    return new StructType(members);
  }

  private static boolean isExact(DataType type) {
    return type.isIntegral() || type.kind() == DataType.Kind.DECIMAL;
  }

  private static boolean isTimestamp(DataType type) {
    return type.kind() == DataType.Kind.TIMESTAMP || type.kind() == DataType.Kind.TIMESTAMP_LOCAL;
  }

  private static DecimalType asDecimal(DataType exact) {
    return switch (exact.kind()) {
      case TINYINT -> DataType.decimal(3, 0);
      case SMALLINT -> DataType.decimal(5, 0);
      case INT -> DataType.decimal(10, 0);
      case BIGINT -> DataType.decimal(19, 0);
      default -> (DecimalType) exact;
    };
  }

  /** The expression in another type; a literal is converted here where that loses nothing. */
  static Expression cast(Expression expression, DataType type) {
    if (expression.type().equals(type)) {
      return expression;
    }
    if (expression instanceof Literal literal) {
      Optional<Literal> converted = convert(literal, type);
      if (converted.isPresent()) {
        return converted.get();
      }
    }
    return new Call(FunctionNames.CAST, type, expression);
  }

  private static Optional<Literal> convert(Literal literal, DataType type) {
    if (literal.isNull()) {
      return Optional.of(new Literal(type, null));
    }
    if (!isExact(literal.type())) {
      return Optional.empty();
    }
    BigDecimal value = new BigDecimal(literal.text());
    if (type instanceof DecimalType decimal) {
      boolean fits =
          value.stripTrailingZeros().scale() <= decimal.scale()
              && value.precision() - value.scale() <= decimal.precision() - decimal.scale();
      return fits ? Optional.of(decimal(value, decimal)) : Optional.empty();
    }
    if (type.kind() == DataType.Kind.DOUBLE) {
      return Optional.of(Literal.of(type, value.doubleValue()));
    }
    boolean widens =
        type.isIntegral()
            && literal.type().isIntegral()
            && type.kind().compareTo(literal.type().kind()) > 0;
    return widens ? Optional.of(new Literal(type, literal.text())) : Optional.empty();
  }

  private Expression search(RexCall call) {
    Expression value = operand(call, 0);
    RexLiteral list = (RexLiteral) call.getOperands().get(1);
    Sarg<?> sarg = list.getValueAs(Sarg.class);
    boolean plain = sarg != null && sarg.nullAs == RexUnknownAs.UNKNOWN;
    if (plain && (sarg.isPoints() || sarg.isComplementedPoints()) && sarg.pointCount > 1) {
      Optional<Expression> in = in(value, list, sarg);
      if (in.isPresent()) {
        return in.get();
      }
    }
    return translate(RexUtil.expandSearch(rexBuilder, null, call));
  }

  /** IN, or its negation; empty when a literal doesn't fit the value's type. */
  private Optional<Expression> in(Expression value, RexLiteral list, Sarg<?> sarg) {
    List<Expression> arguments = new ArrayList<>();
    arguments.add(value);
    Sarg<?> points = sarg.isPoints() ? sarg : sarg.negate();
    for (var range : points.rangeSet.asRanges()) {
      RexNode point = rexBuilder.makeLiteral(range.lowerEndpoint(), list.getType(), true, true);
      Expression argument = cast(translate(point), value.type());
      if (!(argument instanceof Literal)) {
        return Optional.empty();
      }
      arguments.add(argument);
    }
    Expression in = new Call(FunctionNames.IN, arguments, DataType.BOOLEAN);
    return Optional.of(sarg.isPoints() ? in : not(in));
  }

  private Expression plusOrMinus(RexCall call) {
    boolean minus = call.getKind() == SqlKind.MINUS;
    boolean interval =
        call.getOperands().stream().anyMatch(o -> SqlTypeUtil.isInterval(o.getType()));
    if (interval) {
      return shift(call, minus);
    }
    return arithmetic(minus ? FunctionNames.SUBTRACT : FunctionNames.ADD, call);
  }

  /** A date or a timestamp plus or minus an interval. */
  private Expression shift(RexCall call, boolean minus) {
    boolean first = SqlTypeUtil.isInterval(call.getOperands().get(0).getType());
    RexNode interval = call.getOperands().get(first ? 0 : 1);
    Expression time = operand(call, first ? 1 : 0);
    if (interval instanceof RexLiteral literal && literal.isNull()) {
      return new Literal(time.type(), null);
    }
    if (SqlTypeUtil.isInterval(time(call, first).getType())) {
      throw notSupported("a result that is an interval");
    }
    Expression amount = amount(interval);
    Expression signed = minus ? new Call(FunctionNames.NEGATE, DataType.BIGINT, amount) : amount;
    if (isOfMonths(interval)) {
      return function("add_months", List.of(time, constant(signed)));
    }
    if (time.type().kind() != DataType.Kind.DATE) {
      Literal unit = Literal.of(DataType.STRING, "microsecond");
      return function("timestampadd", List.of(unit, constant(signed), time));
    }
    Optional<Long> days =
        interval instanceof RexLiteral literal ? Intervals.wholeDays(literal) : Optional.empty();
    boolean whole =
        days.isPresent() || interval.getType().getSqlTypeName() == SqlTypeName.INTERVAL_DAY;
    if (!whole) {
      throw notSupported("adding this interval to a " + time.type().sqlName());
    }
    Literal microsPerDay = Literal.of(DataType.BIGINT, Calendar.MICROS_PER_DAY);
    Expression number =
        new Call(FunctionNames.DIVIDE, DataType.BIGINT, constant(signed), microsPerDay);
    return function("date_add", List.of(time, constant(number)));
  }

  private static RexNode time(RexCall call, boolean intervalFirst) {
    return call.getOperands().get(intervalFirst ? 1 : 0);
  }

  private static boolean isOfMonths(RexNode interval) {
    return SqlTypeName.YEAR_INTERVAL_TYPES.contains(interval.getType().getSqlTypeName());
  }

  /** Arithmetic on literals, done. */
  private static Expression constant(Expression number) {
    if (!(number instanceof Call call)
        || !call.arguments().stream()
            .map(ExpressionTranslator::constant)
            .allMatch(Literal.class::isInstance)) {
      return number;
    }
    long first = Long.parseLong(((Literal) constant(call.arguments().get(0))).text());
    return switch (call.function()) {
      case FunctionNames.NEGATE -> Literal.of(DataType.BIGINT, Math.negateExact(first));
      case FunctionNames.DIVIDE ->
          Literal.of(
              DataType.BIGINT,
              first / Long.parseLong(((Literal) constant(call.arguments().get(1))).text()));
      default -> number;
    };
  }

  /** An interval as BIGINT: its months, or its microseconds. */
  private Expression amount(RexNode interval) {
    if (interval instanceof RexLiteral literal && !literal.isNull()) {
      return Literal.of(
          DataType.BIGINT,
          Intervals.months(literal).or(() -> Intervals.micros(literal)).orElseThrow());
    }
    if (!(interval instanceof RexCall call)) {
      throw notSupported("an interval that is a column");
    }
    return switch (call.getKind()) {
      case PLUS -> intervals(FunctionNames.ADD, call);
      case MINUS ->
          call.getOperands().stream().allMatch(o -> SqlTypeUtil.isInterval(o.getType()))
              ? intervals(FunctionNames.SUBTRACT, call)
              : between(call);
      case MINUS_PREFIX ->
          new Call(FunctionNames.NEGATE, DataType.BIGINT, amount(call.getOperands().get(0)));
      case TIMES -> intervals(FunctionNames.MULTIPLY, call);
      case DIVIDE -> intervals(FunctionNames.DIVIDE, call);
      case CAST, REINTERPRET -> amountOfCast(call);
      default -> throw notSupported("the interval " + call);
    };
  }

  private Expression amountOfCast(RexCall call) {
    RexNode operand = call.getOperands().get(0);
    if (SqlTypeUtil.isInterval(operand.getType()) && isOfMonths(operand) == isOfMonths(call)) {
      return amount(operand);
    }
    throw notSupported("the interval " + call);
  }

  /** Of two intervals, or of an interval and a whole number. */
  private Expression intervals(String function, RexCall call) {
    List<Expression> operands = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      if (SqlTypeUtil.isInterval(operand.getType())) {
        operands.add(amount(operand));
      } else {
        Expression number = translate(operand);
        if (!number.type().isIntegral()) {
          throw notSupported("an interval times or by a number that isn't an integer");
        }
        operands.add(cast(number, DataType.BIGINT));
      }
    }
    return new Call(function, operands, DataType.BIGINT);
  }

  /** The interval from the second of two timestamps to the first. */
  private Expression between(RexCall call) {
    String unit = isOfMonths(call) ? "month" : "microsecond";
    return function(
        "timestampdiff",
        List.of(Literal.of(DataType.STRING, unit), operand(call, 1), operand(call, 0)));
  }

  private Expression arithmetic(String function, RexCall call) {
    DataType type = type(call);
    if (!type.isNumeric()) {
      throw notSupported(function + " of " + call.getType());
    }
    List<Expression> arguments = new ArrayList<>();
    for (Expression operand : operands(call)) {
      if (type instanceof DecimalType && isExact(operand.type())) {
        arguments.add(cast(operand, asDecimal(operand.type())));
      } else {
        arguments.add(cast(operand, type));
      }
    }
    return new Call(function, arguments, type);
  }

  private Expression unary(String function, RexCall call) {
    DataType type = type(call);
    return new Call(function, type, cast(operand(call, 0), type));
  }

  private Expression caseWhen(RexCall call) {
    DataType type = type(call);
    List<Expression> arguments = new ArrayList<>(operands(call));
    for (int i = 0; i < arguments.size(); i++) {
      boolean isValue = i % 2 == 1 || i == arguments.size() - 1;
      if (isValue) {
        arguments.set(i, cast(arguments.get(i), type));
      }
    }
    return new Call(FunctionNames.CASE, arguments, type);
  }

  private Expression sameTypes(String function, RexCall call) {
    DataType type = type(call);
    return new Call(
        function, operands(call).stream().map(operand -> cast(operand, type)).toList(), type);
  }

  /** LIKE; ILIKE is LIKE of everything in lower case. */
  private Expression like(RexCall call) {
    List<Expression> arguments = operands(call);
    if (call.getOperator().getName().equals("ILIKE")) {
      arguments = arguments.stream().<Expression>map(a -> function("lower", List.of(a))).toList();
    }
    return new Call(FunctionNames.LIKE, arguments, DataType.BOOLEAN);
  }

  private Expression extract(RexCall call) {
    TimeUnitRange unit = ((RexLiteral) call.getOperands().get(0)).getValueAs(TimeUnitRange.class);
    String name =
        switch (unit) {
          case YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND ->
              unit.name().toLowerCase(Locale.ROOT);
          case DOW -> "dayofweek";
          case DOY -> "dayofyear";
          default -> throw notSupported("EXTRACT of " + unit);
        };
    Expression extracted =
        function("date_part", List.of(Literal.of(DataType.STRING, name), operand(call, 1)));
    return cast(extracted, type(call));
  }

  private static DistaffException notSupported(String what) {
    return new DistaffException(ErrorCode.NOT_SUPPORTED, what + " is not supported");
  }
}
