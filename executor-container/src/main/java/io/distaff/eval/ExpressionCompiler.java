package io.distaff.eval;

import io.distaff.error.DistaffException;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Lambda;
import io.distaff.expression.Literal;
import io.distaff.expression.NullRule;
import io.distaff.kernel.ComparisonOperator;
import io.distaff.kernel.ElementStream;
import io.distaff.kernel.Flattener;
import io.distaff.kernel.KeyRange;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.scalar.In;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.LargeValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Makes evaluators of expressions. No code is generated: an evaluator is a tree of objects that
 * call kernels, loops over primitive arrays which all queries share. What is decided here, once:
 *
 * <ul>
 *   <li>the function that a call means, by its types;
 *   <li>constants: a call without columns is evaluated now. If that fails it is left as it is,
 *       because the failure only counts when a row gets there;
 *   <li>expressions over a single column are marked for evaluation per dictionary entry, as large
 *       as they come;
 *   <li>expressions that several of a projection contain are computed once per batch, unless they
 *       are in a branch that not every row takes;
 *   <li>in conjunctions, comparisons of one column with constants become one range.
 * </ul>
 */
public final class ExpressionCompiler {
  /** What working on a constant may take; one that takes more is computed by tasks. */
  public static final long MOST_FOLDED_BYTES = 16 << 20;

  private final Set<Expression> repeated;
  private final Workspace workspace;
  private final Map<Expression, SharedEvaluator> shared = new LinkedHashMap<>();

  private ExpressionCompiler(Set<Expression> repeated, Workspace workspace) {
    this.repeated = repeated;
    this.workspace = workspace;
  }

  /**
   * Compiles one expression.
   *
   * @param arrays allocates what its results and what is between are kept in
   * @throws DistaffException NOT_SUPPORTED when a function doesn't exist or doesn't take its
   *     arguments' types
   */
  public static Evaluator compile(Expression expression, ReservedArrays arrays) {
    return compile(expression, new Workspace(arrays, LargeValues.none()));
  }

  private static Evaluator compile(Expression expression, Workspace workspace) {
    return new ExpressionCompiler(Set.of(), workspace).evaluator(expression);
  }

  /** As {@link #compile}, for several expressions over the same batches. */
  public static Projection compileAll(List<Expression> expressions, ReservedArrays arrays) {
    return compileAll(expressions, arrays, LargeValues.none());
  }

  /**
   * As {@link #compile}, for several expressions over the same batches.
   *
   * @param values for which tokens stand in the batches, and in the results
   */
  public static Projection compileAll(
      List<Expression> expressions, ReservedArrays arrays, LargeValues values) {
    Workspace workspace = new Workspace(arrays, values);
    Set<Expression> seen = new HashSet<>();
    Set<Expression> repeated = new HashSet<>();
    for (Expression expression : expressions) {
      collectRepeated(expression, seen, repeated);
    }
    ExpressionCompiler compiler = new ExpressionCompiler(repeated, workspace);
    List<Evaluator> evaluators = new ArrayList<>();
    for (Expression expression : expressions) {
      evaluators.add(workspace.storing(compiler.evaluator(expression)));
    }
    return new Projection(evaluators, List.copyOf(compiler.shared.values()));
  }

  /** As {@link #compile}, of a boolean expression that narrows selections. */
  public static Predicate compilePredicate(Expression expression, ReservedArrays arrays) {
    return compilePredicate(expression, arrays, LargeValues.none());
  }

  /**
   * As {@link #compile}, of a boolean expression that narrows selections.
   *
   * @param values for which tokens stand in the batches
   */
  public static Predicate compilePredicate(
      Expression expression, ReservedArrays arrays, LargeValues values) {
    if (expression.type().kind() != DataType.Kind.BOOLEAN) {
      throw new IllegalArgumentException(
          "a predicate of type " + expression.type().sqlName() + ": " + expression);
    }
    return new ExpressionCompiler(Set.of(), new Workspace(arrays, values)).conditionOf(expression);
  }

  /**
   * As {@link #compile}, of a call that makes arrays whose elements can be had some at a time.
   *
   * @param values for which tokens stand in the batches, and in the elements
   */
  public static ElementCall compileElements(Call call, ReservedArrays arrays, LargeValues values) {
    Workspace workspace = new Workspace(arrays, values);
    ExpressionCompiler compiler = new ExpressionCompiler(Set.of(), workspace);
    List<Evaluator> evaluators = call.arguments().stream().map(compiler::evaluator).toList();
    ElementStream stream = FunctionResolver.elements(call, evaluators, workspace);
    return new ElementCall(evaluators.stream().map(workspace::storing).toList(), stream, arrays);
  }

  /** Calls that every row needs and that occur more than once. */
  private static void collectRepeated(
      Expression expression, Set<Expression> seen, Set<Expression> repeated) {
    if (expression instanceof Call call) {
      if (!isDeterministic(call)) {
        return;
      }
      if (!seen.add(call)) {
        repeated.add(call);
        return;
      }
      if (!isConditional(call)) {
        for (Expression argument : call.arguments()) {
          collectRepeated(argument, seen, repeated);
        }
      }
    }
  }

  /** True for functions that evaluate some arguments for some rows only. */
  private static boolean isConditional(Call call) {
    return switch (call.function()) {
      case FunctionNames.AND, FunctionNames.OR, FunctionNames.CASE, FunctionNames.COALESCE -> true;
      default -> false;
    };
  }

  /** False when the same values may give another result the next time. */
  public static boolean isDeterministic(Expression expression) {
    if (expression instanceof Lambda lambda) {
      return isDeterministic(lambda.body())
          && lambda.captured().stream().allMatch(ExpressionCompiler::isDeterministic);
    }
    return !(expression instanceof Call call)
        || (FunctionResolver.isDeterministic(call)
            && call.arguments().stream().allMatch(ExpressionCompiler::isDeterministic));
  }

  /** The columns that an expression is about, in order. */
  public static Set<Integer> columns(Expression expression) {
    Set<Integer> columns = new TreeSet<>();
    collectColumns(expression, columns);
    return columns;
  }

  private static void collectColumns(Expression expression, Set<Integer> columns) {
    if (expression instanceof InputRef input) {
      columns.add(input.index());
    } else if (expression instanceof Call call) {
      for (Expression argument : call.arguments()) {
        collectColumns(argument, columns);
      }
    } else if (expression instanceof Lambda lambda) {
      for (Expression captured : lambda.captured()) {
        collectColumns(captured, columns);
      }
    }
  }

  /** An evaluator for every row of a selection that may be shared, and that uses dictionaries. */
  private Evaluator evaluator(Expression expression) {
    if (!(expression instanceof Call call)) {
      return leaf(expression);
    }
    if (!repeated.contains(call)) {
      return unshared(call);
    }
    SharedEvaluator existing = shared.get(call);
    if (existing == null) {
      existing = new SharedEvaluator(unshared(call));
      shared.put(call, existing);
    }
    return existing;
  }

  private Evaluator unshared(Call call) {
    Set<Integer> columns = columns(call);
    boolean deterministic = isDeterministic(call);
    if (columns.isEmpty() && deterministic) {
      return folded(call, workspace);
    }
    if (columns.size() == 1 && deterministic) {
      return new SingleColumnEvaluator(
          columns.iterator().next(),
          () -> new Direct(workspace).evaluator(call),
          workspace.arrays());
    }
    ExpressionCompiler inner =
        isConditional(call) ? new ExpressionCompiler(Set.of(), workspace) : this;
    return new Builder(inner::evaluator, this::conditionOf, workspace).build(call);
  }

  private Predicate conditionOf(Expression expression) {
    RowFilter filter = new ExpressionCompiler(Set.of(), workspace).filter(expression);
    return new Filters.Outermost(filter, workspace.arrays());
  }

  private static Evaluator leaf(Expression expression) {
    if (expression instanceof InputRef input) {
      return new InputEvaluator(input.index(), input.type());
    }
    Literal literal = (Literal) expression;
    return ConstantEvaluator.of(literal.type(), literal.value());
  }

  /** A constant; where there is none, or it takes too much, what tells when a row gets there. */
  private static Evaluator folded(Call call, Workspace workspace) {
    Evaluator evaluator = fold(call);
    return evaluator instanceof ConstantEvaluator
        ? evaluator
        : new LateConstant(new Direct(workspace).build(call), workspace);
  }

  /** A constant; else an evaluator that fails. */
  private static Evaluator fold(Call call) {
    ReservedArrays arrays = ReservedArrays.upTo(MOST_FOLDED_BYTES);
    Workspace folding = new Workspace(arrays, LargeValues.none());
    Evaluator evaluator = new Direct(folding, ExpressionCompiler::fold).build(call);
    if (evaluator instanceof ConstantEvaluator) {
      return evaluator;
    }
    try {
      ColumnVector result = evaluator.evaluate(new VectorBatch(1), null);
      return new ConstantEvaluator(new Flattener(arrays).flatten(result, RowSet.all(1)));
    } catch (DistaffException e) {
      return evaluator;
    }
  }

  // Predicates.

  private RowFilter filter(Expression expression) {
    List<Expression> conjuncts = new ArrayList<>();
    collectConjuncts(expression, conjuncts);
    List<List<Expression>> groups = groupByColumn(conjuncts);
    List<RowFilter> filters = new ArrayList<>();
    for (List<Expression> group : groups) {
      Expression whole =
          group.size() == 1 ? group.get(0) : new Call(FunctionNames.AND, group, DataType.BOOLEAN);
      filters.add(conjunct(whole, group));
    }
    return filters.size() == 1 ? filters.get(0) : new Filters.Conjunction(filters);
  }

  private static void collectConjuncts(Expression expression, List<Expression> conjuncts) {
    if (expression instanceof Call call && call.function().equals(FunctionNames.AND)) {
      for (Expression argument : call.arguments()) {
        collectConjuncts(argument, conjuncts);
      }
    } else {
      conjuncts.add(expression);
    }
  }

  /**
   * Comparisons of the same column with constants together, where the first of them stands; these
   * never fail, so that it does no harm to evaluate them earlier.
   */
  private List<List<Expression>> groupByColumn(List<Expression> conjuncts) {
    List<List<Expression>> groups = new ArrayList<>();
    Map<Integer, List<Expression>> byColumn = new HashMap<>();
    for (Expression conjunct : conjuncts) {
      ColumnComparison comparison = ColumnComparison.of(conjunct, workspace);
      List<Expression> group = comparison == null ? null : byColumn.get(comparison.column());
      if (group == null) {
        group = new ArrayList<>();
        groups.add(group);
        if (comparison != null) {
          byColumn.put(comparison.column(), group);
        }
      }
      group.add(conjunct);
    }
    return groups;
  }

  private RowFilter conjunct(Expression whole, List<Expression> parts) {
    Set<Integer> columns = columns(whole);
    if (columns.size() != 1 || whole instanceof InputRef || !isDeterministic(whole)) {
      return new Filters.Computed(evaluator(whole), workspace.arrays());
    }
    int column = columns.iterator().next();
    if (isNotNullTest(whole)) {
      return new Filters.NotNull(column);
    }
    RowFilter direct = direct(column, whole, parts);
    return new Filters.SingleColumn(
        column, direct, () -> new Direct(workspace).evaluator(whole), workspace.arrays());
  }

  private static boolean isNotNullTest(Expression expression) {
    return expression instanceof Call call
        && call.function().equals(FunctionNames.IS_NOT_NULL)
        && call.arguments().get(0) instanceof InputRef;
  }

  private RowFilter direct(int column, Expression whole, List<Expression> parts) {
    List<RowFilter> filters = new ArrayList<>();
    KeyRange range = null;
    for (Expression part : parts) {
      ColumnComparison comparison = ColumnComparison.of(part, workspace);
      if (comparison == null) {
        return new Filters.Computed(new Direct(workspace).evaluator(whole), workspace.arrays());
      }
      if (!comparison.hasKeys()) {
        filters.add(
            new Filters.BytesComparison(
                column,
                comparison.operator(),
                In.bytes(comparison.constant()),
                workspace.arrays()));
        continue;
      }
      KeyRange next = comparison.range();
      if (next.outside()) {
        filters.add(new Filters.InRange(column, next, workspace.arrays()));
      } else {
        range = range == null ? next : range.intersect(next);
      }
    }
    if (range != null) {
      filters.add(0, new Filters.InRange(column, range, workspace.arrays()));
    }
    return filters.size() == 1 ? filters.get(0) : new Filters.Conjunction(filters);
  }

  /** A column compared with a constant that isn't null, the column on the left. */
  private record ColumnComparison(InputRef input, ComparisonOperator operator, Object constant) {
    /** Null when the expression is anything else, or the constant large. */
    static ColumnComparison of(Expression expression, Workspace workspace) {
      if (!(expression instanceof Call call) || call.arguments().size() != 2) {
        return null;
      }
      ComparisonOperator operator = FunctionResolver.comparisonOperator(call.function());
      if (operator == null) {
        return null;
      }
      FunctionResolver.requireComparable(call);
      Expression left = call.arguments().get(0);
      Expression right = call.arguments().get(1);
      if (left instanceof InputRef input) {
        return of(input, operator, right, workspace);
      }
      return right instanceof InputRef input
          ? of(input, operator.mirrored(), left, workspace)
          : null;
    }

    private static ColumnComparison of(
        InputRef input, ComparisonOperator operator, Expression other, Workspace workspace) {
      if (!columns(other).isEmpty() || input.type().isNested() || !isDeterministic(other)) {
        return null;
      }
      Evaluator evaluator = other instanceof Call call ? fold(call) : leaf(other);
      return evaluator instanceof ConstantEvaluator constant
              && !constant.isNull()
              && !workspace.isLarge(constant)
          ? new ColumnComparison(input, operator, constant.value())
          : null;
    }

    int column() {
      return input.index();
    }

    boolean hasKeys() {
      return KeyRange.hasKeys(input.type());
    }

    KeyRange range() {
      return KeyRange.of(operator, constant, input.type());
    }
  }

  /** Compiles without sharing and without a look at dictionaries. */
  private static final class Direct {
    private final Builder builder;
    private final Function<Call, Evaluator> constants;

    Direct(Workspace workspace) {
      this(workspace, call -> folded(call, workspace));
    }

    /**
     * @param constants compiles calls without columns
     */
    Direct(Workspace workspace, Function<Call, Evaluator> constants) {
      this.constants = constants;
      ReservedArrays arrays = workspace.arrays();
      builder =
          new Builder(
              this::evaluator,
              condition ->
                  new Filters.Outermost(new Filters.Computed(evaluator(condition), arrays), arrays),
              workspace);
    }

    Evaluator evaluator(Expression expression) {
      if (!(expression instanceof Call call)) {
        return leaf(expression);
      }
      return columns(call).isEmpty() && isDeterministic(call) ? constants.apply(call) : build(call);
    }

    Evaluator build(Call call) {
      return builder.build(call);
    }
  }

  /** Builds one call, given a way to compile its arguments and its conditions. */
  private record Builder(
      Function<Expression, Evaluator> arguments,
      Function<Expression, Predicate> conditions,
      Workspace workspace) {

    private ReservedArrays arrays() {
      return workspace.arrays();
    }

    /** What a value that is moved or compared comes from. */
    private Evaluator moved(Expression argument) {
      return workspace.storing(arguments.apply(argument));
    }

    Evaluator build(Call call) {
      return switch (call.function()) {
        case FunctionNames.AND, FunctionNames.OR -> logic(call);
        case FunctionNames.CASE -> caseOf(call);
        case FunctionNames.COALESCE -> coalesce(call);
        case FunctionNames.IS_NULL -> new NullTestEvaluator(onlyArgument(call), true, arrays());
        case FunctionNames.IS_NOT_NULL ->
            new NullTestEvaluator(onlyArgument(call), false, arrays());
        case FunctionNames.IS_NOT_DISTINCT -> notDistinct(call);
        default -> function(call);
      };
    }

    private Evaluator onlyArgument(Call call) {
      if (call.arguments().size() != 1) {
        throw FunctionResolver.unsupported(call);
      }
      return arguments.apply(call.arguments().get(0));
    }

    private Evaluator logic(Call call) {
      List<Evaluator> evaluators = new ArrayList<>();
      for (Expression argument : call.arguments()) {
        evaluators.add(arguments.apply(typed(call, argument, DataType.BOOLEAN)));
      }
      return new LogicEvaluator(call.function().equals(FunctionNames.AND), evaluators, arrays());
    }

    private Evaluator caseOf(Call call) {
      List<Expression> all = call.arguments();
      if (all.size() < 3 || all.size() % 2 == 0) {
        throw FunctionResolver.unsupported(call);
      }
      List<Predicate> predicates = new ArrayList<>();
      List<Evaluator> values = new ArrayList<>();
      for (int i = 0; i + 1 < all.size(); i += 2) {
        predicates.add(conditions.apply(typed(call, all.get(i), DataType.BOOLEAN)));
        values.add(moved(typed(call, all.get(i + 1), call.type())));
      }
      values.add(moved(typed(call, all.get(all.size() - 1), call.type())));
      return new CaseEvaluator(call.type(), predicates, values, arrays());
    }

    private Evaluator coalesce(Call call) {
      if (call.arguments().isEmpty()) {
        throw FunctionResolver.unsupported(call);
      }
      List<Evaluator> evaluators = new ArrayList<>();
      for (Expression argument : call.arguments()) {
        evaluators.add(moved(typed(call, argument, call.type())));
      }
      return new CoalesceEvaluator(call.type(), evaluators, arrays());
    }

    private Evaluator notDistinct(Call call) {
      List<Expression> both = call.arguments();
      boolean nulls = both.stream().anyMatch(a -> a.type().kind() == DataType.Kind.NULL);
      if (!nulls) {
        FunctionResolver.requireComparable(call);
      }
      return new NotDistinctEvaluator(moved(both.get(0)), moved(both.get(1)), arrays());
    }

    private Evaluator function(Call call) {
      List<Evaluator> evaluators = new ArrayList<>();
      List<Closure> closures = new ArrayList<>();
      boolean isNull = false;
      boolean moves = LargeValueCall.moves(call, workspace);
      for (Expression argument : call.arguments()) {
        if (argument instanceof Lambda lambda) {
          closures.add(closure(lambda));
          continue;
        }
        Evaluator evaluator = moves ? moved(argument) : arguments.apply(argument);
        evaluators.add(evaluator);
        boolean inList = call.function().equals(FunctionNames.IN) && evaluators.size() > 1;
        boolean nullConstant = evaluator instanceof ConstantEvaluator c && c.isNull();
        isNull |= !inList && (nullConstant || argument.type().kind() == DataType.Kind.NULL);
      }
      boolean strict = FunctionResolver.nullRule(call) != NullRule.OWN;
      if ((strict && isNull) || call.type().kind() == DataType.Kind.NULL) {
        return new ConstantEvaluator(Vectors.nullOf(call.type()));
      }
      FunctionResolver.Resolved resolved =
          FunctionResolver.resolve(call, evaluators, closures, workspace);
      VectorFunction function = resolved.function();
      if (!moves && function.takesTokens()) {
        List<Evaluator> taken = resolved.arguments().stream().map(workspace::storing).toList();
        return new CallEvaluator(call, taken, closures, function, arrays());
      }
      VectorFunction taking =
          moves ? function : LargeValueCall.of(function, resolved.arguments(), call, workspace);
      return new CallEvaluator(call, resolved.arguments(), closures, taking, arrays());
    }

    private Closure closure(Lambda lambda) {
      List<Evaluator> captured = lambda.captured().stream().map(this::moved).toList();
      Evaluator body = workspace.storing(ExpressionCompiler.compile(lambda.body(), workspace));
      return new Closure(lambda, body, captured, arrays());
    }

    /** The argument, or its cast when only null or a decimal of another precision stands there. */
    private static Expression typed(Call call, Expression argument, DataType type) {
      DataType own = argument.type();
      if (own.equals(type)) {
        return argument;
      }
      if (own.kind() != DataType.Kind.NULL
          && !(own.kind() == DataType.Kind.DECIMAL && type.kind() == DataType.Kind.DECIMAL)) {
        throw FunctionResolver.unsupported(call);
      }
      return new Call(FunctionNames.CAST, type, argument);
    }
  }
}
