package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * LEFT SEMI JOIN and LEFT ANTI JOIN, which Calcite's grammar has but not its validator: {@code l
 * LEFT SEMI JOIN r ON c} is {@code l} with {@code WHERE EXISTS (SELECT 1 FROM r WHERE c)}, whose
 * columns are those of l alone. A single table below other joins becomes a sub-query of its name;
 * of a join below others the condition goes to the WHERE of all, where that means the same, else to
 * the ON of an inner join. For one text; confined to one thread.
 */
final class SemiJoins {
  private final SqlText sql;

  SemiJoins(SqlText sql) {
    this.sql = sql;
  }

  /** The rows of the right side that match a row of the left one. */
  static final class Matches extends PlainSelect {
    private Matches(SqlParserPos position, SqlNode from, SqlNode condition) {
      super(position, SqlNodeList.of(SqlLiteral.createExactNumeric("1", position)), from);
      setWhere(condition);
    }
  }

  /** Whether a join has the columns of its left side alone. */
  static boolean isOne(SqlJoin join) {
    return join.getJoinType() == JoinType.LEFT_SEMI_JOIN
        || join.getJoinType() == JoinType.LEFT_ANTI_JOIN;
  }

  /** Where a part of FROM stands. */
  private enum Place {
    TOP,
    /** Below joins that have every row of it, whatever the other side has. */
    KEPT,
    /** Where rows without a match may come in besides, or leave. */
    OTHER;

    Place below(boolean isKept) {
      return this != OTHER && isKept ? KEPT : OTHER;
    }
  }

  /** Changes the tree itself. Throws NOT_SUPPORTED where a join can't be told as a condition. */
  void expand(SqlNode tree) {
    tree.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            super.visit(call);
            if (call instanceof SqlSelect select && select.getFrom() != null) {
              expand(select);
            }
            return null;
          }
        });
  }

  private void expand(SqlSelect select) {
    List<SqlNode> conditions = new ArrayList<>();
    select.setFrom(without(select.getFrom(), Place.TOP, conditions));
    for (SqlNode condition : conditions) {
      select.setWhere(and(select.getWhere(), condition));
    }
  }

  /** A part of FROM without such joins; adds what WHERE has to say instead. */
  private SqlNode without(SqlNode from, Place place, List<SqlNode> conditions) {
    if (!(from instanceof SqlJoin join)) {
      return from;
    }
    if (!isOne(join)) {
      JoinType type = join.getJoinType();
      boolean keepsLeft = type != JoinType.RIGHT && type != JoinType.FULL;
      boolean keepsRight =
          type == JoinType.INNER
              || type == JoinType.CROSS
              || type == JoinType.COMMA
              || type == JoinType.RIGHT;
      join.setLeft(without(join.getLeft(), place.below(keepsLeft), conditions));
      join.setRight(without(join.getRight(), place.below(keepsRight), conditions));
      return join;
    }
    SqlNode condition = condition(join);
    SqlNode left = without(join.getLeft(), place, conditions);
    SqlIdentifier name = place == Place.TOP ? null : name(left);
    if (name != null) {
      return SqlStdOperatorTable.AS.createCall(
          left.getParserPosition(), filtered(left, condition), name);
    }
    if (place == Place.OTHER) {
      if (left instanceof SqlJoin inner && isInner(inner)) {
        return filtered(inner, condition);
      }
      throw notSupported(join, "of an outer join below a RIGHT or FULL JOIN is not supported");
    }
    conditions.add(condition);
    return left;
  }

  /** Whether WHERE means the same as ON. */
  private static boolean isInner(SqlJoin join) {
    return switch (join.getJoinType()) {
      case INNER, CROSS, COMMA ->
          !join.isNatural() && join.getConditionType() != JoinConditionType.USING;
      default -> false;
    };
  }

  private static SqlJoin filtered(SqlJoin inner, SqlNode condition) {
    SqlParserPos position = inner.getParserPosition();
    inner.setOperand(2, JoinType.INNER.symbol(position));
    inner.setOperand(4, JoinConditionType.ON.symbol(position));
    inner.setOperand(5, and(inner.getCondition(), condition));
    return inner;
  }

  private static SqlNode and(SqlNode first, SqlNode second) {
    return first == null
        ? second
        : SqlStdOperatorTable.AND.createCall(first.getParserPosition(), first, second);
  }

  /** What columns of a single table are qualified with; null of anything else. */
  private static SqlIdentifier name(SqlNode table) {
    if (table instanceof SqlIdentifier identifier) {
      return identifier.getComponent(identifier.names.size() - 1);
    }
    return table.getKind() == SqlKind.AS ? ((SqlCall) table).operand(1) : null;
  }

  private static SqlNode filtered(SqlNode table, SqlNode condition) {
    SqlSelect select = PlainSelect.allOf(table, table.getParserPosition());
    select.setWhere(condition);
    return select;
  }

  private SqlNode condition(SqlJoin join) {
    SqlParserPos position = join.getRight().getParserPosition();
    SqlNode right = without(join.getRight(), Place.OTHER, new ArrayList<>());
    Matches matches = new Matches(position, right, on(join));
    SqlNode exists = SqlStdOperatorTable.EXISTS.createCall(position, matches);
    return join.getJoinType() == JoinType.LEFT_SEMI_JOIN
        ? exists
        : SqlStdOperatorTable.NOT.createCall(position, exists);
  }

  private SqlNode on(SqlJoin join) {
    if (join.isNatural()) {
      throw notSupported(join, "can't be NATURAL: say ON what rows match");
    }
    if (join.getConditionType() != JoinConditionType.USING) {
      return join.getCondition();
    }
    SqlNode all = null;
    for (SqlNode column : (SqlNodeList) join.getCondition()) {
      SqlParserPos position = column.getParserPosition();
      String name = ((SqlIdentifier) column).getSimple();
      var left = UsingColumns.side(join.getLeft(), name);
      var right = UsingColumns.side(join.getRight(), name);
      if (left == null || right == null) {
        throw notSupported(join, "can't tell whose column " + name + " USING means: write ON");
      }
      all = and(all, SqlStdOperatorTable.EQUALS.createCall(position, left.get(), right.get()));
    }
    return all;
  }

  private DistaffException notSupported(SqlJoin join, String why) {
    SqlParserPos position = join.getRight().getParserPosition();
    return sql.error(
        ErrorCode.NOT_SUPPORTED,
        join.getJoinType().name().replace('_', ' ') + " " + why,
        position.getLineNum(),
        position.getColumnNum(),
        null);
  }
}
