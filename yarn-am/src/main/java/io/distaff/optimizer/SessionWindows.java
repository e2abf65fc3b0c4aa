package io.distaff.optimizer;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlFunctions;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Groups by {@code session_window(time, gap)}, which gives each row a session of its own: those
 * that meet or overlap, within the other keys, are one. In the order of their starts, a session
 * goes on where one before ends no earlier than the next begins:
 *
 * <pre>
 *   Project      {start: first, end: last}, the other keys and the aggregates
 *    Aggregate   group: other keys, first; last = max(end)
 *     Project    first = max(begin) OVER (PARTITION BY other keys ORDER BY start), so far
 *      Project   begin = start, null where max(end) OVER (the rows before) reaches it
 *       Filter   the session isn't null
 * </pre>
 *
 * <p>Both windows are of one partitioning and order. Without other keys that is one partition.
 */
final class SessionWindows extends RelRewrite {
  private final RelBuilder builder;

  SessionWindows(RelBuilder builder) {
    this.builder = builder;
  }

  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof LogicalAggregate aggregate)) {
      return rel;
    }
    List<Integer> sessions =
        aggregate.getGroupSet().asList().stream()
            .filter(key -> isSession(aggregate.getInput(), key))
            .toList();
    if (sessions.isEmpty()) {
      return rel;
    }
    if (sessions.size() > 1 || aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          "GROUP BY takes one session_window, and not with ROLLUP, CUBE or GROUPING SETS: group by"
              + " it in a sub-query");
    }
    return grouped(aggregate, sessions.get(0));
  }

  /** Whether a column is what the function gives, maybe of a sub-query. */
  private static boolean isSession(RelNode rel, int column) {
    if (rel instanceof Filter filter) {
      return isSession(filter.getInput(), column);
    }
    if (!(rel instanceof Project project)) {
      return false;
    }
    RexNode value = project.getProjects().get(column);
    return value instanceof RexInputRef ref
        ? isSession(project.getInput(), ref.getIndex())
        : SqlFunctions.isSession(value);
  }

  private RelNode grouped(Aggregate aggregate, int session) {
    ImmutableBitSet others = aggregate.getGroupSet().clear(session);
    int start = aggregate.getInput().getRowType().getFieldCount();
    int end = start + 1;
    builder.push(aggregate.getInput());
    builder.filter(builder.isNotNull(builder.field(session)));
    builder.projectPlus(member(session, 0), member(session, 1));
    RexNode reached =
        builder
            .aggregateCall(SqlStdOperatorTable.MAX, builder.field(end))
            .over()
            .partitionBy(builder.fields(others))
            .orderBy(builder.field(start))
            .rowsFrom(RexWindowBounds.UNBOUNDED_PRECEDING)
            .rowsTo(RexWindowBounds.preceding(builder.literal(1)))
            .toRex();
    builder.projectPlus(reached);
    RexNode goesOn =
        builder.call(
            SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
            builder.field(end + 1),
            builder.field(start));
    RexNode nothing = builder.getRexBuilder().makeNullLiteral(builder.field(start).getType());
    builder.projectPlus(
        builder.call(SqlStdOperatorTable.CASE, goesOn, nothing, builder.field(start)));
    RexNode first =
        builder
            .aggregateCall(SqlStdOperatorTable.MAX, builder.field(end + 2))
            .over()
            .partitionBy(builder.fields(others))
            .orderBy(builder.field(start))
            .rowsFrom(RexWindowBounds.UNBOUNDED_PRECEDING)
            .rowsTo(RexWindowBounds.CURRENT_ROW)
            .toRex();
    builder.projectPlus(first);
    return keys(aggregate, session, groups(aggregate, others.set(end + 3), end));
  }

  /** The start or the end of a row's own session. */
  private RexNode member(int session, int index) {
    RexBuilder rexBuilder = builder.getRexBuilder();
    return rexBuilder.makeFieldAccess(builder.field(session), index);
  }

  /** The groups, by their last key's start, with the last end behind the aggregates. */
  private RelNode groups(Aggregate aggregate, ImmutableBitSet keys, int end) {
    RelNode rows = builder.build();
    List<AggregateCall> calls = new ArrayList<>(aggregate.getAggCallList());
    calls.add(
        AggregateCall.create(
            SqlParserPos.ZERO,
            SqlStdOperatorTable.MAX,
            false,
            false,
            false,
            List.of(),
            List.of(end),
            -1,
            null,
            RelCollations.EMPTY,
            rows.getRowType().getFieldList().get(end).getType(),
            null));
    return LogicalAggregate.create(rows, aggregate.getHints(), keys, null, calls);
  }

  /** The columns of the aggregate that was there. */
  private RelNode keys(Aggregate aggregate, int session, RelNode groups) {
    builder.push(groups);
    RelDataType row = aggregate.getRowType();
    int numOthers = aggregate.getGroupCount() - 1;
    int place = aggregate.getGroupSet().indexOf(session);
    int last = numOthers + 1 + aggregate.getAggCallList().size();
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < numOthers; i++) {
      columns.add(builder.field(i));
    }
    columns.add(
        place,
        SqlFunctions.struct(
            builder.getRexBuilder(),
            row.getFieldList().get(place).getType(),
            List.of(builder.field(numOthers), builder.field(last))));
    for (int i = numOthers + 1; i < last; i++) {
      columns.add(builder.field(i));
    }
    return builder.project(columns, row.getFieldNames(), true).convert(row, false).build();
  }
}
