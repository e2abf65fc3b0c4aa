package io.distaff.sql;

import static org.apache.calcite.util.Static.RESOURCE;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.DelegatingScope;
import org.apache.calcite.sql.validate.JoinScope;
import org.apache.calcite.sql.validate.ListScope;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * The columns of {@code JOIN ... USING (k)} and {@code NATURAL JOIN} by their bare names: Calcite
 * knows them among the columns of a SELECT only, and finds them ambiguous elsewhere. Here {@code k}
 * becomes {@code a.k} of the side that has all rows, or COALESCE of both where neither has. A name
 * is looked up in the query where it stands, then in those around it. Queries below are left as
 * they are: they have their turn. For one clause of a query that is being validated.
 */
final class CommonColumns extends SqlShuttle {
  private final EngineValidator validator;
  private final SqlValidatorScope scope;

  /** Names that mean something else there, in lower case. */
  private final Set<String> hidden;

  /**
   * @param scope of the clause
   * @param hidden names that mean something else there, in lower case
   */
  CommonColumns(EngineValidator validator, SqlValidatorScope scope, Set<String> hidden) {
    this.validator = validator;
    this.scope = scope;
    this.hidden = new HashSet<>(hidden);
  }

  @Override
  public SqlNode visit(SqlCall call) {
    if (call.isA(SqlKind.QUERY) || call instanceof SqlStarExclude) {
      return call;
    }
    if (call instanceof SqlLambda lambda) {
      Set<String> withParameters = new HashSet<>(hidden);
      lambda.getParameters().forEach(name -> withParameters.add(folded((SqlIdentifier) name)));
      SqlNode body = lambda.getExpression();
      SqlNode changed = body.accept(new CommonColumns(validator, scope, withParameters));
      if (changed != body) {
        lambda.setOperand(1, changed);
      }
      return lambda;
    }
    if (call.getKind() == SqlKind.AS) {
      SqlNode value = call.<SqlNode>operand(0).accept(this);
      return value == call.operand(0)
          ? call
          : call.getOperator().createCall(call.getParserPosition(), value, call.operand(1));
    }
    return super.visit(call);
  }

  @Override
  public SqlNode visit(SqlIdentifier name) {
    boolean mayBeOne = name.isSimple() && !name.isStar() && !hidden.contains(folded(name));
    return mayBeOne ? column(name).orElse(name) : name;
  }

  private static String folded(SqlIdentifier name) {
    return name.names.get(0).toLowerCase(Locale.ROOT);
  }

  private Optional<SqlNode> column(SqlIdentifier name) {
    SqlValidatorScope at = scope;
    while (at instanceof DelegatingScope here) {
      if (here instanceof ListScope list) {
        Optional<SqlNode> common = from(list).flatMap(from -> common(from, name));
        if (common.isPresent() || has(list, name)) {
          return common;
        }
      }
      at = here.getParent();
    }
    return Optional.empty();
  }

  private static Optional<SqlNode> from(ListScope scope) {
    if (scope instanceof SelectScope select) {
      return Optional.ofNullable(select.getNode().getFrom());
    }
    return scope instanceof JoinScope join ? Optional.ofNullable(join.getNode()) : Optional.empty();
  }

  private boolean has(ListScope scope, SqlIdentifier name) {
    return scope.getChildren().stream().anyMatch(table -> has(table, name));
  }

  private boolean has(SqlValidatorNamespace table, SqlIdentifier name) {
    return table != null
        && validator.getCatalogReader().nameMatcher().field(table.getRowType(), name.getSimple())
            != null;
  }

  /** The column that both sides of a join in FROM have by that name, if there is one. */
  private Optional<SqlNode> common(SqlNode from, SqlIdentifier name) {
    if (!(from instanceof SqlJoin join)) {
      return Optional.empty();
    }
    if (!isCommon(join, name)) {
      return common(join.getLeft(), name).or(() -> common(join.getRight(), name));
    }
    Optional<SqlNode> left = side(join.getLeft(), name);
    Optional<SqlNode> right = side(join.getRight(), name);
    return switch (join.getJoinType()) {
      case RIGHT -> right;
      case FULL ->
          left.flatMap(
              one ->
                  right.map(
                      other ->
                          SqlStdOperatorTable.COALESCE.createCall(
                              name.getParserPosition(), one, other)));
      default -> left;
    };
  }

  private boolean isCommon(SqlJoin join, SqlIdentifier name) {
    if (!join.isNatural() && join.getConditionType() != JoinConditionType.USING) {
      return false;
    }
    List<String> names = validator.usingNames(join);
    return names != null && names.stream().anyMatch(name.getSimple()::equalsIgnoreCase);
  }

  /**
   * What the condition of a join of joins says, by USING or NATURAL: Calcite would compare the
   * first column of the name on each side, which may be null where another has a value. Empty for
   * other joins.
   */
  Optional<SqlNode> condition(SqlJoin join) {
    boolean isOfJoins = join.getLeft() instanceof SqlJoin || join.getRight() instanceof SqlJoin;
    List<String> names = isOfJoins ? validator.usingNames(join) : null;
    if (names == null) {
      return Optional.empty();
    }
    SqlParserPos position = join.getRight().getParserPosition();
    Optional<SqlNode> all = Optional.empty();
    for (String column : names) {
      SqlIdentifier name = new SqlIdentifier(column, position);
      SqlNode left = side(join.getLeft(), name).orElseThrow();
      SqlNode right = side(join.getRight(), name).orElseThrow();
      SqlNode same = SqlStdOperatorTable.EQUALS.createCall(position, left, right);
      all =
          all.<SqlNode>map(others -> SqlStdOperatorTable.AND.createCall(position, others, same))
              .or(() -> Optional.of(same));
    }
    return all;
  }

  /** A side's column; empty where it has none. Throws where two of its tables have one. */
  private Optional<SqlNode> side(SqlNode side, SqlIdentifier name) {
    if (side instanceof SqlJoin join) {
      Optional<SqlNode> common = common(join, name);
      if (common.isPresent()) {
        return common;
      }
      Optional<SqlNode> left = side(join.getLeft(), name);
      Optional<SqlNode> right = side(join.getRight(), name);
      if (left.isPresent() && right.isPresent()) {
        throw validator.newValidationError(name, RESOURCE.columnAmbiguous(name.getSimple()));
      }
      return left.or(() -> right);
    }
    if (!(side.getKind() == SqlKind.AS
        && ((SqlCall) side).operand(1) instanceof SqlIdentifier alias
        && has(validator.getNamespace(side), name))) {
      return Optional.empty();
    }
    SqlParserPos position = name.getParserPosition();
    return Optional.of(
        new SqlIdentifier(
            List.of(alias.getSimple(), name.getSimple()),
            null,
            position,
            List.of(position, position)));
  }

  /** The aliases of the columns of a SELECT, in lower case, which its ORDER BY means first. */
  static Set<String> aliases(SqlSelect select) {
    Set<String> aliases = new HashSet<>();
    for (SqlNode item : select.getSelectList()) {
      SqlNode name = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(1) : item;
      if (name instanceof SqlIdentifier column) {
        aliases.add(column.names.get(column.names.size() - 1).toLowerCase(Locale.ROOT));
      }
    }
    return aliases;
  }
}
