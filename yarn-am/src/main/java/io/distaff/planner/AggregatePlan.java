package io.distaff.planner;

import io.distaff.encoder.UserAggregate;
import io.distaff.expression.BoundSignature;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.AggregateCall.Function;
import io.distaff.plan.PlanNode;
import io.distaff.plan.SortKey;
import io.distaff.sql.EngineTypes;
import io.distaff.sql.RegistryAggregate;
import io.distaff.sql.UserAggregateOperator;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The calls of an aggregation in the engine's terms. Only those that are needed are computed; what
 * the engine has no function for (a sum that is 0 over no rows, a constant, GROUPING) is computed
 * from the results.
 *
 * <p>Grouping sets: each row is given once for each set, with null for the keys that the set
 * doesn't have, and with the set's number, which is a key as well:
 *
 * <pre>
 *   GROUP BY ROLLUP (a, b)       a  b  sum(c)          Aggregate by a, b, set: sum(c)
 *                                                        Expand  a     b     0  c
 *                                                                a     null  1  c
 *                                                                null  null  2  c
 * </pre>
 *
 * Immutable.
 */
final class AggregatePlan {
  private static final String SET = "$set";

  private final Aggregate aggregate;

  /** The calls that are needed, by their place in the relational expression. */
  private final List<Integer> needed;

  private AggregatePlan(Aggregate aggregate, List<Integer> needed) {
    this.aggregate = aggregate;
    this.needed = needed;
  }

  /**
   * What goes into the aggregation.
   *
   * @param keys positions in the node's output
   * @param states the keys, then the state of each call
   * @param results the keys, then the result of each call
   */
  record Input(
      PlanNode node, List<Integer> keys, List<AggregateCall> calls, Schema states, Schema results) {
    /** The calls over states instead of rows. */
    List<AggregateCall> finalCalls() {
      List<AggregateCall> finals = new ArrayList<>();
      for (AggregateCall call : calls) {
        finals.add(call.overState(keys.size() + finals.size()));
      }
      return finals;
    }
  }

  /**
   * @param columns of the aggregation's result that are needed
   */
  static AggregatePlan of(Aggregate aggregate, ImmutableBitSet columns) {
    List<Integer> needed = new ArrayList<>();
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      if (columns.get(aggregate.getGroupCount() + i)) {
        needed.add(i);
      }
    }
    AggregatePlan plan = new AggregatePlan(aggregate, needed);
    needed.forEach(i -> plan.check(plan.call(i)));
    return plan;
  }

  private org.apache.calcite.rel.core.AggregateCall call(int index) {
    return aggregate.getAggCallList().get(index);
  }

  private void check(org.apache.calcite.rel.core.AggregateCall call) {
    SqlKind kind = call.getAggregation().getKind();
    boolean distinctMatters = kind != SqlKind.MIN && kind != SqlKind.MAX;
    if (call.isDistinct() && distinctMatters) {
      throw PhysicalPlanner.notSupported(
          name(call.getAggregation()) + "(DISTINCT ...) beside other aggregates of this form");
    }
    if (kind == SqlKind.SINGLE_VALUE) {
      throw PhysicalPlanner.notSupported("a scalar sub-query that may return more than one row");
    }
    if (isComputed(call)) {
      function(call);
    }
  }

  private static String function(org.apache.calcite.rel.core.AggregateCall call) {
    return function(call.getAggregation());
  }

  /** What computes an aggregate function; SUM0 is a SUM that is 0 where that is null. */
  static String function(SqlAggFunction aggregation) {
    if (aggregation instanceof RegistryAggregate function) {
      return function.definition().name();
    } else if (aggregation instanceof UserAggregateOperator) {
      return Function.USER_AGGREGATE;
    }
    return switch (aggregation.getKind()) {
      case COUNT -> Function.COUNT;
      case SUM, SUM0 -> Function.SUM;
      case MIN -> Function.MIN;
      case MAX -> Function.MAX;
      case ANY_VALUE -> Function.ANY_VALUE;
      default ->
          throw PhysicalPlanner.notSupported("the aggregate function " + aggregation.getName());
    };
  }

  /** What people call an aggregate function. */
  static String name(SqlAggFunction aggregation) {
    return aggregation instanceof UserAggregateOperator user
        ? user.aggregate().name()
        : aggregation.getName();
  }

  /** A call of a function of the program's over columns. */
  static AggregateCall userCall(UserAggregate aggregate, List<Integer> columns, int filter) {
    return AggregateCall.ofUser(
        aggregate.name(),
        aggregate.code(),
        aggregate.bufferType(),
        columns,
        filter,
        aggregate.type());
  }

  /** Whether the engine has to compute the call. */
  private static boolean isComputed(org.apache.calcite.rel.core.AggregateCall call) {
    return switch (call.getAggregation().getKind()) {
      case LITERAL_AGG, GROUPING, GROUPING_ID, GROUP_ID -> false;
      default -> true;
    };
  }

  /** Whether rows are grouped in several ways. */
  boolean hasGroupingSets() {
    return aggregate.getGroupType() != Aggregate.Group.SIMPLE;
  }

  /** Whether there is a group even without rows, beside those of other grouping sets. */
  boolean hasGroupWithoutRows() {
    return hasGroupingSets() && aggregate.getGroupSets().contains(ImmutableBitSet.of());
  }

  ImmutableBitSet inputColumns() {
    ImmutableBitSet.Builder columns = ImmutableBitSet.builder().addAll(aggregate.getGroupSet());
    for (int i : needed) {
      var call = call(i);
      if (isComputed(call)) {
        columns.addAll(call.getArgList());
        call.getCollation().getFieldCollations().forEach(c -> columns.set(c.getFieldIndex()));
        if (call.filterArg >= 0) {
          columns.set(call.filterArg);
        }
      }
    }
    return columns.build();
  }

  /** The arguments of a call that are the same for all rows. */
  private List<Literal> parameters(org.apache.calcite.rel.core.AggregateCall call) {
    List<Literal> parameters = new ArrayList<>();
    if (call.getAggregation() instanceof RegistryAggregate function) {
      for (RegistryAggregate.Parameter parameter : function.parameters()) {
        parameters.add((Literal) translator().translate(parameter.literal()));
      }
    }
    return parameters;
  }

  private ExpressionTranslator translator() {
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
    return new ExpressionTranslator(rexBuilder, column -> column);
  }

  // Input.

  /** The operators between a piece and the aggregation, and the calls over their columns. */
  Input input(Piece piece) {
    List<Expression> columns = new ArrayList<>();
    Schema given = piece.node().schema();
    for (int i = 0; i < given.size(); i++) {
      columns.add(new InputRef(i, given.type(i)));
    }
    List<AggregateCall> calls = new ArrayList<>();
    List<DataType> stateTypes = new ArrayList<>();
    for (int i : needed) {
      if (isComputed(call(i))) {
        AggregateCall call = translated(call(i), piece, columns);
        calls.add(call);
        List<DataType> types = call.columns().stream().map(c -> columns.get(c).type()).toList();
        AggregateFunctions.check(call, types);
        stateTypes.add(AggregateFunctions.stateType(call, types));
      }
    }
    List<Integer> keys = piece.positionsOf(aggregate.getGroupSet().asList());
    if (hasGroupingSets()) {
      return expanded(piece, keys, columns, calls, stateTypes);
    }
    PlanNode node = piece.node();
    if (columns.size() > given.size()) {
      node = new PlanNode.Project(node, columns, schema(columns));
    }
    return new Input(node, keys, calls, states(stateTypes), results());
  }

  /** The engine's call; what has to be cast for it is added to the columns. */
  private AggregateCall translated(
      org.apache.calcite.rel.core.AggregateCall call, Piece piece, List<Expression> columns) {
    List<Literal> parameters = parameters(call);
    List<Expression> arguments = new ArrayList<>();
    for (int argument : call.getArgList()) {
      arguments.add(columns.get(piece.position(argument)));
    }
    DataType type = EngineTypes.fromCalcite(call.getType());
    if (call.getAggregation() instanceof RegistryAggregate function) {
      BoundSignature bound = bind(function.definition(), arguments, parameters);
      type = bound.resultType();
      for (int i = 0; i < arguments.size(); i++) {
        arguments.set(i, ExpressionTranslator.cast(arguments.get(i), bound.argumentTypes().get(i)));
      }
    }
    List<Integer> places = new ArrayList<>();
    arguments.forEach(argument -> places.add(place(argument, columns)));
    List<SortKey> order = new ArrayList<>();
    for (RelFieldCollation collation : call.getCollation().getFieldCollations()) {
      SortKey key = OrderPlanner.sortKey(collation, piece);
      order.add(new SortKey(places.size(), key.descending(), key.nullsFirst()));
      places.add(key.column());
    }
    int filter = call.filterArg < 0 ? -1 : piece.position(call.filterArg);
    if (call.getAggregation() instanceof UserAggregateOperator user) {
      return userCall(user.aggregate(), places, filter);
    }
    return new AggregateCall(function(call), places, filter, parameters, order, type);
  }

  /** The signature for a call with these columns and constants. */
  static BoundSignature bind(
      FunctionDefinition function, List<Expression> arguments, List<Literal> parameters) {
    List<FunctionArgument> all = new ArrayList<>();
    arguments.forEach(argument -> all.add(FunctionArgument.of(argument.type())));
    parameters.forEach(parameter -> all.add(FunctionArgument.of(parameter)));
    return function
        .bind(all)
        .orElseThrow(
            () ->
                PhysicalPlanner.notSupported(
                    function.name() + " of " + all.get(0).type().sqlName()));
  }

  private static int place(Expression argument, List<Expression> columns) {
    int place = columns.indexOf(argument);
    if (place >= 0) {
      return place;
    }
    columns.add(argument);
    return columns.size() - 1;
  }

  private Input expanded(
      Piece piece,
      List<Integer> keys,
      List<Expression> columns,
      List<AggregateCall> calls,
      List<DataType> stateTypes) {
    List<List<Expression>> projections = new ArrayList<>();
    List<ImmutableBitSet> sets = aggregate.getGroupSets();
    for (int set = 0; set < sets.size(); set++) {
      List<Expression> projection = new ArrayList<>();
      for (int k = 0; k < keys.size(); k++) {
        Expression key = columns.get(keys.get(k));
        boolean grouped = sets.get(set).get(aggregate.getGroupSet().nth(k));
        projection.add(grouped ? key : new Literal(key.type(), null));
      }
      projection.add(number(set));
      projection.addAll(columns);
      projections.add(projection);
    }
    int shift = keys.size() + 1;
    List<AggregateCall> shifted = new ArrayList<>();
    for (AggregateCall call : calls) {
      shifted.add(
          new AggregateCall(
              call.function(),
              call.columns().stream().map(c -> c + shift).toList(),
              call.filter() < 0 ? -1 : call.filter() + shift,
              call.parameters(),
              call.order(),
              call.type()));
    }
    PlanNode node =
        new PlanNode.Expand(piece.node(), projections, keySchema().concat(schema(columns)));
    return new Input(node, Piece.inPlace(shift), shifted, states(stateTypes), results());
  }

  private static Literal number(int value) {
    return new Literal(DataType.INT, Integer.toString(value));
  }

  private static Schema schema(List<Expression> columns) {
    List<Field> fields = new ArrayList<>();
    for (Expression column : columns) {
      fields.add(new Field("c" + fields.size(), column.type(), true));
    }
    return new Schema(fields);
  }

  /** The keys, and the number of the grouping set if there are several. */
  private Schema keySchema() {
    List<RelDataTypeField> columns = aggregate.getRowType().getFieldList();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < aggregate.getGroupCount(); i++) {
      fields.add(field(columns.get(i)));
    }
    if (hasGroupingSets()) {
      fields.add(new Field(SET, DataType.INT, false));
    }
    return new Schema(fields);
  }

  private Schema states(List<DataType> types) {
    List<Field> fields = new ArrayList<>(keySchema().fields());
    Schema results = results();
    for (DataType type : types) {
      fields.add(new Field(results.field(fields.size()).name(), type, true));
    }
    return new Schema(fields);
  }

  private Schema results() {
    List<RelDataTypeField> columns = aggregate.getRowType().getFieldList();
    List<Field> fields = new ArrayList<>(keySchema().fields());
    for (int i : needed) {
      if (isComputed(call(i))) {
        Field field = field(columns.get(aggregate.getGroupCount() + i));
        boolean nullable = field.nullable() || call(i).getAggregation().getKind() == SqlKind.SUM0;
        fields.add(new Field(field.name(), field.type(), nullable));
      }
    }
    return new Schema(fields);
  }

  private static Field field(RelDataTypeField field) {
    return new Field(
        field.getName(), EngineTypes.fromCalcite(field.getType()), field.getType().isNullable());
  }

  /** A row of states that stands for the group without rows of the empty grouping set. */
  PlanNode.Values groupWithoutRows(Schema states) {
    List<Expression> row = new ArrayList<>();
    for (Field field : states.fields()) {
      row.add(
          field.name().equals(SET)
              ? number(aggregate.getGroupSets().indexOf(ImmutableBitSet.of()))
              : new Literal(field.type(), null));
    }
    return new PlanNode.Values(states, List.of(row));
  }

  // Output.

  /** The piece for the whole aggregation, above the operator that gives the results. */
  Piece finish(PlanNode node, StageBuilder stage, Optional<Hashing> hashedBy) {
    int keyCount = aggregate.getGroupCount();
    Map<Integer, Integer> places = new HashMap<>();
    List<Expression> columns = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < keyCount; i++) {
      places.put(i, i);
      columns.add(new InputRef(i, node.schema().type(i)));
      fields.add(node.schema().field(i));
    }
    boolean asComputed = !hasGroupingSets();
    int computed = keySchema().size();
    for (int i : needed) {
      var call = call(i);
      RelDataTypeField field = aggregate.getRowType().getFieldList().get(keyCount + i);
      places.put(keyCount + i, columns.size());
      fields.add(field(field));
      if (!isComputed(call)) {
        asComputed = false;
        columns.add(
            call.getAggregation().getKind() == SqlKind.LITERAL_AGG
                ? translator().translate(call.rexList.get(0))
                : ExpressionTranslator.cast(
                    grouping(call), EngineTypes.fromCalcite(field.getType())));
        continue;
      }
      DataType type = node.schema().type(computed);
      Expression result = new InputRef(computed++, type);
      if (call.getAggregation().getKind() == SqlKind.SUM0) {
        asComputed = false;
        Expression zero = ExpressionTranslator.cast(new Literal(DataType.BIGINT, "0"), type);
        result = new Call(FunctionNames.COALESCE, type, result, zero);
      }
      columns.add(result);
    }
    List<Integer> positions = new ArrayList<>();
    for (int column = 0; column < aggregate.getRowType().getFieldCount(); column++) {
      positions.add(places.getOrDefault(column, -1));
    }
    PlanNode result = asComputed ? node : new PlanNode.Project(node, columns, new Schema(fields));
    Optional<Hashing> spread = hasGroupingSets() ? Optional.empty() : hashedBy;
    return new Piece(result, positions, stage, spread, aggregate);
  }

  /** GROUPING: a bit for each argument, set where the row's grouping set doesn't have it. */
  private Expression grouping(org.apache.calcite.rel.core.AggregateCall call) {
    if (call.getAggregation().getKind() == SqlKind.GROUP_ID) {
      throw PhysicalPlanner.notSupported(call.getAggregation().getName().toUpperCase(Locale.ROOT));
    }
    List<Expression> branches = new ArrayList<>();
    List<ImmutableBitSet> sets = aggregate.getGroupSets();
    Expression set = new InputRef(aggregate.getGroupCount(), DataType.INT);
    for (int s = 0; s < sets.size(); s++) {
      long bits = 0;
      for (int argument : call.getArgList()) {
        bits = bits << 1 | (sets.get(s).get(argument) ? 0 : 1);
      }
      Literal value = new Literal(DataType.BIGINT, Long.toString(bits));
      if (s == sets.size() - 1) {
        branches.add(value);
      } else {
        branches.add(new Call(FunctionNames.EQUAL, DataType.BOOLEAN, set, number(s)));
        branches.add(value);
      }
    }
    return branches.size() == 1
        ? branches.get(0)
        : new Call(FunctionNames.CASE, branches, DataType.BIGINT);
  }
}
