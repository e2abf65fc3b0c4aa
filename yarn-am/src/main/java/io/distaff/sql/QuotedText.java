package io.distaff.sql;

import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.NlsString;

/**
 * Text as Calcite's grammar reads it, which knows single quotes only and no backslashes. Double
 * quotes, which mean the same in Spark, are written as single ones, and what stands between them in
 * as many characters, so that every position stays: an apostrophe within becomes {@link
 * #APOSTROPHE}, the second of two double quotes {@link #NOTHING}. Both are Unicode noncharacters,
 * which no text holds. What has a backslash, stands behind {@code r}, or is several texts one
 * behind the other, which are one, is kept by its place, and fillers are written for it. {@link
 * #restore} puts right what was parsed. Comments are blanked, for Calcite's don't nest.
 */
final class QuotedText {
  private static final char APOSTROPHE = '\uFDD0';
  private static final char NOTHING = '\uFDD1';
  private static final String FILL = "_";

  /** Words before a text that make a literal of another type of it. */
  private static final Set<String> TYPES =
      Set.of("X", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_LTZ", "TIMESTAMP_NTZ", "INTERVAL");

  private final SqlText sql;
  private final StringBuilder text;

  /** Texts for which fillers are written, by the offset at which those begin. */
  private final Map<Integer, String> kept = new HashMap<>();

  /** Throws as {@link #checkClosed} does. */
  QuotedText(SqlText sql) {
    List<Token> tokens = sql.tokens();
    checkClosed(sql, tokens);
    this.sql = sql;
    this.text = new StringBuilder(sql.text());
    int gap = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      SqlText.blank(text, gap, token.start());
      gap = token.end();
      if (token.kind() != Kind.STRING) {
        continue;
      }
      int last = endOfRun(tokens, i);
      if (last > i) {
        String all =
            tokens.subList(i, last + 1).stream().map(Token::text).collect(Collectors.joining());
        gap = tokens.get(last).end();
        keep(all, token.start(), token.start(), gap);
        i = last;
        continue;
      }
      String written = sql.text().substring(token.start(), gap);
      boolean isRaw = written.charAt(0) != '\'' && written.charAt(0) != '"';
      if (isRaw || written.indexOf('\\') >= 0) {
        keep(token.text(), token.start(), isRaw ? token.start() + 1 : token.start(), gap);
      } else if (isDoubleQuoted(sql, token)) {
        replace(token);
      }
    }
  }

  /** Throws SYNTAX_ERROR at a quote or a comment that is never closed. */
  static void checkClosed(SqlText sql, List<Token> tokens) {
    for (Token token : tokens) {
      if (token.kind() == Kind.UNCLOSED) {
        char opening = sql.text().charAt(token.start());
        String what =
            opening == '/'
                ? "the comment is not closed"
                : "the quote " + opening + " is not closed";
        throw sql.error(ErrorCode.SYNTAX_ERROR, what, token.start());
      }
    }
  }

  /** The last of the texts that stand one behind the other; a typed literal is one text. */
  private static int endOfRun(List<Token> tokens, int first) {
    if (first > 0 && TYPES.contains(tokens.get(first - 1).upper())) {
      return first;
    }
    int last = first;
    while (tokens.get(last + 1).kind() == Kind.STRING) {
      last++;
    }
    return last;
  }

  /**
   * Keeps a text.
   *
   * @param from offset of its first character, from which on what isn't written anew is blank
   * @param start offset of the literal that stands for it
   * @param end offset behind that
   */
  private void keep(String own, int from, int start, int end) {
    kept.put(start, own);
    for (int i = start + 1; i < end - 1; i++) {
      if (text.charAt(i) != '\n' && text.charAt(i) != '\r') {
        text.replace(i, i + 1, FILL);
      }
    }
    SqlText.blank(text, from, start);
    text.setCharAt(start, '\'');
    text.setCharAt(end - 1, '\'');
  }

  /** The text as Calcite is to read it. */
  SqlText text() {
    return sql.rewritten(text.toString());
  }

  /** Whether a token of the text is a literal in double quotes. */
  static boolean isDoubleQuoted(SqlText sql, Token token) {
    return token.kind() == Kind.STRING && sql.text().charAt(token.start()) == '"';
  }

  private void replace(Token token) {
    int last = token.end() - 1;
    for (int i = token.start() + 1; i < last; i++) {
      if (text.charAt(i) == '\'') {
        text.setCharAt(i, APOSTROPHE);
      } else if (text.charAt(i) == '"') {
        text.setCharAt(++i, NOTHING);
      }
    }
    text.setCharAt(token.start(), '\'');
    text.setCharAt(last, '\'');
  }

  /** The tree with the literals that the user has written. */
  SqlNode restore(SqlNode tree) {
    return tree.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlLiteral literal) {
            return literal instanceof SqlCharStringLiteral text ? restored(text) : literal;
          }
        });
  }

  private SqlLiteral restored(SqlCharStringLiteral literal) {
    String value = literal.getValueAs(NlsString.class).getValue();
    SqlParserPos position = literal.getParserPosition();
    String own =
        kept.isEmpty() || !value.contains(FILL)
            ? null
            : kept.get(sql.offset(position.getLineNum(), position.getColumnNum()));
    String restored =
        own != null ? own : value.replace(APOSTROPHE, '\'').replace(String.valueOf(NOTHING), "");
    return restored.equals(value) ? literal : SqlLiteral.createCharString(restored, position);
  }
}
