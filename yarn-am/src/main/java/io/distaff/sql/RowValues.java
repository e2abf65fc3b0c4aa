package io.distaff.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Rows among expressions, as structs: {@code (a, 1)} is {@code struct(a, 1)}. Two of them are equal
 * as structs are, where null equals null, but compared member by member, so that conditions can go
 * down and be keys of joins:
 *
 * <pre>
 *   (a, b) = (1, c)              a IS NOT DISTINCT FROM 1 AND b IS NOT DISTINCT FROM c
 *   (a, b) IN ((1, 2), (3, 4))   (a, b) = (1, 2) OR (a, b) = (3, 4)
 *   (a, b) &lt; (1, c)              struct(a, b) &lt; struct(1, c)
 * </pre>
 *
 * Rows of VALUES, what is looked for in the columns of a sub-query, and keys of GROUP BY are no
 * values, and stay. For one tree; confined to one thread.
 */
final class RowValues extends SqlShuttle {
  /** Where a sub-query stands behind them. */
  private static final Set<SqlKind> SEARCHES =
      Set.of(SqlKind.IN, SqlKind.NOT_IN, SqlKind.SOME, SqlKind.ALL);

  private static final Set<SqlKind> GROUPINGS =
      Set.of(SqlKind.GROUPING_SETS, SqlKind.ROLLUP, SqlKind.CUBE);

  /** Rows that are no values. */
  private final Set<SqlNode> kept = Collections.newSetFromMap(new IdentityHashMap<>());

  @Override
  public SqlNode visit(SqlCall call) {
    if (call instanceof SqlSelect select) {
      keepKeys(select.getGroup());
    } else if (call.getKind() == SqlKind.VALUES) {
      kept.addAll(call.getOperandList());
    } else if (isSearch(call)) {
      kept.add(call.operand(0));
    }
    SqlNode compared = membersCompared(call);
    if (compared != null) {
      return compared.accept(this);
    }
    SqlCall visited = (SqlCall) super.visit(call);
    SqlParserPos position = call.getParserPosition();
    if (isValue(call)) {
      return SpecialSyntax.unresolved("struct", position)
          .createCall(position, visited.getOperandList());
    }
    return isSearch(call) && call.operand(0).getKind() != SqlKind.ROW
        ? searchOfOneColumn(visited)
        : visited;
  }

  private static boolean isSearch(SqlCall call) {
    return SEARCHES.contains(call.getKind()) && call.operand(1).isA(SqlKind.QUERY);
  }

  /** What is looked for as a row of one column: Calcite takes a struct for a row. */
  private static SqlNode searchOfOneColumn(SqlCall search) {
    SqlNode value = search.operand(0);
    return search
        .getOperator()
        .createCall(
            search.getParserPosition(),
            SqlStdOperatorTable.ROW.createCall(value.getParserPosition(), value),
            search.operand(1));
  }

  private void keepKeys(SqlNodeList keys) {
    if (keys == null) {
      return;
    }
    kept.addAll(keys.getList());
    for (SqlNode key : keys) {
      if (GROUPINGS.contains(key.getKind())) {
        keepKeys(new SqlNodeList(((SqlCall) key).getOperandList(), key.getParserPosition()));
      }
    }
  }

  private boolean isValue(SqlNode node) {
    return node.getKind() == SqlKind.ROW && !kept.contains(node);
  }

  /** A comparison for equality of rows that have as many members; null for any other call. */
  private SqlNode membersCompared(SqlCall call) {
    if (call.operandCount() != 2 || !isValue(call.operand(0))) {
      return null;
    }
    SqlCall left = call.operand(0);
    SqlNode right = call.operand(1);
    return switch (call.getKind()) {
      case EQUALS, IS_NOT_DISTINCT_FROM -> isAlike(left, right) ? equal(left, right) : null;
      case NOT_EQUALS, IS_DISTINCT_FROM -> isAlike(left, right) ? not(equal(left, right)) : null;
      case IN -> areAlike(left, right) ? in(left, (SqlNodeList) right) : null;
      case NOT_IN -> areAlike(left, right) ? not(in(left, (SqlNodeList) right)) : null;
      default -> null;
    };
  }

  private boolean areAlike(SqlCall left, SqlNode right) {
    return right instanceof SqlNodeList rows && rows.stream().allMatch(row -> isAlike(left, row));
  }

  private boolean isAlike(SqlCall left, SqlNode right) {
    return isValue(right) && ((SqlCall) right).operandCount() == left.operandCount();
  }

  private static SqlNode not(SqlNode condition) {
    return SqlStdOperatorTable.NOT.createCall(condition.getParserPosition(), condition);
  }

  private static SqlNode in(SqlCall left, SqlNodeList rows) {
    List<SqlNode> matches = new ArrayList<>();
    rows.forEach(row -> matches.add(equal(left, row)));
    return combined(SqlStdOperatorTable.OR, matches, rows.getParserPosition());
  }

  private static SqlNode equal(SqlCall left, SqlNode right) {
    SqlParserPos position = left.getParserPosition().plus(right.getParserPosition());
    SqlOperator same = SqlStdOperatorTable.IS_NOT_DISTINCT_FROM;
    List<SqlNode> members = new ArrayList<>();
    for (int i = 0; i < left.operandCount(); i++) {
      members.add(
          same.createCall(position, left.<SqlNode>operand(i), ((SqlCall) right).operand(i)));
    }
    return combined(SqlStdOperatorTable.AND, members, position);
  }

  /** A tree of few levels, however many there are. */
  private static SqlNode combined(
      SqlBinaryOperator operator, List<SqlNode> conditions, SqlParserPos position) {
    int size = conditions.size();
    return size == 1
        ? conditions.get(0)
        : operator.createCall(
            position,
            combined(operator, conditions.subList(0, size / 2), position),
            combined(operator, conditions.subList(size / 2, size), position));
  }
}
