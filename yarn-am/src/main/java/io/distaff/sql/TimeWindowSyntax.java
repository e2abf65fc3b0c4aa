package io.distaff.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;

/**
 * Windows of time. Those that overlap, {@code window(t, '1 hour', '5 minutes')}, make a row of each
 * that a time is in: of them FROM gets {@code LATERAL VIEW explode(time_windows(...))}, and the
 * call is its column. Behind GROUP BY {@code window(t, '1 hour')}, {@code window} is the call
 * again, and {@code window.start} a member of what it gives, unless a table has that name; so it is
 * with {@code session_window(t, '5 minutes')}. Stateless.
 */
final class TimeWindowSyntax {
  /** The functions, and what their columns are called. */
  private static final Set<String> WINDOWS = Set.of("window", "session_window");

  private static final String WINDOW = "window";

  private static final String ALL_WINDOWS = "time_windows";

  /** What the table of overlapping windows and its column are called. */
  private static final String TABLE = "\u01D8";

  private static final int LENGTH = 1;
  private static final int SLIDE = 2;

  /** Changes the tree itself. Throws where windows of two kinds would make rows. */
  void addTo(SqlNode tree) {
    Selects.forEach(tree, TimeWindowSyntax::addTo);
  }

  /** A message that names the function which the user's text has. */
  static String asWritten(String message, SqlText sql) {
    return sql.text().toLowerCase(Locale.ROOT).contains(ALL_WINDOWS)
        ? message
        : message.replaceAll(ALL_WINDOWS + "(?=:|\\(timestamp)", WINDOW);
  }

  /** What the column of a window is called; empty for other calls. */
  static Optional<String> name(SqlNode node) {
    return node instanceof SqlCall call
        ? Optional.of(UnitFunctions.written(call.getOperator().getName()).toLowerCase(Locale.ROOT))
            .filter(WINDOWS::contains)
        : Optional.empty();
  }

  private static void addTo(SqlSelect select, SqlNodeList order) {
    if (select.getFrom() == null) {
      return;
    }
    Optional<SqlCall> overlapping = overlapping(select, order);
    Map<String, SqlCall> grouped = new HashMap<>();
    calls(select.getGroup(), call -> name(call).isPresent())
        .forEach(call -> grouped.putIfAbsent(name(call).orElseThrow(), call));
    FromClause.ofOne(select)
        .aliases()
        .forEach(alias -> grouped.remove(alias.toLowerCase(Locale.ROOT)));
    if (overlapping.isEmpty() && grouped.isEmpty()) {
      return;
    }
    overlapping.ifPresent(call -> addRows(select, call));
    Names names = new Names(grouped, overlapping);
    select.getSelectList().replaceAll(names::column);
    change(select.getWhere(), names, select::setWhere);
    change(select.getGroup(), names, group -> select.setGroupBy((SqlNodeList) group));
    change(select.getHaving(), names, select::setHaving);
    change(select.getQualify(), names, select::setQualify);
    select.getWindowList().replaceAll(window -> window.accept(names));
    order.replaceAll(key -> key.accept(names));
  }

  private static void change(SqlNode clause, Names names, Consumer<SqlNode> setter) {
    if (clause != null) {
      setter.accept(clause.accept(names));
    }
  }

  /** The call of a SELECT, and its ORDER BY, that makes a row of each window. */
  private static Optional<SqlCall> overlapping(SqlSelect select, SqlNodeList order) {
    List<SqlCall> found = new ArrayList<>();
    Stream.of(
            select.getSelectList(),
            select.getWhere(),
            select.getGroup(),
            select.getHaving(),
            select.getQualify(),
            select.getWindowList(),
            order)
        .forEach(clause -> found.addAll(calls(clause, TimeWindowSyntax::overlaps)));
    for (SqlCall call : found) {
      if (!call.equalsDeep(found.get(0), Litmus.IGNORE)) {
        throw GeneratorFunction.error(
            call,
            "a SELECT makes rows of windows of one kind, and this is the second: use a sub-query");
      }
    }
    return found.stream().findFirst();
  }

  /** Whether the windows of a call begin closer together than they are long. */
  private static boolean overlaps(SqlCall call) {
    return name(call).filter(WINDOW::equals).isPresent()
        && call.operandCount() > SLIDE
        && call.operand(LENGTH) instanceof SqlCharStringLiteral length
        && call.operand(SLIDE) instanceof SqlCharStringLiteral slide
        && !length.toValue().equalsIgnoreCase(slide.toValue());
  }

  private static List<SqlCall> calls(SqlNode clause, Predicate<SqlCall> wanted) {
    List<SqlCall> calls = new ArrayList<>();
    if (clause != null) {
      clause.accept(
          new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
              if (call.isA(SqlKind.QUERY)) {
                return null;
              }
              if (wanted.test(call)) {
                calls.add(call);
              }
              return super.visit(call);
            }
          });
    }
    return calls;
  }

  /** A star has the columns that FROM had before. */
  private static void addRows(SqlSelect select, SqlCall call) {
    SqlParserPos position = call.getParserPosition();
    SqlCall windows =
        SpecialSyntax.unresolved(ALL_WINDOWS, position).createCall(position, call.getOperandList());
    SqlCall rows =
        SpecialSyntax.unresolved(Generator.EXPLODE.functionName(), position)
            .createCall(position, windows);
    SqlIdentifier name = new SqlIdentifier(TABLE, position);
    select.setFrom(FromSyntax.eachRow(select.getFrom(), rows, name, List.of(name)));
    UnaryOperator<SqlNode> withoutWindow =
        item -> {
          if (item instanceof SqlIdentifier star && star.isStar() && star.names.size() == 1) {
            return new SqlStarExclude(star.getParserPosition(), star, SqlNodeList.of(name));
          } else if (item instanceof SqlStarExclude star
              && star.getStarIdentifier().names.size() == 1) {
            SqlNodeList excluded =
                new SqlNodeList(star.getExcludeList(), star.getExcludeList().getParserPosition());
            excluded.add(name);
            return new SqlStarExclude(star.getParserPosition(), star.getStarIdentifier(), excluded);
          }
          return item;
        };
    select.getSelectList().replaceAll(withoutWindow);
  }

  private static final class Names extends SqlShuttle {
    private static final int WITH_MEMBER = 2;

    /** What {@code window} and its like are. */
    private final Map<String, SqlCall> grouped;

    /** What is a column of FROM now. */
    private final Optional<SqlCall> overlapping;

    Names(Map<String, SqlCall> grouped, Optional<SqlCall> overlapping) {
      this.grouped = grouped;
      this.overlapping = overlapping;
    }

    /** A column of the SELECT list keeps its name. */
    SqlNode column(SqlNode item) {
      return item instanceof SqlIdentifier name && isWindow(name)
          ? SqlStdOperatorTable.AS.createCall(
              name.getParserPosition(), name.accept(this), name.getComponent(name.names.size() - 1))
          : item.accept(this);
    }

    private boolean isWindow(SqlIdentifier name) {
      return !name.isStar() && name.names.size() <= WITH_MEMBER && grouped.containsKey(first(name));
    }

    private static String first(SqlIdentifier name) {
      return name.names.get(0).toLowerCase(Locale.ROOT);
    }

    @Override
    public SqlNode visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY)) {
        return call;
      }
      if (overlapping.filter(windows -> call.equalsDeep(windows, Litmus.IGNORE)).isPresent()) {
        return new SqlIdentifier(List.of(TABLE, TABLE), call.getParserPosition());
      }
      if (call.getKind() == SqlKind.AS) {
        return call.getOperator()
            .createCall(
                call.getParserPosition(), call.<SqlNode>operand(0).accept(this), call.operand(1));
      }
      return super.visit(call);
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
      if (!isWindow(name)) {
        return name;
      }
      SqlParserPos position = name.getParserPosition();
      SqlNode again = grouped.get(first(name)).clone(position).accept(this);
      return name.names.size() < WITH_MEMBER
          ? again
          : SqlStdOperatorTable.DOT.createCall(position, again, name.getComponent(1));
    }
  }
}
