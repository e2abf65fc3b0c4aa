package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlPivot;
import org.apache.calcite.sql.SqlSampleSpec;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnpivot;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Clauses within FROM that Calcite's grammar doesn't have, or not in Spark's forms: {@code LATERAL
 * VIEW [OUTER] explode(a) t AS x}, {@code TABLESAMPLE}, and an alias before PIVOT. They are read
 * here and blanked out of the text that Calcite reads, so that every position stays; then {@link
 * #addTo} puts them to the tree by the place at which they stood. For one text, confined to one
 * thread.
 */
final class FromSyntax {
  private final SqlText sql;
  private final List<Token> tokens;

  /** For each token, which opening parenthesis it is within; -1 = none. */
  private final int[] within;

  private final List<Clause> clauses = new ArrayList<>();
  private SqlText readable;
  private int next;

  /** A clause that was read, by the place of its first token. */
  private sealed interface Clause {
    int at();
  }

  /**
   * @param call the generator's
   * @param columns their names; none when the generator's own are meant
   */
  private record View(int at, SqlNode call, boolean outer, Token name, List<Token> columns)
      implements Clause {}

  /** A part of the rows by chance. */
  private record Sample(int at, SqlSampleSpec spec) implements Clause {}

  /** A table's alias before PIVOT or UNPIVOT, which Calcite's grammar has only behind it. */
  private record Alias(int at, Token name, List<Token> columns) implements Clause {}

  /** Some rows, whichever come first. */
  private record Rows(int at, String count) implements Clause {}

  private FromSyntax(SqlText sql, SqlText readable) {
    this.sql = sql;
    this.readable = readable;
    this.tokens = sql.tokens();
    this.within = new int[tokens.size()];
    List<Integer> open = new ArrayList<>(List.of(-1));
    for (int i = 0; i < within.length; i++) {
      if (tokens.get(i).isSymbol(")") && open.size() > 1) {
        open.remove(open.size() - 1);
      }
      within[i] = open.get(open.size() - 1);
      if (tokens.get(i).isSymbol("(")) {
        open.add(i);
      }
    }
  }

  /**
   * Reads the clauses of a text. Throws SYNTAX_ERROR and SEMANTIC_ERROR.
   *
   * @param readable as Calcite is to read it otherwise: of the same length
   */
  static FromSyntax of(SqlText sql, SqlText readable) {
    FromSyntax syntax = new FromSyntax(sql, readable);
    StringBuilder rest = new StringBuilder(readable.text());
    while (syntax.peek().kind() != Kind.END) {
      int at = syntax.next;
      if (syntax.peek().isWord("LATERAL") && syntax.tokens.get(at + 1).isWord("VIEW")) {
        syntax.view();
      } else if (syntax.peek().isWord("TABLESAMPLE")) {
        syntax.sample();
      } else if (syntax.isAliasOfPivot()) {
        syntax.alias();
      } else {
        syntax.next++;
        continue;
      }
      SqlText.blank(rest, syntax.tokens.get(at).start(), syntax.tokens.get(syntax.next - 1).end());
    }
    syntax.readable = sql.rewritten(rest.toString());
    return syntax;
  }

  /** The text without the clauses. */
  SqlText text() {
    return readable;
  }

  // Reading.

  private void view() {
    int at = next;
    next += 2;
    boolean outer = takeIf("OUTER");
    int first = next;
    while (peek().kind() == Kind.WORD || peek().kind() == Kind.BACKQUOTED) {
      next++;
    }
    if (next != first + 1 || !peek().isSymbol("(")) {
      throw expected("a generator such as explode(...)");
    }
    int open = next++;
    while (within[next] != within[open] && peek().kind() != Kind.END) {
      next++;
    }
    if (!peek().isSymbol(")")) {
      throw expected(")");
    }
    next++;
    SqlNode call = expression(tokens.get(first).start(), tokens.get(next - 1).end());
    if (!GeneratorSyntax.isGenerator(call)) {
      throw sql.error(
          ErrorCode.SEMANTIC_ERROR,
          "LATERAL VIEW takes a generator such as explode, not " + tokens.get(first).text(),
          tokens.get(first).start());
    }
    Token name = isName() ? tokens.get(next++) : tokens.get(first);
    List<Token> columns = new ArrayList<>();
    boolean isNamed = takeIf("AS");
    if (isNamed || isName()) {
      do {
        if (!isName() && !(isNamed && peek().kind() == Kind.WORD)) {
          throw expected("a column's name");
        }
        columns.add(tokens.get(next++));
      } while (takeSymbolIf(","));
    }
    clauses.add(new View(at, call, outer, name, columns));
  }

  /** Whether {@code [AS] name [(columns)]} stands before PIVOT or UNPIVOT, behind a table. */
  private boolean isAliasOfPivot() {
    int name = peek().isWord("AS") ? next + 1 : next;
    boolean beginsTable = tokens.get(name).isWord("FROM") || tokens.get(name).isWord("JOIN");
    if (name < 2 || beginsTable || !isName(name) || !endsTable(next - 1)) {
      return false;
    }
    int behind = tokens.get(name + 1).isSymbol("(") ? close(name + 1) + 1 : name + 1;
    return isPivot(behind) && !isPivot(name);
  }

  private boolean isPivot(int i) {
    return i + 1 < tokens.size()
        && (tokens.get(i).isWord("PIVOT") || tokens.get(i).isWord("UNPIVOT"));
  }

  private boolean endsTable(int i) {
    Token token = tokens.get(i);
    return token.isSymbol(")")
        || token.kind() == Kind.BACKQUOTED
        || (token.kind() == Kind.WORD
            && (tokens.get(i - 1).isWord("FROM")
                || tokens.get(i - 1).isWord("JOIN")
                || tokens.get(i - 1).isSymbol(".")
                || tokens.get(i - 1).isSymbol(",")));
  }

  private int close(int open) {
    int close = open + 1;
    while (close < tokens.size() - 1 && within[close] != within[open]) {
      close++;
    }
    return close;
  }

  private void alias() {
    int at = next;
    takeIf("AS");
    Token name = tokens.get(next++);
    List<Token> columns = new ArrayList<>();
    if (takeSymbolIf("(")) {
      do {
        if (!isName(next)) {
          throw expected("a column's name");
        }
        columns.add(tokens.get(next++));
      } while (takeSymbolIf(","));
      takeSymbol(")");
    }
    clauses.add(new Alias(at, name, columns));
  }

  private SqlNode expression(int start, int end) {
    StringBuilder text = new StringBuilder(readable.text());
    SqlText.blank(text, 0, start);
    SqlText.blank(text, end, text.length());
    try {
      return QueryParser.expression(text.toString());
    } catch (SqlParseException e) {
      throw new SyntaxErrors(sql).of(e);
    }
  }

  private boolean isName() {
    return isName(next);
  }

  private boolean isName(int i) {
    Token token = tokens.get(i);
    Token behind = tokens.get(Math.min(i + 1, tokens.size() - 1));
    return token.kind() == Kind.BACKQUOTED
        || (token.kind() == Kind.WORD
            && !token.isWord("AS")
            && !token.isWord("LATERAL")
            && !ClauseWords.mayFollowFrom(token, behind));
  }

  private void sample() {
    int at = next++;
    boolean system = peek().isWord("SYSTEM");
    boolean method = system || peek().isWord("BERNOULLI");
    next += method ? 1 : 0;
    if (!takeSymbolIf("(")) {
      throw expected("BERNOULLI, SYSTEM or (");
    }
    Token first = peek();
    if (!method && takeIf("BUCKET")) {
      BigDecimal bucket = number();
      take("OUT");
      take("OF");
      BigDecimal buckets = number();
      takeSymbol(")");
      if (buckets.signum() == 0) {
        throw share(first, "BUCKET needs at least one bucket");
      }
      Token behind = peek();
      double share = bucket.doubleValue() / buckets.doubleValue();
      addSample(at, system, BigDecimal.valueOf(share), behind);
      return;
    }
    BigDecimal number = number();
    if (!method && takeIf("ROWS")) {
      takeSymbol(")");
      if (number.stripTrailingZeros().scale() > 0) {
        throw share(first, "a number of rows is an integer, not " + first.text());
      }
      clauses.add(new Rows(at, number.toBigInteger().toString()));
      return;
    }
    if (!takeIf("PERCENT") && !method) {
      throw expected("PERCENT or ROWS");
    }
    takeSymbol(")");
    addSample(at, system, number.movePointLeft(2), first);
  }

  private void addSample(int at, boolean system, BigDecimal share, Token given) {
    if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
      throw share(given, "a sample is of 0 to 100 percent of the rows");
    }
    if (!takeIf("REPEATABLE")) {
      clauses.add(new Sample(at, SqlSampleSpec.createTableSample(!system, share)));
      return;
    }
    takeSymbol("(");
    Token seed = peek();
    boolean negative = takeSymbolIf("-");
    BigDecimal number = negative ? number().negate() : number();
    takeSymbol(")");
    if (number.stripTrailingZeros().scale() > 0 || number.toBigInteger().bitLength() > 63) {
      throw share(seed, "a seed is a BIGINT");
    }
    int folded = Long.hashCode(number.longValue());
    clauses.add(new Sample(at, SqlSampleSpec.createTableSample(!system, share, folded)));
  }

  private DistaffException share(Token at, String message) {
    return sql.error(ErrorCode.SEMANTIC_ERROR, message, at.start());
  }

  /** A number without a sign; the scanner cuts it at its point. */
  private BigDecimal number() {
    int first = next;
    while ((peek().kind() == Kind.WORD || peek().isSymbol("."))
        && (next == first || peek().start() == tokens.get(next - 1).end())) {
      next++;
    }
    try {
      if (next > first) {
        return new BigDecimal(
            sql.text().substring(tokens.get(first).start(), tokens.get(next - 1).end()));
      }
    } catch (NumberFormatException e) {
      next = first;
    }
    throw expected("a number");
  }

  private Token peek() {
    return tokens.get(next);
  }

  private boolean takeIf(String word) {
    boolean is = peek().isWord(word);
    next += is ? 1 : 0;
    return is;
  }

  private void take(String word) {
    if (!takeIf(word)) {
      throw expected(word);
    }
  }

  private boolean takeSymbolIf(String symbol) {
    boolean is = peek().isSymbol(symbol);
    next += is ? 1 : 0;
    return is;
  }

  private void takeSymbol(String symbol) {
    if (!takeSymbolIf(symbol)) {
      throw expected(symbol);
    }
  }

  private DistaffException expected(String what) {
    String found = peek().kind() == Kind.END ? "the statement ends" : "found " + shown(peek());
    return sql.error(ErrorCode.SYNTAX_ERROR, "expected " + what + ", " + found, peek().start());
  }

  private String shown(Token token) {
    return "'" + sql.text().substring(token.start(), token.end()) + "'";
  }

  // Putting to the tree.

  /** Changes the tree itself. */
  void addTo(SqlNode tree) {
    if (clauses.isEmpty()) {
      return;
    }
    List<SqlSelect> selects = new ArrayList<>();
    FromClause.each(tree, selects::add);
    for (Clause clause : clauses) {
      SqlSelect select = around(clause, selects);
      if (clause instanceof View view) {
        select.setFrom(joined(select.getFrom(), view));
      } else if (clause instanceof Alias alias) {
        name(select.getFrom(), alias);
      } else {
        select.setFrom(sampled(select.getFrom(), clause));
      }
    }
  }

  /** The last SELECT that begins before a clause, within the same parentheses. */
  private SqlSelect around(Clause clause, List<SqlSelect> selects) {
    Optional<SqlSelect> found = Optional.empty();
    int start = tokens.get(clause.at()).start();
    int latest = -1;
    for (SqlSelect select : selects) {
      int begin = start(select);
      if (begin < start && begin > latest && within[tokenAt(begin)] == within[clause.at()]) {
        found = Optional.of(select);
        latest = begin;
      }
    }
    return found.orElseThrow(() -> misplaced(clause));
  }

  private DistaffException misplaced(Clause clause) {
    Token at = tokens.get(clause.at());
    return sql.error(ErrorCode.SYNTAX_ERROR, "unexpected " + shown(at), at.start());
  }

  private int start(SqlNode node) {
    SqlParserPos position = node.getParserPosition();
    return sql.offset(position.getLineNum(), position.getColumnNum());
  }

  private int tokenAt(int offset) {
    int index = 0;
    while (tokens.get(index).kind() != Kind.END && tokens.get(index).end() <= offset) {
      index++;
    }
    return index;
  }

  private SqlNode joined(SqlNode from, View view) {
    SqlParserPos position = view.call().getParserPosition();
    SqlCall call = (SqlCall) view.call();
    String name = call.getOperator().getName();
    if (view.outer() && !TupleGenerators.contain(name)) {
      Generator generator = Generator.find(name).orElseThrow().outer();
      call =
          SpecialSyntax.unresolved(generator.functionName(), position)
              .createCall(position, call.getOperandList());
    }
    List<SqlIdentifier> columns =
        view.columns().stream().map(column -> new SqlIdentifier(column.text(), position)).toList();
    return eachRow(from, call, new SqlIdentifier(view.name().text(), position), columns);
  }

  /** FROM with what a generator makes of each of its rows, as a table. */
  static SqlNode eachRow(
      SqlNode from, SqlCall generator, SqlIdentifier table, List<SqlIdentifier> columns) {
    SqlParserPos position = generator.getParserPosition();
    List<SqlNode> named = new ArrayList<>();
    named.add(
        SqlStdOperatorTable.LATERAL.createCall(
            position, SqlStdOperatorTable.COLLECTION_TABLE.createCall(position, generator)));
    named.add(table);
    named.addAll(columns);
    return new SqlJoin(
        position,
        from,
        SqlLiteral.createBoolean(false, position),
        JoinType.CROSS.symbol(position),
        SqlStdOperatorTable.AS.createCall(position, named),
        JoinConditionType.NONE.symbol(position),
        null);
  }

  /** Gives what is pivoted the name that stands before PIVOT. */
  private void name(SqlNode from, Alias alias) {
    List<SqlCall> pivots = new ArrayList<>();
    from.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            boolean isBefore =
                (call instanceof SqlPivot || call instanceof SqlUnpivot)
                    && start(call.operand(0)) < tokens.get(alias.at()).start();
            if (isBefore) {
              pivots.add(call);
            }
            return super.visit(call);
          }
        });
    if (pivots.isEmpty()) {
      throw misplaced(alias);
    }
    SqlCall pivot = pivots.get(pivots.size() - 1);
    SqlParserPos position = pivot.operand(0).getParserPosition();
    List<SqlNode> named = new ArrayList<>();
    named.add(pivot.operand(0));
    named.add(new SqlIdentifier(alias.name().text(), position));
    alias.columns().forEach(column -> named.add(new SqlIdentifier(column.text(), position)));
    pivot.setOperand(
        0, PlainSelect.allOf(SqlStdOperatorTable.AS.createCall(position, named), position));
  }

  /** FROM with the sample in the place of the last table that begins before it. */
  private SqlNode sampled(SqlNode from, Clause clause) {
    int start = tokens.get(clause.at()).start();
    if (from instanceof SqlJoin join) {
      boolean ofRight = start(join.getRight()) < start;
      if (ofRight) {
        join.setRight(sampled(join.getRight(), clause));
      } else {
        join.setLeft(sampled(join.getLeft(), clause));
      }
      return join;
    }
    SqlParserPos position = from.getParserPosition();
    checkFollows(from, clause);
    if (clause instanceof Sample sample) {
      return SqlStdOperatorTable.TABLESAMPLE.createCall(
          position, from, SqlLiteral.createSample(sample.spec(), position));
    }
    return limited(from, ((Rows) clause).count(), position);
  }

  /** A sample stands right behind a table: nothing but a parenthesis is between them. */
  private void checkFollows(SqlNode table, Clause clause) {
    SqlParserPos position = table.getParserPosition();
    int end = sql.offset(position.getEndLineNum(), position.getEndColumnNum());
    boolean isQuery = table.isA(SqlKind.QUERY) || table.getKind() == SqlKind.AS;
    for (int i = tokenAt(end) + 1; i < clause.at(); i++) {
      if (!(isQuery && tokens.get(i).isSymbol(")"))) {
        throw misplaced(clause);
      }
    }
  }

  /** (SELECT * FROM table LIMIT count) under the table's name. */
  private static SqlNode limited(SqlNode table, String count, SqlParserPos position) {
    List<SqlNode> named = new ArrayList<>();
    SqlNode rows = table;
    if (table.getKind() == SqlKind.AS) {
      named.addAll(((SqlCall) table).getOperandList());
      rows = named.remove(0);
    } else if (table instanceof SqlIdentifier name) {
      named.add(new SqlIdentifier(name.names.get(name.names.size() - 1), position));
    }
    SqlSelect first = PlainSelect.allOf(rows, position);
    first.setFetch(SqlLiteral.createExactNumeric(count, position));
    if (named.isEmpty()) {
      return first;
    }
    named.add(0, first);
    return SqlStdOperatorTable.AS.createCall(position, named);
  }
}
