package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The text of one statement and where it stood in its script, so that messages can point into it.
 * Immutable; it keeps its tokens, which many look through one after the other.
 */
public final class SqlText {
  private static final int SHOWN_CHARS = 120;

  private final String text;
  private final String original;
  private final int line;
  private final int column;

  /** Null until they are asked for. */
  private List<Token> tokens;

  /**
   * @param text what is to be parsed; of the same shape as {@code original}
   * @param original the statement as it was written, shown in messages
   * @param line of the script on which the text begins, from 1
   * @param column of the script at which it begins, from 1
   */
  public SqlText(String text, String original, int line, int column) {
    this.text = text;
    this.original = original;
    this.line = line;
    this.column = column;
  }

  public static SqlText of(String text) {
    return new SqlText(text, text, 1, 1);
  }

  /** What is to be parsed. */
  public String text() {
    return text;
  }

  /** The statement as it was written. */
  public String original() {
    return original;
  }

  /** Of the script, on which the text begins, from 1. */
  public int line() {
    return line;
  }

  /** Of the script, at which the text begins, from 1. */
  public int column() {
    return column;
  }

  /** The tokens of the text, the last an END. */
  List<Token> tokens() {
    if (tokens == null) {
      tokens = List.copyOf(SqlScanner.tokens(text));
    }
    return tokens;
  }

  /** The names that stand before a dot, in lower case: others can't be a database's. */
  Set<String> qualifiers() {
    Set<String> qualifiers = new HashSet<>();
    for (int i = 1; i < tokens().size(); i++) {
      if (tokens().get(i).isSymbol(".")) {
        qualifiers.add(tokens().get(i - 1).text().toLowerCase(Locale.ROOT));
      }
    }
    return qualifiers;
  }

  /** What Calcite is to read in the place of the text; of the same shape. */
  SqlText rewritten(String sameShape) {
    return sameShape.equals(text) ? this : new SqlText(sameShape, original, line, column);
  }

  /**
   * The text from an offset on, with all before it blanked, so that positions stay those of the
   * whole statement.
   */
  SqlText tail(int offset) {
    StringBuilder tail = new StringBuilder(text);
    blank(tail, 0, offset);
    return rewritten(tail.toString());
  }

  /** Makes blanks of a stretch of text, but for the ends of lines. */
  static void blank(StringBuilder text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) != '\n' && text.charAt(i) != '\r') {
        text.setCharAt(i, ' ');
      }
    }
  }

  /** An error at an offset of the text. */
  DistaffException error(ErrorCode code, String message, int offset) {
    return error(code, message, offset, null);
  }

  /** An error at an offset of the text. */
  DistaffException error(ErrorCode code, String message, int offset, Throwable cause) {
    int at = Math.min(offset, text.length());
    int textLine = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    int textColumn = at - text.lastIndexOf('\n', at - 1);
    return error(code, message, textLine, textColumn, cause);
  }

  /** The offset of a place in the text. Line and column are those of this text, from 1. */
  int offset(int textLine, int textColumn) {
    int start = 0;
    for (int i = 1; i < textLine; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    return Math.min(text.length(), start + textColumn - 1);
  }

  /** An error after the last character that isn't blank. */
  DistaffException errorAtEnd(ErrorCode code, String message, Throwable cause) {
    List<String> lines = text.stripTrailing().lines().toList();
    int last = Math.max(1, lines.size());
    int length = lines.isEmpty() ? 0 : lines.get(last - 1).length();
    return error(code, message, last, length + 1, cause);
  }

  /**
   * An error with the line it is on and a caret below.
   *
   * @param textLine within this text, from 1
   * @param textColumn within its line, from 1
   */
  DistaffException error(
      ErrorCode code, String message, int textLine, int textColumn, Throwable cause) {
    List<String> lines = original.lines().toList();
    String shown = textLine <= lines.size() ? lines.get(textLine - 1) : "";
    int caret = Math.min(textColumn - 1, shown.length());
    int blanks = shown.length() - shown.stripLeading().length();
    int from = Math.max(blanks, Math.min(caret - SHOWN_CHARS / 2, shown.length() - SHOWN_CHARS));
    String window = shown.substring(from, Math.min(shown.length(), from + SHOWN_CHARS));
    int scriptColumn = textLine == 1 ? column + textColumn - 1 : textColumn;
    return new DistaffException(
        code,
        "line "
            + (line + textLine - 1)
            + ", column "
            + scriptColumn
            + ": "
            + message
            + "\n  "
            + window.replace('\t', ' ')
            + "\n  "
            + " ".repeat(Math.max(0, caret - from))
            + "^",
        cause);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SqlText that
        && text.equals(that.text)
        && original.equals(that.original)
        && line == that.line
        && column == that.column;
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, original, line, column);
  }

  @Override
  public String toString() {
    return original;
  }
}
