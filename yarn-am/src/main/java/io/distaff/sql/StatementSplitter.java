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

  /**
   * Whether a text that is still being typed can be run: it ends in a {@code ;}, or says nothing at
   * all. Blanks and comments may follow, but not a comment that isn't closed.
   */
  public static boolean isComplete(String script) {
    SqlScanner scanner = new SqlScanner(script);
    boolean ended = true;
    SqlScanner.Token token = scanner.next();
    while (token.kind() != SqlScanner.Kind.END) {
      ended = token.isSymbol(";");
      token = scanner.next();
    }
    return ended;
  }

  private static SqlText statement(String script, int start, int end) {
    int line = 1 + (int) script.substring(0, start).chars().filter(c -> c == '\n').count();
    int column = start - script.lastIndexOf('\n', start - 1);
    String text = script.substring(start, end);
    return new SqlText(text, text, line, column);
  }
}
