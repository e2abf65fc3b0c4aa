package io.distaff.sql;

import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Operators of Spark's that Calcite's grammar doesn't have, or binds otherwise. They are written as
 * others of the same length, so that every position stays, and {@link #restore} makes of them what
 * they mean, by the places at which they stand:
 *
 * <pre>
 *   written               read as     becomes
 *   |  ^  &amp;  &lt;&lt;  &gt;&gt;  &gt;&gt;&gt;     ^           calls such as bitor; bind in this order, the first the least, all
 *                                     of them less than + and -, more than comparisons
 *   ~x                    +x          bitnot(x)
 *   !x                    +x          NOT x, which binds less than comparisons
 *   ~6                    + and a name, the same; as +6 it would be a literal
 *   x || y                x ^ y       x || y, which binds as + and - do
 *   x DIV y               x % y       div(x, y)
 *   x == y                x = y
 * </pre>
 *
 * For one text, confined to one thread.
 */
final class OperatorSyntax {
  /** How names begin that stand for numbers behind prefixes. */
  private static final char MARK = 'ň';

  /** Operators that stand between two operands and are taken apart again. */
  private enum Infix {
    OR("bitor"),
    XOR("bitxor"),
    AND("bitand"),
    SHIFT_LEFT("shiftleft"),
    SHIFT_RIGHT_UNSIGNED("shiftrightunsigned"),
    SHIFT_RIGHT("shiftright"),
    /** The grammar's own + and -, which stand on one level with what others are read as. */
    SUM(""),
    CONCAT(""),
    DIV("div");

    private final String function;

    Infix(String function) {
      this.function = function;
    }

    /** How tightly it binds. */
    int level() {
      return switch (this) {
        case OR -> 1;
        case XOR -> 2;
        case AND -> 3;
        case SHIFT_LEFT, SHIFT_RIGHT_UNSIGNED, SHIFT_RIGHT -> 4;
        case SUM, CONCAT -> 5;
        case DIV -> 6;
      };
    }
  }

  /** Words behind which an operand begins, so that no operator stands there. */
  private static final Set<String> BEFORE_OPERANDS =
      Set.of(
          "SELECT",
          "DISTINCT",
          "ALL",
          "WHERE",
          "HAVING",
          "QUALIFY",
          "ON",
          "BY",
          "AND",
          "OR",
          "NOT",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "BETWEEN",
          "LIKE",
          "RLIKE",
          "IN",
          "IS",
          "AS",
          "FROM",
          "VALUES",
          "LIMIT",
          "OFFSET",
          "DIV");

  /** Words in front of which an expression has ended. */
  private static final Set<String> BEHIND_OPERANDS =
      Set.of(
          "FROM",
          "WHERE",
          "GROUP",
          "HAVING",
          "WINDOW",
          "QUALIFY",
          "ORDER",
          "LIMIT",
          "OFFSET",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "MINUS",
          "AND",
          "OR",
          "AS",
          "THEN",
          "ELSE",
          "END",
          "IS",
          "IN",
          "BETWEEN",
          "LIKE",
          "ASC",
          "DESC",
          "JOIN",
          "ON",
          "USING");

  private final SqlText sql;
  private final List<Token> tokens;
  private final StringBuilder text;

  /** By the offset at which they stand. */
  private final TreeMap<Integer, Infix> infixes = new TreeMap<>();

  /** Those that stand before an operand, by offset: {@code ~} or {@code !}. */
  private final Map<Integer, Character> prefixes = new HashMap<>();

  /** Those of {@link #prefixes} that no operand has been found of. */
  private final Set<Integer> unread;

  /** Numbers behind a prefix, whose signs the grammar would take with it, by offset. */
  private final Map<Integer, String> numbers = new HashMap<>();

  /** By the offset of an operator the parenthesis around it; -1 = none. */
  private final Map<Integer, Integer> within = new HashMap<>();

  /** By the offset of an opening parenthesis that of the closing one. */
  private final Map<Integer, Integer> closing = new HashMap<>();

  /**
   * @param readable as Calcite is to read it otherwise: of the same length
   */
  OperatorSyntax(SqlText sql, SqlText readable) {
    this.sql = sql;
    this.tokens = readable.tokens();
    this.text = new StringBuilder(readable.text());
    List<Integer> open = new ArrayList<>(List.of(-1));
    for (int i = 0; tokens.get(i).kind() != Kind.END; ) {
      Token token = tokens.get(i);
      if (token.isSymbol("(") || token.isSymbol("[")) {
        open.add(token.start());
      } else if ((token.isSymbol(")") || token.isSymbol("]")) && open.size() > 1) {
        closing.put(open.remove(open.size() - 1), token.start());
      }
      within.put(token.start(), open.get(open.size() - 1));
      i += read(i);
    }
    this.unread = new HashSet<>(prefixes.keySet());
  }

  /** Reads what stands at a token; gives the number of tokens. */
  private int read(int i) {
    Token token = tokens.get(i);
    if (token.isWord("DIV") && isBetweenOperands(i)) {
      return infix(i, Infix.DIV, 1, "%");
    }
    if (token.kind() != Kind.SYMBOL) {
      return 1;
    }
    int run = run(i);
    return switch (token.text().charAt(0)) {
      case '|' -> run == 1 ? infix(i, Infix.OR, 1, "^") : concat(i, run);
      case '^' -> infix(i, Infix.XOR, 1, "^");
      case '&' -> run == 1 ? infix(i, Infix.AND, 1, "^") : run;
      case '<' -> run == 2 ? infix(i, Infix.SHIFT_LEFT, 2, "^") : run;
      case '>' ->
          run == 2
              ? infix(i, Infix.SHIFT_RIGHT, 2, "^")
              : run == 3 ? infix(i, Infix.SHIFT_RIGHT_UNSIGNED, 3, "^") : run;
      case '=' -> {
        if (run == 2) {
          text.setCharAt(tokens.get(i + 1).start(), ' ');
        }
        yield run;
      }
      case '+', '-' -> {
        if (isBehindOperand(i)) {
          infixes.put(token.start(), Infix.SUM);
        }
        yield 1;
      }
      case '~' -> prefix(i);
      case '!' -> isAdjacent(i, "=") ? 2 : prefix(i);
      default -> 1;
    };
  }

  /** Writes a number as a name, if one stands at a token. */
  private void number(int i) {
    Token first = tokens.get(i);
    if (first.kind() != Kind.WORD || !Character.isDigit(first.text().charAt(0))) {
      return;
    }
    int last = i;
    if (isAdjacent(i, ".")) {
      last += tokens.get(i + 2).start() == tokens.get(i + 1).end() ? 2 : 1;
    }
    int end = tokens.get(last).end();
    numbers.put(first.start(), text.substring(first.start(), end));
    text.replace(first.start(), end, MARK + "_".repeat(end - first.start() - 1));
  }

  /** So many times the same symbol stands there without a gap. */
  private int run(int i) {
    int length = 1;
    while (tokens.get(i + length - 1).end() == tokens.get(i + length).start()
        && tokens.get(i + length).isSymbol(tokens.get(i).text())) {
      length++;
    }
    return length;
  }

  private boolean isAdjacent(int i, String symbol) {
    Token next = tokens.get(i + 1);
    return next.isSymbol(symbol) && next.start() == tokens.get(i).end();
  }

  private int infix(int i, Infix infix, int numTokens, String readAs) {
    int start = tokens.get(i).start();
    infixes.put(start, infix);
    SqlText.blank(text, start, tokens.get(i + numTokens - 1).end());
    text.replace(start, start + 1, readAs);
    return numTokens;
  }

  private int concat(int i, int run) {
    return run == 2 ? infix(i, Infix.CONCAT, 2, "^") : run;
  }

  private int prefix(int i) {
    Token token = tokens.get(i);
    prefixes.put(token.start(), token.text().charAt(0));
    if (isBehindOperand(i)) {
      // It is read as a sum, until it turns out that no operand was found of it.
      infixes.put(token.start(), Infix.SUM);
    }
    text.setCharAt(token.start(), '+');
    int number = i + 1;
    while (tokens.get(number).isSymbol("-") || tokens.get(number).isSymbol("+")) {
      number++;
    }
    number(number);
    return 1;
  }

  private boolean isBehindOperand(int i) {
    if (i == 0) {
      return false;
    }
    Token before = tokens.get(i - 1);
    if (i > 1 && tokens.get(i - 2).isSymbol(".")) {
      return true;
    }
    return before.kind() == Kind.SYMBOL
        ? before.isSymbol(")") || before.isSymbol("]")
        : before.kind() != Kind.WORD || !BEFORE_OPERANDS.contains(before.upper());
  }

  private boolean isBetweenOperands(int i) {
    Token behind = tokens.get(i + 1);
    boolean beginsOperand =
        behind.kind() == Kind.SYMBOL
            ? "(+-~".contains(behind.text())
            : behind.kind() != Kind.END
                && (behind.kind() != Kind.WORD || !BEHIND_OPERANDS.contains(behind.upper()));
    return beginsOperand && isBehindOperand(i);
  }

  /** The text that Calcite can read. */
  SqlText text() {
    return sql.rewritten(text.toString());
  }

  // Putting to the tree.

  /** The tree with the operators that the user has written. Throws SYNTAX_ERROR. */
  SqlNode restore(SqlNode tree) {
    boolean isPlain = infixes.values().stream().allMatch(infix -> infix == Infix.SUM);
    if (isPlain && prefixes.isEmpty() && numbers.isEmpty()) {
      return tree;
    }
    SqlNode restored = tree.accept(new Restoration());
    unread.stream()
        .min(Integer::compareTo)
        .ifPresent(
            offset -> {
              String message = "unexpected '" + prefixes.get(offset) + "'";
              throw sql.error(ErrorCode.SYNTAX_ERROR, message, offset);
            });
    return restored;
  }

  private int start(SqlNode node) {
    return start(node.getParserPosition());
  }

  private int start(SqlParserPos position) {
    return sql.offset(position.getLineNum(), position.getColumnNum());
  }

  /** Where a node begins within the parentheses around it. */
  private int startWithin(SqlNode node) {
    int start = start(node);
    while (text.charAt(start) == '(' || Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    return start;
  }

  private int end(SqlNode node) {
    SqlParserPos position = node.getParserPosition();
    return sql.offset(position.getEndLineNum(), position.getEndColumnNum());
  }

  /** The offset of the operator between a call's operands; -1 if it isn't one of these. */
  private int operatorOf(SqlCall call) {
    Integer found = infixes.lowerKey(start(call.<SqlNode>operand(1)));
    return found != null && found > end(call.operand(0)) ? found : -1;
  }

  private boolean isOfSums(SqlNode node) {
    return (node.getKind() == SqlKind.PLUS || node.getKind() == SqlKind.MINUS || isCarrier(node))
        && ((SqlCall) node).operandCount() == 2
        && node.getParserPosition().getLineNum() > 0
        && operatorOf((SqlCall) node) >= 0;
  }

  private static boolean isCarrier(SqlNode node) {
    return node instanceof SqlCall call
        && call.getOperator().equals(SqlStdOperatorTable.BITXOR_OPERATOR);
  }

  private final class Restoration extends SqlShuttle {
    /** The offset of a NOT that was written as {@code !}, by the call. */
    private final IdentityHashMap<SqlNode, Integer> nots = new IdentityHashMap<>();

    @Override
    public SqlNode visit(SqlCall call) {
      if (isOfSums(call)) {
        return new Chain(call).restored(this);
      }
      SqlNode visited = super.visit(call);
      return visited instanceof SqlCall changed ? restored(changed) : visited;
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
      boolean isMarked = name.isSimple() && !name.isStar() && name.getSimple().charAt(0) == MARK;
      String number = isMarked ? numbers.get(startWithin(name)) : null;
      return number == null ? name : number(number, name.getParserPosition());
    }

    private SqlNode number(String written, SqlParserPos position) {
      try {
        return QueryParser.expression(written).clone(position);
      } catch (SqlParseException e) {
        throw sql.error(
            ErrorCode.SYNTAX_ERROR, "'" + written + "' is no number", start(position), e);
      }
    }

    private SqlNode restored(SqlCall call) {
      SqlParserPos position = call.getParserPosition();
      if (position.getLineNum() < 1) {
        return call;
      }
      boolean isPrefix =
          call.getKind() == SqlKind.PLUS_PREFIX && prefixes.containsKey(startWithin(call));
      if (isPrefix) {
        return prefix(startWithin(call), call.operand(0), position);
      }
      if (call.getOperator().equals(SqlStdOperatorTable.PERCENT_REMAINDER)
          && infixes.get(operatorOf(call)) == Infix.DIV) {
        return function("div", call.operand(0), call.operand(1), position);
      }
      return lifted(call);
    }

    private SqlNode prefix(int offset, SqlNode operand, SqlParserPos position) {
      unread.remove(offset);
      if (prefixes.get(offset) == '~') {
        return bitNot(operand, position);
      }
      SqlNode not = SqlStdOperatorTable.NOT.createCall(position, operand);
      nots.put(not, offset);
      return not;
    }

    /** {@code (NOT a) = b} as {@code NOT (a = b)} where no parenthesis says otherwise. */
    private SqlNode lifted(SqlCall call) {
      SqlNode first = call.operandCount() == 0 ? null : call.operand(0);
      Integer offset = first == null ? null : nots.get(first);
      boolean bindsTighter =
          switch (call.getOperator().getSyntax()) {
            case BINARY, POSTFIX, SPECIAL ->
                call.getOperator().getLeftPrec() > SqlStdOperatorTable.NOT.getLeftPrec();
            default -> false;
          };
      if (offset == null || !bindsTighter) {
        return call;
      }
      int around = within.get(offset);
      if (around >= 0 && closing.getOrDefault(around, Integer.MAX_VALUE) < end(call)) {
        return call;
      }
      List<SqlNode> operands = new ArrayList<>(call.getOperandList());
      operands.set(0, ((SqlCall) first).operand(0));
      SqlParserPos position = call.getParserPosition();
      SqlNode not =
          SqlStdOperatorTable.NOT.createCall(
              position, call.getOperator().createCall(position, operands));
      nots.put(not, offset);
      return not;
    }
  }

  private static SqlNode bitNot(SqlNode operand, SqlParserPos position) {
    return SpecialSyntax.unresolved("bitnot", position).createCall(position, operand);
  }

  private static SqlNode function(String name, SqlNode left, SqlNode right, SqlParserPos position) {
    return SpecialSyntax.unresolved(name, position).createCall(position, left, right);
  }

  /**
   * Operands and the operators between them, which Calcite has taken from left to right: sums, and
   * what is read like them. Put together anew by what binds tighter.
   */
  private final class Chain {
    private final List<SqlNode> operands = new ArrayList<>();
    private final List<Infix> operators = new ArrayList<>();
    private final List<SqlOperator> sums = new ArrayList<>();
    private int next;

    Chain(SqlCall call) {
      add(call, within.get(operatorOf(call)));
    }

    private void add(SqlCall call, int parenthesis) {
      boolean continues =
          isOfSums(call.operand(0)) && within.get(operatorOf(call.operand(0))) == parenthesis;
      if (continues) {
        add(call.operand(0), parenthesis);
      } else {
        operands.add(call.operand(0));
      }
      operands.add(call.operand(1));
      operators.add(infixes.get(operatorOf(call)));
      sums.add(call.getOperator());
    }

    SqlNode restored(SqlShuttle shuttle) {
      operands.replaceAll(operand -> operand.accept(shuttle));
      return above(0);
    }

    /** What follows, as far as it binds tighter than a level. */
    private SqlNode above(int level) {
      SqlNode left = operands.get(next);
      while (next < operators.size() && operators.get(next).level() > level) {
        Infix operator = operators.get(next);
        SqlOperator sum = sums.get(next);
        next++;
        SqlNode right = above(operator.level());
        SqlParserPos position = left.getParserPosition().plus(right.getParserPosition());
        left =
            switch (operator) {
              case SUM -> sum.createCall(position, left, right);
              case CONCAT -> SqlStdOperatorTable.CONCAT.createCall(position, left, right);
              default -> function(operator.function, left, right, position);
            };
      }
      return left;
    }
  }
}
