package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Intervals of several units, and with their units in quotes: {@code INTERVAL 1 DAY 2 HOURS},
 * {@code INTERVAL '1 month 2 days'}. They are written as names of as many characters, so that every
 * position stays; {@link #restore} makes of each an interval of months, one of milliseconds, or
 * adds both, one after the other, to what it is added to. For one text, confined to one thread.
 */
final class IntervalSyntax {
  /** How names begin that stand for intervals. */
  private static final char MARK = 'ŉ';

  private static final long MILLIS_PER_DAY = 86_400_000;

  /** Digits of an interval's first number, as many as Calcite takes. */
  private static final int LEADING_DIGITS = 10;

  /** Months, and milliseconds, in a unit; one of the two is 0. */
  private record Unit(int months, long millis) {}

  private static final Map<String, Unit> UNITS =
      Map.of(
          "year", new Unit(12, 0),
          "month", new Unit(1, 0),
          "week", new Unit(0, 604_800_000),
          "day", new Unit(0, MILLIS_PER_DAY),
          "hour", new Unit(0, 3_600_000),
          "minute", new Unit(0, 60_000),
          "second", new Unit(0, 1_000),
          "millisecond", new Unit(0, 1));

  private record Interval(long months, long millis) {}

  private final SqlText sql;
  private final StringBuilder text;

  /** By the offset at which they begin. */
  private final Map<Integer, Interval> intervals = new HashMap<>();

  /**
   * Throws SYNTAX_ERROR.
   *
   * @param readable as Calcite is to read it otherwise: of the same length
   */
  IntervalSyntax(SqlText sql, SqlText readable) {
    this.sql = sql;
    this.text = new StringBuilder(readable.text());
    List<Token> tokens = sql.tokens();
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (!tokens.get(i).isWord("INTERVAL")) {
        continue;
      }
      Token quoted = tokens.get(i + 1);
      boolean hasUnits =
          quoted.kind() == Kind.STRING && quoted.text().chars().anyMatch(Character::isLetter);
      int last = hasUnits ? i + 1 : endOfUnits(tokens, i + 1);
      if (last > i) {
        String parts =
            hasUnits
                ? quoted.text()
                : sql.text().substring(quoted.start(), tokens.get(last).end()).replace("'", "");
        add(tokens.get(i).start(), tokens.get(last).end(), parts);
        i = last;
      }
    }
  }

  /** The last token of more than one number with its unit; -1 for anything else. */
  private static int endOfUnits(List<Token> tokens, int first) {
    int next = first;
    int units = 0;
    while (next + 1 < tokens.size()) {
      int unit = tokens.get(next).isSymbol("-") ? next + 1 : next;
      boolean isNumber =
          tokens.get(unit).kind() == Kind.STRING
              || (tokens.get(unit).kind() == Kind.WORD && tokens.get(unit).text().matches("\\d+"));
      boolean hasFraction = isNumber && tokens.get(unit + 1).isSymbol(".");
      unit += hasFraction ? 3 : 1;
      if (!isNumber || unit >= tokens.size() || !UNITS.containsKey(singular(tokens.get(unit)))) {
        break;
      }
      units++;
      next = unit + 1;
    }
    return units > 1 ? next - 1 : -1;
  }

  private static String singular(Token word) {
    return singular(word.text());
  }

  private static String singular(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private void add(int start, int end, String parts) {
    intervals.put(start, interval(parts.trim().split("\\s+"), start));
    SqlText.blank(text, start, end);
    text.setCharAt(start, MARK);
  }

  private Interval interval(String[] parts, int at) {
    BigDecimal months = BigDecimal.ZERO;
    BigDecimal millis = BigDecimal.ZERO;
    for (int i = 0; i + 1 < parts.length; i += 2) {
      Unit unit = UNITS.get(singular(parts[i + 1]));
      if (unit == null) {
        throw error("an interval has no unit " + parts[i + 1], at);
      }
      BigDecimal number = number(parts[i], at);
      months = months.add(number.multiply(BigDecimal.valueOf(unit.months())));
      millis = millis.add(number.multiply(BigDecimal.valueOf(unit.millis())));
    }
    if (parts.length % 2 != 0) {
      throw error("every number of an interval has its unit behind it", at);
    }
    try {
      return new Interval(months.longValueExact(), millis.longValueExact());
    } catch (ArithmeticException e) {
      throw error("an interval is of whole months and whole milliseconds", at);
    }
  }

  private BigDecimal number(String number, int at) {
    try {
      return new BigDecimal(number);
    } catch (NumberFormatException e) {
      throw error("an interval begins with a number, not " + number, at);
    }
  }

  private DistaffException error(String message, int at) {
    return sql.error(ErrorCode.SYNTAX_ERROR, message, at);
  }

  /** The text that Calcite can read. */
  SqlText text() {
    return sql.rewritten(text.toString());
  }

  /** The tree with the intervals that the user has written. */
  SqlNode restore(SqlNode tree) {
    return intervals.isEmpty() ? tree : tree.accept(new Restoration());
  }

  private Interval find(SqlNode node) {
    boolean isMarked =
        node instanceof SqlIdentifier name
            && name.isSimple()
            && name.getSimple().equals(String.valueOf(MARK));
    return isMarked ? intervals.get(offset(node)) : null;
  }

  private int offset(SqlNode node) {
    SqlParserPos position = node.getParserPosition();
    return sql.offset(position.getLineNum(), position.getColumnNum());
  }

  private final class Restoration extends SqlShuttle {
    @Override
    public SqlNode visit(SqlCall call) {
      if (call.operandCount() == 2
          && (call.getKind() == SqlKind.PLUS || call.getKind() == SqlKind.MINUS)) {
        Interval interval = find(call.operand(1));
        if (interval != null && isMixed(interval)) {
          SqlNode moved = call.<SqlNode>operand(0).accept(this);
          SqlParserPos position = call.operand(1).getParserPosition();
          SqlNode first = months(interval.months(), position);
          SqlNode second = millis(interval.millis(), position);
          SqlNode byMonths = call.getOperator().createCall(call.getParserPosition(), moved, first);
          return call.getOperator().createCall(call.getParserPosition(), byMonths, second);
        }
      }
      return super.visit(call);
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
      Interval interval = find(name);
      if (interval == null) {
        return name;
      }
      if (isMixed(interval)) {
        throw sql.error(
            ErrorCode.NOT_SUPPORTED,
            "an interval of months and days can only stand behind + or -",
            offset(name));
      }
      SqlParserPos position = name.getParserPosition();
      return interval.months() != 0
          ? months(interval.months(), position)
          : millis(interval.millis(), position);
    }
  }

  private static boolean isMixed(Interval interval) {
    return interval.months() != 0 && interval.millis() != 0;
  }

  private static SqlNode months(long months, SqlParserPos position) {
    return SqlLiteral.createInterval(
        Long.signum(months) < 0 ? -1 : 1,
        Long.toString(Math.abs(months)),
        new SqlIntervalQualifier(TimeUnit.MONTH, LEADING_DIGITS, null, -1, position),
        position);
  }

  private static SqlNode millis(long millis, SqlParserPos position) {
    long positive = Math.abs(millis);
    if (positive % MILLIS_PER_DAY == 0) {
      return SqlLiteral.createInterval(
          millis < 0 ? -1 : 1,
          Long.toString(positive / MILLIS_PER_DAY),
          new SqlIntervalQualifier(TimeUnit.DAY, LEADING_DIGITS, null, -1, position),
          position);
    }
    String seconds = BigDecimal.valueOf(positive, 3).stripTrailingZeros().toPlainString();
    return SqlLiteral.createInterval(
        millis < 0 ? -1 : 1,
        seconds,
        new SqlIntervalQualifier(TimeUnit.SECOND, LEADING_DIGITS, null, 3, position),
        position);
  }
}
