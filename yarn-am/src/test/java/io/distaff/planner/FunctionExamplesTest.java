package io.distaff.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.catalog.TpchFixture;
import io.distaff.error.DistaffException;
import io.distaff.eval.ExpressionCompiler;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionExample;
import io.distaff.expression.FunctionNames;
import io.distaff.memory.ReservedArrays;
import io.distaff.scalar.ScalarFunctions;
import io.distaff.sql.SqlAnalyzer;
import io.distaff.sql.SqlText;
import io.distaff.types.DataType;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Project;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs every example that the functions' documentation gives, from SQL text to printed value. */
class FunctionExamplesTest {
  private static final Instant NOW = Instant.parse("2024-02-29T13:14:15.123456Z");

  private final SqlAnalyzer analyzer = new SqlAnalyzer(new TpchFixture(1).catalog());

  private String run(String sql) {
    Project project =
        (Project)
            SessionTime.bind(
                analyzer.analyze(SqlText.of("SELECT " + sql)).rel(), NOW, ZoneId.of("UTC"));
    Expression value =
        new ExpressionTranslator(analyzer.cluster().getRexBuilder(), column -> column)
            .translate(project.getProjects().get(0));
    Expression printed =
        value.type().kind() == DataType.Kind.STRING
            ? value
            : new Call(FunctionNames.CAST, DataType.STRING, value);
    Object text =
        Vectors.value(
            ExpressionCompiler.compile(printed, ReservedArrays.uncounted())
                .evaluate(new VectorBatch(1), null),
            0);
    return text == null ? "NULL" : (String) text;
  }

  @TestFactory
  List<DynamicTest> everyExampleGivesWhatItSays() {
    List<DynamicTest> tests = new ArrayList<>();
    for (FunctionDefinition function : ScalarFunctions.registry().all()) {
      for (FunctionExample example : function.examples()) {
        tests.add(
            DynamicTest.dynamicTest(
                example.sql(), () -> assertThat(run(example.sql())).isEqualTo(example.result())));
      }
    }
    return tests;
  }

  @Test
  void everyFunctionIsDocumented() {
    assertThat(ScalarFunctions.registry().all())
        .allSatisfy(
            function -> {
              assertThat(function.summary()).as(function.name()).endsWith(".");
              assertThat(function.signatures()).as(function.name()).isNotEmpty();
              assertThat(function.examples()).as(function.name()).isNotEmpty();
            });
  }

  @Test
  void nullsGiveNullUnlessTheFunctionSeesThem() {
    assertThat(run("substring(NULL, 1)")).isEqualTo("NULL");
    assertThat(run("abs(CAST(NULL AS INT))")).isEqualTo("NULL");
    assertThat(run("greatest(NULL, NULL)")).isEqualTo("NULL");
    assertThat(run("greatest(NULL, 1, 2.5)")).isEqualTo("2.5");
  }

  @Test
  void syntaxWithRulesOfItsOwnIsThatOfPlainFunctions() {
    assertThat(run("substring('distaff' FROM 4 FOR 2)")).isEqualTo("ta");
    assertThat(run("position('a' IN 'banana')")).isEqualTo("2");
    assertThat(run("trim(LEADING FROM '  a ')")).isEqualTo("a ");
    assertThat(run("trim('  a ')")).isEqualTo("a");
    assertThat(run("floor(TIMESTAMP '2024-02-29 13:14:15' TO MONTH)"))
        .isEqualTo("2024-02-01 00:00:00");
    assertThat(run("ceil(1.2)")).isEqualTo("2");
    assertThat(run("LENGTH('abc')")).isEqualTo("3");
  }

  @Test
  void patternsOfEveryKindHaveTheirOperators() {
    assertThat(run("'abc' LIKE 'a' || '%'")).isEqualTo("true");
    assertThat(run("'a%' LIKE 'a!%' ESCAPE '!'")).isEqualTo("true");
    assertThat(run("'aBc' ILIKE 'AB%'")).isEqualTo("true");
    assertThat(run("'aBc' NOT ILIKE 'AB_'")).isEqualTo("false");
    assertThat(run("'abc' RLIKE 'b'")).isEqualTo("true");
    assertThat(run("'abc' NOT RLIKE 'b'")).isEqualTo("false");
  }

  @Test
  void chanceIsReproducible() {
    assertThat(run("rand() = rand()")).isEqualTo("false");
    assertThat(run("rand(7) = rand(7)")).isEqualTo("true");
    assertThat(run("rand(7) = rand(8)")).isEqualTo("false");
    assertThat(run("uuid(7)")).isEqualTo(run("`uuid`(7)")).isNotEqualTo(run("uuid(8)"));
  }

  @Test
  void argumentsWithoutAResultAreTold() {
    assertThatThrownBy(() -> run("split_part('a', 'b', 0)"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("split_part: parts are counted from 1");
    assertThatThrownBy(() -> run("rlike('a', '(')"))
        .hasMessageContaining("'(' is no regular expression: missing closing )");
    assertThatThrownBy(() -> run("regexp_replace('a', 'a', '$1')"))
        .hasMessageContaining("no group of the expression");
    assertThatThrownBy(() -> run("regexp_extract('a', 'a')")).hasMessageContaining("not group 1");
    assertThatThrownBy(() -> run("from_json('{}', 'a INTT')"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("no type intt; did you mean int?");
    assertThatThrownBy(() -> run("from_json('{}', 'a' || ' INT')"))
        .hasMessageContaining("argument 2 of from_json must be a literal");
    assertThatThrownBy(() -> run("to_json(1)")).hasMessageContaining("a struct, an array or a map");
    assertThatThrownBy(() -> run("decode(X'ff', 'UTF-8')"))
        .hasMessageContaining("no text in UTF-8");
    assertThatThrownBy(() -> run("url_decode('%4')")).hasMessageContaining("isn't encoded");
  }

  @Test
  void literalTextStandsForDatesAndNumbers() {
    assertThat(run("year('2024-02-29')")).isEqualTo("2024");
    assertThat(run("sqrt('4')")).isEqualTo("2.0");
  }

  @Test
  void wrongArgumentsAreToldWithTheSignatures() {
    assertThatThrownBy(() -> run("substring(array(1), 'a')"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining(
            "substring(string, bigint, [bigint]) -> string; given (array<int>, string)");
    assertThatThrownBy(() -> run("reverse('a', 'b')"))
        .hasMessageContaining(
            "reverse(string) -> string; reverse(array<T>) -> array<T>; given (string, string)");
    assertThatThrownBy(() -> run("revers('a')"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("reverse");
  }
}
