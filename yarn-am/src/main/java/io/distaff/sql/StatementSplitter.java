package io.distaff.sql;

import java.util.ArrayList;
import java.util.List;

/** Cuts a script into statements at each {@code ;} outside of quotes and comments. */
public final class StatementSplitter {
  private StatementSplitter() {}

  /** The statements that aren't empty; the last needs no {@code ;}. */
  public static List<SqlText> split(String script) {
    List<SqlText> statements = new ArrayList<>();
    SqlScanner scanner = new SqlScanner(script);
    int start = -1;
    int end = 0;
    while (true) {
      SqlScanner.Token token = scanner.next();
      boolean boundary = token.kind() == SqlScanner.Kind.END || token.isSymbol(";");
      if (!boundary) {
        start = start < 0 ? token.start() : start;
        end = token.end();
      } else if (start >= 0) {
        statements.add(statement(script, start, end));
        start = -1;
      }
      if (token.kind() == SqlScanner.Kind.END) {
        return statements;
      }
    }
  }

  private static SqlText statement(String script, int start, int end) {
    int line = 1 + (int) script.substring(0, start).chars().filter(c -> c == '\n').count();
    int column = start - script.lastIndexOf('\n', start - 1);
    return new SqlText(script.substring(start, end), line, column);
  }
}
