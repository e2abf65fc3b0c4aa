package io.distaff.sql;

import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.List;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.NlsString;

/**
 * Text in double quotes is a literal, as in Spark; Calcite's grammar knows single quotes only. So
 * double quotes are written as single ones before parsing, and what stands between them in as many
 * characters, so that every position stays: an apostrophe within becomes {@link #APOSTROPHE}, the
 * second of two double quotes {@link #NOTHING}. {@link #restore} puts right what was parsed. Both
 * are Unicode noncharacters, which no text holds.
 */
final class QuotedText {
  private static final char APOSTROPHE = '\uFDD0';
  private static final char NOTHING = '\uFDD1';

  private QuotedText() {}

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

  /** The text as Calcite is to read it. Throws as {@link #checkClosed} does. */
  static SqlText forCalcite(SqlText sql) {
    List<Token> tokens = SqlScanner.tokens(sql.text());
    checkClosed(sql, tokens);
    StringBuilder text = new StringBuilder(sql.text());
    for (Token token : tokens) {
      if (isDoubleQuoted(sql, token)) {
        replace(text, token);
      }
    }
    return sql.rewritten(text.toString());
  }

  /** Whether a token of the text is a literal in double quotes. */
  static boolean isDoubleQuoted(SqlText sql, Token token) {
    return token.kind() == Kind.STRING && sql.text().charAt(token.start()) == '"';
  }

  private static void replace(StringBuilder text, Token token) {
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
  static SqlNode restore(SqlNode tree) {
    return tree.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlLiteral literal) {
            return literal instanceof SqlCharStringLiteral text ? restore(text) : literal;
          }
        });
  }

  private static SqlLiteral restore(SqlCharStringLiteral literal) {
    String value = literal.getValueAs(NlsString.class).getValue();
    String restored = value.replace(APOSTROPHE, '\'').replace(String.valueOf(NOTHING), "");
    return restored.equals(value)
        ? literal
        : SqlLiteral.createCharString(restored, literal.getParserPosition());
  }
}
