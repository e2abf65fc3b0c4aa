package io.distaff.eval;

import io.distaff.encoder.RowFunction;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.BoundSignature;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.Lambda;
import io.distaff.expression.Literal;
import io.distaff.expression.NullRule;
import io.distaff.function.BatchUDF;
import io.distaff.function.FunctionCodec;
import io.distaff.function.UserFunctionBody;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.ComparisonOperator;
import io.distaff.kernel.ElementStream;
import io.distaff.kernel.LambdaBody;
import io.distaff.kernel.LogicKernels;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.scalar.ArithmeticOperator;
import io.distaff.scalar.CallSite;
import io.distaff.scalar.Cast;
import io.distaff.scalar.Comparison;
import io.distaff.scalar.DecimalArithmetic;
import io.distaff.scalar.FloatingArithmetic;
import io.distaff.scalar.In;
import io.distaff.scalar.IntegerArithmetic;
import io.distaff.scalar.Like;
import io.distaff.scalar.LikePattern;
import io.distaff.scalar.MayContain;
import io.distaff.scalar.ScalarFunction;
import io.distaff.scalar.ScalarFunctions;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which function is meant by a call, for the functions that evaluate all arguments. Operators are
 * chosen here, by their arguments' types; other functions are looked up in {@link ScalarFunctions}.
 * Combinations of types that no function takes are NOT_SUPPORTED.
 */
final class FunctionResolver {
  private FunctionResolver() {}

  /** A function, and the arguments that it takes at run time: literals may be bound already. */
  record Resolved(VectorFunction function, List<Evaluator> arguments) {}

  /**
   * @param arguments those that aren't lambdas
   * @param lambdas the others, in their order
   */
  static Resolved resolve(
      Call call,
      List<Evaluator> arguments,
      List<? extends LambdaBody> lambdas,
      Workspace workspace) {
    List<Evaluator> runtimeArguments =
        switch (call.function()) {
          case FunctionNames.IN, FunctionNames.MAY_CONTAIN -> arguments.subList(0, 1);
          case FunctionNames.USER_FUNCTION, FunctionNames.USER_FUNCTION_OF_CHANCE ->
              arguments.subList(FunctionNames.USER_FUNCTION_CONSTANTS, arguments.size());
          case FunctionNames.LIKE ->
              hasLiteralPattern(arguments) ? arguments.subList(0, 1) : arguments;
          default -> arguments;
        };
    return new Resolved(function(call, arguments, lambdas, workspace), runtimeArguments);
  }

  private static VectorFunction function(
      Call call,
      List<Evaluator> arguments,
      List<? extends LambdaBody> lambdas,
      Workspace workspace) {
    ReservedArrays arrays = workspace.arrays();
    return switch (call.function()) {
      case FunctionNames.ADD -> arithmetic(ArithmeticOperator.ADD, call, arrays);
      case FunctionNames.SUBTRACT -> arithmetic(ArithmeticOperator.SUBTRACT, call, arrays);
      case FunctionNames.MULTIPLY -> arithmetic(ArithmeticOperator.MULTIPLY, call, arrays);
      case FunctionNames.DIVIDE -> arithmetic(ArithmeticOperator.DIVIDE, call, arrays);
      case FunctionNames.MODULUS -> arithmetic(ArithmeticOperator.MODULUS, call, arrays);
      case FunctionNames.NEGATE -> arithmetic(ArithmeticOperator.NEGATE, call, arrays);
      case FunctionNames.EQUAL,
          FunctionNames.NOT_EQUAL,
          FunctionNames.LESS,
          FunctionNames.LESS_OR_EQUAL,
          FunctionNames.GREATER,
          FunctionNames.GREATER_OR_EQUAL ->
          comparison(call, arrays);
      case FunctionNames.NOT -> {
        requireKinds(call, DataType.Kind.BOOLEAN, DataType.Kind.BOOLEAN);
        yield new Not(arrays);
      }
      case FunctionNames.IN -> in(call, arguments, arrays);
      case FunctionNames.MAY_CONTAIN -> mayContain(call, arguments, arrays);
      case FunctionNames.USER_FUNCTION, FunctionNames.USER_FUNCTION_OF_CHANCE ->
          userFunction(call, arrays);
      case FunctionNames.CAST -> cast(call, false, arrays);
      case FunctionNames.TRY_CAST -> cast(call, true, arrays);
      case FunctionNames.LIKE -> like(call, arguments, workspace);
      default -> named(call, arguments, lambdas, workspace);
    };
  }

  private static VectorFunction named(
      Call call,
      List<Evaluator> arguments,
      List<? extends LambdaBody> lambdas,
      Workspace workspace) {
    ScalarFunction function = registered(call);
    return function.factory().create(site(call, function, arguments, lambdas, workspace));
  }

  /** The elements of the arrays that a call makes. */
  static ElementStream elements(Call call, List<Evaluator> arguments, Workspace workspace) {
    ScalarFunction function = registered(call);
    return function
        .elements()
        .orElseThrow(() -> unsupported(call))
        .create(site(call, function, arguments, List.of(), workspace));
  }

  private static ScalarFunction registered(Call call) {
    return ScalarFunctions.find(call.function()).orElseThrow(() -> unsupported(call));
  }

  /** A call of the registry's: the planner has bound it, so that nothing is left to cast. */
  private static CallSite site(
      Call call,
      ScalarFunction function,
      List<Evaluator> arguments,
      List<? extends LambdaBody> lambdas,
      Workspace workspace) {
    List<FunctionArgument> given = new ArrayList<>();
    Map<Integer, Object> constants = new HashMap<>();
    Iterator<Evaluator> values = arguments.iterator();
    for (int i = 0; i < call.arguments().size(); i++) {
      if (call.arguments().get(i) instanceof Lambda lambda) {
        given.add(FunctionArgument.of(lambda));
        continue;
      }
      Evaluator value = values.next();
      DataType type = value.type();
      Literal literal = null;
      if (value instanceof ConstantEvaluator constant) {
        literal = type.isNested() ? null : Literal.of(type, constant.value());
        if (!constant.isNull()) {
          constants.put(i, constant.value());
        }
      }
      given.add(new FunctionArgument(type, literal));
    }
    BoundSignature bound = function.definition().bind(given).orElseThrow(() -> unsupported(call));
    List<DataType> types = given.stream().map(FunctionArgument::type).toList();
    require(bound.argumentTypes().equals(types), call);
    require(bound.resultType().kind() == call.type().kind(), call);
    return new CallSite(
        function.definition().name(),
        call.type(),
        types,
        constants,
        List.copyOf(lambdas),
        workspace.arrays(),
        workspace.values());
  }

  /** What a call's function does with nulls. */
  static NullRule nullRule(Call call) {
    if (isUserFunction(call)) {
      return NullRule.OWN;
    }
    return ScalarFunctions.registry()
        .find(call.function())
        .map(FunctionDefinition::nullRule)
        .orElse(NullRule.STRICT);
  }

  /** Whether a call may be computed once for several rows. */
  static boolean isDeterministic(Call call) {
    if (isUserFunction(call)) {
      return call.function().equals(FunctionNames.USER_FUNCTION);
    }
    return ScalarFunctions.registry()
        .find(call.function())
        .map(FunctionDefinition::deterministic)
        .orElse(true);
  }

  private static boolean isUserFunction(Call call) {
    return call.function().equals(FunctionNames.USER_FUNCTION)
        || call.function().equals(FunctionNames.USER_FUNCTION_OF_CHANCE);
  }

  private static VectorFunction userFunction(Call call, ReservedArrays arrays) {
    int constants = FunctionNames.USER_FUNCTION_CONSTANTS;
    require(call.arguments().size() >= constants, call);
    require(
        call.arguments().subList(0, constants).stream().allMatch(Literal.class::isInstance), call);
    String name = (String) ((Literal) call.arguments().get(0)).value();
    byte[] code = (byte[]) ((Literal) call.arguments().get(1)).value();
    String columns = (String) ((Literal) call.arguments().get(2)).value();
    List<Expression> given = call.arguments().subList(constants, call.arguments().size());
    Object function =
        FunctionCodec.read(
            "the function " + name, code, Thread.currentThread().getContextClassLoader());
    String shown = name + "(" + columns + ")";
    if (function instanceof RowFunction ofRows) {
      return new RowFunctionCall(name, ofRows, given, arrays);
    } else if (function instanceof BatchUDF ofBatches) {
      List<DataType> types = given.stream().map(Expression::type).toList();
      return new BatchFunctionCall(shown, ofBatches, types, call.type(), arrays);
    }
    return new UserFunctionCall(shown, UserFunctionBody.of(function), call.type(), arrays);
  }

  static DistaffException unsupported(Call call) {
    String types =
        call.arguments().stream().map(a -> a.type().sqlName()).collect(Collectors.joining(", "));
    return new DistaffException(
        ErrorCode.NOT_SUPPORTED,
        "There is no function " + call.function() + "(" + types + ") -> " + call.type().sqlName());
  }

  private static void require(boolean condition, Call call) {
    if (!condition) {
      throw unsupported(call);
    }
  }

  private static DataType.Kind kind(Call call, int argument) {
    return call.arguments().get(argument).type().kind();
  }

  /** The kind of the result, then those of the arguments. */
  private static void requireKinds(Call call, DataType.Kind result, DataType.Kind... arguments) {
    boolean matches = call.type().kind() == result && call.arguments().size() == arguments.length;
    for (int i = 0; matches && i < arguments.length; i++) {
      matches = kind(call, i) == arguments[i];
    }
    require(matches, call);
  }

  private static VectorFunction arithmetic(
      ArithmeticOperator operator, Call call, ReservedArrays arrays) {
    DataType type = call.type();
    List<Expression> arguments = call.arguments();
    require(arguments.size() == (operator.isUnary() ? 1 : 2), call);
    if (type instanceof DecimalType result) {
      require(arguments.stream().allMatch(a -> a.type() instanceof DecimalType), call);
      DecimalType left = (DecimalType) arguments.get(0).type();
      DecimalType right = (DecimalType) arguments.get(arguments.size() - 1).type();
      return new DecimalArithmetic(operator, left, right, result, arrays);
    }
    require(arguments.stream().allMatch(a -> a.type().equals(type)), call);
    require(type.isNumeric(), call);
    return type.isIntegral()
        ? new IntegerArithmetic(operator, type, arrays)
        : new FloatingArithmetic(operator, type, arrays);
  }

  private static VectorFunction comparison(Call call, ReservedArrays arrays) {
    requireComparable(call);
    return new Comparison(comparisonOperator(call.function()), arrays);
  }

  /** Two arguments of one type, or two decimals. */
  static void requireComparable(Call call) {
    require(call.arguments().size() == 2, call);
    DataType left = call.arguments().get(0).type();
    DataType right = call.arguments().get(1).type();
    boolean decimals = left instanceof DecimalType && right instanceof DecimalType;
    require(decimals || left.equals(right), call);
    require(left.kind() != DataType.Kind.MAP, call);
  }

  /** The operator, or null when the function isn't a comparison. */
  static ComparisonOperator comparisonOperator(String function) {
    return switch (function) {
      case FunctionNames.EQUAL -> ComparisonOperator.EQUAL;
      case FunctionNames.NOT_EQUAL -> ComparisonOperator.NOT_EQUAL;
      case FunctionNames.LESS -> ComparisonOperator.LESS;
      case FunctionNames.LESS_OR_EQUAL -> ComparisonOperator.LESS_OR_EQUAL;
      case FunctionNames.GREATER -> ComparisonOperator.GREATER;
      case FunctionNames.GREATER_OR_EQUAL -> ComparisonOperator.GREATER_OR_EQUAL;
      default -> null;
    };
  }

  private static VectorFunction mayContain(
      Call call, List<Evaluator> arguments, ReservedArrays arrays) {
    require(call.arguments().size() == 2, call);
    require(kind(call, 1) == DataType.Kind.BINARY, call);
    if (!(arguments.get(1) instanceof ConstantEvaluator filter)) {
      throw unsupported(call);
    }
    return new MayContain((byte[]) filter.value(), arrays);
  }

  private static VectorFunction in(Call call, List<Evaluator> arguments, ReservedArrays arrays) {
    require(arguments.size() >= 2 && !arguments.get(0).type().isNested(), call);
    DataType type = arguments.get(0).type();
    List<Object> values = new ArrayList<>();
    for (Evaluator argument : arguments.subList(1, arguments.size())) {
      boolean comparable =
          argument.type().kind() == type.kind() || argument.type().kind() == DataType.Kind.NULL;
      require(comparable && argument instanceof ConstantEvaluator, call);
      values.add(((ConstantEvaluator) argument).value());
    }
    return new In(type, values, arrays);
  }

  private static VectorFunction cast(Call call, boolean nullOnFailure, ReservedArrays arrays) {
    require(call.arguments().size() == 1, call);
    Cast cast = Cast.of(call.arguments().get(0).type(), call.type(), nullOnFailure, arrays);
    require(cast != null, call);
    return cast;
  }

  private static VectorFunction like(Call call, List<Evaluator> arguments, Workspace workspace) {
    int size = arguments.size();
    require(size == 2 || size == 3, call);
    for (int i = 0; i < size; i++) {
      require(kind(call, i) == DataType.Kind.STRING, call);
    }
    if (!hasLiteralPattern(arguments)) {
      List<DataType> types = arguments.stream().map(Evaluator::type).toList();
      return Like.withPatterns(
          new CallSite(
              call.function(),
              call.type(),
              types,
              Map.of(),
              workspace.arrays(),
              workspace.values()));
    }
    String pattern = (String) ((ConstantEvaluator) arguments.get(1)).value();
    String escape = size == 3 ? (String) ((ConstantEvaluator) arguments.get(2)).value() : null;
    return new Like(LikePattern.of(pattern, escape), workspace.arrays());
  }

  /** Whether all arguments but the first are literals. */
  private static boolean hasLiteralPattern(List<Evaluator> arguments) {
    return arguments.stream().skip(1).allMatch(ConstantEvaluator.class::isInstance);
  }

  /** NOT. */
  private static final class Not implements VectorFunction {
    private final Buffers buffers;

    Not(ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      byte[] out = buffers.bytes(rows.length());
      LogicKernels.not(((BooleanVector) arguments[0].vector()).values(), out, rows.dense());
      return new BooleanVector(DataType.BOOLEAN, out, validity, rows.length());
    }
  }
}
