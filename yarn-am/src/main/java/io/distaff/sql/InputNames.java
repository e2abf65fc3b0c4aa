package io.distaff.sql;

import io.distaff.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Puts in the place of names what {@link ColumnNames} says that they mean. Sub-queries, whose names
 * are first of all those of their own tables, stay as they are. For one tree; changes it.
 */
final class InputNames extends SqlShuttle {
  private final SqlText sql;
  private final ColumnNames names;

  /** Parameters of the lambdas around, which hide columns. */
  private final Deque<SqlNodeList> parameters = new ArrayDeque<>();

  private boolean isWithin;

  InputNames(SqlText sql, ColumnNames names) {
    this.sql = sql;
    this.names = names;
  }

  @Override
  public SqlNode visit(SqlCall call) {
    if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select && !isWithin) {
      SqlNode query = select(select);
      isWithin = true;
      SqlNodeList keys = (SqlNodeList) order.orderList.accept(this);
      isWithin = false;
      return new SqlOrderBy(order.getParserPosition(), query, keys, order.offset, order.fetch);
    }
    if (call instanceof SqlSelect select) {
      return isWithin ? call : select(select);
    }
    if (call instanceof SqlLambda lambda) {
      parameters.push(lambda.getParameters());
      SqlNode body = lambda.getExpression().accept(this);
      parameters.pop();
      return new SqlLambda(lambda.getParserPosition(), lambda.getParameters(), body);
    }
    boolean secondIsName = call.getKind() == SqlKind.AS || call.getKind() == SqlKind.DOT;
    if (secondIsName && call instanceof SqlBasicCall) {
      List<SqlNode> operands = new ArrayList<>(call.getOperandList());
      operands.set(0, operands.get(0).accept(this));
      return call.getOperator().createCall(call.getParserPosition(), operands);
    }
    return super.visit(call);
  }

  private SqlNode select(SqlSelect select) {
    isWithin = true;
    SqlNode from = select.getFrom();
    select.setFrom(null);
    SqlSelect changed = (SqlSelect) super.visit(select);
    nameColumns(select.getSelectList(), changed.getSelectList());
    if (from instanceof SqlJoin join && join.getCondition() != null) {
      // The tables of FROM keep their names.
      join.setOperand(5, join.getCondition().accept(this));
    }
    select.setFrom(from);
    changed.setFrom(from);
    isWithin = false;
    return changed;
  }

  /** A column of a SELECT is called as it was written. */
  private static void nameColumns(SqlNodeList written, SqlNodeList changed) {
    for (int i = 0; written != null && i < written.size(); i++) {
      if (changed.get(i) != written.get(i) && written.get(i) instanceof SqlIdentifier name) {
        SqlParserPos position = name.getParserPosition();
        SqlIdentifier last = name.getComponent(name.names.size() - 1);
        changed.set(i, SqlStdOperatorTable.AS.createCall(position, changed.get(i), last));
      }
    }
  }

  @Override
  public SqlNode visit(SqlIdentifier name) {
    if (name.isStar() || isParameter(name.names.get(0))) {
      return name;
    }
    List<List<String>> meanings = names.meanings(name.names);
    SqlParserPos position = name.getParserPosition();
    if (meanings.size() > 1) {
      throw sql.error(
          ErrorCode.SEMANTIC_ERROR,
          ColumnNames.ambiguous(name.names.get(name.names.size() - 1), meanings.size()),
          Math.max(1, position.getLineNum()),
          Math.max(1, position.getColumnNum()),
          null);
    }
    return meanings.isEmpty() ? name : new SqlIdentifier(meanings.get(0), position);
  }

  private boolean isParameter(String first) {
    return parameters.stream()
        .flatMap(SqlNodeList::stream)
        .anyMatch(parameter -> ((SqlIdentifier) parameter).getSimple().equalsIgnoreCase(first));
  }
}
