package io.distaff.sql;

import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * Window frames that count groups of peers, which neither Calcite's grammar nor its algebra has.
 * {@code GROUPS BETWEEN 2 PRECEDING AND CURRENT ROW} is written as ROWS, so that every position
 * stays, and {@link #restore} makes each offset a call of {@link #OFFSET}, by which the planner
 * tells such a frame. Without offsets it is the RANGE frame of the same bounds. For one text,
 * confined to one thread.
 */
public final class GroupFrames {
  /** A number of groups as the offset of a frame's bound. */
  static final SqlFunction OFFSET = new Offset();

  private final SqlText sql;
  private final StringBuilder text;

  /** Where the word stands. */
  private final Set<Integer> places = new HashSet<>();

  /**
   * @param readable as Calcite is to read it otherwise: of the same length
   */
  GroupFrames(SqlText sql, SqlText readable) {
    this.sql = sql;
    this.text = new StringBuilder(readable.text());
    List<Token> tokens = sql.tokens();
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isWord("GROUPS") && isBound(tokens, i + (isBetween(tokens, i) ? 2 : 1))) {
        places.add(token.start());
        text.replace(token.start(), token.end(), "ROWS  ");
      }
    }
  }

  private static boolean isBetween(List<Token> tokens, int groups) {
    return tokens.get(groups + 1).isWord("BETWEEN");
  }

  private static boolean isBound(List<Token> tokens, int first) {
    if (first + 1 >= tokens.size() || tokens.get(first).kind() != Kind.WORD) {
      return false;
    }
    Token second = tokens.get(first + 1);
    return tokens.get(first).isWord("CURRENT")
        ? second.isWord("ROW")
        : second.isWord("PRECEDING") || second.isWord("FOLLOWING");
  }

  /** The text that Calcite can read. */
  SqlText text() {
    return sql.rewritten(text.toString());
  }

  /** The tree with the frames that the user has written. */
  SqlNode restore(SqlNode tree) {
    return places.isEmpty()
        ? tree
        : tree.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlCall call) {
                SqlNode visited = super.visit(call);
                return visited instanceof SqlWindow window && isOfGroups(window)
                    ? ofGroups(window)
                    : visited;
              }
            });
  }

  private boolean isOfGroups(SqlWindow window) {
    SqlParserPos position = window.<SqlNode>operand(4).getParserPosition();
    return position.getLineNum() > 0
        && places.contains(sql.offset(position.getLineNum(), position.getColumnNum()));
  }

  private static SqlWindow ofGroups(SqlWindow window) {
    Optional<SqlNode> lower = counted(window.getLowerBound());
    Optional<SqlNode> upper = counted(window.getUpperBound());
    lower.ifPresent(window::setLowerBound);
    upper.ifPresent(window::setUpperBound);
    if (lower.isEmpty() && upper.isEmpty()) {
      SqlParserPos position = window.<SqlNode>operand(4).getParserPosition();
      window.setRows(SqlLiteral.createBoolean(false, position));
    }
    return window;
  }

  /** A bound with an offset. */
  private static Optional<SqlNode> counted(SqlNode bound) {
    if (!(bound instanceof SqlCall call)) {
      return Optional.empty();
    }
    SqlParserPos position = call.getParserPosition();
    SqlNode offset = OFFSET.createCall(position, call.<SqlNode>operand(0));
    return Optional.of(call.getOperator().createCall(position, offset));
  }

  private static final class Offset extends SqlFunction {
    Offset() {
      super(
          "GROUPS",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0,
          null,
          OperandTypes.ANY,
          SqlFunctionCategory.SYSTEM);
    }

    /** Without looking for a function of the name: there is none. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
      validator.deriveType(scope, call.operand(0));
      return validateOperands(validator, scope, call);
    }
  }

  /** The number of groups if an offset of a frame's bound is one. */
  public static Optional<RexNode> number(RexNode offset) {
    return offset instanceof RexCall call && call.getOperator() instanceof Offset
        ? Optional.of(call.getOperands().get(0))
        : Optional.empty();
  }
}
