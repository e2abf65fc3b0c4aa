package io.distaff.sql;

import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * {@code TIMESTAMP_NTZ '...'} and {@code TIMESTAMP_LTZ '...'}: to Calcite both are TIMESTAMP, which
 * is the former, and {@link #restore} makes an instant of the latter, in the session's time zone.
 * For one text, confined to one thread.
 */
final class TimestampLiterals {
  private static final String TYPE = "TIMESTAMP";
  private static final String OF_CLOCKS = TYPE + "_NTZ";
  private static final String INSTANT = TYPE + "_LTZ";

  private final SqlText sql;
  private final StringBuilder text;
  private final Set<Integer> instants = new HashSet<>();

  /**
   * @param readable as Calcite is to read it otherwise: of the same length
   */
  TimestampLiterals(SqlText sql, SqlText readable) {
    this.sql = sql;
    this.text = new StringBuilder(readable.text());
    List<Token> tokens = SqlScanner.tokens(sql.text());
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean isInstant = token.isWord(INSTANT);
      if ((isInstant || token.isWord(OF_CLOCKS)) && tokens.get(i + 1).kind() == Kind.STRING) {
        SqlText.blank(text, token.start() + TYPE.length(), token.end());
        if (isInstant) {
          instants.add(token.start());
        }
      }
    }
  }

  /** The text that Calcite can read. */
  SqlText text() {
    return sql.rewritten(text.toString());
  }

  /** The tree with literals of the types that the user has written. */
  SqlNode restore(SqlNode tree) {
    return instants.isEmpty()
        ? tree
        : tree.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlLiteral literal) {
                SqlParserPos position = literal.getParserPosition();
                boolean isInstant =
                    position.getLineNum() > 0
                        && instants.contains(
                            sql.offset(position.getLineNum(), position.getColumnNum()));
                return isInstant
                    ? EngineCast.to(
                        literal,
                        new SqlBasicTypeNameSpec(
                            SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, position))
                    : literal;
              }
            });
  }
}
