package io.distaff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code distaff sql} at a terminal, in local mode. */
class StatementPromptTest {
  private final TestConsole console = new TestConsole();

  private int type(String text) {
    return console.withTyped(text).run("sql", "--master", "local[1]", "--format", "csv");
  }

  @Test
  void aStatementRunsWhenItsSemicolonIsTyped() {
    assertThat(type("SELECT 1 AS a;\nSELECT 2\n  AS b; SELECT 3 AS c;\n")).isEqualTo(ExitCode.OK);
    assertThat(console.out()).isEqualTo("a\n1\nb\n2\nc\n3\n");
    assertThat(console.err()).contains("distaff>       -> distaff> ").doesNotContain("error");
  }

  @Test
  void semicolonsInTextsAndCommentsEndNoStatement() {
    assertThat(type("SELECT 'x;\ny' AS t, -- one;\n/* two;\n */ 2 AS n; -- three\n"))
        .isEqualTo(ExitCode.OK);
    assertThat(console.out()).isEqualTo("t,n\n\"x;\ny\",2\n");
    assertThat(console.err()).doesNotContain("error");
  }

  @Test
  void aStatementThatFailsDoesNotEndTheSession() {
    assertThat(type("SELECT 1 AS a;\nSELECT nope;\n\nSELECT 2 AS b\n;")).isEqualTo(ExitCode.OK);
    assertThat(console.out()).isEqualTo("a\n1\nb\n2\n");
    assertThat(console.err()).contains("error: line 1, column 8: ", "  SELECT nope\n         ^\n");
  }

  @Test
  void exitLeavesAndWhatFollowsIsNotRun() {
    assertThat(type("\n-- nothing\nExit ;\nSELECT 1 AS a;\n")).isEqualTo(ExitCode.OK);
    assertThat(console.out()).isEmpty();
  }

  @Test
  void theLastStatementNeedsNoSemicolonWhereTheInputEnds() {
    assertThat(type("SELECT 1 AS a")).isEqualTo(ExitCode.OK);
    assertThat(console.out()).isEqualTo("a\n1\n");
  }
}
