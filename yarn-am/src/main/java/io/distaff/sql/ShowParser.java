package io.distaff.sql;

import io.distaff.sql.ShowStatement.Describe;
import io.distaff.sql.ShowStatement.DescribeDatabase;
import io.distaff.sql.ShowStatement.DescribeFunction;
import io.distaff.sql.ShowStatement.DescribeQuery;
import io.distaff.sql.ShowStatement.ShowColumns;
import io.distaff.sql.ShowStatement.ShowCreate;
import io.distaff.sql.ShowStatement.ShowNames;
import io.distaff.sql.ShowStatement.ShowPartitions;
import io.distaff.sql.ShowStatement.ShowProperties;
import io.distaff.sql.ShowStatement.Subject;
import io.distaff.sql.SqlScanner.Kind;
import java.util.List;
import java.util.Optional;

/** Reads statements that tell what the catalog has. Confined to one thread. */
final class ShowParser {
  private final TokenReader in;

  ShowParser(TokenReader in) {
    this.in = in;
  }

  Statement show() {
    in.take("SHOW");
    Statement show;
    if (in.takeIf("DATABASES") || in.takeIf("SCHEMAS")) {
      show = names(Subject.DATABASES);
    } else if (in.takeIf("TABLES")) {
      show = names(Subject.TABLES);
    } else if (in.takeIf("VIEWS")) {
      show = names(Subject.VIEWS);
    } else if (in.takeIf("FUNCTIONS")) {
      show = names(Subject.FUNCTIONS);
    } else if (in.takeIf("COLUMNS")) {
      takeIn();
      show = new ShowColumns(in.tableName());
    } else if (in.takeIf("PARTITIONS")) {
      show = new ShowPartitions(in.tableName());
    } else if (in.takeIf("TBLPROPERTIES")) {
      show = new ShowProperties(in.tableName());
    } else if (in.takeIf("CREATE")) {
      if (!in.takeIf("VIEW")) {
        in.take("TABLE");
      }
      show = new ShowCreate(in.tableName());
    } else {
      throw in.expected(
          "DATABASES, TABLES, VIEWS, COLUMNS, PARTITIONS, FUNCTIONS, TBLPROPERTIES or CREATE"
              + " TABLE");
    }
    in.end();
    return show;
  }

  private boolean takeIn() {
    return in.takeIf("IN") || in.takeIf("FROM");
  }

  private ShowNames names(Subject subject) {
    boolean hasDatabase = subject == Subject.TABLES || subject == Subject.VIEWS;
    Optional<String> database =
        hasDatabase && takeIn()
            ? Optional.of(in.identifier("a database's name"))
            : Optional.empty();
    boolean like = in.takeIf("LIKE");
    Optional<String> pattern =
        like || in.peek().kind() == Kind.STRING
            ? Optional.of(in.string("a pattern"))
            : Optional.empty();
    return new ShowNames(subject, database, pattern);
  }

  Statement describe() {
    in.advance();
    Statement describe;
    if (in.takeKeywordIf("DATABASE") || in.takeKeywordIf("SCHEMA")) {
      boolean extended = in.takeKeywordIf("EXTENDED");
      describe = new DescribeDatabase(in.identifier("a database's name"), extended);
    } else if (in.takeKeywordIf("FUNCTION")) {
      boolean extended = in.takeKeywordIf("EXTENDED");
      describe = new DescribeFunction(in.advance().text(), extended);
    } else if (in.takeKeywordIf("QUERY") || (in.atQuery() && !in.peek().isWord("TABLE"))) {
      return new DescribeQuery(in.queryRest());
    } else {
      in.takeKeywordIf("TABLE");
      boolean extended = in.takeKeywordIf("EXTENDED") || in.takeKeywordIf("FORMATTED");
      List<String> name = in.tableName();
      describe = new Describe(name, extended);
    }
    in.end();
    return describe;
  }
}
