package io.distaff.optimizer;

import io.distaff.sql.RegistryAggregate;
import io.distaff.sql.UserAggregateOperator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mappings;

/**
 * A correlated sub-query that groups all of its rows has a group for every outer row, even one that
 * no row is for. As a join it is grouped by the outer row's columns, and such a group is missing.
 * Calcite puts it back where the aggregates have a count, or something above them may be other than
 * null of nulls; otherwise it takes the outer row to be kept by a left join. Here
 *
 * <ul>
 *   <li>a join with what is always one row, and null where there is no group, is a left join;
 *   <li>other aggregates get a count;
 *   <li>functions whose value of no rows may not be null, such as {@code count_if} and {@code
 *       collect_list}, get it from a group of no rows:
 * </ul>
 *
 * <pre>
 *   Aggregate count_if(x)          Project case when n > 0 then c else none end
 *     T                    =>        Join
 *                                      Aggregate c = count_if(x), n = count(*)
 *                                        T
 *                                      Aggregate none = count_if(x)
 *                                        Values of no rows
 * </pre>
 */
final class GroupsOfNoRows extends RelRewrite {
  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof Correlate correlate)) {
      return rel;
    }
    RelNode right = correlate.getRight();
    JoinRelType type =
        correlate.getJoinType() == JoinRelType.INNER && isOneNullableGroup(right)
            ? JoinRelType.LEFT
            : correlate.getJoinType();
    RelNode complete = complete(right, type == JoinRelType.LEFT);
    return complete == right && type == correlate.getJoinType()
        ? correlate
        : correlate.copy(
            correlate.getTraitSet(),
            correlate.getLeft(),
            complete,
            correlate.getCorrelationId(),
            correlate.getRequiredColumns(),
            type);
  }

  /** Whether a relation is the group of all rows, with columns that are null of nulls. */
  private static boolean isOneNullableGroup(RelNode rel) {
    boolean isNullable =
        rel.getRowType().getFieldList().stream().allMatch(field -> field.getType().isNullable());
    if (!isNullable) {
      return false;
    }
    return rel instanceof Project project
        ? isNullOfNulls(project) && isOneNullableGroup(project.getInput())
        : rel instanceof Aggregate aggregate
            && aggregate.getGroupSets().equals(List.of(ImmutableBitSet.of()));
  }

  private static boolean isNullOfNulls(Project project) {
    ImmutableBitSet all = ImmutableBitSet.range(project.getInput().getRowType().getFieldCount());
    return project.getProjects().stream().allMatch(column -> Strong.isNull(column, all));
  }

  /**
   * The relation with all groups of all rows.
   *
   * @param areNulls whether a row that is missing is the same as one of nulls
   */
  private static RelNode complete(RelNode rel, boolean areNulls) {
    if (rel instanceof LogicalAggregate aggregate) {
      RelNode input = complete(aggregate.getInput(), false);
      LogicalAggregate whole =
          input == aggregate.getInput()
              ? aggregate
              : (LogicalAggregate) aggregate.copy(aggregate.getTraitSet(), List.of(input));
      if (OuterColumns.namedWithin(aggregate).isEmpty()) {
        return whole;
      }
      boolean isOfAll = aggregate.getGroupSets().stream().anyMatch(ImmutableBitSet::isEmpty);
      LogicalAggregate apart =
          aggregate.getGroupType() == Aggregate.Group.SIMPLE ? whole : withCopiedKeys(whole);
      return isOfAll ? completeGroup(apart, areNulls) : apart;
    }
    boolean areNullsBelow =
        areNulls
            && (rel instanceof Filter
                || rel instanceof Sort
                || (rel instanceof Project project && isNullOfNulls(project)));
    List<RelNode> inputs = new ArrayList<>(rel.getInputs());
    if (rel instanceof Correlate) {
      inputs.set(0, complete(inputs.get(0), false)); // the other one is
    } else {
      inputs.replaceAll(input -> complete(input, areNullsBelow));
    }
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  /**
   * Grouped by copies of its keys, which come first: where a key equals a column of the outer row,
   * Calcite would take it for that, though it is null in the groups that aren't by it.
   */
  private static LogicalAggregate withCopiedKeys(LogicalAggregate aggregate) {
    RelNode input = aggregate.getInput();
    ImmutableBitSet keys = aggregate.getGroupSet();
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    keys.forEachInt(key -> columns.add(rexBuilder.makeInputRef(input, key)));
    columns.addAll(rexBuilder.identityProjects(input.getRowType()));
    int numKeys = keys.cardinality();
    Mappings.TargetMapping moved =
        Mappings.target(i -> i + numKeys, columns.size() - numKeys, columns.size());
    return LogicalAggregate.create(
        LogicalProject.create(input, List.of(), columns, (List<String>) null, Set.of()),
        aggregate.getHints(),
        ImmutableBitSet.range(numKeys),
        aggregate.getGroupSets().stream()
            .map(set -> ImmutableBitSet.of(set.asList().stream().map(keys::indexOf).toList()))
            .toList(),
        aggregate.getAggCallList().stream()
            .map(
                call ->
                    isGrouping(call)
                        ? call.withArgList(call.getArgList().stream().map(keys::indexOf).toList())
                        : call.transform(moved))
            .toList());
  }

  private static RelNode completeGroup(LogicalAggregate aggregate, boolean areNulls) {
    List<AggregateCall> calls = aggregate.getAggCallList();
    boolean isCounted =
        calls.stream().anyMatch(call -> call.getAggregation().getKind() == SqlKind.COUNT);
    boolean isOther = calls.stream().anyMatch(call -> isOther(call.getAggregation()));
    if (!isOther && (isCounted || areNulls)) {
      return aggregate;
    }
    List<AggregateCall> counted = new ArrayList<>(calls);
    counted.add(count(aggregate));
    RelNode group =
        aggregate.copy(
            aggregate.getTraitSet(),
            aggregate.getInput(),
            aggregate.getGroupSet(),
            aggregate.getGroupSets(),
            counted);
    return isOther ? withValues(aggregate, group) : columns(group, aggregate, List.of());
  }

  /** Whether it is neither a count nor null of no rows. */
  private static boolean isOther(SqlAggFunction function) {
    return function instanceof RegistryAggregate
        || function instanceof UserAggregateOperator
        || function.getKind() == SqlKind.GROUPING;
  }

  private static AggregateCall count(Aggregate aggregate) {
    return AggregateCall.create(
        SqlParserPos.ZERO,
        SqlStdOperatorTable.COUNT,
        false,
        false,
        false,
        List.of(),
        List.of(),
        -1,
        null,
        RelCollations.EMPTY,
        aggregate.hasEmptyGroup(),
        aggregate.getInput(),
        null,
        null);
  }

  /** The aggregate's columns, of groups with a count behind them, with values for no rows. */
  private static RelNode withValues(LogicalAggregate aggregate, RelNode groups) {
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
    List<AggregateCall> others =
        aggregate.getAggCallList().stream().filter(call -> !isGrouping(call)).toList();
    RelNode both = others.isEmpty() ? groups : besideNoRows(aggregate, groups, others);
    int count = aggregate.getRowType().getFieldCount();
    RexNode hasRows =
        rexBuilder.makeCall(
            SqlStdOperatorTable.GREATER_THAN,
            rexBuilder.makeInputRef(both, count),
            rexBuilder.makeExactLiteral(BigDecimal.ZERO));
    List<RexNode> values = new ArrayList<>();
    int other = count;
    for (AggregateCall call : aggregate.getAggCallList()) {
      RexNode otherwise =
          isGrouping(call) ? ofAllRows(call, rexBuilder) : rexBuilder.makeInputRef(both, ++other);
      RexNode value = rexBuilder.makeInputRef(both, aggregate.getGroupCount() + values.size());
      values.add(rexBuilder.makeCall(SqlStdOperatorTable.CASE, hasRows, value, otherwise));
    }
    return columns(both, aggregate, values);
  }

  /** Groups joined with what the calls give for no rows. */
  private static RelNode besideNoRows(
      LogicalAggregate aggregate, RelNode groups, List<AggregateCall> calls) {
    RelOptCluster cluster = aggregate.getCluster();
    RelNode noRows =
        LogicalAggregate.create(
            LogicalValues.createEmpty(cluster, aggregate.getInput().getRowType()),
            List.of(),
            ImmutableBitSet.of(),
            null,
            calls);
    return LogicalJoin.create(
        groups,
        noRows,
        List.of(),
        cluster.getRexBuilder().makeLiteral(true),
        Set.of(),
        JoinRelType.INNER);
  }

  private static boolean isGrouping(AggregateCall call) {
    return call.getAggregation().getKind() == SqlKind.GROUPING;
  }

  /** What GROUPING is in the group of all rows. */
  private static RexNode ofAllRows(AggregateCall grouping, RexBuilder rexBuilder) {
    long allBits = (1L << grouping.getArgList().size()) - 1;
    return rexBuilder.makeLiteral(BigDecimal.valueOf(allBits), grouping.getType(), true);
  }

  /** The aggregate's columns: the first ones of a relation, and the last ones as given. */
  private static RelNode columns(RelNode rel, Aggregate aggregate, List<RexNode> last) {
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
    List<RelDataTypeField> fields = aggregate.getRowType().getFieldList();
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < fields.size() - last.size(); i++) {
      columns.add(rexBuilder.makeInputRef(rel, i));
    }
    columns.addAll(last);
    for (int i = 0; i < columns.size(); i++) {
      columns.set(i, rexBuilder.ensureType(fields.get(i).getType(), columns.get(i), true));
    }
    return LogicalProject.create(
        rel, List.of(), columns, aggregate.getRowType().getFieldNames(), Set.of());
  }
}
