package io.distaff.sql;

import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * The names in {@code struct(x AS a, y)}, which Calcite's grammar doesn't have: they are read here
 * and blanked out of the text that Calcite reads, so that every position stays; then {@link
 * #restore} puts them to the tree. For one text, confined to one thread.
 */
final class MemberNames {
  private final SqlText sql;
  private final StringBuilder text;

  /** By the offset at which the call begins, then by the argument's position. */
  private final Map<Integer, Map<Integer, String>> names = new HashMap<>();

  /**
   * @param readable as Calcite is to read it otherwise: of the same length
   */
  MemberNames(SqlText sql, SqlText readable) {
    this.sql = sql;
    this.text = new StringBuilder(readable.text());
    List<Token> tokens = sql.tokens();
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).isWord("STRUCT") && tokens.get(i + 1).isSymbol("(")) {
        read(tokens, i);
      }
    }
  }

  private void read(List<Token> tokens, int call) {
    int depth = 0;
    int argument = 0;
    for (int i = call + 1; i + 2 < tokens.size(); i++) {
      Token token = tokens.get(i);
      depth += isOpening(token) ? 1 : isClosing(token) ? -1 : 0;
      if (depth == 0) {
        return;
      }
      argument += depth == 1 && token.isSymbol(",") ? 1 : 0;
      Token name = tokens.get(i + 1);
      Token behind = tokens.get(i + 2);
      boolean isName =
          (name.kind() == Kind.WORD || name.kind() == Kind.BACKQUOTED)
              && (behind.isSymbol(",") || behind.isSymbol(")"));
      if (depth == 1 && token.isWord("AS") && isName) {
        names
            .computeIfAbsent(tokens.get(call).start(), start -> new HashMap<>())
            .put(argument, name.text());
        SqlText.blank(text, token.start(), name.end());
      }
    }
  }

  private static boolean isOpening(Token token) {
    return token.isSymbol("(") || token.isSymbol("[");
  }

  private static boolean isClosing(Token token) {
    return token.isSymbol(")") || token.isSymbol("]");
  }

  /** The text without the names. */
  SqlText text() {
    return sql.rewritten(text.toString());
  }

  /** The tree with the names as those of columns, in AS. */
  SqlNode restore(SqlNode tree) {
    return names.isEmpty()
        ? tree
        : tree.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlCall call) {
                SqlNode visited = super.visit(call);
                SqlParserPos position = call.getParserPosition();
                boolean isStruct = call.getOperator().getName().equalsIgnoreCase("struct");
                Map<Integer, String> own =
                    isStruct && position.getLineNum() > 0
                        ? names.get(sql.offset(position.getLineNum(), position.getColumnNum()))
                        : null;
                return own == null ? visited : named((SqlCall) visited, own);
              }
            });
  }

  private static SqlNode named(SqlCall struct, Map<Integer, String> names) {
    List<SqlNode> members = new ArrayList<>(struct.getOperandList());
    names.forEach(
        (argument, name) -> {
          SqlNode value = members.get(argument);
          SqlParserPos position = value.getParserPosition();
          members.set(
              argument,
              SqlStdOperatorTable.AS.createCall(
                  position, value, new SqlIdentifier(name, position)));
        });
    return struct.getOperator().createCall(struct.getParserPosition(), members);
  }
}
