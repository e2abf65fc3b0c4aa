package io.distaff.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts SQL text into words, quoted pieces and symbols, without comments: as much as it takes to
 * find the ends of statements and to read those of ours that Calcite's grammar doesn't have.
 */
final class SqlScanner {
  /** What a token is. */
  enum Kind {
    WORD,
    BACKQUOTED,
    STRING,
    SYMBOL,
    /** A quoted piece or a comment that runs to the end of the text. */
    UNCLOSED,
    END
  }

  /**
   * A piece of the text.
   *
   * @param text a word as written, a symbol, or what the quotes hold
   * @param start offset of its first character
   * @param end offset after its last character
   */
  record Token(Kind kind, String text, int start, int end) {
    boolean isWord(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }

    String upper() {
      return text.toUpperCase(Locale.ROOT);
    }
  }

  private final String sql;
  private int position;

  SqlScanner(String sql) {
    this.sql = sql;
  }

  static List<Token> tokens(String sql) {
    SqlScanner scanner = new SqlScanner(sql);
    List<Token> tokens = new ArrayList<>();
    Token token;
    do {
      token = scanner.next();
      tokens.add(token);
    } while (token.kind() != Kind.END);
    return tokens;
  }

  /** The next token; END again and again after the last. */
  Token next() {
    Token openComment = skipBlanksAndComments();
    if (openComment != null) {
      return openComment;
    }
    if (position >= sql.length()) {
      return new Token(Kind.END, "", sql.length(), sql.length());
    }
    char c = sql.charAt(position);
    if (c == '\'' || c == '"' || c == '`') {
      return quoted(c);
    }
    int start = position;
    if (isWordPart(c)) {
      while (position < sql.length() && isWordPart(sql.charAt(position))) {
        position++;
      }
      return new Token(Kind.WORD, sql.substring(start, position), start, position);
    }
    position++;
    return new Token(Kind.SYMBOL, String.valueOf(c), start, position);
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  /** A doubled quote stands for one; text without a closing quote runs to the end. */
  private Token quoted(char quote) {
    int start = position++;
    StringBuilder content = new StringBuilder();
    while (position < sql.length()) {
      char c = sql.charAt(position++);
      if (c != quote) {
        content.append(c);
      } else if (position < sql.length() && sql.charAt(position) == quote) {
        content.append(quote);
        position++;
      } else {
        Kind kind = quote == '`' ? Kind.BACKQUOTED : Kind.STRING;
        return new Token(kind, content.toString(), start, position);
      }
    }
    return new Token(Kind.UNCLOSED, content.toString(), start, position);
  }

  /** Gives the comment that has no end, or null. */
  private Token skipBlanksAndComments() {
    while (position < sql.length()) {
      char c = sql.charAt(position);
      if (Character.isWhitespace(c)) {
        position++;
      } else if (sql.startsWith("--", position)) {
        int end = sql.indexOf('\n', position);
        position = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", position) && !sql.startsWith("/*+", position)) {
        int start = position;
        int end = sql.indexOf("*/", position + 2);
        if (end < 0) {
          position = sql.length();
          return new Token(Kind.UNCLOSED, sql.substring(start), start, position);
        }
        position = end + 2;
      } else {
        return null;
      }
    }
    return null;
  }
}
