package io.distaff.planner;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.BoundSignature;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.SortKey;
import io.distaff.plan.WindowCall;
import io.distaff.plan.WindowCall.RankingFunction;
import io.distaff.plan.WindowFrame;
import io.distaff.plan.WindowFrame.Bound;
import io.distaff.plan.WindowFrame.Exclusion;
import io.distaff.sql.EngineTypes;
import io.distaff.sql.GroupFrames;
import io.distaff.sql.Intervals;
import io.distaff.sql.RegistryAggregate;
import io.distaff.sql.UserAggregateOperator;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * The operators for a projection with window functions:
 *
 * <pre>
 *   Project           the projection's expressions, over the functions' results
 *     Window          functions of one partitioning and order; more of them above each other
 *       Sort          by partition keys, then order keys; left out where the rows come like that
 *         Exchange    by the partition keys, to one task without; left out likewise
 *           Project   the input, and the functions' arguments and keys
 * </pre>
 *
 * Functions of the same partitioning stand next to each other, those that need the longest order
 * lowest, so that others share their sort. One object, one projection; confined to one thread.
 */
final class WindowPlanner {
  private final PlannerContext context;
  private final StageCutter cutter;
  private final RexBuilder rexBuilder;

  // What goes into the windows: the columns of the input, then others.
  private ExpressionTranslator translator;
  private final List<Expression> columns = new ArrayList<>();

  /** The columns that are keys of windows, which needn't be computed again above them. */
  private final Map<RexNode, Expression> keys = new HashMap<>();

  WindowPlanner(PlannerContext context, StageCutter cutter, Project project) {
    this.context = context;
    this.cutter = cutter;
    this.rexBuilder = project.getCluster().getRexBuilder();
  }

  /** What functions have in common when one operator can compute them. */
  private record Key(List<Integer> partition, List<SortKey> order) {}

  /** A function under the name of its column. */
  private record Planned(WindowCall call, String name) {}

  /**
   * Where the rows of the windows stand, and which expressions the functions' results and keys are.
   */
  record Result(Piece piece, Map<RexNode, Expression> values) {}

  /**
   * The windows above a piece.
   *
   * @param expressions those of the projection that are needed
   */
  Result plan(Piece given, List<RexNode> expressions) {
    Piece input = given.pruned();
    translator = input.translator();
    Schema inputSchema = input.node().schema();
    for (int i = 0; i < inputSchema.size(); i++) {
      columns.add(new InputRef(i, inputSchema.type(i)));
    }
    Map<Key, List<Planned>> windows = new LinkedHashMap<>();
    Map<RexOver, Planned> functions = new LinkedHashMap<>();
    for (RexOver over : functionsIn(expressions)) {
      Key key = key(over.getWindow());
      Planned function =
          new Planned(call(over, key), over.getAggOperator().getName().toLowerCase(Locale.ROOT));
      List<Planned> together = windows.computeIfAbsent(key, k -> new ArrayList<>());
      if (!together.contains(function)) {
        together.add(function);
      }
      functions.put(over, function);
    }
    Piece piece = withColumns(input);
    List<Key> ordered = new ArrayList<>(windows.keySet());
    ordered.sort(
        Comparator.comparing((Key key) -> new HashSet<>(key.partition()).hashCode())
            .thenComparing(key -> -key.order().size()));
    Map<Key, Integer> firstResult = new HashMap<>();
    List<SortKey> sortedBy = RowOrder.of(piece.node());
    for (Key key : ordered) {
      Piece together = together(piece, key.partition());
      sortedBy = together.node() == piece.node() ? sortedBy : List.of();
      piece = together;
      if (!serves(sortedBy, key)) {
        sortedBy = sortKeys(key);
        if (!sortedBy.isEmpty()) {
          piece = piece.withNode(new PlanNode.Sort(piece.node(), sortedBy, -1, 0));
        }
      }
      firstResult.put(key, piece.node().schema().size());
      piece = piece.withNode(window(piece.node(), key, windows.get(key)));
    }
    Map<RexNode, Expression> values = new HashMap<>(keys);
    functions.forEach(
        (over, function) -> {
          Key key = key(over.getWindow());
          int place = firstResult.get(key) + windows.get(key).indexOf(function);
          values.put(over, result(over, new InputRef(place, function.call().type())));
        });
    return new Result(piece, values);
  }

  private static Set<RexOver> functionsIn(List<RexNode> expressions) {
    Set<RexOver> found = new LinkedHashSet<>();
    RexVisitorImpl<Void> visitor =
        new RexVisitorImpl<>(true) {
          @Override
          public Void visitOver(RexOver over) {
            found.add(over);
            return null;
          }
        };
    expressions.forEach(expression -> expression.accept(visitor));
    return found;
  }

  // Rows

  /** The input with the columns that the functions need besides. */
  private Piece withColumns(Piece input) {
    Schema schema = input.node().schema();
    if (columns.size() == schema.size()) {
      return input;
    }
    List<Field> fields = new ArrayList<>(schema.fields());
    for (int i = schema.size(); i < columns.size(); i++) {
      fields.add(new Field("w" + (i - schema.size()), columns.get(i).type(), true));
    }
    return input.withNode(new PlanNode.Project(input.node(), columns, new Schema(fields)));
  }

  /** The piece with the rows of each partition in one task. */
  private Piece together(Piece piece, List<Integer> partition) {
    if (partition.isEmpty()) {
      return gathered(piece);
    }
    boolean isTogether =
        piece.isOneTask()
            || piece.hashedBy().flatMap(hashing -> hashing.within(partition)).isPresent();
    return isTogether
        ? piece
        : cutter.exchange(piece, partition, context.partitions(piece.sizeBytes()));
  }

  /** As {@link StageCutter#gather}, but with all columns of the node. */
  private Piece gathered(Piece piece) {
    return piece.isOneTask() ? piece : cutter.exchange(piece, List.of(), 1);
  }

  private static List<SortKey> sortKeys(Key key) {
    List<SortKey> keys = new ArrayList<>();
    for (int column : key.partition()) {
      keys.add(new SortKey(column, false, true));
    }
    keys.addAll(key.order());
    return keys;
  }

  /** Whether rows of an order are sorted by partition, then by the function's order. */
  private static boolean serves(List<SortKey> sortedBy, Key key) {
    int partition = key.partition().size();
    int all = partition + key.order().size();
    return all <= sortedBy.size()
        && sortedBy.subList(0, partition).stream()
            .map(SortKey::column)
            .toList()
            .containsAll(key.partition())
        && sortedBy.subList(partition, all).equals(key.order());
  }

  private static PlanNode window(PlanNode input, Key key, List<Planned> functions) {
    List<Field> fields = new ArrayList<>(input.schema().fields());
    for (Planned function : functions) {
      fields.add(new Field(function.name(), function.call().type(), true));
    }
    return new PlanNode.Window(
        input,
        key.partition(),
        key.order(),
        functions.stream().map(Planned::call).toList(),
        new Schema(fields));
  }

  // Columns

  /** The place of an expression among the windows' input columns. */
  private int column(Expression expression) {
    int place = columns.indexOf(expression);
    if (place < 0) {
      place = columns.size();
      columns.add(expression);
    }
    return place;
  }

  /** The place of a key, which is known to be there from now on. */
  private int keyColumn(RexNode key) {
    Expression expression = translator.translate(key);
    int place = column(expression);
    if (key instanceof RexCall || key instanceof RexFieldAccess) {
      keys.put(key, new InputRef(place, expression.type()));
    }
    return place;
  }

  private Key key(RexWindow window) {
    List<Integer> partition = new ArrayList<>();
    for (RexNode node : window.partitionKeys) {
      int place = keyColumn(node);
      if (!partition.contains(place)) {
        partition.add(place);
      }
    }
    List<SortKey> order = new ArrayList<>();
    for (RexFieldCollation collation : window.orderKeys) {
      boolean descending = collation.getDirection().isDescending();
      boolean nullsFirst =
          collation.getNullDirection() == NullDirection.UNSPECIFIED
              ? !descending
              : collation.getNullDirection() == NullDirection.FIRST;
      order.add(new SortKey(keyColumn(collation.left), descending, nullsFirst));
    }
    return new Key(partition, order);
  }

  // Functions

  private WindowCall call(RexOver over, Key key) {
    SqlKind kind = over.getAggOperator().getKind();
    DataType type = EngineTypes.fromCalcite(over.getType());
    return switch (kind) {
      case ROW_NUMBER -> ranking(RankingFunction.ROW_NUMBER, DataType.BIGINT);
      case RANK -> ranking(RankingFunction.RANK, DataType.BIGINT);
      case DENSE_RANK -> ranking(RankingFunction.DENSE_RANK, DataType.BIGINT);
      case PERCENT_RANK -> ranking(RankingFunction.PERCENT_RANK, DataType.DOUBLE);
      case CUME_DIST -> ranking(RankingFunction.CUME_DIST, DataType.DOUBLE);
      case NTILE ->
          new WindowCall.Ranking(
              RankingFunction.NTILE, number(over, 0, "the number of buckets"), DataType.BIGINT);
      case LAG, LEAD -> shift(over, kind == SqlKind.LAG, type);
      case FIRST_VALUE -> value(over, 1, key, type);
      case LAST_VALUE -> value(over, -1, key, type);
      case NTH_VALUE -> value(over, number(over, 1, "the row of the frame"), key, type);
      default -> aggregate(over, key, type);
    };
  }

  private static WindowCall ranking(RankingFunction function, DataType type) {
    return new WindowCall.Ranking(function, 0, type);
  }

  /** A literal argument that must be positive. */
  private static long number(RexOver over, int operand, String what) {
    long number = literal(over, operand, what);
    if (number <= 0) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          what + " of " + over.getAggOperator().getName() + " must be positive, not " + number);
    }
    return number;
  }

  private static long literal(RexOver over, int operand, String what) {
    if (over.getOperands().get(operand) instanceof RexLiteral literal
        && literal.getValue() instanceof BigDecimal value
        && value.stripTrailingZeros().scale() <= 0
        && value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
      return value.longValueExact();
    }
    throw PhysicalPlanner.notSupported(
        what + " of " + over.getAggOperator().getName() + ", unless it is a whole number,");
  }

  private WindowCall shift(RexOver over, boolean isLag, DataType type) {
    int operands = over.getOperands().size();
    long offset = operands < 2 ? 1 : literal(over, 1, "the offset");
    int defaultColumn = operands < 3 ? -1 : argument(over, 2, type);
    return new WindowCall.Shift(
        argument(over, 0, type), isLag ? -offset : offset, defaultColumn, over.ignoreNulls(), type);
  }

  private int argument(RexOver over, int operand, DataType type) {
    Expression argument = translator.translate(over.getOperands().get(operand));
    return column(ExpressionTranslator.cast(argument, type));
  }

  private WindowCall value(RexOver over, long position, Key key, DataType type) {
    WindowFrame frame = frame(over, key);
    if (over.ignoreNulls() && position > 1 && frame.exclusion() != Exclusion.NONE) {
      throw PhysicalPlanner.notSupported("EXCLUDE with NTH_VALUE that ignores nulls");
    }
    return new WindowCall.FrameValue(
        argument(over, 0, type), position, over.ignoreNulls(), frame, type);
  }

  private WindowCall aggregate(RexOver over, Key key, DataType type) {
    String name = AggregatePlan.name(over.getAggOperator());
    SqlKind kind = over.getAggOperator().getKind();
    String function = AggregatePlan.function(over.getAggOperator());
    boolean distinctMatters = kind != SqlKind.MIN && kind != SqlKind.MAX;
    if (over.isDistinct() && distinctMatters) {
      throw PhysicalPlanner.notSupported(name + "(DISTINCT ...) as a window function");
    }
    if (over.ignoreNulls()) {
      throw PhysicalPlanner.notSupported("IGNORE NULLS with " + name);
    }
    List<Expression> arguments =
        new ArrayList<>(over.getOperands().stream().map(translator::translate).toList());
    if (over.getAggOperator() instanceof RegistryAggregate aggregate) {
      return new WindowCall.FrameAggregate(
          registered(aggregate.definition(), arguments), frame(over, key));
    }
    if (over.getAggOperator() instanceof UserAggregateOperator user) {
      List<Integer> columns = new ArrayList<>();
      arguments.forEach(argument -> columns.add(column(argument)));
      return new WindowCall.FrameAggregate(
          AggregatePlan.userCall(user.aggregate(), columns, -1), frame(over, key));
    }
    if (arguments.size() > 1) {
      throw PhysicalPlanner.notSupported(name + " with more than one argument");
    }
    boolean keepsType =
        !function.equals(AggregateCall.Function.COUNT)
            && !function.equals(AggregateCall.Function.SUM);
    int column = -1;
    for (Expression argument : arguments) {
      column = column(keepsType ? ExpressionTranslator.cast(argument, type) : argument);
    }
    return new WindowCall.FrameAggregate(
        AggregateCall.of(function, column, -1, type), frame(over, key));
  }

  /** A call of a function of the registry: its arguments cast to what it takes. */
  private AggregateCall registered(FunctionDefinition function, List<Expression> given) {
    int numColumns = Math.min(given.size(), AggregateFunctions.numArguments(function));
    List<Literal> parameters = new ArrayList<>();
    for (Expression parameter : given.subList(numColumns, given.size())) {
      if (!(parameter instanceof Literal literal)) {
        throw new DistaffException(
            ErrorCode.SEMANTIC_ERROR,
            "argument %d of %s must be a constant"
                .formatted(numColumns + parameters.size() + 1, function.name()));
      }
      parameters.add(literal);
    }
    BoundSignature bound = AggregatePlan.bind(function, given.subList(0, numColumns), parameters);
    List<DataType> types = bound.argumentTypes().subList(0, numColumns);
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < numColumns; i++) {
      columns.add(column(ExpressionTranslator.cast(given.get(i), types.get(i))));
    }
    AggregateCall call =
        new AggregateCall(function.name(), columns, -1, parameters, List.of(), bound.resultType());
    AggregateFunctions.check(call, types);
    return call;
  }

  /** What a function's column means in the projection. */
  private static Expression result(RexOver over, InputRef column) {
    DataType type = EngineTypes.fromCalcite(over.getType());
    if (over.getAggOperator().getKind() == SqlKind.SUM0) {
      Expression zero = ExpressionTranslator.cast(new Literal(DataType.BIGINT, "0"), type);
      return new Call(FunctionNames.COALESCE, type, column, zero);
    }
    return ExpressionTranslator.cast(column, type);
  }

  // Frames

  private WindowFrame frame(RexOver over, Key key) {
    RexWindow window = over.getWindow();
    Exclusion exclusion = exclusion(window);
    RexWindowBound lower = window.getLowerBound();
    RexWindowBound upper = window.getUpperBound();
    if (window.isRows()) {
      boolean ofGroups = isOfGroups(lower) || isOfGroups(upper);
      return new WindowFrame(
          ofGroups ? WindowFrame.Unit.GROUPS : WindowFrame.Unit.ROWS,
          countedBound(lower),
          countedBound(upper),
          exclusion,
          -1);
    }
    if (lower.getOffset() == null && upper.getOffset() == null) {
      return new WindowFrame(
          WindowFrame.Unit.RANGE, Bound.of(kind(lower)), Bound.of(kind(upper)), exclusion, -1);
    }
    if (key.order().size() != 1) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "a RANGE frame with an offset needs exactly one expression in ORDER BY");
    }
    return rangeFrame(window, key.order().get(0), exclusion);
  }

  private static Bound.Kind kind(RexWindowBound bound) {
    if (bound.isUnboundedPreceding()) {
      return Bound.Kind.UNBOUNDED_PRECEDING;
    } else if (bound.isUnboundedFollowing()) {
      return Bound.Kind.UNBOUNDED_FOLLOWING;
    } else if (bound.isCurrentRow()) {
      return Bound.Kind.CURRENT_ROW;
    }
    return bound.isPreceding() ? Bound.Kind.PRECEDING : Bound.Kind.FOLLOWING;
  }

  private static Exclusion exclusion(RexWindow window) {
    return switch (window.getExclude()) {
      case EXCLUDE_NO_OTHER -> Exclusion.NONE;
      case EXCLUDE_CURRENT_ROW -> Exclusion.CURRENT_ROW;
      case EXCLUDE_GROUP -> Exclusion.GROUP;
      case EXCLUDE_TIES -> Exclusion.TIES;
    };
  }

  private static boolean isOfGroups(RexWindowBound bound) {
    return bound.getOffset() != null && GroupFrames.number(bound.getOffset()).isPresent();
  }

  /** A bound that counts rows or groups. */
  private static Bound countedBound(RexWindowBound bound) {
    if (bound.getOffset() == null) {
      return Bound.of(kind(bound));
    }
    RexNode offset = GroupFrames.number(bound.getOffset()).orElse(bound.getOffset());
    if (offset instanceof RexLiteral literal
        && literal.getValue() instanceof BigDecimal value
        && value.signum() >= 0
        && value.stripTrailingZeros().scale() <= 0
        && value.toBigInteger().bitLength() < Long.SIZE) {
      return new Bound(kind(bound), value.longValueExact(), -1);
    }
    throw PhysicalPlanner.notSupported(
        "the offset %s of a %s frame, which isn't a whole number,"
            .formatted(offset, isOfGroups(bound) ? "GROUPS" : "ROWS"));
  }

  private WindowFrame rangeFrame(RexWindow window, SortKey order, Exclusion exclusion) {
    DataType keyType = columns.get(order.column()).type();
    RexWindowBound lower = window.getLowerBound();
    RexWindowBound upper = window.getUpperBound();
    Optional<Bound> start = differenceBound(lower, keyType);
    Optional<Bound> end = differenceBound(upper, keyType);
    if (start.isPresent() && end.isPresent()) {
      return new WindowFrame(
          WindowFrame.Unit.RANGE, start.get(), end.get(), exclusion, order.column());
    }
    // Limits and keys are compared in one type.
    RexNode key = window.orderKeys.get(0).left;
    Optional<Expression> startLimit = limit(key, lower, order.descending());
    Optional<Expression> endLimit = limit(key, upper, order.descending());
    DataType type = keyType;
    for (Optional<Expression> limit : List.of(startLimit, endLimit)) {
      if (limit.isPresent()) {
        type = ExpressionTranslator.commonType(type, limit.get().type());
      }
    }
    int keyColumn = column(ExpressionTranslator.cast(translator.translate(key), type));
    return new WindowFrame(
        WindowFrame.Unit.RANGE,
        limitBound(lower, startLimit, type),
        limitBound(upper, endLimit, type),
        exclusion,
        keyColumn);
  }

  /** The bound if it is a whole number in the unit of the key, or has no offset. */
  private static Optional<Bound> differenceBound(RexWindowBound bound, DataType keyType) {
    if (bound.getOffset() == null) {
      return Optional.of(Bound.of(kind(bound)));
    }
    if (!(bound.getOffset() instanceof RexLiteral literal) || literal.isNull()) {
      return Optional.empty();
    }
    Optional<Long> offset =
        switch (keyType.kind()) {
          case TINYINT, SMALLINT, INT, BIGINT ->
              literal.getValue() instanceof BigDecimal value
                      && !SqlTypeUtil.isInterval(literal.getType())
                      && value.stripTrailingZeros().scale() <= 0
                      && value.toBigInteger().bitLength() < Long.SIZE
                  ? Optional.of(value.longValue())
                  : Optional.empty();
          case DATE -> Intervals.wholeDays(literal);
          case TIMESTAMP, TIMESTAMP_LOCAL -> Intervals.micros(literal);
          default -> Optional.empty();
        };
    if (offset.isPresent() && offset.get() < 0) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR, "the offset of a window frame must not be negative");
    }
    return offset.map(number -> new Bound(kind(bound), number, -1));
  }

  private Optional<Expression> limit(RexNode key, RexWindowBound bound, boolean descending) {
    if (bound.getOffset() == null) {
      return Optional.empty();
    }
    RexNode offset = bound.getOffset();
    boolean minus = bound.isPreceding() != descending;
    SqlOperator operator;
    if (SqlTypeUtil.isInterval(offset.getType())) {
      operator = minus ? SqlStdOperatorTable.MINUS_DATE : SqlStdOperatorTable.DATETIME_PLUS;
      return Optional.of(
          translator.translate(rexBuilder.makeCall(key.getType(), operator, List.of(key, offset))));
    }
    operator = minus ? SqlStdOperatorTable.MINUS : SqlStdOperatorTable.PLUS;
    return Optional.of(translator.translate(rexBuilder.makeCall(operator, key, offset)));
  }

  private Bound limitBound(RexWindowBound bound, Optional<Expression> limit, DataType type) {
    return limit
        .map(e -> new Bound(kind(bound), 0, column(ExpressionTranslator.cast(e, type))))
        .orElseGet(() -> Bound.of(kind(bound)));
  }
}
