package io.distaff.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One case of a {@code .test} file. A file is cases with blank lines between them; lines that begin
 * with {@code #} are comments, and {@code ${dir}} stands for a directory of the file's own:
 *
 * <pre>
 * statement ok
 * CREATE TABLE t (a int)
 *
 * statement error SEMANTIC_ERROR table default.t has no column b
 * INSERT INTO t (b) VALUES (1)
 *
 * query
 * SELECT a, 'x' FROM t
 * ----
 * 1 | x
 * NULL | x
 * </pre>
 *
 * <p>An error has the code, then a part of its message, both or none. Rows come in any order unless
 * the case says {@code query ordered}. Values stand between bars, as the command line shows them;
 * {@code (empty)} is the text without characters. With {@code duckdb} behind {@code ok}, {@code
 * query} or {@code ordered}, DuckDB runs the text too, and must give the same rows; where it says
 * the same in other words, those stand between a line of {@code ====} and the rows.
 *
 * @param line of the file on which the case begins
 * @param head its first line
 * @param sql one statement
 * @param duckDbSql the text that DuckDB runs
 * @param rows those that are expected
 */
record SqlCase(int line, List<String> head, String sql, String duckDbSql, List<String> rows) {
  private static final String OTHER_WORDS = "====";
  private static final String RULE = "----";

  /** All cases of a file. */
  static List<SqlCase> read(Path file) throws IOException {
    List<SqlCase> cases = new ArrayList<>();
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.add("");
    List<String> open = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).stripTrailing();
      if (line.startsWith("#")) {
        continue;
      }
      if (!line.isEmpty()) {
        first = open.isEmpty() ? i + 1 : first;
        open.add(line);
      } else if (!open.isEmpty()) {
        cases.add(of(first, open));
        open.clear();
      }
    }
    return cases;
  }

  private static SqlCase of(int line, List<String> lines) {
    int rule = lines.indexOf(RULE);
    int end = rule < 0 ? lines.size() : rule;
    int other = lines.subList(0, end).indexOf(OTHER_WORDS);
    int endOfOwn = other < 0 ? end : other;
    SqlCase parsed =
        new SqlCase(
            line,
            Arrays.asList(lines.get(0).split(" ", 3)),
            String.join("\n", lines.subList(1, endOfOwn)),
            String.join("\n", lines.subList(other < 0 ? 1 : other + 1, end)),
            rule < 0 ? List.of() : List.copyOf(lines.subList(rule + 1, lines.size())));
    boolean isStatement = parsed.first("statement") && (parsed.second("ok") || parsed.isError());
    if (!isStatement && !parsed.first("query")) {
      throw new IllegalArgumentException("line " + line + ": no case begins with " + lines.get(0));
    }
    if (other >= 0 && !parsed.isForDuckDb()) {
      throw new IllegalArgumentException("line " + line + ": words for DuckDB, which isn't asked");
    }
    return parsed;
  }

  private boolean first(String word) {
    return head.get(0).equals(word);
  }

  private boolean second(String word) {
    return head.size() > 1 && head.get(1).equals(word);
  }

  boolean isQuery() {
    return first("query");
  }

  boolean isError() {
    return second("error");
  }

  boolean isOrdered() {
    return second("ordered");
  }

  boolean isForDuckDb() {
    return !isError() && head.subList(1, head.size()).contains("duckdb");
  }

  /** The error's code and a part of its message; empty for any. */
  String error() {
    return head.size() > 2 ? head.get(2) : "";
  }
}
