package io.distaff.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementSplitterTest {
  @Test
  void splitsAtSemicolonsOutsideOfQuotesAndComments() {
    String script =
        """
        select ';' as a, `b;c` from t; -- not here;
        /* nor ; here */ select 2
          from u ;;
          show tables\
        """;
    assertThat(StatementSplitter.split(script))
        .extracting(SqlText::text)
        .containsExactly("select ';' as a, `b;c` from t", "select 2\n  from u", "show tables");
  }

  @Test
  void keepsTheLineAndColumnOfEachStatement() {
    assertThat(StatementSplitter.split("select 1; select 2\n;\n  select 3"))
        .extracting(SqlText::line, SqlText::column)
        .containsExactly(tuple(1, 1), tuple(1, 11), tuple(3, 3));
  }

  @Test
  void findsNothingInBlanksAndComments() {
    assertThat(StatementSplitter.split(" ; -- x\n /* y */ ;")).isEmpty();
  }

  @Test
  void takesAnEscapedQuoteForPartOfTheText() {
    assertThat(StatementSplitter.split("select 'it''s; fine'; select 2")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "-- a; b",
        "/* a; */",
        "select 1;",
        "select 1; -- done",
        "select ';';\n/* a */ "
      })
  void whatEndsInASemicolonOrSaysNothingIsComplete(String typed) {
    assertThat(StatementSplitter.isComplete(typed)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "select 'a;",
        "select `a;",
        "select 1 -- not yet;",
        "select 1 /* not yet; */",
        "select 1; select 2",
        "select 1; /* more;",
        "/*"
      })
  void whatIsStillBeingTypedIsNotComplete(String typed) {
    assertThat(StatementSplitter.isComplete(typed)).isFalse();
  }
}
