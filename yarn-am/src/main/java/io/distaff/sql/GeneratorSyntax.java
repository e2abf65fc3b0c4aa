package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Where a generator may stand, and the names that it is given: {@code explode(m) AS (k, v)}, which
 * Calcite's grammar doesn't have. The list is written as one name in backquotes before parsing, of
 * as many characters, with {@link #SEPARATOR}, a Unicode noncharacter, between the names.
 */
final class GeneratorSyntax {
  private static final char SEPARATOR = '\uFDD2';

  private GeneratorSyntax() {}

  /**
   * The text with lists of names as single names.
   *
   * @param sql as it was written
   * @param readable what is to be changed: of the same length
   */
  static SqlText forCalcite(SqlText sql, SqlText readable) {
    List<Token> tokens = sql.tokens();
    StringBuilder text = new StringBuilder(readable.text());
    for (int i = 1; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).isWord("AS")
          && tokens.get(i - 1).isSymbol(")")
          && tokens.get(i + 1).isSymbol("(")) {
        int close = endOfNames(tokens, i + 2);
        if (close > 0) {
          replace(text, tokens.subList(i + 1, close + 1));
        }
      }
    }
    return sql.rewritten(text.toString());
  }

  /** The place of the parenthesis after a list of names; -1 when that isn't what stands there. */
  private static int endOfNames(List<Token> tokens, int first) {
    for (int i = first; i + 1 < tokens.size(); i += 2) {
      boolean isName = tokens.get(i).kind() == Kind.BACKQUOTED || tokens.get(i).kind() == Kind.WORD;
      if (!isName) {
        return -1;
      } else if (tokens.get(i + 1).isSymbol(")")) {
        return i + 1;
      } else if (!tokens.get(i + 1).isSymbol(",")) {
        return -1;
      }
    }
    return -1;
  }

  private static void replace(StringBuilder text, List<Token> list) {
    for (Token token : list) {
      if (token.kind() == Kind.BACKQUOTED) {
        text.setCharAt(token.start(), ' ');
        text.setCharAt(token.end() - 1, ' ');
      } else if (token.isSymbol(",")) {
        text.setCharAt(token.start(), SEPARATOR);
      }
    }
    text.setCharAt(list.get(0).start(), '`');
    text.setCharAt(list.get(list.size() - 1).start(), '`');
  }

  /** The names that an alias stands for. */
  static List<String> names(SqlIdentifier alias) {
    return Arrays.stream(alias.getSimple().split(String.valueOf(SEPARATOR)))
        .map(String::trim)
        .toList();
  }

  static boolean isGenerator(SqlNode node) {
    if (!(node instanceof SqlCall call) || node.getKind() != SqlKind.OTHER_FUNCTION) {
      return false;
    }
    String name = call.getOperator().getName();
    return Generator.find(name).isPresent() || TupleGenerators.contain(name);
  }

  /**
   * Throws SEMANTIC_ERROR at a generator that is neither a column of a SELECT nor a table, at the
   * second of a SELECT, and at a list of names of something else.
   */
  static void check(SqlText sql, SqlNode query) {
    query.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlSelect select) {
              return select(select);
            } else if (call.getKind() == SqlKind.COLLECTION_TABLE && isGenerator(call.operand(0))) {
              return super.visit((SqlCall) call.operand(0));
            } else if (isGenerator(call)) {
              throw error(
                  sql,
                  call,
                  "%s makes rows: it must be a column of its own in SELECT, or stand in LATERAL"
                      + " VIEW or LATERAL TABLE(...)");
            }
            return super.visit(call);
          }

          private Void select(SqlSelect select) {
            List<SqlNode> rest = new ArrayList<>(select.getOperandList());
            rest.remove(select.getSelectList());
            SqlCall first = null;
            for (SqlNode item : select.getSelectList()) {
              boolean named = item.getKind() == SqlKind.AS;
              SqlNode value = named ? ((SqlCall) item).operand(0) : item;
              if (!isGenerator(value)) {
                rest.add(item);
                if (named && names(((SqlCall) item).operand(1)).size() > 1) {
                  throw error(sql, item, "only a generator such as explode takes a list of names");
                }
                continue;
              }
              if (first != null) {
                throw error(
                    sql,
                    (SqlCall) value,
                    "a SELECT has one generator at most, and this is the second, %s: use LATERAL"
                        + " VIEW");
              }
              first = (SqlCall) value;
              rest.addAll(first.getOperandList());
            }
            rest.stream().filter(node -> node != null).forEach(node -> node.accept(this));
            return null;
          }
        });
  }

  private static DistaffException error(SqlText sql, SqlNode at, String message) {
    String name = at instanceof SqlCall call ? call.getOperator().getName() : "";
    SqlParserPos position = at.getParserPosition();
    return sql.error(
        ErrorCode.SEMANTIC_ERROR,
        message.formatted(PlainMessage.function(name)),
        position.getLineNum(),
        position.getColumnNum(),
        null);
  }
}
