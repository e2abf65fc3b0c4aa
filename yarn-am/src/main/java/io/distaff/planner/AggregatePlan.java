package io.distaff.planner;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.AggregateCall.Function;
import io.distaff.plan.PlanNode;
import io.distaff.sql.EngineTypes;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The calls of an aggregation in the engine's terms. Only those that are needed are computed; what
 * the engine has no function for (a sum that is 0 over no rows, a constant) is computed from the
 * results. Immutable.
 */
final class AggregatePlan {
  private final Aggregate aggregate;

  /** The calls that are needed, by their place in the relational expression. */
  private final List<Integer> needed;

  private AggregatePlan(Aggregate aggregate, List<Integer> needed) {
    this.aggregate = aggregate;
    this.needed = needed;
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
          call.getAggregation().getName() + "(DISTINCT ...) beside other aggregates of this form");
    }
    if (call.getArgList().size() > 1 || !call.getCollation().getFieldCollations().isEmpty()) {
      throw PhysicalPlanner.notSupported(
          call.getAggregation().getName() + " with more than one argument, or ordered");
    }
    if (kind == SqlKind.SINGLE_VALUE) {
      throw PhysicalPlanner.notSupported("a scalar sub-query that may return more than one row");
    }
    if (kind != SqlKind.LITERAL_AGG) {
      function(call);
    }
  }

  private static Function function(org.apache.calcite.rel.core.AggregateCall call) {
    return function(call.getAggregation());
  }

  /** What computes an aggregate function; SUM0 is a SUM that is 0 where that is null. */
  static Function function(SqlAggFunction aggregation) {
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

  List<Integer> keys() {
    return aggregate.getGroupSet().asList();
  }

  ImmutableBitSet inputColumns() {
    ImmutableBitSet.Builder columns = ImmutableBitSet.builder().addAll(aggregate.getGroupSet());
    for (int i : needed) {
      columns.addAll(call(i).getArgList());
      if (call(i).filterArg >= 0) {
        columns.set(call(i).filterArg);
      }
    }
    return columns.build();
  }

  /** The needed calls that the engine computes, over the columns of a piece. */
  List<AggregateCall> calls(Piece input) {
    List<AggregateCall> calls = new ArrayList<>();
    for (int i : needed) {
      var call = call(i);
      if (!isConstant(call)) {
        int column = call.getArgList().isEmpty() ? -1 : input.position(call.getArgList().get(0));
        int filter = call.filterArg < 0 ? -1 : input.position(call.filterArg);
        calls.add(
            new AggregateCall(
                function(call), column, filter, EngineTypes.fromCalcite(call.getType())));
      }
    }
    return calls;
  }

  /** The calls over states instead of rows. */
  List<AggregateCall> finalCalls(List<AggregateCall> calls) {
    List<AggregateCall> finals = new ArrayList<>();
    for (AggregateCall call : calls) {
      int state = keys().size() + finals.size();
      finals.add(new AggregateCall(call.function(), state, -1, call.type()));
    }
    return finals;
  }

  /** The keys, then a column for each call that the engine computes. */
  Schema schema() {
    List<RelDataTypeField> columns = aggregate.getRowType().getFieldList();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < keys().size(); i++) {
      fields.add(field(columns.get(i)));
    }
    for (int i : needed) {
      if (!isConstant(call(i))) {
        Field field = field(columns.get(keys().size() + i));
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

  private static boolean isConstant(org.apache.calcite.rel.core.AggregateCall call) {
    return call.getAggregation().getKind() == SqlKind.LITERAL_AGG;
  }

  /** The piece for the whole aggregation, above the operator that gives {@link #schema()}. */
  Piece finish(PlanNode node, StageBuilder stage, Optional<Hashing> hashedBy) {
    int keyCount = keys().size();
    Map<Integer, Integer> places = new HashMap<>();
    List<Expression> columns = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < keyCount; i++) {
      places.put(i, i);
      columns.add(new InputRef(i, node.schema().type(i)));
      fields.add(node.schema().field(i));
    }
    boolean asComputed = true;
    int computed = keyCount;
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
    for (int i : needed) {
      var call = call(i);
      RelDataTypeField field = aggregate.getRowType().getFieldList().get(keyCount + i);
      places.put(keyCount + i, columns.size());
      fields.add(field(field));
      if (isConstant(call)) {
        asComputed = false;
        columns.add(
            new ExpressionTranslator(rexBuilder, column -> column).translate(call.rexList.get(0)));
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
    return new Piece(result, positions, stage, hashedBy, aggregate);
  }
}
