package io.distaff.sql;

import io.distaff.sql.SqlScanner.Token;
import io.distaff.warehouse.Warehouse;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * The database {@code default} in the name of a table: a word that Calcite's grammar reserves. It
 * reads another of as many characters in its place, which {@link #restore} makes the name again.
 */
final class DefaultDatabase {
  /** Ends in a character that isn't assigned, but may be part of a name. */
  private static final String PLACEHOLDER = "defaul\uFAFF";

  private DefaultDatabase() {}

  /** The text as Calcite is to read it. */
  static SqlText forCalcite(SqlText sql) {
    List<Token> tokens = sql.tokens();
    StringBuilder text = new StringBuilder(sql.text());
    for (int i = 0; i < tokens.size() - 1; i++) {
      Token token = tokens.get(i);
      if (token.isWord(Warehouse.DEFAULT_DATABASE) && tokens.get(i + 1).isSymbol(".")) {
        text.replace(token.start(), token.end(), PLACEHOLDER);
      }
    }
    return sql.rewritten(text.toString());
  }

  /** The tree with the name that the user has written. */
  static SqlNode restore(SqlNode tree) {
    return tree.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlIdentifier id) {
            int at = id.names.indexOf(PLACEHOLDER);
            return at < 0 ? id : id.setName(at, Warehouse.DEFAULT_DATABASE);
          }
        });
  }
}
