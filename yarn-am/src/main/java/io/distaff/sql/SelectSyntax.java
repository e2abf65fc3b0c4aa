package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Clauses of a SELECT in forms of Spark's that Calcite's grammar doesn't have:
 *
 * <pre>
 *   SELECT x WHERE c HAVING d           without FROM
 *   FROM VALUES (1, 'a'), (2, 'b') t    without parentheses
 *   FROM a SEMI JOIN b, ANTI JOIN       without LEFT
 *   GROUP BY ALL                        what of the SELECT list holds no aggregate
 *   GROUP BY a, b WITH ROLLUP           and WITH CUBE
 *   GROUP BY a, b GROUPING SETS (...)   the list says nothing that the sets don't
 *   ORDER BY ALL                        written as {@link #ALL_COLUMNS}
 *   DISTRIBUTE BY a, b SORT BY c DESC   a {@link PartitionOrder}, as is CLUSTER BY a
 *   OVER (PARTITION BY (SELECT ...))    sub-queries that are keys of a window, in ORDER BY too
 * </pre>
 *
 * They are read here and blanked out of the text that Calcite reads, so that every position stays;
 * then {@link #addTo} puts them to the tree by the place of their SELECT. For one text, confined to
 * one thread.
 */
final class SelectSyntax {
  /** The one key of ORDER BY ALL. */
  static final String ALL_COLUMNS = "\u01CELL";

  /** Stands for VALUES in FROM, or a sub-query. */
  private static final char MARK = '\u01D0';

  /** What a set operation is called whose rows are partitioned. */
  private static final String SET_OPERATION = "\u01D6";

  private final SqlText sql;
  private final List<Token> tokens;
  private final StringBuilder text;

  /** By the offset of a SELECT without FROM the condition of its WHERE. */
  private final Map<Integer, SqlNode> conditions = new HashMap<>();

  /** By the offset of a SELECT without FROM the condition of its HAVING. */
  private final Map<Integer, SqlNode> groupConditions = new HashMap<>();

  /** By the offset of a SELECT what is to be made of its GROUP BY; null = ALL. */
  private final Map<Integer, SqlOperator> groupings = new HashMap<>();

  /** By the offset of what stands for it VALUES in FROM, or a sub-query that is a value. */
  private final Map<Integer, SqlNode> queries = new HashMap<>();

  /** By the offset of JOIN. */
  private final Map<Integer, JoinType> semiJoins = new HashMap<>();

  /** By the offset of a SELECT how its rows are divided and ordered. */
  private final Map<Integer, Partitioning> partitionings = new HashMap<>();

  /** By the offset of a SELECT of a set operation how all its rows are. */
  private final Map<Integer, Partitioning> setPartitionings = new HashMap<>();

  /**
   * @param begin where the parentheses around the clause begin
   * @param clause its own offset
   */
  private record Partitioning(int begin, int clause, PartitionOrder order, List<SqlNode> keys) {}

  /** A stretch of text that is in no other parentheses. */
  private static final class Level {
    private final int begin;
    private boolean hasSetOperation;
    private int select = -1;
    private boolean hasFrom;
    private boolean isInFrom;

    /** WHERE or HAVING, of which the condition is read. */
    private int condition = -1;

    private int groupBy = -1;

    /** Whether PARTITION BY or ORDER BY begins it, as in a window. */
    private boolean hasKeys;

    Level(int begin) {
      this.begin = begin;
    }
  }

  /**
   * Throws SYNTAX_ERROR.
   *
   * @param readable as Calcite is to read it otherwise: of the same length
   */
  SelectSyntax(SqlText sql, SqlText readable) {
    this.sql = sql;
    this.tokens = readable.tokens();
    this.text = new StringBuilder(readable.text());
    Deque<Level> levels = new ArrayDeque<>();
    levels.push(new Level(0));
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isSymbol("(")) {
        levels.push(new Level(token.start()));
      } else if (token.isSymbol(")") && levels.size() > 1) {
        Level level = levels.pop();
        endCondition(level, i);
        if (levels.element().hasKeys && levels.element().select < 0) {
          key(level, i);
        }
      } else if (token.kind() == Kind.END) {
        levels.forEach(level -> endCondition(level, tokens.size() - 1));
      } else if (token.kind() == Kind.WORD) {
        i = read(i, levels.peek());
      }
    }
  }

  /** Reads what begins at a word; gives the last of its tokens. */
  private int read(int i, Level level) {
    String word = at(i).upper();
    if (word.equals("SELECT")) {
      endCondition(level, i);
      level.select = i;
      level.hasFrom = false;
      level.isInFrom = false;
      level.groupBy = -1;
      return i;
    }
    level.hasKeys |= (word.equals("PARTITION") || word.equals("ORDER")) && at(i + 1).isWord("BY");
    level.hasSetOperation |= ClauseWords.isSetOperation(at(i), at(i + 1), at(i + 2));
    if (level.select < 0) {
      return i;
    }
    if (ClauseWords.mayFollowFrom(at(i), at(i + 1))) {
      endCondition(level, i);
      level.isInFrom = false;
    }
    if (ClauseWords.isPartitioning(at(i), at(i + 1))) {
      return partitioning(i, level);
    }
    switch (word) {
      case "FROM" -> {
        boolean isComparison = at(i - 1).isWord("DISTINCT") && at(i - 2).kind() == Kind.WORD;
        level.hasFrom |= !isComparison;
        level.isInFrom |= !isComparison;
      }
      case "WHERE", "HAVING" -> level.condition = level.hasFrom ? -1 : i;
      case "SEMI", "ANTI" -> semiJoin(i, level);
      case "VALUES" -> {
        return level.isInFrom && beginsTable(i) ? values(i) : i;
      }
      case "GROUP" -> {
        return at(i + 1).isWord("BY") ? groupBy(i, level) : i;
      }
      case "WITH" -> withGrouping(i, level);
      case "GROUPING" -> groupingSets(i, level);
      case "ORDER" -> orderBy(i, level);
      default -> {}
    }
    return i;
  }

  private Token at(int i) {
    return tokens.get(Math.max(0, Math.min(i, tokens.size() - 1)));
  }

  private void blank(int first, int last) {
    SqlText.blank(text, at(first).start(), at(last).end());
  }

  private void endCondition(Level level, int end) {
    if (level.condition < 0) {
      return;
    }
    int first = at(level.condition).end();
    int behind = at(end).start();
    String condition = alone(first, behind);
    try {
      SqlNode parsed = QueryParser.expression(condition);
      boolean isOfGroups = at(level.condition).isWord("HAVING");
      (isOfGroups ? groupConditions : conditions).put(at(level.select).start(), parsed);
    } catch (SqlParseException e) {
      throw new SyntaxErrors(sql).of(e);
    }
    SqlText.blank(text, at(level.condition).start(), behind);
    level.condition = -1;
  }

  /** A stretch of the text with all else blanked. */
  private String alone(int start, int end) {
    StringBuilder rest = new StringBuilder(text);
    SqlText.blank(rest, 0, start);
    SqlText.blank(rest, end, rest.length());
    return rest.toString();
  }

  private void semiJoin(int i, Level level) {
    if (level.isInFrom && at(i + 1).isWord("JOIN") && !at(i - 1).isWord("LEFT")) {
      boolean isSemi = at(i).isWord("SEMI");
      semiJoins.put(at(i + 1).start(), isSemi ? JoinType.LEFT_SEMI_JOIN : JoinType.LEFT_ANTI_JOIN);
      blank(i, i);
    }
  }

  /** Reads a sub-query that is a key, or asks EXISTS in one, after all of its clauses. */
  private void key(Level query, int close) {
    int open = tokenAt(query.begin);
    Token before = at(open - 1);
    boolean asksExistence = before.isWord("EXISTS");
    boolean isKey = asksExistence || before.isWord("BY") || before.isSymbol(",");
    if (!isKey || !(at(open + 1).isWord("SELECT") || at(open + 1).isWord("WITH"))) {
      return;
    }
    // A blank stays before what stands for it.
    int start = asksExistence ? before.start() : at(open + 1).start();
    try {
      SqlNode parsed = QueryParser.query(alone(query.begin, at(close).end()));
      SqlOperator operator =
          asksExistence ? SqlStdOperatorTable.EXISTS : SqlStdOperatorTable.SCALAR_QUERY;
      queries.put(start, operator.createCall(parsed.getParserPosition(), parsed));
    } catch (SqlParseException e) {
      throw new SyntaxErrors(sql).of(e);
    }
    SqlText.blank(text, asksExistence ? start : query.begin, at(close).end());
    text.setCharAt(start, MARK);
  }

  private boolean beginsTable(int i) {
    Token before = at(i - 1);
    return before.isWord("FROM") || before.isWord("JOIN") || before.isSymbol(",");
  }

  private int values(int first) {
    int depth = 0;
    int end = first + 1;
    while (depth > 0 || !endsValues(end)) {
      if (at(end).kind() == Kind.END) {
        break;
      }
      depth += at(end).isSymbol("(") ? 1 : at(end).isSymbol(")") ? -1 : 0;
      end++;
    }
    try {
      int start = at(first).start();
      queries.put(start, QueryParser.query(alone(start, at(end).start())));
      blank(first, end - 1);
      text.setCharAt(start, MARK);
      return end - 1;
    } catch (SqlParseException e) {
      throw new SyntaxErrors(sql).of(e);
    }
  }

  private boolean endsValues(int i) {
    Token token = at(i);
    Token before = at(i - 1);
    boolean isBehindRow = !before.isSymbol(",") && !before.isWord("VALUES");
    return switch (token.kind()) {
      case END -> true;
      case SYMBOL -> token.isSymbol(")");
      case WORD ->
          isBehindRow
              && (ClauseWords.BEHIND_TABLE.contains(token.upper())
                  || ClauseWords.isPartitioning(token, at(i + 1))
                  || before.isSymbol(")")
                  || Character.isDigit(before.text().charAt(0)));
      case BACKQUOTED -> isBehindRow;
      default -> false;
    };
  }

  private int groupBy(int i, Level level) {
    level.groupBy = i;
    if (at(i + 2).isWord("ALL") && endsList(i + 3)) {
      groupings.put(at(level.select).start(), null);
      blank(i, i + 2);
      return i + 2;
    }
    return i + 1;
  }

  private void orderBy(int i, Level level) {
    if (at(i + 1).isWord("BY") && partitionings(level).containsKey(at(level.select).start())) {
      throw syntaxError(i, "a SELECT whose rows are in order as a whole has no order by task");
    }
    boolean isAll = at(i + 1).isWord("BY") && at(i + 2).isWord("ALL");
    Token behind = at(i + 3);
    if (isAll
        && (endsList(i + 3)
            || behind.isWord("ASC")
            || behind.isWord("DESC")
            || behind.isWord("NULLS"))) {
      text.replace(at(i + 2).start(), at(i + 2).end(), ALL_COLUMNS);
    }
  }

  /** Behind a set operation, a clause is of all its rows. */
  private Map<Integer, Partitioning> partitionings(Level level) {
    return level.hasSetOperation ? setPartitionings : partitionings;
  }

  /** Reads CLUSTER BY, DISTRIBUTE BY or SORT BY; gives the last of its tokens. */
  private int partitioning(int i, Level level) {
    String clause = at(i).upper() + " BY";
    int end = i + 2;
    for (int depth = 0; depth > 0 || !endsList(end); end++) {
      if (at(end).kind() == Kind.END) {
        break;
      }
      depth += at(end).isSymbol("(") ? 1 : at(end).isSymbol(")") ? -1 : 0;
    }
    if (ClauseWords.isSetOperation(at(end), at(end + 1), at(end + 2))) {
      throw syntaxError(
          i,
          "%s stands behind the last SELECT of a set operation, for all its rows; for those of one SELECT, put this in parentheses"
              .formatted(clause));
    }
    List<SqlNode> keys =
        OrderKeys.read(sql, text.toString(), tokens.subList(i + 2, end), at(end).start());
    int select = at(level.select).start();
    Map<Integer, Partitioning> known = partitionings(level);
    Partitioning before = known.get(select);
    boolean isSort = at(i).isWord("SORT");
    if (before == null) {
      int dividing = isSort ? 0 : keys.size();
      int firstOrdering = at(i).isWord("DISTRIBUTE") ? keys.size() : 0;
      PartitionOrder order = new PartitionOrder(dividing, firstOrdering);
      known.put(select, new Partitioning(level.begin, at(i).start(), order, keys));
    } else if (isSort && before.order().firstOrdering() == before.keys().size()) {
      List<SqlNode> all = new ArrayList<>(before.keys());
      all.addAll(keys);
      known.put(select, new Partitioning(level.begin, before.clause(), before.order(), all));
    } else {
      throw syntaxError(
          i, "a SELECT has CLUSTER BY, or DISTRIBUTE BY and then SORT BY, or one of these");
    }
    blank(i, end - 1);
    return end - 1;
  }

  private DistaffException syntaxError(int i, String message) {
    return sql.error(ErrorCode.SYNTAX_ERROR, message, at(i).start());
  }

  private boolean endsList(int i) {
    return at(i).kind() == Kind.END
        || at(i).isSymbol(")")
        || ClauseWords.mayFollowWhere(at(i), at(i + 1));
  }

  private void withGrouping(int i, Level level) {
    boolean rollup = at(i + 1).isWord("ROLLUP");
    if (level.groupBy >= 0 && (rollup || at(i + 1).isWord("CUBE"))) {
      groupings.put(
          at(level.select).start(), rollup ? SqlStdOperatorTable.ROLLUP : SqlStdOperatorTable.CUBE);
      blank(i, i + 1);
    }
  }

  private void groupingSets(int i, Level level) {
    int list = level.groupBy + 2;
    boolean isBehindList =
        level.groupBy >= 0 && at(i + 1).isWord("SETS") && i > list && !at(i - 1).isSymbol(",");
    if (isBehindList) {
      blank(list, i - 1);
    }
  }

  /** The text without the clauses. */
  SqlText text() {
    return sql.rewritten(text.toString());
  }

  // Putting to the tree.

  /** The tree with the clauses. */
  SqlNode addTo(SqlNode tree) {
    if (conditions.isEmpty()
        && groupConditions.isEmpty()
        && groupings.isEmpty()
        && queries.isEmpty()
        && semiJoins.isEmpty()
        && partitionings.isEmpty()
        && setPartitionings.isEmpty()) {
      return tree;
    }
    SqlNode whole = tree.accept(new Queries());
    whole.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlSelect select) {
              addTo(select);
            } else if (call instanceof SqlJoin join) {
              JoinType type = semiJoins.get(offset(join.getJoinTypeNode()));
              if (type != null) {
                join.setOperand(2, type.symbol(join.getJoinTypeNode().getParserPosition()));
              }
            }
            return super.visit(call);
          }
        });
    SqlNode added =
        whole.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlCall call) {
                Optional<Partitioning> partitioning = takeSetPartitioning(call);
                SqlNode visited = super.visit(call);
                return partitioning.map(of -> partitioned(visited, of)).orElse(visited);
              }
            });
    checkAdded();
    return added;
  }

  /** Puts queries where a mark stands for them, those within them too. */
  private final class Queries extends SqlShuttle {
    @Override
    public SqlNode visit(SqlIdentifier name) {
      boolean isMarked = name.isSimple() && name.getSimple().equals(String.valueOf(MARK));
      SqlNode query = isMarked ? queries.get(offset(name)) : null;
      return query == null ? name : query.accept(this);
    }
  }

  /** How the rows of a set operation are, if the text behind it says it of no narrower one. */
  private Optional<Partitioning> takeSetPartitioning(SqlCall call) {
    if (setPartitionings.isEmpty() || !call.isA(SqlKind.SET_QUERY)) {
      return Optional.empty();
    }
    int first = begin(leaf(call, 0));
    int last = begin(leaf(call, call.operandCount() - 1));
    Optional<Integer> own =
        setPartitionings.entrySet().stream()
            .filter(of -> first <= of.getKey() && of.getKey() <= last)
            .filter(of -> of.getValue().begin() <= first && last < of.getValue().clause())
            .map(Map.Entry::getKey)
            .findFirst();
    return own.map(setPartitionings::remove);
  }

  /** The query of a set operation that is outermost on one side. */
  private static SqlNode leaf(SqlCall set, int operand) {
    SqlNode side = set.operand(operand);
    return side.isA(SqlKind.SET_QUERY)
        ? leaf((SqlCall) side, operand == 0 ? 0 : ((SqlCall) side).operandCount() - 1)
        : side;
  }

  /** A SELECT of all rows, at no place in the text. */
  private static SqlNode partitioned(SqlNode query, Partitioning partitioning) {
    SqlParserPos nowhere = SqlParserPos.ZERO;
    SqlNode table =
        SqlStdOperatorTable.AS.createCall(
            nowhere, query, new SqlIdentifier(SET_OPERATION, nowhere));
    SqlSelect select = PlainSelect.allOf(table, nowhere);
    partitioning.order().addTo(select, partitioning.keys());
    return select;
  }

  /** What was read and has found no place must not be lost. */
  private void checkAdded() {
    Stream.of(conditions, groupConditions, groupings, partitionings, setPartitionings)
        .flatMap(read -> read.keySet().stream())
        .min(Integer::compareTo)
        .ifPresent(
            offset -> {
              throw sql.error(
                  ErrorCode.NOT_SUPPORTED, "this SELECT can't be read where it stands", offset);
            });
  }

  private void addTo(SqlSelect select) {
    int start = begin(select);
    SqlNode condition = conditions.remove(start);
    SqlNode groupCondition = groupConditions.remove(start);
    if (condition != null || groupCondition != null) {
      select.setFrom(oneRow(select));
      select.setWhere(condition);
      select.setHaving(groupCondition);
    }
    Partitioning partitioning = partitionings.remove(start);
    if (partitioning != null) {
      partitioning.order().addTo(select, partitioning.keys());
    }
    if (groupings.containsKey(start)) {
      SqlOperator grouping = groupings.remove(start);
      SqlNodeList list = select.getGroup();
      SqlParserPos position = select.getParserPosition();
      if (grouping == null) {
        select.setGroupBy(new SqlNodeList(withoutAggregates(select.getSelectList()), position));
      } else if (list != null) {
        select.setGroupBy(
            SqlNodeList.of(grouping.createCall(list.getParserPosition(), list.getList())));
      }
    }
  }

  private SqlNode oneRow(SqlSelect select) {
    for (SqlNode item : select.getSelectList()) {
      if (item instanceof SqlIdentifier star && star.isStar()) {
        throw sql.error(
            ErrorCode.SEMANTIC_ERROR, "* needs a table: there is no FROM", offset(item));
      }
    }
    SqlParserPos position = select.getParserPosition();
    SqlNode zero = SqlLiteral.createExactNumeric("0", position);
    return SqlStdOperatorTable.VALUES.createCall(
        position, SqlStdOperatorTable.ROW.createCall(position, zero));
  }

  private List<SqlNode> withoutAggregates(SqlNodeList items) {
    List<SqlNode> keys = new ArrayList<>();
    for (SqlNode item : items) {
      SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
      if (value instanceof SqlIdentifier star && star.isStar()) {
        throw sql.error(
            ErrorCode.SEMANTIC_ERROR,
            "GROUP BY ALL needs the columns by name, not *",
            offset(value));
      }
      if (!holdsAggregate(value)) {
        keys.add(value);
      }
    }
    return keys;
  }

  private static boolean holdsAggregate(SqlNode value) {
    boolean[] found = new boolean[1];
    value.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY) || call instanceof SqlWindow) {
              return null;
            }
            if (call.getKind() == SqlKind.OVER) {
              ((SqlCall) call.operand(0)).getOperandList().forEach(o -> o.accept(this));
              return null;
            }
            found[0] |= EngineOperators.isAggregate(call.getOperator());
            return super.visit(call);
          }
        });
    return found[0];
  }

  /** Where the word stands, within the parentheses around it. */
  private int begin(SqlNode query) {
    int start = offset(query);
    int token = tokenAt(start);
    while (at(token).isSymbol("(")) {
      token++;
    }
    return start < 0 ? -1 : at(token).start();
  }

  /** The first token that begins at an offset or behind it. */
  private int tokenAt(int offset) {
    int token = 0;
    while (at(token).start() < offset) {
      token++;
    }
    return token;
  }

  private int offset(SqlNode node) {
    SqlParserPos position = node.getParserPosition();
    return position.getLineNum() < 1
        ? -1
        : sql.offset(position.getLineNum(), position.getColumnNum());
  }
}
