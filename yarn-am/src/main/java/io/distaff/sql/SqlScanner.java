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
    if (c == '`') {
      return backquoted();
    } else if (c == '\'' || c == '"') {
      return string(position, false);
    } else if ((c == 'r' || c == 'R') && position + 1 < sql.length() && isQuote(position + 1)) {
      return string(position++, true);
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

  private boolean isQuote(int at) {
    return sql.charAt(at) == '\'' || sql.charAt(at) == '"';
  }

  /** A doubled quote stands for one; text without a closing quote runs to the end. */
  private Token backquoted() {
    int start = position++;
    StringBuilder content = new StringBuilder();
    while (position < sql.length()) {
      char c = sql.charAt(position++);
      if (c != '`') {
        content.append(c);
      } else if (position < sql.length() && sql.charAt(position) == '`') {
        content.append(c);
        position++;
      } else {
        return new Token(Kind.BACKQUOTED, content.toString(), start, position);
      }
    }
    return new Token(Kind.UNCLOSED, content.toString(), start, position);
  }

  /**
   * Text in quotes, of which the position is at the opening one; a doubled quote stands for one.
   *
   * @param raw whether a backslash is a character like any other
   */
  private Token string(int start, boolean raw) {
    char quote = sql.charAt(position++);
    StringBuilder content = new StringBuilder();
    while (position < sql.length()) {
      char c = sql.charAt(position);
      if (c == '\\' && !raw && position + 1 < sql.length()) {
        position = TextEscapes.read(sql, position, content);
        continue;
      }
      position++;
      if (c != quote) {
        content.append(c);
      } else if (position < sql.length() && sql.charAt(position) == quote) {
        content.append(quote);
        position++;
      } else {
        return new Token(Kind.STRING, content.toString(), start, position);
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
      } else if (sql.startsWith("/*", position)) {
        int start = position;
        if (!skipComment()) {
          return new Token(Kind.UNCLOSED, sql.substring(start), start, position);
        }
      } else {
        return null;
      }
    }
    return null;
  }

  /** Skips a comment with those within it; false if it has no end. */
  private boolean skipComment() {
    int depth = 0;
    while (position < sql.length()) {
      if (sql.startsWith("/*", position)) {
        depth++;
        position += 2;
      } else if (sql.startsWith("*/", position)) {
        depth--;
        position += 2;
        if (depth == 0) {
          return true;
        }
      } else {
        position++;
      }
    }
    return false;
  }
}
