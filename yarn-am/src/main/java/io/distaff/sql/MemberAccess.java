package io.distaff.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Members of structs as plain calls: {@code s.a.b} is {@code struct_extract(struct_extract(s, 'a'),
 * 'b')}, and so is what a dot leads to behind any other expression. In standard SQL, and in
 * Calcite, the first name would have to be a table's; here it is a column's, or a lambda's
 * parameter, unless a FROM clause around it has a table of that name. {@code s.*} is {@code t.s.*}
 * where there is but one table. For one tree; changes it.
 */
final class MemberAccess extends SqlShuttle {
  private static final String FUNCTION = "struct_extract";

  /** What names may begin with: a table's alias or all of its name, or a lambda's parameter. */
  private record Scope(List<List<String>> tables, List<String> parameters) {
    Scope() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private final Deque<Scope> scopes = new ArrayDeque<>();

  /** The name that an expression has by itself: a column's, or a member's; else null. */
  static String nameOf(SqlNode expression) {
    if (expression instanceof SqlIdentifier column && !column.isStar()) {
      return column.names.get(column.names.size() - 1);
    }
    boolean isMember =
        expression instanceof SqlCall call
            && call.getOperator().getName().equals(FUNCTION)
            && call.operandCount() == 2
            && call.operand(1) instanceof SqlLiteral;
    return isMember ? ((SqlLiteral) ((SqlCall) expression).operand(1)).toValue() : null;
  }

  @Override
  public SqlNode visit(SqlCall call) {
    if (call instanceof SqlSelect select) {
      return select(select);
    }
    if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
      SqlNode query = select(select);
      scopes.push(scope(select.getFrom()));
      SqlNodeList keys = (SqlNodeList) order.orderList.accept(this);
      scopes.pop();
      return new SqlOrderBy(order.getParserPosition(), query, keys, order.offset, order.fetch);
    }
    if (call instanceof SqlLambda lambda) {
      return lambda(lambda);
    }
    if (call.getKind() == SqlKind.DOT && call.operand(1) instanceof SqlIdentifier member) {
      SqlNode struct = call.operand(0).accept(this);
      return member(struct, member.getSimple(), call.getParserPosition());
    }
    return super.visit(call);
  }

  private SqlNode lambda(SqlLambda lambda) {
    Scope scope = new Scope();
    for (SqlNode parameter : lambda.getParameters()) {
      scope.parameters().add(((SqlIdentifier) parameter).getSimple());
    }
    scopes.push(scope);
    SqlNode body = lambda.getExpression().accept(this);
    scopes.pop();
    return new SqlLambda(lambda.getParserPosition(), lambda.getParameters(), body);
  }

  private SqlNode select(SqlSelect select) {
    SqlNode from = select.getFrom();
    scopes.push(scope(from));
    select.setFrom(null); // the names in it are tables, but for those within its expressions
    SqlSelect changed = (SqlSelect) super.visit(select);
    SqlNodeList columns = select.getSelectList();
    for (int i = 0; columns != null && i < columns.size(); i++) {
      SqlNode column = changed.getSelectList().get(i);
      if (column != columns.get(i) && columns.get(i) instanceof SqlIdentifier name) {
        changed.getSelectList().set(i, named(column, name));
      }
    }
    changed.setFrom(from == null ? null : from(from));
    select.setFrom(from);
    scopes.pop();
    return changed;
  }

  /** A member among the columns of a SELECT, which is called as itself. */
  private static SqlNode named(SqlNode column, SqlIdentifier name) {
    if (name.isStar()) {
      return column;
    }
    SqlIdentifier last = name.getComponent(name.names.size() - 1);
    return SqlStdOperatorTable.AS.createCall(name.getParserPosition(), column, last);
  }

  private SqlNode from(SqlNode from) {
    if (from instanceof SqlIdentifier) {
      return from;
    }
    if (from instanceof SqlJoin join) {
      join.setLeft(from(join.getLeft()));
      join.setRight(from(join.getRight()));
      if (join.getCondition() != null) {
        join.setOperand(5, join.getCondition().accept(this));
      }
      return join;
    }
    if (isAround(from)) {
      SqlCall call = (SqlCall) from;
      call.setOperand(0, from(call.operand(0)));
      return call;
    }
    return from.accept(this);
  }

  /**
   * Whether something in a FROM clause has a table, or what stands for one, as its first operand.
   */
  private static boolean isAround(SqlNode from) {
    return switch (from.getKind()) {
      case AS, TABLESAMPLE, LATERAL, TABLE_REF, SNAPSHOT -> true;
      default -> false;
    };
  }

  private static Scope scope(SqlNode from) {
    Scope scope = new Scope();
    collect(from, scope.tables());
    return scope;
  }

  private static void collect(SqlNode from, List<List<String>> tables) {
    if (from instanceof SqlJoin join) {
      collect(join.getLeft(), tables);
      collect(join.getRight(), tables);
    } else if (from instanceof SqlIdentifier table) {
      tables.add(table.names);
    } else if (from != null && from.getKind() == SqlKind.AS) {
      tables.add(((SqlIdentifier) ((SqlCall) from).operand(1)).names);
    } else if (from != null && isAround(from)) {
      collect(((SqlCall) from).operand(0), tables);
    }
  }

  @Override
  public SqlNode visit(SqlIdentifier name) {
    int size = name.names.size();
    if (name.isStar()) {
      return size == 2 && columnLength(name) == 1 ? qualified(name) : name;
    }
    int columnLength = columnLength(name);
    if (columnLength >= size) {
      return name;
    }
    SqlNode value = name.getComponent(0, columnLength);
    for (int i = columnLength; i < size; i++) {
      value = member(value, name.names.get(i), name.getParserPosition());
    }
    return value;
  }

  /** How many of the names lead to a column: one without a table, or one more than the table's. */
  private int columnLength(SqlIdentifier name) {
    for (Scope scope : scopes) {
      for (String parameter : scope.parameters()) {
        if (parameter.equalsIgnoreCase(name.names.get(0))) {
          return 1;
        }
      }
      for (List<String> table : scope.tables()) {
        String last = table.get(table.size() - 1);
        if (startsWith(name.names, table)) {
          return table.size() + 1;
        }
        if (startsWith(name.names, List.of(last))) {
          return 2;
        }
      }
    }
    return 1;
  }

  private static boolean startsWith(List<String> names, List<String> beginning) {
    for (int i = 0; i < beginning.size(); i++) {
      if (i >= names.size() || !names.get(i).equalsIgnoreCase(beginning.get(i))) {
        return false;
      }
    }
    return true;
  }

  private SqlNode qualified(SqlIdentifier star) {
    List<List<String>> tables = scopes.isEmpty() ? List.of() : scopes.peek().tables();
    if (tables.size() != 1) {
      return star;
    }
    List<String> names = new ArrayList<>();
    names.add(tables.get(0).get(tables.get(0).size() - 1));
    names.addAll(star.names);
    SqlParserPos position = star.getParserPosition();
    return new SqlIdentifier(names, null, position, Collections.nCopies(names.size(), position));
  }

  private static SqlNode member(SqlNode struct, String member, SqlParserPos position) {
    return SpecialSyntax.unresolved(FUNCTION, position)
        .createCall(position, struct, SqlLiteral.createCharString(member, position));
  }
}
