package io.distaff.sql;

import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * TIMESTAMP, which is a wall clock's in Calcite's grammar, as the instant that it is in Spark and
 * in the declarations of columns: the type of a CAST, and that of {@code TIMESTAMP '...'}, which
 * may name a zone. What the grammar takes for one is a wall clock's where it is called {@code
 * TIMESTAMP_NTZ} or {@code TIMESTAMP WITHOUT TIME ZONE}; {@code TIMESTAMP_NTZ '...'} and {@code
 * TIMESTAMP_LTZ '...'} are written as {@code TIMESTAMP '...'}, so that every position stays. {@link
 * #restore} puts right what was parsed, with the values of {@link TimeLiterals}. For one text,
 * confined to one thread.
 */
final class TimestampSyntax {
  private static final String TIMESTAMP = "TIMESTAMP";

  private final SqlText sql;
  private final StringBuilder text;

  /** Where literals and types of wall clocks begin. */
  private final Set<Integer> clocks = new HashSet<>();

  /**
   * @param readable as Calcite is to read it otherwise: of the same length
   */
  TimestampSyntax(SqlText sql, SqlText readable) {
    this.sql = sql;
    this.text = new StringBuilder(readable.text());
    List<Token> tokens = sql.tokens();
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token word = tokens.get(i);
      boolean isClock =
          word.isWord("TIMESTAMP_NTZ")
              || (word.isWord(TIMESTAMP) && tokens.get(i + 1).isWord("WITHOUT"));
      if (isClock) {
        clocks.add(word.start());
      }
      boolean isNamed = word.isWord("TIMESTAMP_NTZ") || word.isWord("TIMESTAMP_LTZ");
      if (isNamed && tokens.get(i + 1).kind() == Kind.STRING) {
        SqlText.blank(text, word.start() + TIMESTAMP.length(), word.end());
      }
    }
  }

  /** The text that Calcite can read. */
  SqlText text() {
    return sql.rewritten(text.toString());
  }

  /** The tree in which TIMESTAMP is an instant. */
  SqlNode restore(SqlNode tree) {
    return tree.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlLiteral literal) {
            return literal instanceof SqlUnknownLiteral time ? known(time) : literal;
          }

          @Override
          public SqlNode visit(SqlDataTypeSpec type) {
            SqlTypeNameSpec name = type.getTypeNameSpec();
            return name instanceof SqlBasicTypeNameSpec basic
                    && basic.getTypeName().getSimple().equals(TIMESTAMP)
                    && !isClock(basic.getParserPos())
                ? new SqlDataTypeSpec(instant(name.getParserPos()), type.getParserPosition())
                : type;
          }
        });
  }

  /** What CAST can't read is left to Calcite to refuse. */
  private SqlNode known(SqlUnknownLiteral time) {
    SqlParserPos position = time.getParserPosition();
    String written = time.getValueAs(String.class);
    if (time.tag.equalsIgnoreCase("DATE")) {
      return TimeLiterals.date(written, position).orElse(time);
    } else if (!time.tag.equalsIgnoreCase(TIMESTAMP)) {
      return time;
    }
    return isClock(position)
        ? TimeLiterals.timestamp(written, position).orElse(time)
        : instant(time);
  }

  private boolean isClock(SqlParserPos position) {
    return position.getLineNum() > 0
        && clocks.contains(sql.offset(position.getLineNum(), position.getColumnNum()));
  }

  /** A text with a zone is read as CAST reads it, any other as that of the session's clock. */
  private static SqlNode instant(SqlUnknownLiteral time) {
    SqlParserPos position = time.getParserPosition();
    String written = time.getValueAs(String.class);
    SqlNode value =
        TimeLiterals.namesZone(written)
            ? SqlLiteral.createCharString(written, position)
            : TimeLiterals.timestamp(written, position).orElse(time);
    return EngineCast.to(value, instant(position));
  }

  static SqlTypeNameSpec instant(SqlParserPos position) {
    return new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, position);
  }
}
