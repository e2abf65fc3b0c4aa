package io.distaff.sql;

import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlPivot;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.SqlStarReplace;
import org.apache.calcite.sql.SqlUnpivot;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Names what the user has left without a name, as Spark does: a computed column of a SELECT after
 * the text of its expression, such as {@code count(*)}; the columns of VALUES {@code col1}, {@code
 * col2}. Confined to one thread; for one text.
 */
final class ColumnAliases {
  /** How Calcite's names of columns and tables that have none begin; a number follows. */
  private static final String UNNAMED = "EXPR$";

  private final SqlText sql;
  private final List<Token> tokens;
  private int unnamedTables;

  ColumnAliases(SqlText sql) {
    this.sql = sql;
    this.tokens = sql.tokens();
  }

  /**
   * The name of a result's column: those of VALUES that is the whole query are Calcite's, those
   * that several columns have are hidden.
   */
  static String shown(String name) {
    return name.matches("EXPR\\$\\d{1,6}")
        ? valuesColumn(number(name))
        : DuplicateNames.shown(name);
  }

  /** Whether the user has given a name, and not Calcite in the place of one. */
  static boolean isGiven(String name) {
    return !name.startsWith(UNNAMED);
  }

  private static int number(String unnamed) {
    return Integer.parseInt(unnamed.substring(UNNAMED.length()));
  }

  private static String valuesColumn(int index) {
    return "col" + (index + 1);
  }

  /** Changes the tree itself. */
  void addTo(SqlNode tree) {
    tree.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlSelect select) {
              addTo(select);
            } else if (call instanceof SqlPivot pivot) {
              namePivoted(pivot);
            } else if (call instanceof SqlUnpivot unpivot) {
              nameUnpivoted(unpivot);
            } else if (call instanceof SqlWithItem item && item.columnList == null) {
              item.columnList = columnsOfValues(item.query);
            }
            return super.visit(call);
          }
        });
  }

  private void addTo(SqlSelect select) {
    if (select.getSelectList() != null) {
      nameColumns(select.getSelectList());
    }
    if (select.getFrom() != null) {
      select.setFrom(named(select.getFrom()));
    }
  }

  private SqlNode named(SqlNode from) {
    if (from instanceof SqlJoin join) {
      join.setLeft(named(join.getLeft()));
      join.setRight(named(join.getRight()));
      return join;
    }
    boolean isAlias = from.getKind() == SqlKind.AS && ((SqlCall) from).operandCount() == 2;
    SqlNode table = isAlias ? ((SqlCall) from).operand(0) : from;
    if (!(table instanceof SqlBasicCall values) || table.getKind() != SqlKind.VALUES) {
      return from;
    }
    SqlParserPos position = from.getParserPosition();
    List<SqlNode> operands = new ArrayList<>();
    operands.add(values);
    operands.add(
        isAlias
            ? ((SqlCall) from).operand(1)
            : new SqlIdentifier(UNNAMED + unnamedTables++, position));
    operands.addAll(columnsOfValues(values));
    return SqlStdOperatorTable.AS.createCall(position, operands);
  }

  /** The names of what VALUES gives; null for another query. */
  private static SqlNodeList columnsOfValues(SqlNode query) {
    if (!(query instanceof SqlBasicCall values) || query.getKind() != SqlKind.VALUES) {
      return null;
    }
    List<SqlNode> names = new ArrayList<>();
    int width = values.operand(0) instanceof SqlCall row ? row.operandCount() : 1;
    for (int i = 0; i < width; i++) {
      names.add(new SqlIdentifier(valuesColumn(i), query.getParserPosition()));
    }
    return new SqlNodeList(names, query.getParserPosition());
  }

  /** A text is the name of its column without quotes; several aggregates all have a name. */
  private void namePivoted(SqlPivot pivot) {
    if (pivot.aggList.size() > 1) {
      nameColumns(pivot.aggList);
    }
    pivot.inList.replaceAll(
        value ->
            value instanceof SqlNodeList list
                    && list.size() == 1
                    && list.get(0) instanceof SqlCharStringLiteral text
                ? SqlStdOperatorTable.AS.createCall(
                    text.getParserPosition(),
                    list,
                    new SqlIdentifier(text.toValue(), text.getParserPosition()))
                : value);
  }

  /** {@code UNPIVOT (v FOR k IN (a AS x))}: to Calcite the names are texts. */
  private static void nameUnpivoted(SqlUnpivot unpivot) {
    for (SqlNode columns : unpivot.inList) {
      if (columns.getKind() == SqlKind.AS
          && ((SqlCall) columns).operand(1) instanceof SqlNodeList names) {
        names.replaceAll(
            name ->
                name instanceof SqlIdentifier alias && alias.isSimple()
                    ? SqlLiteral.createCharString(alias.getSimple(), alias.getParserPosition())
                    : name);
      }
    }
  }

  private void nameColumns(SqlNodeList columns) {
    for (int i = 0; i < columns.size(); i++) {
      SqlNode column = columns.get(i);
      if (column instanceof SqlIdentifier
          || column.getKind() == SqlKind.AS
          || column instanceof SqlStarExclude
          || column instanceof SqlStarReplace
          || GeneratorSyntax.isGenerator(column)) {
        continue;
      }
      SqlParserPos position = column.getParserPosition();
      String text = TimeWindowSyntax.name(column).orElseGet(() -> text(position));
      if (!text.isEmpty()) {
        columns.set(
            i,
            SqlStdOperatorTable.AS.createCall(position, column, new SqlIdentifier(text, position)));
      }
    }
  }

  /**
   * What stands at a position, blanks and comments as one blank; empty when it isn't the text's.
   */
  private String text(SqlParserPos position) {
    if (position.getLineNum() < 1) {
      return "";
    }
    int start = sql.offset(position.getLineNum(), position.getColumnNum());
    int end = sql.offset(position.getEndLineNum(), position.getEndColumnNum()) + 1;
    StringBuilder text = new StringBuilder();
    // A position leaves out a parenthesis at the expression's very begin or end.
    int missing = 0;
    int open = 0;
    int previousEnd = start;
    for (Token token : tokens) {
      // A number's position leaves out the letters of its type.
      boolean isWithin = token.start() >= start && token.start() < end && token.kind() != Kind.END;
      if (isWithin) {
        text.append(!text.isEmpty() && token.start() > previousEnd ? " " : "");
        text.append(sql.text(), token.start(), token.end());
        previousEnd = token.end();
        open += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
        missing = Math.max(missing, -open);
      }
    }
    return "(".repeat(missing) + text + ")".repeat(Math.max(0, open + missing));
  }
}
